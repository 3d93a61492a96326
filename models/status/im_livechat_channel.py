from odoo import api, fields, models
from odoo.fields import Domain


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
    first_answer_within_minutes = fields.Integer(
        "First Answer Within",
        help="The same for the first answer of an agent in a conversation. 0: as for any answer.",
    )

    _answer_within_minutes_not_negative = models.Constraint(
        "CHECK(answer_within_minutes >= 0)",
        "The minutes within which customers are answered cannot be negative.",
    )
    _first_answer_within_minutes_not_negative = models.Constraint(
        "CHECK(first_answer_within_minutes >= 0)",
        "The minutes within which customers are answered first cannot be negative.",
    )

    def write(self, vals):
        result = super().write(vals)
        if self._get_livechat_due_options() & vals.keys():
            of_these = Domain("livechat_channel_id", "in", self.ids)
            self.env["discuss.channel"]._renew_livechat_due(of_these)
        return result

    def unlink(self):
        channels = self.env["discuss.channel"]
        # sudo: discuss.channel - what goes by the targets of these, whoever deletes them
        open_sudo = channels.sudo().search(
            [("livechat_channel_id", "in", self.ids), ("livechat_end_dt", "=", False)]
        )
        result = super().unlink()
        channels._renew_livechat_due(Domain("id", "in", open_sudo.ids))
        return result

    @api.model
    def _get_livechat_due_options(self):
        """Return the fields that say when what conversations wait for is due (``set``)."""
        return {"answer_within_minutes", "first_answer_within_minutes", "resource_calendar_id"}

    def _get_livechat_answer_target_minutes(self, is_first):
        """Return within how many minutes of work customers are answered, 0 for whenever.

        :param bool is_first: whether no agent has answered in the conversation yet
        :rtype: int
        """
        return (is_first and self.first_answer_within_minutes) or self.answer_within_minutes

    @api.model
    def _get_livechat_late_domain(self):
        """Return in which conversations a customer waits longer than their channel wants it.

        :rtype: Domain
        """
        return Domain("livechat_answer_due_dt", "<=", fields.Datetime.now())

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
