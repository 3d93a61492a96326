import json
from datetime import datetime, timedelta

from odoo import Command, fields
from odoo.tests import tagged

from ..support.common import PanelCase

MINUTE = timedelta(minutes=1)
YEAR = timedelta(days=365)
READING_WORKING_HOURS = [
    "SELECT resource_calendar BY id",
    "SELECT resource_calendar_attendance BY calendar_id, day_period",
    "SELECT resource_calendar_attendance BY id",
    "SELECT resource_calendar_leaves BY calendar_id, date_from",
]


@tagged("post_install", "-at_install")
class TestDue(PanelCase):
    """When the customer has to be answered, and who is told."""

    def waiting(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        return channel

    def assertDue(self, channel, minutes):
        """Check when the answer is due, in minutes from when the customer began to wait."""
        self.env.invalidate_all()
        since = channel.livechat_customer_waiting_since_dt
        due, warning = channel.livechat_answer_due_dt, channel.livechat_answer_warn_dt
        if minutes is None:
            self.assertEqual((due, warning), (False, False))
        else:
            expected = (since + minutes * MINUTE, since + minutes * 0.75 * MINUTE)
            self.assertEqual((due, warning), expected)

    def make_calendar(self, days="0123456", tz="UTC"):
        return self.env["resource.calendar"].create(
            {
                "name": "Test Hours",
                "tz": tz,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create({"name": "x", "dayofweek": day, "hour_from": 0, "hour_to": 24})
                    for day in days
                ],
            }
        )

    def sent(self, channel):
        """Return and forget the moments that agents are told of a conversation."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].sudo().search([("message", "like", "_warn_dt")])
        records = [
            record
            for notice in notices
            for record in json.loads(notice.message)["payload"].get("discuss.channel", [])
            if record["id"] == channel.id and "livechat_answer_due_dt" in record
        ]
        self.env["bus.bus"].sudo().search([("id", ">", 0)]).unlink()
        return [fields.Datetime.to_datetime(r["livechat_answer_due_dt"]) for r in records]

    # ------------------------------------------------------------
    # Since the customer waits
    # ------------------------------------------------------------

    def test_from_the_first_message_to_the_answer(self):
        channel = self.open_conversation()
        self.assertDue(channel, None)
        self.visitor_writes(channel, "Is there anybody?")
        self.assertDue(channel, 5)
        due = channel.livechat_answer_due_dt
        self.visitor_writes(channel, "Hello?")
        self.assertEqual(channel.livechat_answer_due_dt, due)
        self.user_writes(self.agent, channel)
        self.assertDue(channel, None)

    def test_it_ends_as_the_wait_does(self):
        for method, *args in [("livechat_set_status", "waiting"), ("livechat_close",)]:
            with self.subTest(method):
                channel = self.waiting()
                self.assertDue(channel, 5)
                self.call(self.agent, channel, method, *args)
                self.assertDue(channel, None)

    def test_it_goes_on_while_it_looks_for_help(self):
        channel = self.waiting()
        self.call(self.agent, channel, "livechat_ask_help", "Which form?")
        self.assertDue(channel, 5)

    def test_without_a_target(self):
        self.livechat_channel.answer_within_minutes = 0
        self.assertDue(self.waiting(), None)

    def test_the_first_answer_has_a_target_of_its_own(self):
        self.livechat_channel.first_answer_within_minutes = 2
        channel = self.waiting()
        self.assertDue(channel, 2)
        self.user_writes(self.agent, channel, "Who is this?", subtype_xmlid="mail.mt_note")
        self.livechat_channel.first_answer_within_minutes = 3
        self.assertDue(channel, 3)
        self.user_writes(self.agent, channel)
        self.visitor_writes(channel, "It does not work")
        self.assertDue(channel, 5)
        self.livechat_channel.answer_within_minutes = 0
        self.assertDue(channel, None)
        self.assertDue(self.waiting(), 3)

    def test_urgency(self):
        channel = self.waiting()
        for minutes, urgency in [(0, False), (4, "soon"), (5, "late")]:
            since = fields.Datetime.now() - minutes * MINUTE
            channel.livechat_customer_waiting_since_dt = since
            self.assertEqual(channel.livechat_answer_urgency, urgency)
            late = self.env["im_livechat.channel"]._get_livechat_late_domain()
            self.assertEqual(bool(channel.filtered_domain(late)), urgency == "late")

    # ------------------------------------------------------------
    # Working hours
    # ------------------------------------------------------------

    def test_it_counts_in_working_hours(self):
        tomorrow = str((fields.Datetime.now().weekday() + 1) % 7)
        self.livechat_channel.resource_calendar_id = self.make_calendar(tomorrow)
        channel = self.waiting()
        opening = datetime.combine(fields.Date.today() + timedelta(days=1), datetime.min.time())
        self.assertEqual(channel.livechat_answer_due_dt, opening + 5 * MINUTE)
        self.assertEqual(channel.livechat_answer_warn_dt, opening + 3.75 * MINUTE)

    def test_hours_of_which_there_are_none_count_as_always(self):
        calendar = self.livechat_channel.resource_calendar_id = self.make_calendar("")
        channel = self.waiting()
        self.assertDue(channel, 5)
        now = fields.Datetime.now()
        line = {"name": "x", "hour_from": 0, "hour_to": 24}
        calendar.attendance_ids = [Command.create({**line, "dayofweek": day}) for day in "0123456"]
        self.env["resource.calendar.leaves"].create(
            {"calendar_id": calendar.id, "date_from": now - YEAR, "date_to": now + 10 * YEAR}
        )
        self.env.cr.precommit.run()
        self.assertDue(channel, None)

    # ------------------------------------------------------------
    # What it goes by changes
    # ------------------------------------------------------------

    def test_other_options(self):
        channel, closed = self.waiting(), self.waiting()
        self.call(self.agent, closed, "livechat_close")
        self.sent(channel)
        for options, minutes in [
            ({"answer_within_minutes": 10}, 10),
            ({"first_answer_within_minutes": 2}, 2),
            ({"first_answer_within_minutes": 0, "answer_within_minutes": 0}, None),
            ({"answer_within_minutes": 2**31 - 1}, 2**31 - 1),
        ]:
            with self.subTest(options):
                self.livechat_channel.with_user(self.manager).write(options)
                self.assertDue(channel, minutes)
                self.assertEqual(self.sent(channel), [channel.livechat_answer_due_dt or None])
        self.assertDue(closed, None)
        self.livechat_channel.name = "Other Name"
        self.assertFalse(self.sent(channel))

    def test_other_working_hours(self):
        """Whatever of them is changed, those who look on are told once."""
        channel = self.waiting()
        calendar = self.make_calendar(str((fields.Datetime.now().weekday() + 3) % 7))
        self.livechat_channel.resource_calendar_id = calendar
        self.assertGreater(channel.livechat_answer_due_dt, fields.Datetime.now() + 60 * MINUTE)
        self.sent(channel)
        line = {"name": "x", "hour_from": 0, "hour_to": 24}
        calendar.attendance_ids = [
            Command.clear(),
            *(Command.create({**line, "dayofweek": day}) for day in "0123456"),
        ]
        self.assertEqual(len(self.sent(channel)), 1)
        self.assertDue(channel, 5)
        now = fields.Datetime.now()
        days_off = {"calendar_id": calendar.id, "date_from": now - YEAR, "date_to": now + YEAR}
        day_off = self.env["resource.calendar.leaves"].create(days_off)
        self.assertEqual(len(self.sent(channel)), 1)
        self.assertGreater(channel.livechat_answer_due_dt, now + YEAR)
        day_off.calendar_id = False
        self.assertFalse(self.sent(channel))
        self.assertGreater(channel.livechat_answer_due_dt, now + YEAR)
        day_off.unlink()
        self.assertEqual(len(self.sent(channel)), 1)
        self.assertDue(channel, 5)
        calendar.attendance_ids.filtered(lambda a: a.dayofweek == str(now.weekday())).unlink()
        self.sent(channel)
        self.assertGreater(channel.livechat_answer_due_dt, now + 5 * MINUTE)
        calendar.schedule_type = "flexible"
        self.sent(channel)
        self.assertDue(channel, 5)

    def test_an_existing_database(self):
        channel = self.waiting()
        fields_of_it = ("livechat_answer_due_dt", "livechat_answer_warn_dt")
        channel.write(dict.fromkeys(fields_of_it, False))
        self.env.flush_all()
        self.env["discuss.channel"]._find_customers_waiting()
        self.assertDue(channel, 5)

    # ------------------------------------------------------------
    # What it costs
    # ------------------------------------------------------------

    def test_deleted_live_chat_channel(self):
        """With it goes its target."""
        channel = self.make_guest_conversations(1)
        channel.livechat_customer_waiting_since_dt = "2026-01-01 10:00:00"
        self.assertTrue(channel.livechat_answer_due_dt)
        self.livechat_channel.unlink()
        self.assertFalse(channel.livechat_channel_id)
        self.assertFalse(channel.livechat_answer_due_dt)

    def post(self, **options):
        """Return what it costs when a visitor posts the first message, and an agent the answer."""
        self.livechat_channel.write(options)
        channel = self.make_guest_conversations(1)
        guest = channel.livechat_customer_guest_ids
        visiting = channel.with_user(self.env.ref("base.public_user")).with_context(guest=guest)
        return [
            self.record(
                lambda posting=posting: posting.message_post(
                    body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment"
                )
            )
            for posting in (visiting.sudo(), channel.with_user(self.agent))
        ]

    def test_posting_costs_what_it_did(self):
        """Nothing without working hours; with them, what reads them when a wait begins and ends."""
        question, answer = self.post(answer_within_minutes=0)
        late_question, late_answer = self.post(answer_within_minutes=5)
        self.assert_same_statements(question, late_question)
        self.assert_same_statements(answer, late_answer)
        self.assertEqual(
            [s.name for s in question if s.name == "UPDATE discuss_channel"],
            ["UPDATE discuss_channel"],
        )
        calendar = self.make_calendar()
        worked_question, worked_answer = self.post(resource_calendar_id=calendar.id)
        for usual, worked in [(question, worked_question), (answer, worked_answer)]:
            self.assert_statements(worked, [s.name for s in usual] + READING_WORKING_HOURS)
