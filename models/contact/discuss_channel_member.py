from odoo import models


class DiscussChannelMember(models.Model):
    """Who is in a channel, live chat or not, and was several contacts there until now."""

    _inherit = "discuss.channel.member"

    def _get_united_vals(self):
        """Return the values of the one that is left of these, the first: what any of them read.

        :rtype: dict
        """
        return {
            "fetched_message_id": max(self.fetched_message_id.ids, default=False),
            "new_message_separator": max(self.mapped("new_message_separator")),
            "seen_message_id": max(self.seen_message_id.ids, default=False),
        }
