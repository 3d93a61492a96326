from odoo import api, models
from odoo.fields import Domain

from ..core.cleaning import RECORD

NAMED = "livechat.customer.name.mixin"


class IrRule(models.Model):
    """What is kept of a conversation, or reported, is for who may read the conversation."""

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        registry = self.env.registry
        of_conversations = (registry[RECORD], registry[NAMED])
        if self.env.su or not issubclass(registry[model_name], of_conversations):
            return domain
        restriction = self.env["discuss.channel"]._get_livechat_restriction()
        if restriction.is_true():  # as long as no rule of one's own hides a live chat
            return domain
        return domain & Domain("channel_id", "any", restriction)
