from odoo import models


class MailGuest(models.Model):
    _inherit = "mail.guest"

    def unlink(self):
        self.env["im_livechat.channel.member.history"]._keep_customers("guest_id", self)
        return super().unlink()
