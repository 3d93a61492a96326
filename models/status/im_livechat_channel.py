from odoo import fields, models


class Im_LivechatChannel(models.Model):
    _inherit = "im_livechat.channel"

    is_waiting_after_reply = fields.Boolean(
        "An agent's reply sets Waiting for customer",
        help="When an agent replies, the conversation's status changes to Waiting for customer.",
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
