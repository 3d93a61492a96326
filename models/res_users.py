from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        """Let nobody wait for an agent who can no longer log in."""
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            # sudo: discuss.channel - whoever archives the agent
            self.env["discuss.channel"].sudo().search(
                [
                    ("channel_type", "=", "livechat"),
                    ("livechat_end_dt", "=", False),
                    ("channel_member_ids.partner_id", "in", self.partner_id.ids),
                ]
            )._look_for_help_if_unattended()
        return result
