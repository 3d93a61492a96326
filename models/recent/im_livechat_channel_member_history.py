from odoo import models


class Im_LivechatChannelMemberHistory(models.Model):
    """Where the newest conversations are found of a customer who had very many."""

    _inherit = "im_livechat.channel.member.history"

    _of_customers_idx = models.Index(
        "(partner_id, channel_id) WHERE livechat_member_type = 'visitor' AND partner_id IS NOT NULL"
    )
    _of_guests_idx = models.Index(
        "(guest_id, channel_id) WHERE livechat_member_type = 'visitor' AND guest_id IS NOT NULL"
    )
