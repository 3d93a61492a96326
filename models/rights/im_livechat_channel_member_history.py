from odoo import api, models


class Im_LivechatChannelMemberHistory(models.Model):
    _name = "im_livechat.channel.member.history"
    _inherit = ["im_livechat.channel.member.history", "livechat.agents.only.mixin"]

    _livechat_customers_path = "channel_id.livechat_customer_partner_ids"

    @api.model
    def _livechat_agents_only_fields(self):
        """What Odoo's history repeats of its conversation is no more for the customer."""
        names = {"conversation_tag_ids", "help_status", "session_outcome"}
        return super()._livechat_agents_only_fields() | names
