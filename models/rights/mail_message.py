from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel

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


class MailMessage(models.Model):
    """What is said in a conversation, and by whom: what became of it follows from that."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._check_own_of_livechats()
        return messages

    def write(self, vals):
        if not SAID & vals.keys():
            return super().write(vals)
        self._check_own_of_livechats()
        result = super().write(vals)
        self._check_own_of_livechats()
        return result

    def unlink(self):
        if not self.env.is_system():  # who may delete ratings and conversations
            self._check_own_of_livechats()
        return super().unlink()

    def _check_own_of_livechats(self):
        """Raise if some of these messages are of live chats, and said by somebody else.

        :raises AccessError: for all but the server itself
        """
        if self.env.su:
            return
        partner = self.env.user.partner_id
        # sudo: mail.message, discuss.channel - whose messages of which conversations these are
        for message_sudo in self.sudo():
            if (
                message_sudo.model == "discuss.channel"
                and (message_sudo.author_id != partner or message_sudo.author_guest_id)
                and is_livechat_channel(
                    self.env["discuss.channel"].sudo().browse(message_sudo.res_id)
                )
            ):
                raise AccessError(self.env._("Nobody speaks for others in a live chat."))
