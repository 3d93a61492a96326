from odoo import fields, models


class Im_LivechatChannel(models.Model):
    _inherit = "im_livechat.channel"

    is_waiting_after_reply = fields.Boolean(
        "An agent's reply sets Waiting for customer",
        help="When an agent replies, the conversation's status changes to Waiting for customer.",
    )
    help_overdue_minutes = fields.Integer(
        "Notify administrators of calls for help after",
        default=5,
        help="When nobody has joined a conversation which has been looking for help for so many"
        " minutes, Live Chat administrators are notified. 0: never.",
    )

    _help_overdue_minutes_not_negative = models.Constraint(
        "CHECK(help_overdue_minutes >= 0)", "The minutes to wait for help cannot be negative."
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
