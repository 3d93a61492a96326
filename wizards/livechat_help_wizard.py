from odoo import api, fields, models
from odoo.fields import Command


class LivechatHelpWizard(models.TransientModel):
    """What an agent says who asks for help."""

    _name = "livechat.help.wizard"
    _description = "Ask for Help"

    channel_id = fields.Many2one("discuss.channel", required=True)
    text = fields.Char("What is needed")
    expertise_ids = fields.Many2many("im_livechat.expertise")

    @api.model
    def default_get(self, fields):
        vals = super().default_get(fields)
        channel = self.env["discuss.channel"].browse(
            vals.get("channel_id") or self.env.context.get("active_id")
        )
        channel._check_livechat_agent()
        return {
            **vals,
            "channel_id": channel.id,
            "text": channel.livechat_help_text,
            "expertise_ids": [Command.set(channel.livechat_expertise_ids.ids)],
        }

    def action_ask_help(self):
        """Let the conversation look for help, as the dialog says."""
        self.channel_id.livechat_ask_help(self.text, self.expertise_ids.ids)
