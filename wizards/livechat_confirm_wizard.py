from odoo import api, fields, models
from odoo.fields import Command

from ..models.core.clean import browse_ids


class LivechatConfirmWizard(models.TransientModel):
    """Asks once more before something is done with conversations that cannot be undone."""

    _name = "livechat.confirm.wizard"
    _inherit = "livechat.given.mixin"
    _description = "Confirm an Action on Conversations"

    channel_ids = fields.Many2many("discuss.channel", string="Which Conversations")
    action = fields.Selection(
        [("close", "Close"), ("send_transcript", "Send"), ("erase", "Erase")],
        required=True,
        readonly=True,
    )
    count = fields.Integer("Conversations", compute="_compute_counts")
    others_count = fields.Integer("Of Other Agents", compute="_compute_counts")

    @api.depends("channel_ids")
    def _compute_counts(self):
        partner = self.env.user.partner_id
        for wizard in self:
            wizard.count = len(wizard.channel_ids)
            # sudo: discuss.channel - who the agents are, of conversations that the user may read
            wizard.others_count = len(
                wizard.channel_ids.sudo().filtered(
                    lambda channel: partner not in channel._get_present_agents()
                )
            )

    @api.model
    def default_get(self, fields):
        vals = super().default_get(fields)
        if "channel_ids" in fields:
            ids = self.env.context.get("active_ids") or []
            channels = browse_ids(self.env["discuss.channel"], ids)
            channels.check_access("read")
            vals["channel_ids"] = [Command.set(channels.ids)]
        return vals

    def action_confirm(self):
        """Do it.

        :return: the action that says for which conversations it was done, and for which not and why
        :raises AccessError: if the user may not do that at all
        """
        self.ensure_one()
        return self.channel_ids._get_confirmed_actions()[self.action]()
