"""What chatbots asked and customers answered is kept, from this version on, as it was then."""

from odoo import api

from odoo.addons.livechat_info_panel.hooks.chatbots import keep_chatbot_dialogs


def migrate(cr, _version):
    keep_chatbot_dialogs(api.Environment(cr, api.SUPERUSER_ID, {}))
