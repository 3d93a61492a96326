from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..core.clean import clean_text, join_names
from ..core.server_context import get_server_context
from .livechat_transcript import UNSENT

TEMPLATE = "livechat_info_panel.mail_template_message"
MESSAGE_MAX_LENGTH = 5_000


class DiscussChannel(models.Model):
    """Answering by email the customer of a conversation that is over, as of a message that was left
    for later."""

    _inherit = "discuss.channel"

    def livechat_send_message(self, text, emails=None):
        """Write to the customers of closed conversations by email.

        It is sent by the email template "Live Chat: Message", and kept with the sendings.

        :param str text: what to write, as plain text
        :param emails: as in ``livechat_send_transcript``
        :type emails: list[str] or str or None
        :return: ids of the sendings (``livechat.transcript``), in the order of the conversations
        :rtype: list[int]
        :raises AccessError: if the user has no Live Chat rights, or may not read one of them, or is
            the customer
        :raises UserError: and nothing is sent, if one is open or no live chat, there is no text or
            it is too long, an address is invalid, there are none or too many, or the user has sent
            as many within an hour as one may
        """
        self._check_livechat_agent()
        if open_channels := self.filtered(lambda channel: not channel.livechat_end_dt):
            raise UserError(
                self.env._(
                    "Write in the chat: the conversation is still open: %(names)s.",
                    names=join_names(open_channels),
                )
            )
        text = clean_text(self.env, text, MESSAGE_MAX_LENGTH)
        if not text:
            raise UserError(self.env._("Write a message to send."))
        emails_by_channel = self._get_sending_emails(emails)
        if len(self) > self._count_allowed_transcripts():
            raise UserError(self._get_hourly_limit_message())
        return self._queue_transcripts(emails_by_channel, kind="message", text=text).ids

    def _get_message_mail_vals(self, sending):
        """Return the values of a mail with what an agent writes, to nobody yet.

        :param sending: the ``livechat.transcript``
        :rtype: dict
        """
        agent = sending.user_id
        said = {
            "agent_email": agent.email_formatted,
            "agent_name": agent.livechat_username or agent.name,
            "text": sending.text,
        }
        return self._get_livechat_mail_vals(
            TEMPLATE, self.env["mail.message"], livechat_message=said
        )

    def _get_livechat_message_said(self):
        """Return what an agent writes, a sample in a preview.

        :raises AccessError: unless ``livechat_send_message`` sends it, or it is a preview
        """
        said = get_server_context(self.env, "livechat_message")
        if said is None:
            if not get_server_context(self.env, "livechat_rendering_transcript"):
                raise AccessError(
                    self.env._("This email template is for the method livechat_send_message only.")
                )
            user = self.env.user
            said = {
                "agent_email": user.email_formatted,
                "agent_name": user.livechat_username or user.name,
                "text": self.env._("What the agent writes"),
            }
        return said

    def _render_livechat_message(self):
        """Return what an agent writes as HTML, for the email template.

        :rtype: Markup
        """
        return Markup(plaintext2html(self._get_livechat_message_said()["text"]))

    def _get_livechat_message_agent_name(self):
        """Return the name by which customers know who writes, for the email template: empty where a
        rule does.

        :rtype: str
        """
        return self._get_livechat_message_said()["agent_name"] or ""

    def _get_livechat_message_reply_to(self):
        """Return to whom the customer answers, for the email template: the company, as in all that
        is sent of live chats; the agent where it has no address.

        :rtype: str
        """
        company = self._get_livechat_company()
        said = self._get_livechat_message_said()
        return (company.email and company.email_formatted) or said["agent_email"] or ""

    @api.depends("livechat_transcript_ids.kind", "livechat_transcript_ids.state")
    def _compute_livechat_needs_attention(self):
        super()._compute_livechat_needs_attention()

    @api.model
    def _get_attention_domains(self):
        """Who was written to by email was helped, unless it failed."""
        domains = super()._get_attention_domains()
        answers = Domain("kind", "=", "message") & Domain("state", "not in", UNSENT)
        domains["nobody_helped"] &= Domain("livechat_transcript_ids", "not any", answers)
        return domains

    def _was_left_for_later(self):
        """Whether the customer wrote while nobody was there, for the email template.

        :rtype: bool
        """
        # sudo: discuss.channel - how it began, whoever sends
        return bool(self.sudo().filtered_domain(self._get_left_domain()))
