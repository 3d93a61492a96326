import math
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..core.clean import clean_text
from ..core.constants import UNWRITTEN_MESSAGE_TYPES

FEEDBACK_MAX_LENGTH = 5_000
# How long a browser may take to say which pages it saw.
HISTORY_PERIOD = timedelta(minutes=1)


class DiscussChannel(models.Model):
    """What only the customer of a conversation does: rate it, and say which pages they saw."""

    _inherit = "discuss.channel"

    def _is_livechat_customer(self):
        """Whether the current user or guest is in this conversation, and not as its agent."""
        member = self.self_member_id
        # An older Odoo did not keep what somebody is.
        member_type = member.livechat_member_type or (
            "agent" if member.partner_id == self.livechat_operator_id else "visitor"
        )
        return bool(member) and member_type == "visitor"

    # ------------------------------------------------------------
    # Rating
    # ------------------------------------------------------------

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
        if rating_sudo := channel_sudo.rating_ids[:1]:
            rating_sudo.write(vals)
            return rating_sudo
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
            ],
            order="id DESC",
            limit=1,
        )
        return last.author_id or self.livechat_operator_id

    # ------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------

    def execute_command_history(self, **kwargs):
        """Ask the customer's browser which pages it saw. Odoo lets everybody ask.

        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if he is not in it
        """
        self.ensure_one()
        self._check_livechat_agent()
        # sudo: discuss.channel.member - agents may ask where they take part
        member_sudo = self.self_member_id.sudo()
        if not member_sudo:
            raise UserError(self.env._("Join the conversation first."))
        member_sudo.livechat_history_asked_dt = fields.Datetime.now()
        return super().execute_command_history(**kwargs)

    def _take_history_request(self, partner_id):
        """Whether an agent waits for the pages that the customer saw; he does so no longer.

        :param int partner_id: the agent's ``res.partner``
        :rtype: bool
        """
        # sudo: discuss.channel.member - whether an answer was asked for
        member_sudo = self.sudo().channel_member_ids.filtered(
            lambda member: member.partner_id.id == partner_id and member.livechat_history_asked_dt
        )
        asked_dt = member_sudo.livechat_history_asked_dt
        member_sudo.livechat_history_asked_dt = False
        return bool(asked_dt) and asked_dt > fields.Datetime.now() - HISTORY_PERIOD
