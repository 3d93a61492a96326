from odoo import fields, models


class Im_LivechatChannel(models.Model):
    """The live chat while nobody is there."""

    _inherit = "im_livechat.channel"

    leave_message_when_unavailable = fields.Boolean(
        "Leave a Message",
        help="The live chat button shows also while nobody is available. What visitors write then"
        " is kept as a closed conversation, with the outcome No one available.",
    )

    def _is_livechat_available(self):
        return super()._is_livechat_available() or self.leave_message_when_unavailable
