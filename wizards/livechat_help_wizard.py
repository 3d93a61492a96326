from odoo import api, fields, models
from odoo.fields import Command

from ..models.core.clean import browse_ids


class LivechatHelpWizard(models.TransientModel):
    """What an agent says who asks for help, for one conversation or for several at once."""

    _name = "livechat.help.wizard"
    _inherit = "livechat.dialog.mixin"
    _description = "Ask for Help"

    channel_ids = fields.Many2many(
        "discuss.channel",
        "livechat_help_wizard_channel_rel",
        "wizard_id",
        "channel_id",
        "All Conversations",
    )
    text = fields.Char("What is needed")
    expertise_ids = fields.Many2many("im_livechat.expertise")

    @api.model
    def _get_dialog_defaults(self, channel):
        channels = browse_ids(channel, self.env.context.get("active_ids") or [])
        channels = channels._filtered_access("read")
        if len(channels) > 1:
            return {"channel_ids": [Command.set(channels.ids)]}
        return {
            "text": channel.livechat_help_text,
            "expertise_ids": [Command.set(channel.livechat_expertise_ids.ids)],
        }

    def action_ask_help(self):
        """Let the conversations look for help, as the dialog says, and close the dialog.

        Of several, what the dialog does not say stays as it is.

        :return: of several, the action that says for which it was done, and for which not and why
        :rtype: dict
        """
        self.ensure_one()
        if len(self.channel_ids) > 1:
            return self.channel_ids._ask_help_of_many(
                self.text or None, self.expertise_ids.ids or None
            )
        self.channel_id.livechat_ask_help(self.text, self.expertise_ids.ids)
        return {"type": "ir.actions.act_window_close"}
