import logging
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ..core.clean import to_line

_logger = logging.getLogger(__name__)

HEADERS = {"email_from", "reply_to", "subject"}
FAILED_MAIL_STATES = ("exception", "cancel")
UNSENT = ("failed", "cancelled")
FAILURE_REASON_MAX_LENGTH = 1_000
# In what Odoo makes of it: (550, b"5.1.1 No such mailbox here")
SAID_BY_SERVER = re.compile(r"\((?P<code>\d{3}), b(?P<quote>['\"])(?P<text>.{0,1000}?)(?P=quote)\)")
# All that Python says where no connection came about: 111 Connection refused. Of one that was
# lost, more is said: it may have arrived.
NO_CONNECTION = re.compile(
    r"(\[Errno -?\d{1,5}\] |-?\d{1,5} )?"
    r"(connection refused|timed out|no route to host|network is unreachable"
    r"|name or service not known|temporary failure in name resolution)",
    re.IGNORECASE,
)


class LivechatTranscript(models.Model):
    """That a conversation, or an answer to it, was sent by email: by whom, to whom, and what became
    of it.

    Each address gets a mail of its own in Odoo's mail queue: of a mail to several, Odoo does not
    say which of them the mail server refused. The state follows those mails, and what is here stays
    when they are deleted.
    """

    _name = "livechat.transcript"
    _inherit = ["livechat.customer.name.mixin", "livechat.record.mixin"]
    _description = "Live Chat Conversation Sent by Email"
    _livechat_names = {"user_id": "user_name"}

    kind = fields.Selection(
        [("conversation", "Conversation"), ("message", "Message")],
        default="conversation",
        readonly=True,
        required=True,
    )
    text = fields.Text("Message", help="What an agent wrote to the customer.", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Sent by",
        index=True,
        readonly=True,
        help="Empty where nobody sent it by hand, as an automation rule.",
    )
    user_name = fields.Char("Sent by (Name)", readonly=True)
    email_to = fields.Text(
        "To", help="Addresses, normalized, by commas. Empty once they are erased.", readonly=True
    )
    email_failed = fields.Text(
        "Not Sent to", help="Those of the addresses to which it failed.", readonly=True
    )
    is_unfinished = fields.Boolean(
        "Unfinished", help="The conversation was open when it was sent.", readonly=True
    )
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="queued",
        readonly=True,
        required=True,
    )
    failure_reason = fields.Text(
        help="What the mail server said, in a line for each address.", readonly=True
    )
    retry_user_name = fields.Char("Retried by (Name)", readonly=True)
    retry_count = fields.Integer("Retries", readonly=True)
    mail_mail_ids = fields.One2many(
        "mail.mail", "livechat_transcript_id", "Mails", groups="base.group_system", readonly=True
    )

    @api.model
    def _livechat_personal_fields(self):
        return super()._livechat_personal_fields() | {
            "email_to",
            "email_failed",
            "failure_reason",
            "text",
        }

    @api.model
    def _livechat_agent_name_fields(self):
        return super()._livechat_agent_name_fields() | {"retry_user_name"}

    def _livechat_erase(self, names):
        """With the addresses, or the text, go the mails, sent or not."""
        if names & {"email_to", "text"}:
            self.mail_mail_ids.unlink()
        super()._livechat_erase(names)

    def livechat_retry(self):
        """Send sendings that failed or were cancelled again, to the addresses that got nothing.

        One that was sent, or is retried already, is left alone. The mails are made anew, of
        what the conversation, the email template and the company's address are now.

        :raises AccessError: if the user has no Live Chat rights, or may not read one of the
            conversations, or is the customer
        :raises UserError: if one is just being sent
        """
        transcripts_sudo = self._lock_for_agent()
        # Of a customer who was erased, the addresses are gone.
        for transcript_sudo in transcripts_sudo.filtered(
            lambda t: t.state in UNSENT and t.email_to
        ):
            transcript_sudo._queue_failed_mails()
        self._trigger_mail_queue()

    def livechat_cancel(self):
        """Take sendings out of the mail queue, for those addresses that have got nothing yet.

        One that is not queued is left alone.

        :raises AccessError: if the user has no Live Chat rights, or may not read one of the
            conversations, or is the customer
        :raises UserError: if one is just being sent
        """
        transcripts_sudo = self._lock_for_agent().filtered(lambda t: t.state == "queued")
        mails_sudo = transcripts_sudo.mail_mail_ids.filtered(lambda m: m.state == "outgoing")
        if mails_sudo.try_lock_for_update(allow_referencing=True) != mails_sudo or any(
            mail._is_just_being_sent() for mail in mails_sudo
        ):
            raise UserError(self.env._("It is just being sent and cannot be cancelled any more."))
        name = self.env["res.users"]._get_livechat_agent().name
        reason = name and self.env._("Cancelled by %(name)s.", name=name)
        mails_sudo.write({"state": "cancel", "failure_reason": reason})
        # Where one of the addresses was refused before, it stays so.
        unsent_sudo = transcripts_sudo.filtered(lambda t: t.state == "failed")
        unsent_sudo.filtered(
            lambda t: "exception" not in t.mail_mail_ids.mapped("state")
        ).state = "cancelled"
        transcripts_sudo._notify_agents()

    def _lock_for_agent(self):
        """Return these sendings for what an agent does with them, locked, with all rights."""
        self.check_access("read")
        self.channel_id._check_livechat_agent()
        # sudo: livechat.transcript - agents may send, and not send, what they can read
        transcripts_sudo = self.sudo()
        if transcripts_sudo.try_lock_for_update(allow_referencing=True) != transcripts_sudo:
            raise UserError(self.env._("It is just being sent. Please try again in a moment."))
        return transcripts_sudo

    def _queue_failed_mails(self):
        failed = list(self._get_failures())
        self.mail_mail_ids.filtered(lambda mail: mail.state in FAILED_MAIL_STATES).unlink()
        self.retry_count += 1
        self.retry_user_name = self.env["res.users"]._get_livechat_agent().name
        self.is_unfinished = self.kind == "conversation" and not self.channel_id.livechat_end_dt
        self._create_mails(failed)
        self._follow_mails()

    @api.model
    def _split(self, emails):
        return emails.split(", ") if emails else []

    def _create_mails(self, emails=None):
        """Put mails into the mail queue.

        :param list emails: to whom, by default to all
        """
        # No type or state of whatever the user is just doing.
        mails = self.env["mail.mail"].with_context(clean_context(self.env.context))
        try:
            with self.env.cr.savepoint():
                mails.create([vals for sending in self for vals in sending._get_mail_vals(emails)])
        except OSError as error:
            _logger.warning("Files of live chats cannot be stored: %s", error)
            reason = self.env._(
                "Its files cannot be stored. Ask your administrator whether the disk with the files"
                " is full or gone, then try again."
            )
            for transcript in self:
                failed = emails or self._split(transcript.email_to)
                transcript.state = "failed"
                transcript._set_failures(
                    {**transcript._get_failures(), **dict.fromkeys(failed, reason)}
                )

    def _get_mail_vals(self, emails=None):
        """Return the values of the mails of this sending, one for each address."""
        if self.kind == "message":
            content = self.channel_id._get_message_mail_vals(self)
        else:
            content = self.channel_id._get_transcript_mail_vals()
        # A line end in a name would keep the mail from being sent.
        content |= {name: to_line(content[name] or "") for name in HEADERS & content.keys()}
        author = self.user_id.partner_id or self.env.ref("base.partner_root")
        return [
            {
                **content,
                "author_id": author.id,
                "email_to": email,
                "livechat_transcript_id": self.id,
            }
            for email in emails or self._split(self.email_to)
        ]

    @api.model
    def _trigger_mail_queue(self, at=None):
        # sudo: ir.cron - the queue sends what is in it anyway
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger(at)

    def _follow_mails(self):
        """Take over what became of the mails, and tell the agents who see the conversations."""
        for transcript in self:
            mails = transcript.mail_mail_ids
            existing = set(mails.mapped("email_to"))
            failures = {
                **{
                    email: reason
                    for email, reason in transcript._get_failures().items()
                    if email not in existing
                },
                **{
                    mail.email_to: self._shorten_reason(mail.failure_reason)
                    for mail in mails
                    if mail.state in FAILED_MAIL_STATES
                },
            }
            states, was_queued = mails.mapped("state"), transcript.state == "queued"
            is_queued = "outgoing" in states
            transcript.state = "queued" if is_queued else "failed" if failures else "sent"
            transcript._set_failures(failures)
            transcript._notify_agents()
            if was_queued and not is_queued and "exception" in states:
                transcript._notify_sender()

    @api.model
    def _shorten_reason(self, reason):
        """Return in a line why a mail could not be sent: what the mail server said, if it did."""
        reason = " ".join((reason or self.env._("Cancelled")).split())
        if said := SAID_BY_SERVER.search(reason):
            reason = f"{said['code']} {said['text']}"
        elif NO_CONNECTION.fullmatch(reason):
            _logger.info("A mail of a live chat could not be sent: %s", reason)
            reason = self.env._("The mail server cannot be reached. Tell your administrator.")
        return reason[:FAILURE_REASON_MAX_LENGTH]

    def _get_failures(self):
        """Return by address, where it failed, the reason."""
        return self._zip_failures(self.email_failed, self.failure_reason)

    def _set_failures(self, failures):
        self.email_failed = ", ".join(failures)
        self.failure_reason = "\n".join(failures.values())

    @api.model
    def _zip_failures(self, emails, reasons):
        return dict(zip(self._split(emails), (reasons or "").split("\n"), strict=False))

    def _notify_sender(self):
        """Tell who sent it, in whatever app they are, that it failed, if they may still know."""
        sender, channel = self.user_id, self.channel_id.sudo(False)
        if sender.active and channel.with_user(sender)._filter_for_livechat_agent():
            sender._bus_send(
                "livechat_info_panel/sending_failed",
                {
                    "channel_id": channel.id,
                    "customer": channel._get_livechat_customer_name_for(sender),
                    "kind": self.kind,
                },
            )

    def _notify_agents(self):
        for channel, values in self.channel_id._get_transcript_values().items():
            channel._send_to_livechat_agents({"livechat_transcripts": values})
