from odoo import api, models


class Im_LivechatExpertise(models.Model):
    """The names of expertise are in the language of who looks at *Now*: they ask for them."""

    _inherit = "im_livechat.expertise"

    @api.model_create_multi
    def create(self, vals_list):
        self.env["discuss.channel"]._outdate_livechat_now()
        return super().create(vals_list)

    def write(self, vals):
        if "name" in vals:
            self.env["discuss.channel"]._outdate_livechat_now()
        return super().write(vals)
