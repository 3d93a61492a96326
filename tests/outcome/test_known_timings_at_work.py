from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from ..support.common import BRUSSELS
from ..support.known_timings import EXPECTED, KnownTimingsCase
from .test_known_timings import BUSY, MINUTES, ZONES

# For how many minutes before a conversation nobody has been working, and goes on not to.
DAY_OFF = 3
TARGET = 2  # minutes


@tagged("post_install", "-at_install")
class TestKnownTimingsAtWork(KnownTimingsCase):
    """The same conversations by working hours: a day off has begun three minutes ago."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        line = {"name": "x", "hour_from": 0, "hour_to": 24}
        calendar = cls.env["resource.calendar"].create(
            {
                "name": "Day and Night",
                "tz": BRUSSELS,
                "attendance_ids": [
                    Command.clear(),
                    *(Command.create({**line, "dayofweek": day}) for day in "0123456"),
                ],
            }
        )
        now = fields.Datetime.now()
        cls.day_off = cls.env["resource.calendar.leaves"].create(
            {"calendar_id": calendar.id, "date_from": now, "date_to": now + timedelta(days=1)}
        )
        cls.livechat_channel.write(
            {"answer_within_minutes": TARGET, "resource_calendar_id": calendar.id}
        )

    def open_conversation(self, *args, **params):
        """All that is waited for ends now, whenever it began."""
        self.day_off.date_from = fields.Datetime.now() - timedelta(minutes=DAY_OFF)
        return super().open_conversation(*args, **params)

    def expected(self):
        """Return of each wait its conversation, kind, minutes, and minutes of work."""
        return sorted(
            (name, kind, minutes, max(0, minutes - DAY_OFF))
            for name, conversation in EXPECTED.items()
            for kind, minutes, _who in conversation.waits
        )

    def test_waiting_times(self):
        names = {channel.id: name for name, channel in self.channels.items()}
        for tz in ZONES:
            waits = self.env["livechat.waiting.report"].with_user(self.manager)
            figures = ("duration_hour:avg", "working_hour:avg", "within_target:avg")
            rows = waits.with_context(tz=tz)._read_group(
                [("channel_id", "in", self.ids)], ["channel_id", "kind"], ["__count", *figures]
            )
            told = sorted((names[channel.id], kind, *row) for channel, kind, *row in rows)
            for row, (name, kind, minutes, worked) in zip(told, self.expected(), strict=True):
                with self.subTest(name, kind=kind, tz=tz):
                    self.assertEqual(row[:3], (name, kind, 1))
                    self.assertAlmostEqual(row[3] * MINUTES, minutes, delta=BUSY)
                    self.assertAlmostEqual(row[4] * MINUTES, worked, delta=BUSY)
                    if kind.endswith("answer"):
                        self.assertEqual(row[5], int(worked <= TARGET))
                    else:
                        self.assertFalse(row[5])

    def test_list_and_export(self):
        waits = self.env["livechat.waiting.report"].with_user(self.env.ref("base.user_admin"))
        waits = waits.search([("channel_id", "in", self.ids)])
        names = {channel.id: name for name, channel in self.channels.items()}
        columns = ["channel_id/.id", "kind", "duration_hour", "working_hour", "target_result"]
        exported = waits.export_data(columns)["datas"]
        for wait, row in zip(waits, exported, strict=True):
            self.assertEqual(row[2:4], [wait.duration_hour, wait.working_hour])
        kinds = dict(waits._fields["kind"]._description_selection(waits.env))
        expected = sorted(
            (name, kinds[kind], minutes, worked) for name, kind, minutes, worked in self.expected()
        )
        told = sorted((names[int(id_)], kind, *row) for id_, kind, *row in exported)
        for row, (name, kind, minutes, worked) in zip(told, expected, strict=True):
            with self.subTest(name, kind=kind):
                self.assertEqual(row[:2], (name, kind))
                self.assertAlmostEqual(row[2] * MINUTES, minutes, delta=BUSY)
                self.assertAlmostEqual(row[3] * MINUTES, worked, delta=BUSY)
                if row[4]:
                    self.assertEqual(row[4], "Within target" if worked <= TARGET else "Too late")
