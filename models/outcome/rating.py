import math

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core.clean import clean_text
from ..core.constants import UNWRITTEN_MESSAGE_TYPES

FEEDBACK_MAX_LENGTH = 5_000


class DiscussChannel(models.Model):
    """How the customer rates a conversation."""

    _inherit = "discuss.channel"

    def _read_group_select(self, aggregate_spec, query):
        """What is not rated is not rated 0: Odoo keeps that."""
        aggregate = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec == "rating_last_value:avg":
            rating = self._field_to_sql(self._table, "rating_last_value", query)
            aggregate = SQL("AVG(NULLIF(%s, 0))", rating)
        return aggregate

    def _rate_livechat(self, rate, reason):
        """Keep how the customer rates this conversation. There is one rating of each.

        :param rate: from 0 to 5
        :param str reason: why, if they say it
        :return: the rating (``rating.rating``), as superuser
        :raises UserError: if these are no such things
        """
        if type(rate) not in (int, float) or math.isnan(rate) or not 0 <= rate <= 5:
            raise UserError(self.env._("A rating is a number from 0 to 5."))
        # sudo: discuss.channel, rating.rating - customers rate their conversations
        channel_sudo = self.sudo()
        vals = {
            "consumed": True,
            "feedback": clean_text(self.env, reason, FEEDBACK_MAX_LENGTH),
            "is_internal": False,
            "rating": rate,
        }
        rating_sudo = channel_sudo.rating_ids[:1]
        if rating_sudo:
            rating_sudo.write(vals)
        else:
            rating_sudo = self._create_livechat_rating_sudo(vals)
        self._send_to_livechat_agents({"rating_last_text": channel_sudo.rating_last_text})
        return rating_sudo

    def _create_livechat_rating_sudo(self, vals):
        # sudo: discuss.channel, rating.rating - customers rate their conversations
        channel_sudo = self.sudo()
        partner, _guest = self.env["res.partner"]._get_current_persona()
        return channel_sudo.rating_ids.create(
            {
                **vals,
                "partner_id": partner.id,
                "rated_partner_id": channel_sudo._get_rated_partner().id,
                "res_id": self.id,
                "res_model_id": self.env["ir.model"]._get_id("discuss.channel"),
            }
        )

    def _get_rated_partner(self):
        """Return whom the customer rates: the agent who wrote last, or who should have written."""
        last = self.env["mail.message"].search(
            [
                ("model", "=", "discuss.channel"),
                ("res_id", "=", self.id),
                ("author_id", "in", self.livechat_agent_partner_ids.ids),
                ("message_type", "not in", UNWRITTEN_MESSAGE_TYPES),
                ("is_internal", "=", False),
                ("subtype_id.internal", "=", False),
                ("subtype_id", "!=", False),
            ],
            order="id DESC",
            limit=1,
        )
        return last.author_id or self.livechat_operator_id
