from datetime import datetime

from psycopg2.errors import ForeignKeyViolation

from odoo import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

BRUSSELS = "Europe/Brussels"
WEEKDAYS = "01234"
WEEK = "0123456"


def utc(text):
    """Return a moment in UTC, with or without the seconds."""
    return datetime.fromisoformat(text)


@tagged("post_install", "-at_install")
class TestWorkingHours(TransactionCase):
    """How long something takes by the working hours of a live chat channel, and when it is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.livechat_channel = cls.env["im_livechat.channel"].create({"name": "Hours"})
        office = [(9, 12), (13, 17)]
        cls.calendars = {
            "none": cls.env["resource.calendar"],
            "office": cls.make_calendar(WEEKDAYS, office),
            "new york": cls.make_calendar(WEEKDAYS, office, tz="America/New_York"),
            "day and night": cls.make_calendar(WEEK, [(0, 24)]),
            "late": cls.make_calendar(WEEK, [(0, 1), (22, 24)]),
            "sunday": cls.make_calendar("6", [(1, 5)]),
            "never": cls.make_calendar("", []),
            "flexible": cls.make_calendar(WEEKDAYS, office, schedule_type="flexible"),
            "lunch": cls.make_calendar(WEEKDAYS, [(9, 12)], day_period="lunch"),
            "closed": cls.make_calendar(WEEKDAYS, office),
            # The week of 2026-06-01 is one, that of the 8th is none.
            "by turns": cls.make_calendar(WEEKDAYS, office, week_type=cls.get_turn("2026-06-01")),
        }
        cls.make_day_off("closed", "2026-01-01", "2036-01-01")
        cls.make_day_off("office", "2026-06-30 22:00", "2026-07-01 10:59:59")
        cls.make_day_off("office", "2026-06-14 22:00", "2026-06-15 21:59:59")

    @classmethod
    def make_calendar(cls, days, hours, tz=BRUSSELS, week_type=False, day_period=None, **vals):
        more = {"day_period": day_period} if day_period else {}
        return cls.env["resource.calendar"].create(
            {
                "name": "Test Hours",
                "tz": tz,
                "two_weeks_calendar": bool(week_type),
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": "x",
                            "dayofweek": day,
                            "week_type": week_type,
                            **more,
                            "hour_from": begin,
                            "hour_to": end,
                        }
                    )
                    for day in days
                    for begin, end in hours
                ],
                **vals,
            }
        )

    @classmethod
    def get_turn(cls, day):
        """Return of which weeks the one of a day is, where two take turns."""
        week_type = cls.env["resource.calendar.attendance"].get_week_type(utc(day).date())
        return str(week_type)

    @classmethod
    def make_day_off(cls, name, start, end, company=None, **vals):
        calendar = cls.calendars[name]
        day_off = cls.env["resource.calendar.leaves"].create(
            {"calendar_id": calendar.id, "date_from": start, "date_to": end, **vals}
        )
        if company:
            day_off.company_id = company
        return day_off

    def find(self, start, minutes):
        [moment] = self.livechat_channel._find_livechat_moments([(utc(start), minutes * 60)])
        return moment

    def test_when_it_is_over(self):
        """2026-06-01 is a Monday, and 2 hours later in Brussels than in UTC."""
        for case, name, start, minutes, expected in [
            ("no working hours", "none", "2026-06-06 03:00", 30, "2026-06-06 03:30"),
            ("while it is open", "office", "2026-06-01 08:00", 30, "2026-06-01 08:30"),
            ("before it opens", "office", "2026-06-01 03:00", 30, "2026-06-01 07:30"),
            ("over lunch", "office", "2026-06-01 09:50", 30, "2026-06-01 11:20"),
            ("just at lunch", "office", "2026-06-01 09:30", 30, "2026-06-01 10:00"),
            ("after it closed", "office", "2026-06-01 16:00", 30, "2026-06-02 07:30"),
            ("over the weekend", "office", "2026-06-05 14:50", 20, "2026-06-08 07:10"),
            ("over a day off", "office", "2026-06-12 14:50", 20, "2026-06-16 07:10"),
            ("in another time zone", "new york", "2026-06-01 08:00", 30, "2026-06-01 13:30"),
            ("two weeks and a day", "office", "2026-06-01 07:00", 4260, "2026-06-16 08:00"),
            ("over midnight", "day and night", "2026-06-01 21:50", 20, "2026-06-01 22:10"),
            ("a shift over midnight", "late", "2026-06-01 21:50", 90, "2026-06-02 20:20"),
            ("an hour is left out", "sunday", "2026-03-29 00:30", 60, "2026-03-29 01:30"),
            ("an hour comes twice", "sunday", "2026-10-25 00:30", 120, "2026-10-25 02:30"),
            ("with a second", "office", "2026-06-01 08:00:07", 1, "2026-06-01 08:01:07"),
            ("calendar without any hours", "never", "2026-06-06 08:00", 1, "2026-06-06 08:01"),
            ("of which all is lunch", "lunch", "2026-06-06 08:00", 1, "2026-06-06 08:01"),
            ("off all the time", "closed", "2026-06-01 08:00", 1, None),
            ("off until noon", "office", "2026-06-30 15:00", 20, "2026-07-01 11:20"),
            ("this week", "by turns", "2026-06-02 08:00", 20, "2026-06-02 08:20"),
            ("not the next one", "by turns", "2026-06-05 14:50", 20, "2026-06-15 07:10"),
            ("more than it ever works", "sunday", "2026-06-01 08:00", 2**31 - 1, None),
            ("flexible hours are no hours", "flexible", "2026-06-01 03:00", 5, "2026-06-01 03:05"),
        ]:
            with self.subTest(case):
                self.livechat_channel.resource_calendar_id = self.calendars[name]
                self.assertEqual(self.find(start, minutes), expected and utc(expected))

    def test_how_long_it_takes(self):
        for case, name, start, end, hours in [
            ("no working hours", "none", "2026-06-06 03:00", "2026-06-07 03:30", 24.5),
            ("while it is open", "office", "2026-06-01 08:00", "2026-06-01 08:15", 0.25),
            ("over lunch", "office", "2026-06-01 09:30", "2026-06-01 11:30", 1),
            ("while it is closed", "office", "2026-06-06 09:00", "2026-06-07 09:00", 0),
            ("a whole week", "office", "2026-06-01 00:00", "2026-06-08 00:00", 35),
            ("a week with a day off", "office", "2026-06-15 00:00", "2026-06-22 00:00", 28),
            ("a day and a night", "day and night", "2026-06-01 00:00", "2026-06-02 00:00", 24),
            ("an hour is left out", "sunday", "2026-03-28 00:00", "2026-03-30 00:00", 3),
            ("an hour comes twice", "sunday", "2026-10-24 00:00", "2026-10-26 00:00", 5),
            ("calendar without any hours", "never", "2026-06-01 00:00", "2026-06-02 00:00", 24),
            ("off all the time", "closed", "2026-06-01 00:00", "2026-06-08 00:00", 0),
            ("off until noon", "office", "2026-07-01 00:00", "2026-07-02 00:00", 4),
            ("two weeks by turns", "by turns", "2026-06-01 00:00", "2026-06-15 00:00", 35),
            ("the end first", "office", "2026-06-01 09:00", "2026-06-01 08:00", 0),
        ]:
            with self.subTest(case):
                self.livechat_channel.resource_calendar_id = self.calendars[name]
                found = self.livechat_channel._get_livechat_working_hours(utc(start), utc(end))
                self.assertAlmostEqual(found, hours)

    def test_without_a_livechat_channel(self):
        none = self.env["im_livechat.channel"]
        begin, end = utc("2026-06-06 03:00"), utc("2026-06-06 05:00")
        self.assertEqual(none._get_livechat_working_hours(begin, end), 2)
        self.assertEqual(none._find_livechat_moments([(begin, 7200)]), [end])

    def test_many_at_once(self):
        """Each from its own moment, also those of long ago."""
        self.livechat_channel.resource_calendar_id = self.calendars["office"]
        starts = ("2026-06-05 14:50", "2025-06-05 14:50", "2026-06-01 08:00")
        moments = self.livechat_channel._find_livechat_moments([(utc(s), 1200) for s in starts])
        expected = ("2026-06-08 07:10", "2025-06-06 07:10", "2026-06-01 08:20")
        self.assertEqual(moments, [utc(moment) for moment in expected])

    def test_whose_days_off(self):
        """Those of these hours and of their company; not another's, a person's or what is no day
        off."""
        self.livechat_channel.resource_calendar_id = self.calendars["office"]
        monday = ("2026-06-22 00:00", "2026-06-22 21:59:59")
        other = self.env["res.company"].create({"name": "Other Company"})
        resource = self.env["resource.resource"].create({"name": "Ada"})
        of_company = {"calendar_id": False}
        for case, vals, expected in [
            ("of the company", of_company, "2026-06-23 07:10"),
            ("of another company", {**of_company, "company": other}, "2026-06-22 07:10"),
            ("of a person", {"resource_id": resource.id}, "2026-06-22 07:10"),
            ("no day off", {"time_type": "other"}, "2026-06-22 07:10"),
        ]:
            with self.subTest(case):
                day_off = self.make_day_off("office", *monday, **vals)
                found = self.find("2026-06-19 14:50", 20)
                day_off.unlink()
                self.assertEqual(found, utc(expected))

    def test_archived_and_deleted(self):
        """Archived hours go on. They are not deleted while a live chat channel has them."""
        calendar = self.calendars["office"]
        self.livechat_channel.resource_calendar_id = calendar
        calendar.active = False
        self.assertEqual(self.find("2026-06-01 16:00", 30), utc("2026-06-02 07:30"))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ForeignKeyViolation),
            self.env.cr.savepoint(),
        ):
            calendar.unlink()
        self.livechat_channel.resource_calendar_id = False
        calendar.unlink()
        self.assertFalse(calendar.exists())

    def test_a_client_says_nothing_of_time_zones(self):
        self.livechat_channel.resource_calendar_id = self.calendars["office"]
        context = {"employee_timezone": "Asia/Tokyo", "tz": "Asia/Tokyo"}
        [moment] = self.livechat_channel.with_context(**context)._find_livechat_moments(
            [(utc("2026-06-01 16:00"), 1800)]
        )
        self.assertEqual(moment, utc("2026-06-02 07:30"))
