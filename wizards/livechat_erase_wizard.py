from odoo import api, fields, models
from odoo.fields import Command

from ..models.core.clean import browse_ids


class LivechatEraseWizard(models.TransientModel):
    """Asks once more before customers of conversations are erased, which cannot be undone."""

    _name = "livechat.erase.wizard"
    _inherit = "livechat.given.mixin"
    _description = "Erase Customers"

    channel_ids = fields.Many2many("discuss.channel", string="Which Conversations")
    count = fields.Integer("Conversations", compute="_compute_count")

    @api.depends("channel_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.channel_ids)

    @api.model
    def default_get(self, fields):
        vals = super().default_get(fields)
        if "channel_ids" in fields:
            ids = self.env.context.get("active_ids") or []
            channels = browse_ids(self.env["discuss.channel"], ids)
            channels.check_access("read")
            vals["channel_ids"] = [Command.set(channels.ids)]
        return vals

    def action_erase(self):
        """Erase the customers of these conversations.

        :return: the action that says for which it was done, and for which not and why
        :raises AccessError: if the user is no Live Chat administrator
        """
        return self.channel_ids.action_livechat_erase()
