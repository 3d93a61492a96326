from odoo import fields, models


class Im_LivechatChannel(models.Model):
    """The live chat while nobody is there."""

    _inherit = "im_livechat.channel"

    leave_message_when_unavailable = fields.Boolean(
        "Leave a Message",
        help="The live chat button shows also while nobody is available. What visitors write then"
        " is kept as a closed conversation, with the outcome No one available.",
    )

    ask_email_when_unavailable = fields.Boolean(
        "Ask for an Email Address",
        help="Who leaves a message while nobody is available is asked for an email address, to get"
        " an answer. They need not give one.",
    )

    def _is_livechat_available(self):
        return super()._is_livechat_available() or self.leave_message_when_unavailable
