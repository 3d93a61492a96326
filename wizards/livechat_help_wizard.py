from odoo import api, fields, models
from odoo.fields import Command


class LivechatHelpWizard(models.TransientModel):
    """What an agent says who asks for help."""

    _name = "livechat.help.wizard"
    _inherit = "livechat.dialog.mixin"
    _description = "Ask for Help"

    text = fields.Char("What is needed")
    expertise_ids = fields.Many2many("im_livechat.expertise")

    @api.model
    def _get_dialog_defaults(self, channel):
        return {
            "text": channel.livechat_help_text,
            "expertise_ids": [Command.set(channel.livechat_expertise_ids.ids)],
        }

    def action_ask_help(self):
        """Let the conversation look for help, as the dialog says, and close the dialog.

        :rtype: dict
        """
        self.channel_id.livechat_ask_help(self.text, self.expertise_ids.ids)
        return {"type": "ir.actions.act_window_close"}
