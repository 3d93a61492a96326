from odoo import api, fields, models


class Im_LivechatChannel(models.Model):
    _inherit = "im_livechat.channel"

    help_overdue_minutes = fields.Integer(
        "Answer Calls for Help Within",
        default=5,
        help="When nobody has joined a conversation which has been looking for help for so many"
        " minutes, agents see that it is late, and Live Chat administrators are notified."
        " 0: never.",
    )
    late_looks_for_help = fields.Boolean(
        "Late conversations look for help",
        help="When the time to answer a customer is over, the conversation looks for help by"
        " itself, once.",
    )

    _help_overdue_minutes_not_negative = models.Constraint(
        "CHECK(help_overdue_minutes >= 0)", "The minutes to wait for help cannot be negative."
    )

    @api.model
    def _get_livechat_due_options(self):
        options = super()._get_livechat_due_options()
        return options | {"help_overdue_minutes", "late_looks_for_help"}
