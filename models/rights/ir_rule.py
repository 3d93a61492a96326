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
        models_ = self.env.registry
        if self.env.su or not issubclass(models_[model_name], (models_[RECORD], models_[NAMED])):
            return domain
        restriction = self.env["discuss.channel"]._get_livechat_restriction()
        return domain if restriction.is_true() else domain & Domain("channel_id", "any", restriction)
