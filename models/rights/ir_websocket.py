from odoo import models

from ..core.constants import AGENTS


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Let Live Chat users hear what of their conversations only they may know."""
        channels = super()._build_bus_channel_list(channels)
        if self.env.user and self.env.user.has_group(AGENTS):
            channels = [
                *channels,
                *(
                    (channel, "livechat_users")
                    for channel in channels
                    if isinstance(channel, models.Model)
                    and channel._name == "discuss.channel"
                    and channel.channel_type == "livechat"
                    # sudo: discuss.channel - who is the customer is told what customers are
                    and self.env.user.partner_id not in channel.sudo().livechat_customer_partner_ids
                ),
            ]
        return channels
