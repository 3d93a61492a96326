from odoo import api, models
from odoo.exceptions import AccessError

# What who publishes a rating says to it.
OF_THE_PUBLISHER = {"publisher_comment", "publisher_datetime", "publisher_id"}


class RatingRating(models.Model):
    """How a customer rates a conversation: for them alone to say."""

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
        if not vals.keys() <= OF_THE_PUBLISHER:
            self._check_rates_no_livechat()
        return result

    def _check_rates_no_livechat(self):
        """Raise if these rate live chats: one, a message in it, or a live chat channel.

        :raises AccessError: for all but the server itself
        """
        if self.env.su:
            return
        # sudo: rating.rating, mail.message - what is rated, whoever may read it
        for rating_sudo in self.sudo():
            rated = {rating_sudo.res_model, rating_sudo.message_id.model}
            if "discuss.channel" in rated or rating_sudo.parent_res_model == "im_livechat.channel":
                raise AccessError(self.env._("Only the customer rates a conversation."))
