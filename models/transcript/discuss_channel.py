from datetime import timedelta
from functools import cache

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.clean import join_names
from ..core.constants import AGENTS
from ..core.fields import One2manyForAgentsOnly
from ..core.in_rules import logged_in_rules
from ..core.locking import lock

HOURLY_LIMIT = 20
SHOWN_LIMIT = 5


class DiscussChannel(models.Model):
    """Sending a conversation by email, to the customer or to whoever else needs it."""

    _inherit = "discuss.channel"

    livechat_transcript_ids = One2manyForAgentsOnly(
        "livechat.transcript", "channel_id", "Sendings", copy=False, groups=AGENTS, readonly=True
    )

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"livechat_transcript_ids"}

    def _livechat_before_unlink(self):
        """Neither send nor keep, in mails that failed, what was said in a deleted conversation."""
        # sudo: mail.mail - mails of conversations that the user may delete, which is checked below
        self.sudo().livechat_transcript_ids.mail_mail_ids.unlink()
        super()._livechat_before_unlink()

    def livechat_send_transcript(self, emails=None):
        """Put these conversations into the mail queue.

        What is sent is the conversation as it is now, with its files, by the email template
        "Live Chat: Conversation", and nothing that is for agents only.

        :param emails: to whom: a list of addresses, or a text with one or several; ``None``: to the
            customer of each conversation, by all known addresses
        :type emails: list[str] or str or None
        :return: ids of the sendings (``livechat.transcript``), in the order of the conversations
        :rtype: list[int]
        :raises AccessError: if the user has no Live Chat rights, or may not read one of them, or is
            the customer
        :raises UserError: and nothing is sent, if one is no live chat, an address is invalid, there
            are none or too many, or the user has sent as many within an hour as one may
        """
        self._check_livechat_agent()
        emails_by_channel = self._get_sending_emails(emails)
        if len(self) > self._count_allowed_transcripts():
            raise UserError(self._get_hourly_limit_message())
        return self._queue_transcripts(emails_by_channel).ids

    def _get_sending_emails(self, emails):
        """Return to which addresses each of these conversations goes.

        :param emails: as in ``livechat_send_transcript``
        :return: lists of addresses, by conversation
        :rtype: dict
        :raises UserError: if one is invalid, or there are none or too many
        """
        given = None if emails is None else self._clean_emails(emails)
        emails_by_channel = {
            channel: channel._get_transcript_emails() if given is None else given
            for channel in self
        }
        if unknown := self.filtered(lambda channel: not emails_by_channel[channel]):
            raise UserError(
                self.env._(
                    "No email address is known of the customer of %(names)s.",
                    names=join_names(unknown),
                )
            )
        return emails_by_channel

    def _send_transcript_copy(self, emails):
        """Send an employee who is the customer a copy, as Odoo's widget offers to employees.

        :param str emails: their own address
        :raises UserError: and nothing is sent, if it is another one
        """
        self.ensure_one()
        addresses = self._clean_emails(emails)
        if addresses != [self.env.user.partner_id.email_normalized]:
            raise UserError(self.env._("A copy can be sent to your own address only."))
        if not self._count_allowed_transcripts():
            raise UserError(self._get_hourly_limit_message())
        self._queue_transcripts({self: addresses})

    def _email_livechat_transcript(self, email):
        """As agents send it, not as Odoo, which sends internal comments too and keeps no trace."""
        self._queue_transcripts({self: self._clean_emails(email)})

    @logged_in_rules
    def action_livechat_send_transcript(self):
        """Send conversations to their customers. See ``action_livechat_in_progress``."""
        possible, refused = self._split_by_what_is_possible(closed_too=True)
        emails = {channel: channel._get_transcript_emails() for channel in possible}
        known = possible.filtered(lambda channel: emails[channel])
        allowed = known[: self._count_allowed_transcripts()]
        refused[self.env._("No email address is known")] = possible - known
        refused[self._get_hourly_limit_message()] = known - allowed
        self._queue_transcripts({channel: emails[channel] for channel in allowed})
        return self._report(allowed, refused)

    def _queue_transcripts(self, emails, **vals):
        """Send conversations, or what these values of the sendings say.

        :param dict emails: lists of addresses, by conversation
        :return: the sendings (``livechat.transcript``)
        """
        # sudo: livechat.transcript, mail.mail - who may send was checked, and what is sent is
        # nothing but the conversation, or what they wrote
        transcripts_sudo = (
            self.env["livechat.transcript"]
            .sudo()
            .create(
                [
                    {
                        "channel_id": channel.id,
                        "email_to": ", ".join(addresses),
                        "is_unfinished": not channel.livechat_end_dt,
                        "user_id": self._get_transcript_sender().id,
                        **vals,
                    }
                    for channel, addresses in emails.items()
                ]
            )
        )
        transcripts_sudo._create_mails()
        transcripts_sudo._notify_agents()
        transcripts_sudo._trigger_mail_queue()
        return transcripts_sudo

    @api.model
    def _check_mailed_by_its_methods(self, ids):
        """Raise if one of these conversations is a live chat, which somebody sends otherwise.

        :param list ids: the ids of the conversations
        :raises AccessError: if so
        """
        # sudo: discuss.channel - whether one is a live chat, whoever may read it
        if any(map(is_livechat_channel, self.sudo().browse(ids).exists())):
            raise AccessError(self.env._("Send a live chat by the button for it, in its panel."))

    # ------------------------------------------------------------
    # How often
    # ------------------------------------------------------------

    @api.model
    def _get_transcript_sender(self):
        """Return who sends: nobody, where an automation rule does."""
        return self.env["res.users"] if self.env.su else self.env.user

    def _count_allowed_transcripts(self):
        """Return how many sendings the user may still begin.

        Nobody else may begin one in their name until this transaction ends.
        """
        user = self._get_transcript_sender()
        if not user:
            return len(self)
        lock(user)
        # sudo: livechat.transcript - what the user has sent, by whichever conversation
        count = (
            self.env["livechat.transcript"]
            .sudo()
            .search_count(
                [
                    ("user_id", "=", user.id),
                    ("create_date", ">", fields.Datetime.now() - timedelta(hours=1)),
                ]
            )
        )
        return max(0, HOURLY_LIMIT - count)

    @api.model
    def _get_hourly_limit_message(self):
        return self.env._(
            "You can send %(limit)s conversations an hour. Please try again later.",
            limit=HOURLY_LIMIT,
        )

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _get_livechat_session_fields_to_store(self):
        channels = self._filter_for_livechat_agent()
        transcripts = cache(channels._get_transcript_values)
        return super()._get_livechat_session_fields_to_store() + [
            Store.Attr(
                "livechat_transcripts",
                lambda channel: transcripts()[channel],
                predicate=lambda channel: channel in channels,
            ),
            Store.Attr(
                "livechat_transcript_emails",
                lambda channel: channel._get_transcript_emails(),
                predicate=lambda channel: channel in channels,
            ),
        ]

    def _get_transcript_values(self):
        """Return the last sendings of these conversations, all in one query.

        :return: for each ``{"count", "items"}``, the count being the one of all, and each item
            ``{"id", "kind", "text", "email_to", "user_name", "retry_user_name", "date",
            "is_unfinished", "state", "failures"}``: the date a text in UTC, the failures a list of
            ``{"email", "reason"}``
        :rtype: dict
        """
        result = {channel: {"count": 0, "items": []} for channel in self}
        if not self:
            return result
        self.env.flush_all()
        for row in self.env.execute_query_dict(self._get_transcript_query()):
            values = result[self.browse(row.pop("channel_id"))]
            values["count"] = row.pop("count")
            failures = self.env["livechat.transcript"]._zip_failures(
                row.pop("email_failed"), row.pop("failure_reason")
            )
            values["items"].append(
                {
                    **row,
                    "date": fields.Datetime.to_string(row["date"]),
                    "failures": [
                        {"email": email, "reason": reason} for email, reason in failures.items()
                    ],
                }
            )
        return result

    def _get_transcript_query(self):
        return SQL(
            """
            SELECT sending.id, sending.channel_id, sending.count, sending.date,
                   COALESCE(sending.email_to, '') AS email_to,
                   sending.email_failed, sending.failure_reason, sending.is_unfinished,
                   sending.kind, sending.state, sending.text, sending.user_name,
                   sending.retry_user_name
              FROM (SELECT id, channel_id, user_name, retry_user_name, email_to, email_failed,
                           failure_reason, is_unfinished, kind, state, text, create_date AS date,
                           count(*) OVER (PARTITION BY channel_id) AS count,
                           row_number() OVER (PARTITION BY channel_id ORDER BY id DESC) AS number
                      FROM livechat_transcript
                     WHERE channel_id IN %s) AS sending
             WHERE sending.number <= %s
          ORDER BY sending.id DESC
            """,
            tuple(self.ids),
            SHOWN_LIMIT,
        )
