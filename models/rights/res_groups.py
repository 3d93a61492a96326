from odoo import api, models
from odoo.fields import Command

from ..core.constants import AGENTS
from ..core.server_context import get_server_context


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        if not {"all_user_ids", "implied_by_ids", "implied_ids", "user_ids"} & vals.keys():
            return super().write(vals)
        before = self.env.ref(AGENTS).all_user_ids
        result = super().write(vals)
        self._follow_lost_agents(before)
        return result

    def unlink(self):
        """Who was an agent by another group, which implied the one of agents, is none any more."""
        before = self.env.ref(AGENTS).all_user_ids
        result = super().unlink()
        # Where Odoo keeps which groups imply which, and who is in them.
        self.env.registry.clear_cache("default", "groups")
        self.env.invalidate_all()
        self._follow_lost_agents(before)
        return result

    @api.model
    def _follow_lost_agents(self, before):
        """Let nobody wait for an agent who is none any more.

        :param before: the users who were agents before
        """
        lost = before - self.env.ref(AGENTS).all_user_ids
        if not lost:
            return
        # sudo: im_livechat.channel - as Odoo does where somebody leaves the group itself
        self.env["im_livechat.channel"].sudo().search([("user_ids", "in", lost.ids)]).user_ids = [
            Command.unlink(user.id) for user in lost
        ]
        self.env["discuss.channel"]._look_for_help_without(lost.partner_id)

    def _bus_send(self, notification_type, message, /, *, subchannel=None):
        """Tell those of a group who may be told: see ``_split_by_livechat_audience``."""
        hidden_from = get_server_context(self.env, "livechat_hidden_from")
        if not hidden_from:
            return super()._bus_send(notification_type, message, subchannel=subchannel)
        # sudo: res.groups, res.partner - everybody in the group, whoever tells them
        partners = self.sudo().all_user_ids.partner_id
        told = partners.filtered(lambda partner: partner.id not in hidden_from)
        return told._bus_send(notification_type, message)
