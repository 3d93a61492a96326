from odoo import models

from ..core.server_context import get_server_context


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    def _livechat_after_create(self):
        """Let the chatbot stop in the conversations into which an agent came."""
        super()._livechat_after_create()
        if get_server_context(self.env, "livechat_chatbot_forwards"):
            return
        for member in self.filtered(lambda m: m.channel_id.channel_type == "livechat"):
            if member.livechat_member_type == "agent":
                member.channel_id._take_over_from_chatbot(member.partner_id)
