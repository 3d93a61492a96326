from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """Let websites know this addon's translations, of what visitors see in the widget.

        The method is one of ``http_routing``, on which nothing here depends.
        """
        get_names = getattr(super(), "_get_translation_frontend_modules_name", list)
        return [*get_names(), "livechat_info_panel"]
