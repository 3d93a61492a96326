from odoo import api, models

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel

# As long as the names of files are on most computers.
NAME_MAX_LENGTH = 255
EXTENSION_MAX_LENGTH = 20


class IrAttachment(models.Model):
    """How long the names of files in live chats are, which all who are there are sent."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._cut_livechat_names()
        return files

    def write(self, vals):
        result = super().write(vals)
        if {"name", "res_id", "res_model"} & vals.keys():
            self._cut_livechat_names()
        return result

    def _cut_livechat_names(self):
        """Leave out the middle of names that are too long: the extension says what a file is."""
        # sudo: ir.attachment, discuss.channel - where the files are, whoever sends them
        for file_sudo in self.sudo():
            name = file_sudo.name or ""
            if len(name) > NAME_MAX_LENGTH and file_sudo._is_sent_in_livechat():
                stem, dot, extension = name.rpartition(".")
                has_extension = stem and len(extension) <= EXTENSION_MAX_LENGTH
                end = f"…{dot}{extension}" if has_extension else "…"
                file_sudo.name = name[: NAME_MAX_LENGTH - len(end)] + end

    def _is_sent_in_livechat(self):
        """Whether this file is in a live chat, or uploaded for a message by somebody who writes in
        no other conversations than their own."""
        if self.res_model == "mail.compose.message":
            return not self.env.user._is_internal()
        channel = self.env["discuss.channel"].browse(self.res_id)
        return self.res_model == "discuss.channel" and is_livechat_channel(channel)
