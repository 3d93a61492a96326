from odoo import models


class DiscussChannelMember(models.Model):
    """Who is in a conversation stands in its row."""

    _inherit = "discuss.channel.member"

    def _livechat_after_create(self):
        super()._livechat_after_create()
        self.channel_id._note_for_now()

    def unlink(self):
        self.channel_id._note_for_now()
        return super().unlink()
