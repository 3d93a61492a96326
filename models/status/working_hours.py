from datetime import timedelta

from pytz import timezone, utc

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.date_utils import localized

from ..core.working_time import count_seconds, find_moment

# How far to look for working hours: at first, and at most.
NEAR = timedelta(days=14)
FAR = timedelta(days=2 * 366)
ALMOST_A_SECOND = 999999  # microseconds: Odoo's hour 24 ends so much after 23:59:59


class Im_LivechatChannel(models.Model):
    """When the agents of a live chat channel work. What somebody waits for counts then only."""

    _inherit = "im_livechat.channel"

    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Hours",
        domain=[("flexible_hours", "=", False)],
        help="The time within which customers, and calls for help, are answered counts only during"
        " these hours, and not on their days off. Empty: always.",
        ondelete="restrict",
    )

    def _get_livechat_working_hours(self, start, end):
        """Return how many hours of work lie between two moments, for this live chat channel.

        Without working hours, and without a live chat channel, all time is worked.

        :param datetime start: naive, in UTC
        :param datetime end: naive, in UTC
        :rtype: float
        """
        return count_seconds(self._get_livechat_worked(start, end), start, end) / 3600

    def _find_livechat_moments(self, waits):
        """Return when so many seconds of work are done, each from another moment.

        :param waits: pairs of a moment, naive in UTC, and the seconds
        :return: the moments, in the same order; ``None`` where there are no such hours of work
        :rtype: list
        """
        starts = [start for start, _seconds in waits]
        if not starts:
            return []
        first, last = min(starts), max(starts)
        begin, end, worked = first, last + NEAR, []
        while True:
            found = self._get_livechat_worked(begin, end)
            worked = None if found is None else worked + found
            moments = [find_moment(worked, start, seconds) for start, seconds in waits]
            if all(moments) or end - last > FAR:
                return moments
            begin, end = end, end + 2 * (end - last)

    def _get_livechat_worked(self, start, end):
        """Return the times that this live chat channel works, between two moments.

        A calendar without fixed hours says how much is worked, not when: that is always. So it is
        by a calendar without any hours, by which nobody would ever be late.

        :return: see ``core/working_time.py``
        """
        # sudo: resource.calendar, resource.calendar.leaves - when a live chat channel works counts
        # for whoever waits
        calendar_sudo = self.sudo().resource_calendar_id
        if not calendar_sudo or calendar_sudo.flexible_hours:
            return None
        days_off = Domain("time_type", "=", "leave") & (
            Domain("calendar_id", "=", calendar_sudo.id)
            | Domain("company_id", "in", [False, calendar_sudo.company_id.id])
        )
        intervals = calendar_sudo._work_intervals_batch(
            localized(start),
            localized(end),
            domain=list(days_off),
            tz=timezone(calendar_sudo.tz),
        )[False]
        worked = [(_to_naive(begin), _to_naive(stop)) for begin, stop, _hours in intervals]
        return worked if worked or _has_hours(calendar_sudo) else None


def _has_hours(calendar):
    """Return whether there is any time at which is worked, days off aside."""
    # Computed by Odoo, and already read; but users may write it as well.
    return bool(calendar.hours_per_week) or any(
        attendance.hour_from < attendance.hour_to
        for attendance in calendar.attendance_ids
        if attendance.day_period != "lunch" and not attendance.display_type
    )


def _to_naive(moment):
    moment = moment.astimezone(utc).replace(tzinfo=None)
    if moment.microsecond == ALMOST_A_SECOND:
        moment += timedelta(microseconds=1)
    return moment
