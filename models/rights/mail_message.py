from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..core.server_context import get_server_context

# What makes a message what somebody said.
SAID = {
    "attachment_ids",
    "author_guest_id",
    "author_id",
    "body",
    "date",
    "email_from",
    "is_internal",
    "message_type",
    "model",
    "res_id",
    "subtype_id",
}
# What of it who said it can change.
EDITED = {"attachment_ids", "body"}
# What is said is said now.
NOW = timedelta(minutes=1)


class MailMessage(models.Model):
    """What is said in a conversation, and by whom: what became of it follows from that."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._check_own_of_livechats()
        messages._check_said_now()
        if any("attachment_ids" in vals for vals in vals_list):
            messages._check_own_livechat_files()
        return messages

    def write(self, vals):
        if not SAID & vals.keys():
            return super().write(vals)
        kept = SAID - EDITED & vals.keys()
        self._check_own_of_livechats(kept)
        result = super().write(vals)
        self._check_own_of_livechats(kept)
        if "attachment_ids" in vals:
            self._check_own_livechat_files()
        return result

    def unlink(self):
        if not self.env.is_system():  # who may delete ratings and conversations
            self._check_own_of_livechats()
        return super().unlink()

    def _check_own_of_livechats(self, kept=()):
        """Raise if some of these messages are of live chats, and said by somebody else, or by the
        server: the notices, which prove what happened.

        :param kept: the names of the fields that are written, of those that stay as they are
        :raises AccessError: for all but the server itself
        """
        if self.env.su:
            return
        partner = self.env.user.partner_id
        # sudo: mail.message - whose messages of which conversations these are
        for message_sudo in self.sudo()._filter_of_livechats():
            if message_sudo.author_id != partner or message_sudo.author_guest_id:
                raise AccessError(self.env._("Nobody speaks for others in a live chat."))
            if message_sudo.message_type != "comment" and not get_server_context(
                self.env, "livechat_notice"
            ):
                raise AccessError(self.env._("The notices of a live chat are Odoo's own."))
            if kept:
                raise AccessError(
                    self.env._(
                        "Who said something in a live chat, when and to whom, stays as it is."
                    )
                )

    def _check_said_now(self):
        """Raise if some of these new messages are of live chats, and dated otherwise.

        :raises AccessError: for all but the server itself
        """
        if self.env.su:
            return
        now = fields.Datetime.now()
        # sudo: mail.message - when it is said that they were said
        for message_sudo in self.sudo()._filter_of_livechats():
            if not now - NOW < message_sudo.date < now + NOW:
                raise AccessError(self.env._("What is said in a live chat is said now."))

    def _check_own_livechat_files(self):
        """Raise if something is attached to these messages, in a live chat or anywhere, that
        somebody else sent in a live chat: what is attached to one's message is one's to delete.

        :raises AccessError: for all but the server itself and administrators
        """
        if self.env.su or self.env.is_system():
            return
        # sudo: mail.message - what is attached, whoever may read it
        files = self.sudo().attachment_ids.sudo(False)
        if files._filter_livechat_files_of_others():
            raise files._get_livechat_file_error()
