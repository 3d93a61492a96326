from odoo import models


class MailGuest(models.Model):
    """The name of a guest stands in the row of their conversation."""

    _inherit = "mail.guest"

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals:
            # sudo: discuss.channel - the guest's own, whoever names them
            self.env["discuss.channel"].sudo().search(
                [
                    ("channel_type", "=", "livechat"),
                    ("livechat_end_dt", "=", False),
                    ("channel_member_ids.guest_id", "in", self.ids),
                ]
            )._note_for_now()
        return result
