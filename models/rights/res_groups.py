from odoo import models

from ..core.constants import AGENTS
from ..core.server_context import get_server_context


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        """Let nobody wait for an agent who is none any more."""
        if not {"all_user_ids", "implied_by_ids", "implied_ids", "user_ids"} & vals.keys():
            return super().write(vals)
        agents = self.env.ref(AGENTS)
        before = agents.all_user_ids
        result = super().write(vals)
        lost = before - agents.all_user_ids
        self.env["discuss.channel"]._look_for_help_without(lost.partner_id)
        return result

    def unlink(self):
        """Users may have been agents by another group, which implied the one of agents."""
        agents = self.env.ref(AGENTS)
        before = agents.all_user_ids
        result = super().unlink()
        agents.invalidate_recordset()
        lost = before - agents.exists().all_user_ids
        self.env["discuss.channel"]._look_for_help_without(lost.partner_id)
        return result

    def _bus_send(self, notification_type, message, /, *, subchannel=None):
        """Tell those of a group who may be told: see ``_split_by_livechat_audience``."""
        hidden_from = get_server_context(self.env, "livechat_hidden_from")
        if not hidden_from:
            return super()._bus_send(notification_type, message, subchannel=subchannel)
        # sudo: res.groups, res.partner - everybody in the group, whoever tells them
        partners = self.sudo().all_user_ids.partner_id
        told = partners.filtered(lambda partner: partner.id not in hidden_from)
        return told._bus_send(notification_type, message)
