import pytz

from odoo import models
from odoo.tools import SQL

# Which hour and which day it was, from a date in the time zone of who asks.
PARTS = {
    "livechat_start_hour": "EXTRACT(HOUR FROM %s)::float8",
    "livechat_week_day": "(EXTRACT(ISODOW FROM %s)::int - 1)::text",
}


class DiscussChannel(models.Model):
    """Hours and weekdays as who looks at them has them; Odoo keeps those of UTC.

    The report of agents goes by the same fields.
    """

    _inherit = "discuss.channel"

    def _field_to_sql(self, alias, field_expr, query=None):
        column = super()._field_to_sql(alias, field_expr, query)
        if field_expr not in PARTS:
            return column
        created = super()._field_to_sql(alias, "create_date", query)
        return SQL(PARTS[field_expr], self._to_livechat_local_time(created))

    def _to_livechat_local_time(self, date):
        """Return a date of the database in the user's time zone.

        :param SQL date: without a time zone, in UTC
        :rtype: SQL
        """
        tz = self.env.context.get("tz")  # as web clients say it
        tz = tz if isinstance(tz, str) and tz in pytz.all_timezones_set else "UTC"
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)", date, tz)
