import json
from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestHelp(PanelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.billing, cls.hosting = cls.env["im_livechat.expertise"].create(
            [{"name": "Test Billing"}, {"name": "Test Hosting"}]
        )
        cls.expert = cls.new_user("expert", "Eve Expert", "im_livechat.im_livechat_group_user")
        cls.expert.livechat_username = "Eve"
        cls.expert.livechat_expertise_ids = cls.billing
        cls.agents = cls.agent | cls.other_agent | cls.manager | cls.expert
        for user in cls.agents:
            cls.env["mail.presence"]._update_presence(user)

    def setUp(self):
        super().setUp()
        self.env["livechat.status.period"]._search_overdue_help().unlink()  # of demo data
        self.env["bus.bus"].sudo().search([("id", ">", 0)]).unlink()

    def notifications(self, kind):
        """Return and forget what was put on the bus, of one kind."""
        self.env.cr.precommit.run()  # Odoo sends what is on the bus with the transaction
        notices = self.env["bus.bus"].sudo().search([("message", "like", kind)], order="id")
        messages = [json.loads(notice.message) for notice in notices]
        self.env["bus.bus"].sudo().search([("id", ">", 0)]).unlink()
        return [message["payload"] for message in messages if message["type"] == kind]

    def asking(self, **params):
        """Return a conversation whose agent has asked for help."""
        channel = self.open_conversation()
        self.call_ask(channel, **params)
        return channel

    def call_ask(self, channel, text=None, expertise_ids=None, user=None):
        self.call(user or self.agent, channel, "livechat_ask_help", text, expertise_ids)

    # ------------------------------------------------------------
    # Ask
    # ------------------------------------------------------------

    def test_asking_says_what_is_needed(self):
        channel = self.open_conversation()
        self.call_ask(channel, "  Refund of\nlast year ", self.billing.ids)
        self.assertEqual(channel.livechat_status, "need_help")
        self.assertEqual(channel.livechat_help_text, "Refund of last year")
        self.assertEqual(channel.livechat_help_user_id, self.agent)
        self.assertEqual(channel.livechat_expertise_ids, self.billing)
        self.assertTrue(channel.livechat_looking_for_help_since_dt)
        period = channel.livechat_status_period_ids.filtered(lambda p: not p.end_dt)
        self.assertEqual(period.help_text, "Refund of last year")

    def test_asking_again_changes_what_is_needed_and_not_since_when(self):
        with freeze_time(fields.Datetime.now() - timedelta(minutes=9)):
            channel = self.open_conversation()
            channel.with_user(self.agent).livechat_ask_help("First")
        since = channel.livechat_looking_for_help_since_dt
        self.notifications("livechat_info_panel/help_requested")
        self.call_ask(channel, "Second")
        self.assertEqual(channel.livechat_help_text, "Second")
        self.assertEqual(channel.livechat_looking_for_help_since_dt, since)
        self.assertFalse(self.notifications("livechat_info_panel/help_requested"))

    def test_asking_again_without_a_text_keeps_it(self):
        channel = self.asking(text="Refund")
        self.call_ask(channel, user=self.other_agent)
        self.assertEqual(channel.livechat_help_text, "Refund")
        self.call_ask(channel, "")
        self.assertFalse(channel.livechat_help_text)

    def test_who_asks_where_nobody_asked_is_the_asker(self):
        channel = self.asking()
        channel.livechat_help_user_id = False
        self.call_ask(channel, "Refund", user=self.other_agent)
        self.assertEqual(channel.livechat_help_user_id, self.other_agent)

    def test_many_calls_at_once_are_one_notification(self):
        channels = self.env["discuss.channel"].union(
            *(self.open_conversation() for _number in range(6))
        )
        self.notifications("x")
        channels.with_user(self.agent).livechat_ask_help("All down")
        (payload,) = self.notifications("livechat_info_panel/many_help_requested")
        self.assertEqual(payload["channel_ids"], channels.ids)
        since = channels[:1].livechat_looking_for_help_since_dt
        self.assertEqual(payload["since"], fields.Datetime.to_string(since))
        self.assertIn(self.expert.id, payload["user_ids"])
        self.assertNotIn(self.agent.id, payload["user_ids"])

    def test_customer_who_is_an_agent_is_no_agent_of_this_conversation(self):
        channel = self.open_conversation(self.expert)
        self.call_ask(channel, "He is rude", self.billing.ids)
        payload = self.notifications("livechat_info_panel/help_requested")[0]
        self.assertNotIn(self.expert.id, payload["user_ids"])
        for method in ("livechat_ask_help", "livechat_join", "livechat_close"):
            with self.subTest(method=method), self.assertRaisesRegex(AccessError, "customer"):
                getattr(channel.with_user(self.expert), method)()

    def test_dialog_is_filled_in_and_asks(self):
        channel = self.open_conversation()
        channel.livechat_expertise_ids = self.hosting
        wizards = self.env["livechat.help.wizard"].with_user(self.agent)
        wizard = wizards.with_context(active_model=channel._name, active_id=channel.id).create({})
        self.assertEqual(wizard.expertise_ids, self.hosting)
        wizard.write({"text": "Down", "expertise_ids": [Command.link(self.billing.id)]})
        wizard.action_ask_help()
        self.assertEqual(channel.livechat_help_text, "Down")
        self.assertEqual(channel.livechat_expertise_ids, self.billing | self.hosting)

    def test_what_is_needed_is_a_short_text(self):
        channel = self.open_conversation().with_user(self.agent)
        for text in ("x" * 201, 7, ["x"]):
            with self.subTest(text=text), self.assertRaises(UserError):
                channel.livechat_ask_help(text)
        for ids in ("abc", ["x"], {"a": 1}, True, [1.5]):
            with self.subTest(ids=ids), self.assertRaises(UserError):
                channel.livechat_ask_help("Help", ids)
        self.assertEqual(channel.sudo().livechat_status, "in_progress")

    def test_only_agents_ask_and_join(self):
        channel = self.open_conversation()
        channel._add_members(users=self.employee)
        for method in ("livechat_ask_help", "livechat_join", "livechat_join_channel_needing_help"):
            for user in (self.employee, self.customer):
                with self.subTest(method=method, user=user.name), self.assertRaises(AccessError):
                    getattr(channel.with_user(user), method)()

    # ------------------------------------------------------------
    # Who is told
    # ------------------------------------------------------------

    def notified(self, channel, **params):
        """Return which users are notified when an agent asks for help."""
        self.call_ask(channel, **params)
        payload = self.notifications("livechat_info_panel/help_requested")[-1]
        self.assertEqual(payload["channel_id"], channel.id)
        return self.env["res.users"].browse(payload["user_ids"]) & self.agents

    def test_experts_are_notified_with_what_is_needed(self):
        channel = self.open_conversation()
        self.call_ask(channel, "Refund", self.billing.ids)
        payload = self.notifications("livechat_info_panel/help_requested")[0]
        self.assertEqual(payload["user_ids"], self.expert.ids)
        self.assertEqual(
            (payload["text"], payload["asker"], payload["customer"], payload["is_overdue"]),
            ("Refund", "Ada Agent", "Visitor", False),
        )

    def test_all_are_notified_if_nobody_has_the_expertise(self):
        self.other_agent.manual_im_status = "busy"
        self.assertEqual(
            self.notified(self.open_conversation(), expertise_ids=self.hosting.ids),
            self.agents - self.agent,
        )

    def test_experts_who_are_busy_or_away_are_left_in_peace(self):
        for status in ("busy", "away", "offline"):
            with self.subTest(status=status):
                self.expert.manual_im_status = status
                users = self.notified(self.open_conversation(), expertise_ids=self.billing.ids)
                self.assertEqual(users, self.other_agent | self.manager)

    def test_who_is_in_the_conversation_is_not_notified(self):
        channel = self.open_conversation()
        self.call(self.expert, channel, "livechat_join")
        self.assertEqual(
            self.notified(channel, expertise_ids=self.billing.ids), self.other_agent | self.manager
        )

    # ------------------------------------------------------------
    # Join
    # ------------------------------------------------------------

    def test_joining_ends_the_need_for_everybody(self):
        channel = self.asking()
        self.notifications("x")
        self.assertEqual(
            self.call(self.expert, channel, "livechat_join", True),
            {"is_joined": True, "helper": False},
        )
        self.assertEqual(channel.livechat_status, "in_progress")
        self.assertFalse(channel.livechat_looking_for_help_since_dt)
        self.assertFalse(channel.livechat_help_user_id)
        handover = channel.livechat_handover_ids
        self.assertEqual(
            (handover.kind, handover.from_user_id, handover.to_user_id),
            ("joined", self.agent, self.expert),
        )

    def test_who_ends_it_is_told_to_all(self):
        channel = self.asking()
        self.notifications("x")
        self.call(self.expert, channel, "livechat_join", True)
        self.assertEqual(
            self.notifications("livechat_info_panel/help_ended"),
            [{"channel_ids": channel.ids, "agent": "Eve"}],
        )

    def test_second_one_is_told_who_joined(self):
        channel = self.asking()
        self.call(self.expert, channel, "livechat_join", True)
        self.assertEqual(
            self.call(self.other_agent, channel, "livechat_join", True),
            {"is_joined": False, "helper": "Eve"},
        )
        self.assertNotIn(self.other_agent.partner_id, channel.channel_partner_ids)

    def test_nobody_is_named_when_the_call_ended_otherwise(self):
        channel = self.asking()
        self.call(self.expert, channel, "livechat_join", True)
        self.call_ask(channel, "Again")
        self.call(self.agent, channel, "livechat_set_status", "in_progress")
        self.assertEqual(
            self.call(self.other_agent, channel, "livechat_join", True),
            {"is_joined": False, "helper": False},
        )

    def test_each_of_several_conversations_gets_what_it_should(self):
        asking = self.asking()
        bot = self.env["chatbot.script"].create({"title": "Bot"})
        with_bot = self.env["discuss.channel"].create(
            {
                "name": "Bot",
                "channel_type": "livechat",
                "livechat_channel_id": self.livechat_channel.id,
                "livechat_operator_id": bot.operator_partner_id.id,
            }
        )
        with_bot.channel_member_ids.unlink()
        self.assertFalse(with_bot.livechat_status)
        (asking | with_bot).with_user(self.expert)._add_members(users=self.expert)
        self.assertEqual(asking.livechat_status, "in_progress")
        self.assertEqual(with_bot.livechat_status, "in_progress")

    def test_odoo_button_goes_the_same_way(self):
        channel = self.asking()
        self.assertTrue(self.call(self.expert, channel, "livechat_join_channel_needing_help"))
        self.assertFalse(self.call(self.other_agent, channel, "livechat_join_channel_needing_help"))
        self.assertEqual(channel.livechat_handover_ids.to_user_id, self.expert)

    def test_only_another_agent_ends_the_need(self):
        channel = self.asking()
        bot = self.env["chatbot.script"].create({"title": "Bot"}).operator_partner_id
        self.call(self.agent, channel, "add_members", self.customer.partner_id.ids)
        self.assertEqual(channel.livechat_status, "need_help")
        channel._add_members(partners=bot, create_member_params={"livechat_member_type": "bot"})
        self.assertEqual(channel.livechat_status, "need_help")
        channel._add_members(guests=self.env["mail.guest"].create({"name": "Friend"}))
        self.assertEqual(channel.livechat_status, "need_help")
        # The asker goes and comes back; a friend of the customer keeps the conversation open.
        self.call(self.agent, channel, "action_unfollow")
        self.assertEqual(channel.livechat_status, "need_help")
        self.call(self.agent, channel, "livechat_join")
        self.assertEqual(channel.livechat_status, "need_help")
        self.assertFalse(channel.livechat_handover_ids)
        # An employee who is no Live Chat user, and a robot, cannot help.
        helpless = self.employee.partner_id | self.env.ref("base.partner_root")
        self.call(self.agent, channel, "add_members", helpless.ids)
        self.assertEqual(channel.livechat_status, "need_help")
        self.call(self.agent, channel, "add_members", self.expert.partner_id.ids)
        self.assertEqual(channel.livechat_status, "in_progress")
        self.assertEqual(channel.livechat_handover_ids.to_user_id, self.expert)

    def test_nobody_joins_a_closed_conversation(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_close")
        with self.assertRaises(UserError):
            channel.with_user(self.expert).livechat_join()
        self.assertFalse(channel.with_user(self.expert).livechat_join_channel_needing_help())

    # ------------------------------------------------------------
    # However it ends
    # ------------------------------------------------------------

    def assertEndsForEverybody(self, channel, end):
        self.notifications("x")
        end()
        self.env.invalidate_all()
        self.assertNotEqual(channel.livechat_status, "need_help")
        self.assertFalse(channel.livechat_looking_for_help_since_dt)
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].sudo().search([("message", "like", "_help")])
        messages = [json.loads(notice.message) for notice in notices]
        update = [m["payload"] for m in messages if m["type"].endswith("for_help/update")]
        ended = [m["payload"] for m in messages if m["type"].endswith("help_ended")]
        self.assertEqual(update, [{"added_channel_ids": [], "removed_channel_ids": channel.ids}])
        self.assertEqual([payload["channel_ids"] for payload in ended], [channel.ids])

    def test_it_ends_when_set_by_hand(self):
        channel = self.asking()
        self.assertEndsForEverybody(
            channel, lambda: self.call(self.agent, channel, "livechat_set_status", "waiting")
        )

    def test_it_ends_when_the_customer_leaves(self):
        channel = self.asking()
        self.assertEndsForEverybody(
            channel,
            lambda: self.as_visitor(
                channel, "/im_livechat/visitor_leave_session", {"channel_id": channel.id}
            ),
        )

    def test_it_ends_when_the_last_agent_leaves_and_that_closes(self):
        channel = self.asking()
        self.assertEndsForEverybody(
            channel, lambda: self.call(self.agent, channel, "action_unfollow")
        )
        self.assertTrue(channel.livechat_end_dt)

    def test_it_ends_when_closed(self):
        channel = self.asking()
        self.assertEndsForEverybody(
            channel, lambda: self.call(self.other_agent, channel, "livechat_close")
        )

    def test_it_ends_when_reassigned(self):
        channel = self.asking()
        self.assertEndsForEverybody(
            channel,
            lambda: self.call(self.agent, channel, "livechat_reassign", self.expert.id),
        )

    def test_it_ends_when_the_conversation_is_deleted(self):
        channel = self.asking()
        ids = channel.ids
        self.notifications("x")
        channel.unlink()
        self.assertEqual(
            self.notifications("livechat_info_panel/help_ended"),
            [{"channel_ids": ids, "agent": False}],
        )

    def test_conversation_whose_last_agent_is_archived_looks_for_help(self):
        channel = self.open_conversation()
        self.agent.active = False
        self.assertEqual(channel.livechat_status, "need_help")
        self.assertTrue(channel.livechat_is_unattended)

    def test_conversation_whose_last_agent_is_removed_looks_for_help(self):
        channel = self.open_conversation()
        channel.channel_member_ids.filtered("partner_id").unlink()
        self.assertEqual(channel.livechat_status, "need_help")

    def test_conversation_that_stays_open_without_agents_goes_on_looking_for_help(self):
        channel = self.asking(text="Refund")
        self.call(self.agent, channel, "add_members", self.customer.partner_id.ids)
        self.assertFalse(channel.livechat_is_unattended)
        self.call(self.agent, channel, "action_unfollow")
        self.assertFalse(channel.livechat_end_dt)
        self.assertEqual(channel.livechat_status, "need_help")
        self.assertEqual(channel.livechat_help_text, "Refund")
        self.assertTrue(channel.livechat_is_unattended)
        self.call(self.expert, channel, "livechat_join", True)
        self.assertEqual(channel.livechat_status, "in_progress")
        self.assertFalse(channel.livechat_is_unattended)

    def test_conversation_that_loses_its_last_agent_begins_to_look_for_help(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "add_members", self.customer.partner_id.ids)
        self.call(self.agent, channel, "action_unfollow")
        self.assertEqual(channel.livechat_status, "need_help")
        self.assertTrue(channel.livechat_is_unattended)
        self.assertFalse(channel.livechat_help_user_id)
        payload = self.notifications("livechat_info_panel/help_requested")[-1]
        self.assertIn(self.expert.id, payload["user_ids"])
        self.assertNotIn(self.agent.id, payload["user_ids"])  # who just left it

    def test_whoever_asked_is_told_who_came(self):
        channel = self.asking()
        self.notifications("x")
        channel.with_user(self.expert).livechat_join()
        self.assertEqual(
            self.notifications("livechat_info_panel/help_came"),
            [
                {
                    "channel_id": channel.id,
                    "customer": channel.livechat_customer_name,
                    "agent": self.expert.name,
                }
            ],
        )

    def test_nobody_is_told_that_help_came_who_did_it_or_left(self):
        own, left = self.asking(), self.asking()
        left._add_members(users=self.customer)
        self.call(self.agent, left, "action_unfollow")
        left.livechat_help_user_id = self.agent
        self.notifications("x")
        self.env["mail.presence"]._update_presence(self.expert)
        own.with_user(self.agent).livechat_reassign(self.expert.id, leave=False)
        self.assertFalse(self.notifications("livechat_info_panel/help_came"))
        left.with_user(self.expert).livechat_join()
        self.assertFalse(self.notifications("livechat_info_panel/help_came"))

    # ------------------------------------------------------------
    # Nobody comes
    # ------------------------------------------------------------

    def overdue(self):
        """Run the job, and return the conversations of which administrators are told."""
        self.notifications("x")
        self.env["livechat.status.period"]._search_overdue_help()._notify_overdue_help()
        payloads = self.notifications("livechat_info_panel/help_requested")
        self.assertTrue(all(payload["is_overdue"] for payload in payloads))
        return [payload["channel_id"] for payload in payloads]

    def test_administrators_are_notified_once_when_nobody_comes(self):
        with freeze_time(fields.Datetime.now() - timedelta(minutes=6)):
            channel = self.open_conversation()
            channel.with_user(self.agent).livechat_ask_help("Refund")
        recent = self.asking()
        to_manager = [("partner_ids", "in", self.manager.partner_id.ids)]
        mails = self.env["mail.message"].search_count(to_manager)
        told = self.overdue()
        self.assertIn(channel.id, told)
        self.assertNotIn(recent.id, told)
        self.assertEqual(
            self.env["mail.message"].search_count(to_manager),
            mails + 1,
        )
        self.assertFalse(self.overdue())

    def test_what_they_are_told_goes_with_the_conversation(self):
        deleted, kept = self.open_conversation(), self.open_conversation()
        for channel in deleted | kept:
            channel.with_user(self.agent).livechat_ask_help("Refund")
        calls = (deleted | kept).livechat_status_period_ids.filtered(
            lambda period: period.status == "need_help"
        )
        calls._notify_overdue_help()
        messages = {call.channel_id: call.overdue_message_ids for call in calls}
        self.assertTrue(all(messages.values()))
        deleted.unlink()
        self.assertFalse(messages[deleted].exists())
        self.assertEqual(messages[kept].exists(), messages[kept])

    def test_administrators_are_told_how_long_nobody_has_come(self):
        to_manager = [("partner_ids", "in", self.manager.partner_id.ids)]
        self.livechat_channel.help_overdue_minutes = 5
        for minutes in (5, 17, 61):
            with freeze_time(fields.Datetime.now() - timedelta(minutes=minutes)):
                self.open_conversation().with_user(self.agent).livechat_ask_help()
            self.overdue()
            [message] = self.env["mail.message"].search(to_manager, order="id DESC", limit=1)
            self.assertIn(f"for {minutes} minutes", message.body)

    def test_the_minutes_are_those_of_the_livechat_channel(self):
        with freeze_time(fields.Datetime.now() - timedelta(minutes=20)):
            channel = self.open_conversation()
            channel.with_user(self.agent).livechat_ask_help()
        self.livechat_channel.help_overdue_minutes = 0
        self.assertNotIn(channel.id, self.overdue())
        self.livechat_channel.help_overdue_minutes = 30
        self.assertNotIn(channel.id, self.overdue())
        self.livechat_channel.help_overdue_minutes = 10
        self.assertIn(channel.id, self.overdue())

    def test_calls_without_a_livechat_channel_are_told_as_well(self):
        with freeze_time(fields.Datetime.now() - timedelta(minutes=6)):
            channel = self.open_conversation()
            channel.livechat_channel_id = False
            channel.with_user(self.agent).livechat_ask_help()
        self.assertIn(channel.id, self.overdue())

    def test_asking_schedules_the_job(self):
        cron = self.env.ref("livechat_info_panel.ir_cron_notify_overdue_help")
        before = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.livechat_channel.help_overdue_minutes = 7
        started = fields.Datetime.now()
        self.asking()
        trigger = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]) - before
        self.assertEqual(len(trigger), 1)
        asked = trigger.call_at - timedelta(minutes=7)
        self.assertTrue(started <= asked <= fields.Datetime.now(), asked)

    def test_the_job_looks_again_for_what_it_left_out(self):
        """What somebody changes meanwhile is locked, and does not wait for an hour."""
        cron = self.env.ref("livechat_info_panel.ir_cron_notify_overdue_help")
        periods = self.env["livechat.status.period"]
        triggers = self.env["ir.cron.trigger"]
        again = [("cron_id", "=", cron.id), ("call_at", ">", fields.Datetime.now())]
        before = triggers.search(again)
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(triggers.search(again), before)
        with freeze_time(fields.Datetime.now() - timedelta(minutes=6)):
            self.open_conversation().with_user(self.agent).livechat_ask_help()
        before = triggers.search(again)
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        trigger = triggers.search(again) - before
        self.assertEqual(len(trigger), 1)
        self.assertLess(trigger.call_at, fields.Datetime.now() + timedelta(minutes=2))
        self.assertFalse(periods._search_overdue_help())

    def test_nobody_is_notified_of_a_call_that_was_answered(self):
        with freeze_time(fields.Datetime.now() - timedelta(minutes=6)):
            channel = self.open_conversation()
            channel.with_user(self.agent).livechat_ask_help()
            channel.with_user(self.expert).livechat_join()
        self.assertNotIn(channel.id, self.overdue())
