from odoo import api, fields, models
from odoo.fields import Command

from ..models.core.clean import browse_ids


class LivechatConfirmWizard(models.TransientModel):
    """Asks once before something is done with many conversations, and how."""

    _name = "livechat.confirm.wizard"
    _inherit = "livechat.team.mixin"
    _description = "Confirm an Action on Conversations"

    channel_ids = fields.Many2many("discuss.channel", string="Which Conversations")
    action = fields.Selection(
        [
            ("close", "Close"),
            ("reopen", "Reopen"),
            ("send_transcript", "Send"),
            ("erase", "Erase"),
            ("reassign_to", "Reassign"),
            ("add_tags", "Add Tags"),
            ("remove_tags", "Remove Tags"),
            ("correct_outcome", "Correct"),
            ("create_ticket", "Create Tickets"),
        ],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", "Agent")
    comment = fields.Text()
    leave = fields.Boolean("Leave the conversations", default=True)
    tag_ids = fields.Many2many("im_livechat.conversation.tag", string="Tags")
    outcome = fields.Selection("_get_outcomes")
    reason = fields.Char()
    count = fields.Integer("Conversations", compute="_compute_counts")
    others_count = fields.Integer("Of Other Agents", compute="_compute_counts")

    @api.model
    def _get_outcomes(self):
        return self.env["discuss.channel"]._selection_livechat_outcome()

    @api.depends("channel_ids")
    def _compute_counts(self):
        partner = self.env.user.partner_id
        for wizard in self:
            wizard.count = len(wizard.channel_ids)
            # sudo: discuss.channel - who the agents are, of conversations that the user may read
            wizard.others_count = len(
                wizard.channel_ids.sudo().filtered(
                    lambda channel: (
                        (agents := channel._get_present_agents()) and partner not in agents
                    )
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
        if "ticket_provider" in fields and (providers := self._get_ticket_providers()):
            vals.setdefault("ticket_provider", providers[0][0])
        return vals

    def action_confirm(self):
        """Do it, as the dialog says.

        :return: the action that says for which conversations it was done, and for which not and why
        :raises AccessError: if the user may not do that at all
        """
        self.ensure_one()
        chosen = {
            "add_tags": {"tags": self.tag_ids},
            "correct_outcome": {"outcome": self.outcome, "reason": self.reason},
            "create_ticket": {
                "provider": self.ticket_provider or None,
                "team_id": self.team_id,
            },
            "reassign_to": {"user": self.user_id, "comment": self.comment, "leave": self.leave},
            "remove_tags": {"tags": self.tag_ids},
        }
        action = self.channel_ids._get_confirmed_actions()[self.action]
        return action(**chosen.get(self.action, {}))
