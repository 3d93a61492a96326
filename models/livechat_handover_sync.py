from odoo import api, models

from odoo.addons.mail.tools.discuss import Store


class LivechatHandover(models.Model):
    _inherit = "livechat.handover"

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the agents who have one of these conversations open."""
        handovers = super().create(vals_list)
        for channel in handovers.channel_id:
            Store(bus_channel=channel, bus_subchannel="livechat_users").add(
                channel,
                {"livechat_last_handover": channel._get_last_handover_values()},
            ).bus_send()
        return handovers
