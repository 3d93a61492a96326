from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class Im_LivechatChannel(models.Model):
    """For how long it is kept who the customers of a live chat channel were."""

    _inherit = "im_livechat.channel"

    retention_months = fields.Integer(
        "Erase Customers After",
        help="So many months after a conversation has ended, what identifies its customer, and what"
        " was written in it, is erased. What the reports count stays. 0: never.",
    )

    _retention_months_positive = models.Constraint(
        "CHECK(retention_months >= 0)", "Customers are erased after some months, or never (0)."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_to_be_erased(self):
        """With the channel, it would be forgotten when its customers are to be erased."""
        # sudo: discuss.channel - of all conversations, whoever may read them
        to_be_erased_sudo = self.env["discuss.channel"].sudo().with_context(active_test=False)
        for livechat_channel in self.filtered("retention_months"):
            domain = [
                ("livechat_channel_id", "=", livechat_channel.id),
                ("livechat_erased_dt", "=", False),
            ]
            if to_be_erased_sudo.search_count(domain, limit=1):
                raise UserError(
                    self.env._(
                        "Customers of %(name)s are still to be erased after some months. If they"
                        ' shall be kept, set "Erase Customers After" to 0 before you delete it.',
                        name=livechat_channel.name,
                    )
                )

    @api.model
    def _get_livechat_retention_domain(self):
        """Return of which conversations the customers are to be erased by now.

        :rtype: Domain
        """
        now = fields.Datetime.now()
        return Domain("livechat_erased_dt", "=", False) & Domain.OR(
            Domain("livechat_channel_id", "=", livechat_channel.id)
            & Domain("livechat_end_dt", "<", now - relativedelta(months=months))
            for livechat_channel in self.with_context(active_test=False).search(
                [("retention_months", ">", 0)]
            )
            # What lies before all dates was long ago.
            if (months := min(livechat_channel.retention_months, 1_200))
        )
