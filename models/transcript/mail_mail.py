import smtplib
import time
from datetime import timedelta

from odoo import fields, models

from ..core.locking import lock

# Within that time after somebody began to send a mail, nobody else asks what became of it.
JUST_NOW = timedelta(seconds=5)
# How often, and in how many seconds, it is tried to get a mail that somebody has for a moment.
TRIES = 20
PAUSE = 0.2


class MailMail(models.Model):
    """The mails of conversations that were sent: what becomes of each is told, and each is sent at
    most once.

    A mail may have arrived although whoever sent it did not live to write that down. The mail queue
    would send it again. So the queue keeps, before it begins, that it does: of what was begun and
    not ended, an agent is told, who may ask the customer, and send it again.
    """

    _inherit = "mail.mail"

    livechat_transcript_id = fields.Many2one(
        "livechat.transcript",
        "Conversation Sent",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
    )
    livechat_sending_dt = fields.Datetime("Being Sent since", copy=False, readonly=True)

    def write(self, vals):
        if vals.get("state") == "outgoing":
            vals = {**vals, "livechat_sending_dt": False}
        if not vals.keys() & {"state", "failure_reason"}:
            return super().write(vals)
        # sudo: livechat.transcript - what became of the mails, whoever sends them
        transcripts_sudo = self.sudo().livechat_transcript_id
        lock(transcripts_sudo)
        result = super().write(vals)
        transcripts_sudo._follow_mails()
        return result

    def unlink(self):
        """Tell of what will not be sent any more."""
        self.filtered(lambda mail: mail.livechat_transcript_id and mail.state == "outgoing").write(
            {"state": "cancel", "failure_reason": self.env._("The mail was deleted.")}
        )
        return super().unlink()

    def _send(self, auto_commit=False, *args, **kwargs):
        """Send each mail of a conversation at most once, if this may commit, as the queue may."""
        of_livechats = self.filtered("livechat_transcript_id")
        others = self - of_livechats
        if others or not self:
            super(MailMail, others)._send(auto_commit, *args, **kwargs)
        # sudo: mail.mail - administrators may send it, and Odoo would fail for them once it is
        # sent: they may not write on a message of somebody else
        for mail in of_livechats.sudo():
            if auto_commit and not mail._begin_to_send():
                continue
            if mail._fail_of_lost_files():
                if auto_commit:
                    self.env["ir.cron"]._commit_progress()
                continue
            try:
                super(MailMail, mail)._send(auto_commit, *args, **kwargs)
            except smtplib.SMTPServerDisconnected as error:
                mail._fail_of_lost_connection(error)
                # The others of the queue, without waiting for its next hour.
                self.env["livechat.transcript"]._trigger_mail_queue()
                if auto_commit:
                    self.env["ir.cron"]._commit_progress()
                raise
        return True

    def _begin_to_send(self):
        """Keep in the database that this mail is being sent, and lock it for as long as it is.

        :return: whether it may be sent: nobody else is sending it, or was
        :rtype: bool
        """
        self.env["ir.cron"]._commit_progress()  # to see what others have done meanwhile
        self.env.invalidate_all()
        if self._is_just_being_sent():
            # Look again later, for it may be that Odoo was stopped meanwhile.
            self._send_later()
            return False
        if self.state != "outgoing" or not self._lock_to_send():
            return False
        if self.livechat_sending_dt:
            reason = self.env._(
                "Odoo was stopped while it was sending this. It may have arrived nevertheless."
            )
            self._fail(reason)
            self.env["ir.cron"]._commit_progress()
            return False
        self.livechat_sending_dt = fields.Datetime.now()
        for _try in range(TRIES):
            self.env["ir.cron"]._commit_progress()
            self.env.invalidate_all()
            if self._lock_to_send():
                return self.state == "outgoing"
            if not self.exists():
                return False
            # Somebody has it for a moment, such as who wants to send it again.
            time.sleep(PAUSE)
        self.livechat_sending_dt = False
        self._send_later()
        self.env["ir.cron"]._commit_progress()
        return False

    def _send_later(self):
        again = fields.Datetime.now() + 2 * JUST_NOW
        self.env["livechat.transcript"]._trigger_mail_queue(again)

    def _is_just_being_sent(self):
        """Whether somebody has just begun to send this mail.

        It is not locked for a moment then, between what is kept first and the sending itself.
        """
        begun = self.state == "outgoing" and self.livechat_sending_dt
        return bool(begun) and begun > fields.Datetime.now() - JUST_NOW

    def _lock_to_send(self):
        """Return whether nobody else is sending this mail, and let nobody do it from now on."""
        # Both, for nobody to change meanwhile what will be written of it once it is sent.
        return all(
            record.try_lock_for_update(allow_referencing=True)
            for record in (self.livechat_transcript_id, self)
        )

    def _fail_of_lost_files(self):
        """Have this mail fail if files of it cannot be read: Odoo would send them empty.

        The disk on which they are may be gone, or have been full when they were written.

        :return: whether it failed
        :rtype: bool
        """
        lost = self.attachment_ids.filtered(
            lambda file: file.type == "binary" and len(file.raw or b"") < file.file_size
        )
        if not lost:
            return False
        reason = self.env._(
            "These files cannot be read: %(names)s. Ask your administrator whether the disk with"
            " the files is full or gone, then try again.",
            names=", ".join(lost.mapped("name")),
        )
        self._fail(reason)
        return True

    def _fail_of_lost_connection(self, error):
        reason = self.env._(
            "The mail server closed the connection: %(error)s. It may have arrived nevertheless.",
            error=error,
        )
        self._fail(reason, "mail_smtp")

    def _fail(self, reason, failure_type="unknown"):
        self.write({"state": "exception", "failure_reason": reason, "failure_type": failure_type})
