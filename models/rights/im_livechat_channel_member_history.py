from odoo import api, models


class Im_LivechatChannelMemberHistory(models.Model):
    _name = "im_livechat.channel.member.history"
    _inherit = ["im_livechat.channel.member.history", "livechat.agents.only.mixin"]

    @api.model
    def _livechat_agents_only_fields(self):
        """What Odoo's history repeats of its conversation is no more for the customer."""
        names = {"conversation_tag_ids", "help_status", "session_outcome"}
        return super()._livechat_agents_only_fields() | names
