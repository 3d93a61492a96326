from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# What lies longer ago than that was long ago, also for who types any number.
MANY_MINUTES = 10 * 365 * 24 * 60


class Im_LivechatChannel(models.Model):
    _inherit = "im_livechat.channel"

    is_waiting_after_reply = fields.Boolean(
        "An agent's reply sets Waiting for customer",
        help="When an agent replies, the conversation's status changes to Waiting for customer.",
    )

    answer_within_minutes = fields.Integer(
        "Answer Customers Within",
        default=5,
        help="When a customer has been waiting for an answer for so many minutes, the conversation"
        " needs attention, and its agents see that it is late. 0: never.",
    )

    _answer_within_minutes_not_negative = models.Constraint(
        "CHECK(answer_within_minutes >= 0)",
        "The minutes within which customers are answered cannot be negative.",
    )

    @api.model
    def _get_livechat_late_domain(self):
        """Return in which conversations a customer waits longer than their channel wants it.

        :rtype: Domain
        """
        now = fields.Datetime.now()
        # sudo: im_livechat.channel - how long customers may wait is known to all agents
        channels = self.sudo().with_context(active_test=False)
        return Domain.OR(
            Domain("livechat_channel_id", "in", late.ids)
            & Domain(
                "livechat_customer_waiting_since_dt",
                "<=",
                now - timedelta(minutes=min(minutes, MANY_MINUTES)),
            )
            for minutes, late in channels.search([("answer_within_minutes", ">", 0)])
            .grouped("answer_within_minutes")
            .items()
        )

    def _get_livechat_discuss_channel_vals(self, **kwargs):
        vals = super()._get_livechat_discuss_channel_vals(**kwargs)
        if kwargs["operator_model"] == "chatbot.script":
            # Nobody waits for an agent yet.
            del vals["livechat_status"]
        return vals

    def _get_operator(
        self, previous_operator_id=None, lang=None, country_id=None, expertises=None, users=None
    ):
        """Have Odoo, which counts the conversations of operators in SQL, see all of them."""
        self.env["im_livechat.channel.member.history"].flush_model()
        return super()._get_operator(previous_operator_id, lang, country_id, expertises, users)
