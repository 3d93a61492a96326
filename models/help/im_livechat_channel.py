from odoo import fields, models


class Im_LivechatChannel(models.Model):
    _inherit = "im_livechat.channel"

    help_overdue_minutes = fields.Integer(
        "Notify administrators of calls for help after",
        default=5,
        help="When nobody has joined a conversation which has been looking for help for so many"
        " minutes, Live Chat administrators are notified. 0: never.",
    )

    _help_overdue_minutes_not_negative = models.Constraint(
        "CHECK(help_overdue_minutes >= 0)", "The minutes to wait for help cannot be negative."
    )
