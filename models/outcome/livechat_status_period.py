from odoo import api, fields, models


class LivechatStatusPeriod(models.Model):
    """How a conversation had ended that was reopened: its next end has an outcome of its own."""

    _inherit = "livechat.status.period"

    outcome = fields.Selection(
        "_selection_outcome", help="How the conversation had ended.", readonly=True
    )
    outcome_reason = fields.Char("Reason for the Correction", readonly=True)

    @api.model
    def _selection_outcome(self):
        return self.env["discuss.channel"]._selection_livechat_outcome()

    @api.model
    def _livechat_personal_fields(self):
        return super()._livechat_personal_fields() | {"outcome_reason"}

    @api.model
    def _get_closed_vals(self, channel):
        return {
            **super()._get_closed_vals(channel),
            "outcome": channel.livechat_outcome,
            "outcome_reason": channel.livechat_outcome_reason,
        }
