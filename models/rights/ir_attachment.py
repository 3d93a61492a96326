from odoo import models
from odoo.exceptions import AccessError

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel


class IrAttachment(models.Model):
    """A file in a live chat is for who sent it to replace and to delete.

    Odoo allows it to whoever may write on the conversation. Guests and customers without that right
    do it by the token that Odoo gives them with their own files.
    """

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation not in ("write", "unlink") or self.env.is_system():
            return result
        checked = self - result[0] if result else self
        others = checked._filter_livechat_files_of_others()
        if not others:
            return result
        return (result[0] | others if result else others), self._get_livechat_file_error

    def _get_livechat_file_error(self):
        return AccessError(self.env._("Only who sent a file in a live chat can change it."))

    def _filter_livechat_files_of_others(self):
        """Return those of these files which somebody else sent in a live chat, or uploads there."""
        # sudo: ir.attachment, discuss.channel, mail.message - who sent what, whoever may read it
        files_sudo = self.sudo().filtered(
            lambda file: file.res_model == "discuss.channel" and file.res_id and not file.res_field
        )
        channels_sudo = self.env["discuss.channel"].sudo().browse(files_sudo.mapped("res_id"))
        livechats_sudo = channels_sudo.exists().filtered(is_livechat_channel)
        files_sudo = files_sudo.filtered(lambda file: file.res_id in livechats_sudo._ids)
        if not files_sudo:
            return self.browse()
        # No others: a mail with the conversation holds its files, too.
        messages_sudo = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("attachment_ids", "in", files_sudo.ids),
                    ("model", "=", "discuss.channel"),
                    ("res_id", "in", livechats_sudo.ids),
                ]
            )
        )
        return self.browse(
            file_sudo.id
            for file_sudo in files_sudo
            if not self._is_own_livechat_file(
                file_sudo,
                messages_sudo.filtered(lambda m, file=file_sudo: file in m.attachment_ids),
            )
        )

    def _is_own_livechat_file(self, file, messages):
        """Whether the user sent a file, or uploaded one that is not sent yet.

        :param file: the file (``ir.attachment``), as superuser
        :param messages: those which it is attached to (``mail.message``), as superuser
        """
        if not messages:
            return file.create_uid == self.env.user
        return messages.author_id == self.env.user.partner_id and not messages.author_guest_id
