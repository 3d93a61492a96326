from odoo import models


class ResUsers(models.Model):
    """Nobody waits for an agent who is none any more."""

    _inherit = "res.users"

    def write(self, vals):
        if not {"active", "group_ids"} & vals.keys():
            return super().write(vals)
        agents = self._filter_livechat_agents()
        result = super().write(vals)
        lost = agents - self._filter_livechat_agents()
        self.env["discuss.channel"]._look_for_help_without(lost.partner_id)
        return result

    def unlink(self):
        partners = self._filter_livechat_agents().partner_id
        result = super().unlink()
        self.env["discuss.channel"]._look_for_help_without(partners.exists())
        return result
