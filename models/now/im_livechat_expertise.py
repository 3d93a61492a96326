from odoo import api, models

from ..core.constants import AGENTS
from .changes import SUBCHANNEL


class Im_LivechatExpertise(models.Model):
    """The names of expertise are in the language of who looks at *Now*: they ask for them."""

    _inherit = "im_livechat.expertise"

    @api.model_create_multi
    def create(self, vals_list):
        self._outdate_livechat_now()
        return super().create(vals_list)

    def write(self, vals):
        if "name" in vals:
            self._outdate_livechat_now()
        return super().write(vals)

    @api.model
    def _outdate_livechat_now(self):
        self.env.ref(AGENTS)._bus_send(
            "livechat_info_panel/now", {"is_outdated": True}, subchannel=SUBCHANNEL
        )
