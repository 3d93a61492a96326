from odoo import models


class ResGroups(models.Model):
    _inherit = "res.groups"

    def _bus_send(self, notification_type, message, /, *, subchannel=None):
        """Tell those of a group who may be told: see ``_split_by_livechat_audience``."""
        hidden_from = self.env.context.get("livechat_hidden_from")
        # Nobody can send a tuple by RPC.
        if not hidden_from or not isinstance(hidden_from, tuple):
            return super()._bus_send(notification_type, message, subchannel=subchannel)
        # sudo: res.groups, res.partner - everybody in the group, whoever tells them
        partners = self.sudo().all_user_ids.partner_id
        told = partners.filtered(lambda partner: partner.id not in hidden_from)
        return told._bus_send(notification_type, message)
