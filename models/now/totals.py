from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class DiscussChannel(models.Model):
    """The figures of the day that *Now* shows."""

    _inherit = "discuss.channel"

    @api.model
    def _get_livechat_now_totals(self):
        """Return how many conversations began today, where it is today for the user, and what
        became of them. Each is what Live Chat > Sessions finds.

        :return: ``{"since": str, "bus_id": int, "counts": list}``: when the day began; the last
            notification of the bus of which these figures know; of each live chat channel
            ``{"livechat_channel_id", "begun", "missed", "rated"}``
        :rtype: dict
        """
        since = self._get_livechat_today()
        domain = Domain("channel_type", "=", "livechat") & Domain("create_date", ">=", since)
        query = self._search(domain)
        query.groupby = SQL.identifier(query.table, "livechat_channel_id")
        counts = self.env.execute_query_dict(
            query.select(
                SQL("livechat_channel_id"),
                SQL("COUNT(*) AS begun"),
                SQL(
                    "COUNT(*) FILTER (WHERE %s = 'missed') AS missed",
                    self._field_to_sql(query.table, "livechat_outcome", query),
                ),
                SQL(
                    """COUNT(*) FILTER (WHERE EXISTS (
                        SELECT FROM rating_rating
                         WHERE res_model = 'discuss.channel' AND res_id = %s
                    )) AS rated""",
                    SQL.identifier(query.table, "id"),
                ),
            )
        )
        return {
            # sudo: bus.bus - the last id says nothing
            "bus_id": self.env["bus.bus"].sudo()._bus_last_id(),
            "counts": counts,
            "since": fields.Datetime.to_string(since),
        }

    @api.model
    def _get_livechat_today(self):
        """Return when the present day began for the user, in UTC."""
        name = self.env.context.get("tz") or self.env.user.tz
        tz = pytz.timezone(name if name in pytz.all_timezones_set else "UTC")
        today = datetime.now(tz).date()
        midnight = datetime.combine(today, time())
        # Where clocks are put back at one, it is midnight twice; where forward at midnight, never.
        moments = [tz.normalize(tz.localize(midnight, is_dst=is_dst)) for is_dst in (True, False)]
        first = min(moment for moment in moments if moment.date() == today)
        return first.astimezone(pytz.utc).replace(tzinfo=None)
