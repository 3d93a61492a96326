from odoo import models


class MailGuest(models.Model):
    """The guests who customers are, and may give themselves another name."""

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
            )._send_livechat_customer_names()
        return result
