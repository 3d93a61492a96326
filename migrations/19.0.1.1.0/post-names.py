"""Names that look the same are one tag, or one expertise, from this version on."""

from odoo import api

from odoo.addons.livechat_info_panel.hooks.names import merge_same_names


def migrate(cr, _version):
    merge_same_names(api.Environment(cr, api.SUPERUSER_ID, {}))
