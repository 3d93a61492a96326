from odoo import models


class MailGuest(models.Model):
    _inherit = "mail.guest"

    def unlink(self):
        """Keep who the guests were in live chats, and what they wrote there, by their names."""
        # sudo: im_livechat.channel.member.history, mail.message - what is kept of whoever is
        # deleted
        histories_sudo = self.env["im_livechat.channel.member.history"].sudo()
        for guest in self:
            guest_histories_sudo = histories_sudo.search([("guest_id", "=", guest.id)])
            guest_histories_sudo.livechat_guest_name = guest.name
            # Odoo shows this one where nobody is the author.
            self.env["mail.message"].sudo().search(
                [
                    ("model", "=", "discuss.channel"),
                    ("res_id", "in", guest_histories_sudo.channel_id.ids),
                    ("author_guest_id", "=", guest.id),
                ]
            ).email_from = guest.name
        return super().unlink()
