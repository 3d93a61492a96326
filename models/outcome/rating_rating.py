from odoo import api, models
from odoo.exceptions import AccessError

# What who publishes a rating says to it.
OF_THE_PUBLISHER = {"publisher_comment", "publisher_datetime", "publisher_id"}


class RatingRating(models.Model):
    """How a customer rates a conversation: for him alone to say."""

    _inherit = "rating.rating"

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._check_rates_no_livechat()
        return ratings

    def write(self, vals):
        if not vals.keys() <= OF_THE_PUBLISHER:
            self._check_rates_no_livechat()
        result = super().write(vals)
        if {"res_id", "res_model_id"} & vals.keys():
            self._check_rates_no_livechat()
        return result

    def _check_rates_no_livechat(self):
        if not self.env.su and "discuss.channel" in self.mapped("res_model"):
            raise AccessError(self.env._("Only the customer rates a conversation."))
