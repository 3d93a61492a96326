from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    livechat_panel_layout = fields.Json(
        "Live Chat Panel",
        copy=False,
        groups=fields.NO_ACCESS,
        help="How the panel is arranged for agents who have not arranged it themselves.",
    )
