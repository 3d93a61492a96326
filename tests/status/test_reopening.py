from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestReopening(PanelCase):
    """A conversation that was closed goes on, as long as the customer still sees it."""

    def setUp(self):
        super().setUp()
        self.channel = self.open_conversation()
        self.visitor_writes(self.channel, "Hello")
        self.user_writes(self.agent, self.channel, "Hi")

    def reopen(self, user=None, channel=None):
        return self.call(user or self.agent, channel or self.channel, "livechat_reopen")

    def close(self):
        self.call(self.agent, self.channel, "livechat_close")

    def periods(self):
        self.env.invalidate_all()
        return [
            (period.status, period.user_id, bool(period.end_dt))
            for period in self.channel.livechat_status_period_ids.sorted("id")
        ]

    def assertStaysClosed(self, message, user=None):
        end = self.channel.livechat_end_dt
        with self.assertRaisesRegex(UserError, message):
            self.channel.with_user(user or self.agent).livechat_reopen()
        self.assertTrue(end)
        self.assertEqual(self.channel.livechat_end_dt, end)

    # ------------------------------------------------------------
    # What it does
    # ------------------------------------------------------------

    def test_it_goes_on(self):
        self.close()
        self.reopen()
        self.assertFalse(self.channel.livechat_end_dt)
        self.assertEqual(self.channel.livechat_status, "in_progress")
        self.assertIn("reopened the conversation", self.channel.message_ids[0].body)
        self.assertEqual(self.channel.message_ids[0].author_id, self.agent.partner_id)
        self.visitor_writes(self.channel, "One more thing")
        self.assertTrue(self.channel.livechat_customer_waiting_since_dt)

    def test_the_time_while_it_was_closed_is_kept_as_such(self):
        start = fields.Datetime.now()
        with freeze_time(start - timedelta(hours=3)):
            self.channel.with_user(self.agent).livechat_close()
        self.reopen()
        closed = self.channel.livechat_status_period_ids.filtered(lambda p: p.status == "closed")
        self.assertEqual(closed.start_dt, (start - timedelta(hours=3)).replace(microsecond=0))
        self.assertAlmostEqual(closed.duration_hour, 3, places=1)
        self.assertEqual(
            self.periods(),
            [
                ("in_progress", self.env["res.users"], True),
                ("closed", self.agent, True),
                ("in_progress", self.agent, False),
            ],
        )
        history = self.channel.livechat_agent_history_ids
        self.env.cr.execute(
            "UPDATE im_livechat_channel_member_history SET create_date = %s WHERE id = %s",
            [start - timedelta(hours=4), history.id],
        )
        self.channel.with_user(self.agent).livechat_close()
        [[hours]] = self.env["im_livechat.channel.member.history"]._read_group(
            [("id", "=", history.id)], aggregates=["session_duration_hour:sum"]
        )
        self.assertAlmostEqual(hours, 1, places=1)

    def test_while_it_was_closed_the_customer_waited_for_nobody(self):
        start = fields.Datetime.now().replace(microsecond=0)
        self.visitor_writes(self.channel, "Are you there?")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_message SET create_date = %s WHERE id = %s",
            [start - timedelta(hours=4), self.channel.message_ids[:1].id],
        )
        self.env.invalidate_all()
        self.channel.livechat_customer_waiting_since_dt = start - timedelta(hours=4)
        with freeze_time(start - timedelta(hours=3)):
            self.channel.with_user(self.agent).livechat_close()
        with freeze_time(start):
            self.channel.with_user(self.agent).livechat_reopen()
        self.assertEqual(self.channel.livechat_customer_waiting_since_dt, start)
        wait = self.env["livechat.customer.wait"].search(
            [("channel_id", "=", self.channel.id), ("ended_by", "=", "closed")]
        )
        self.assertEqual((wait.start_dt, wait.duration_hour), (start - timedelta(hours=4), 1))

    def test_the_next_end_has_an_outcome_of_its_own(self):
        self.close()
        self.assertEqual(self.channel.livechat_outcome, "no_answer")
        self.call(self.agent, self.channel, "livechat_correct_outcome", "missed", "By mistake")
        self.reopen()
        self.assertFalse(self.channel.livechat_outcome)
        self.assertFalse(self.channel.livechat_outcome_correction)
        closed = self.channel.livechat_status_period_ids.filtered(lambda p: p.status == "closed")
        self.assertEqual((closed.outcome, closed.outcome_reason), ("missed", "By mistake"))
        self.visitor_writes(self.channel, "Thank you")
        self.close()
        self.assertEqual(self.channel.livechat_outcome, "no_failure")

    def test_who_reopens_it_is_in_it(self):
        self.close()
        self.reopen(self.other_agent)
        self.assertLessEqual(
            self.agent.partner_id | self.other_agent.partner_id, self.channel._get_present_agents()
        )
        self.call(self.agent, self.channel, "livechat_close")
        self.channel.with_user(self.other_agent)._action_unfollow(self.other_agent.partner_id)
        self.reopen(self.other_agent)
        self.assertIn(self.other_agent.partner_id, self.channel._get_present_agents())

    def test_after_the_last_agent_left(self):
        self.channel.with_user(self.agent)._action_unfollow(self.agent.partner_id)
        self.assertTrue(self.channel.livechat_end_dt)
        self.reopen()
        self.assertEqual(self.channel._get_present_agents(), self.agent.partner_id)
        self.assertEqual(self.channel.livechat_status, "in_progress")

    def test_the_customer_is_told_in_their_language(self):
        self.channel.livechat_lang_id = self.env["res.lang"]._activate_lang("fr_BE")
        self.close()
        self.reopen()
        self.assertIn("reopened the conversation", self.channel.message_ids[0].body)

    # ------------------------------------------------------------
    # When it stays closed
    # ------------------------------------------------------------

    def test_the_chatbot_has_done_its_part(self):
        """Else the customer's widget waits for the chatbot, and lets them write nothing."""
        chatbot = self.make_chatbot(("free_input_single", "What is it?"), ("text", "Thanks."))
        self.channel = self.open_conversation(chatbot=chatbot)
        bot = chatbot.operator_partner_id
        self.assertEqual(self.channel.livechat_operator_id, bot)
        self.close()
        self.reopen()
        self.assertEqual(self.channel.livechat_operator_id, self.agent.partner_id)
        self.assertNotIn(bot, self.channel.channel_member_ids.partner_id)
        self.assertEqual(self.channel.livechat_status, "in_progress")

    def test_who_restarts_the_chatbot_leaves_how_it_had_ended(self):
        chatbot = self.make_chatbot(("free_input_single", "What is it?"), ("text", "Thanks."))
        self.channel = self.open_conversation(chatbot=chatbot)
        self.close()
        self.call(self.agent, self.channel, "livechat_correct_outcome", "missed", "By mistake")
        params = {"channel_id": self.channel.id, "chatbot_script_id": chatbot.id}
        self.as_visitor(self.channel, "/chatbot/restart", params)
        self.env.invalidate_all()
        self.assertFalse(self.channel.livechat_end_dt)
        [closed] = self.channel.livechat_status_period_ids.filtered(lambda p: p.status == "closed")
        self.assertEqual((closed.outcome, closed.outcome_reason), ("missed", "By mistake"))
        self.assertFalse(closed.user_id)

    def test_an_archived_one_is_there_again(self):
        self.close()
        self.channel.active = False
        self.reopen()
        self.assertTrue(self.channel.active)

    def test_open_one_is_not_reopened(self):
        with self.assertRaisesRegex(UserError, "is open"):
            self.channel.with_user(self.agent).livechat_reopen()
        self.close()
        self.reopen()
        with self.assertRefused("odoo.exceptions.UserError"):
            self.reopen(self.other_agent)
        self.assertEqual([status for status, *_others in self.periods()].count("closed"), 1)

    def test_not_after_a_day(self):
        with freeze_time(fields.Datetime.now() - timedelta(hours=24, minutes=1)):
            self.channel.with_user(self.agent).livechat_close()
        self.assertStaysClosed("more than 24 hours ago")

    def test_not_where_the_customer_ended_it(self):
        self.as_visitor(
            self.channel, "/im_livechat/visitor_leave_session", {"channel_id": self.channel.id}
        )
        self.assertStaysClosed("has left")

    def test_not_where_the_customer_left_after_it_was_closed(self):
        self.close()
        end = self.channel.livechat_end_dt
        self.as_visitor(
            self.channel, "/im_livechat/visitor_leave_session", {"channel_id": self.channel.id}
        )
        self.assertEqual(self.channel.livechat_end_dt, end)
        self.assertTrue(self.channel.livechat_customer_left_dt)
        self.assertStaysClosed("has left")
        self.assertIn(
            "has left", self.panel_data(self.agent, self.channel)["livechat_reopening_refusal"]
        )

    def test_not_where_the_customer_began_another_one(self):
        self.close()
        guest = self.channel.livechat_customer_guest_ids
        self.make_guest_conversations(1)  # somebody else's
        self.assertFalse(self.channel._get_livechat_reopening_refusals())
        later = self.make_guest_conversations(1)
        later.livechat_customer_history_ids.guest_id = guest
        self.env.cr.execute(
            "UPDATE im_livechat_channel_member_history SET create_date = %s WHERE id IN %s",
            [
                fields.Datetime.now() + timedelta(seconds=5),
                tuple(later.livechat_customer_history_ids.ids),
            ],
        )
        self.assertStaysClosed("has begun another")

    def test_a_colleague_of_the_customer_is_not_the_customer(self):
        self.channel._add_members(
            users=self.customer, create_member_params={"livechat_member_type": "visitor"}
        )
        self.close()
        later = self.make_guest_conversations(1)
        history = later.livechat_customer_history_ids
        history.write({"guest_id": False, "partner_id": self.customer.partner_id.id})
        self.env.cr.execute(
            "UPDATE im_livechat_channel_member_history SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() + timedelta(seconds=5), history.id],
        )
        self.assertFalse(self.channel._get_livechat_reopening_refusals())
        guest = self.channel.livechat_customer_guest_ids
        self.channel.channel_member_ids.filtered(lambda m: m.guest_id == guest).unlink()
        self.assertStaysClosed("has left")

    def test_not_what_was_left_for_later(self):
        self.env["mail.presence"].search([("user_id", "=", self.agent.id)]).unlink()
        guest = self.env["mail.guest"].create({"name": "Gina"})
        channels = self.env["discuss.channel"].with_context(guest=guest)
        left = channels._leave_message(self.livechat_channel, "Call me, please", {})
        self.channel = left
        self.assertStaysClosed("message for later")

    def test_not_of_a_customer_who_was_erased(self):
        self.close()
        self.channel.with_user(self.manager).livechat_erase()
        self.assertStaysClosed("has left")

    def test_not_by_whom_it_is_not_for(self):
        self.close()
        for user in (self.employee, self.customer):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.channel.with_user(user).livechat_reopen()
        with self.assertRaisesRegex(UserError, "Only a Live Chat user"):
            self.channel.sudo().livechat_reopen()
        mine = self.open_conversation(self.other_agent)
        mine.with_user(self.agent).livechat_close()
        with self.assertRaises(AccessError):
            mine.with_user(self.other_agent).livechat_reopen()

    def test_nothing_else_clears_the_end(self):
        self.close()
        self.call(self.agent, self.channel, "livechat_correct_outcome", "missed", "By mistake")
        end = self.channel.livechat_end_dt
        self.channel.write({"livechat_end_dt": False, "description": "As superuser"})
        self.assertEqual(self.channel.livechat_end_dt, end)
        self.assertEqual(self.channel.livechat_outcome_correction, "missed")
        self.assertEqual(self.channel.description, "As superuser")
        self.channel.with_context(livechat_reopening=True).write({"livechat_end_dt": False})
        self.assertEqual(self.channel.livechat_end_dt, end)

    def test_panel_says_whether_it_is_possible(self):
        self.assertIs(
            self.panel_data(self.agent, self.channel)["livechat_reopening_refusal"], False
        )
        self.close()
        self.assertIs(
            self.panel_data(self.agent, self.channel)["livechat_reopening_refusal"], False
        )
        self.channel.livechat_customer_left_dt = fields.Datetime.now()
        self.assertIn(
            "has left", self.panel_data(self.agent, self.channel)["livechat_reopening_refusal"]
        )
        self.assertNotIn("livechat_reopening_refusal", self.panel_data(self.employee, self.channel))

    def test_former_ends_of_a_database_stay(self):
        self.close()
        self.env["discuss.channel"]._note_former_ends()
        self.assertStaysClosed("has left")
