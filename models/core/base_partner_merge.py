from odoo import models


class MergePartnerAutomatic(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Odoo moves what a contact took part in by SQL, past the history: see
        ``_get_livechat_ids_of_customer``."""
        super()._update_foreign_keys(src_partners, dst_partner)
        self.env["im_livechat.channel.member.history"]._forget_all_livechat_customers()
