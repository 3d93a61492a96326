from datetime import timedelta
from unittest import SkipTest

from odoo import fields
from odoo.tests.common import HttpCase, TransactionCase, tagged

from odoo.addons.mail.tools.discuss import Store

from ..support.common import POST, PanelCase

# Each of the demo data is loaded at a moment of its own.
SOON = timedelta(minutes=1)


@tagged("post_install", "-at_install", "companions")
class TestDemo(TransactionCase):
    """The demo data have something to show in the panel, in the lists and in the reports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls._ref("livechat_channel_support"):
            raise SkipTest("This database has no demo data.")
        cls.nora = cls._ref("user_nora")
        cls.pablo = cls._ref("user_pablo")
        cls.conversations = cls.env["discuss.channel"].search(
            [("livechat_channel_id", "=", cls._ref("livechat_channel_support").id)]
        )
        if len(cls.conversations) < 12:
            raise AssertionError("Most tests here would look at nothing.")
        cls.closed = cls.conversations.filtered("livechat_end_dt")

    @classmethod
    def _ref(cls, name):
        return cls.env.ref(f"livechat_info_panel.{name}", raise_if_not_found=False)

    def test_every_status(self):
        statuses = set((self.conversations - self.closed).mapped("livechat_status"))
        self.assertEqual(statuses, {"in_progress", "waiting", "need_help"})
        self.assertFalse(self.closed.filtered("livechat_status"))

    def test_every_outcome(self):
        expected = {
            "conversation_at_night": "no_agent",
            "conversation_broken_tiles": "no_failure",
            "conversation_compiler_error": "escalated",
            "conversation_gone_visitor": "no_answer",
            "conversation_never_answered": "missed",
        }
        self.assertEqual(
            {name: self._ref(name).livechat_outcome for name in expected},
            expected,
        )

        self.assertFalse(
            set((self.conversations - self.closed).mapped("livechat_outcome")) - {False}
        )

    def test_report_agrees_with_outcome(self):
        reported = self.env["im_livechat.report.channel"].search(
            [("channel_id", "in", self.conversations.ids)]
        )
        self.assertEqual(
            {line.channel_id.id: line.session_outcome for line in reported},
            {channel.id: channel.livechat_outcome for channel in self.conversations},
        )
        self.assertTrue(all(line.duration > 0 for line in reported))
        self.assertTrue(all(line.time_to_answer >= 0 for line in reported))

    def test_messages_are_counted_as_written(self):
        histories = self.conversations.livechat_channel_member_history_ids
        self.assertGreater(sum(histories.mapped("message_count")), 20)
        for history in histories:
            messages = history.channel_id.message_ids.filtered(
                lambda message, history=history: (
                    message.message_type == "comment"
                    and message.author_id == history.partner_id
                    and message.author_guest_id == history.guest_id
                )
            )
            self.assertEqual(
                history.message_count,
                len(messages),
                f"{history.display_name} in {history.channel_id.display_name}",
            )

    def test_operators_are_in_the_history(self):
        answered = self.conversations.filtered(lambda c: c.livechat_failure != "no_agent")
        self.assertGreater(len(answered), 5)
        for channel in answered:
            self.assertIn(channel.livechat_operator_id, channel.livechat_agent_partner_ids)

    def test_agents_did_what_is_kept_of_them(self):
        agents = self.nora + self.pablo
        noted = self.conversations.filtered("livechat_note")
        versions = self.env["livechat.note.version"].search([("channel_id", "in", noted.ids)])
        self.assertGreater(len(versions), len(noted))
        self.assertEqual(versions.user_id, agents)
        self.assertTrue(all(version.user_id for version in versions))
        for channel in noted:
            version = channel.livechat_note_version_id
            self.assertEqual(channel.livechat_note_author_name, version.user_id.name)
            self.assertAlmostEqual(channel.livechat_note_dt, version.create_date, delta=SOON)
            self.assertGreater(version.create_date, channel.create_date)
            self.assertLess(version.create_date, fields.Datetime.now())
        by_hand = self.conversations.livechat_status_period_ids.filtered(
            lambda period: period.status in ("waiting", "need_help")
        )
        self.assertTrue(all(period.user_id for period in by_hand))
        self.assertEqual(by_hand.user_id, agents)
        transcripts = self.env["livechat.transcript"].search(
            [("channel_id", "in", self.conversations.ids)]
        )
        self.assertEqual(transcripts.user_id, agents)
        self.assertFalse(transcripts.mail_mail_ids)

    def test_periods_follow_one_another(self):
        self.assertGreater(len(self.conversations.livechat_status_period_ids), 12)
        for channel in self.conversations:
            periods = channel.livechat_status_period_ids.sorted("start_dt")
            end = channel.livechat_end_dt
            for period, following in zip(periods, [*periods[1:], None], strict=False):
                expected = following.start_dt if following else end
                if expected:
                    self.assertAlmostEqual(period.end_dt, expected, delta=SOON)
                else:
                    self.assertFalse(period.end_dt)
                    self.assertEqual(period.status, channel.livechat_status)
            self.assertFalse(channel.livechat_status and not periods)

    def test_customers_have_recent_conversations(self):
        for name, count in [("vat_number", 2), ("slow_export", 1)]:
            channel = self._ref(f"conversation_{name}").with_user(self.nora)
            self.assertEqual(channel.livechat_get_recent_conversations()["count"], count)

    def test_guest_is_perhaps_a_contact(self):
        channel = self._ref("conversation_slow_export").with_user(self.pablo)
        match = channel._get_contact_matches()[channel]
        self.assertEqual(match.name, "Jonas Weber")

    def test_countries_are_estimated_for_guests_only(self):
        for channel in self.conversations:
            self.assertTrue(channel.country_id, channel.display_name)
            self.assertEqual(
                channel.livechat_country_is_estimated, bool(channel.livechat_customer_guest_ids)
            )

    def test_agents_can_open_every_conversation(self):
        for agent in self.nora + self.pablo:
            channels = self.conversations.with_user(agent).with_context(lang=agent.lang)
            channels.check_access("read")
            store = Store().add(channels)
            store.add(channels, channels._get_livechat_session_fields_to_store())
            self.assertEqual(
                {data["id"] for data in store.get_result()["discuss.channel"]}, set(channels.ids)
            )

    def test_chatbot_answers_are_complete(self):
        channel = self._ref("conversation_slow_export").with_user(self.pablo)
        answers = channel._get_chatbot_answers()[channel.id]
        self.assertEqual(
            [answer["answer"].splitlines()[0] for answer in answers],
            [
                "Something does not work",
                "jonas.weber@example.org",
                "The export of our catalogue takes 20 minutes, it used to take 20 seconds.",
            ],
        )
        self.assertIn("3. started the export", answers[-1]["answer"])
        self.assertTrue(all(answer["question"] for answer in answers))


@tagged("post_install", "-at_install", "companions")
class TestDemoChatbot(HttpCase):
    """A visitor of the demo's support page passes the chatbot."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls._ref("livechat_channel_support"):
            raise SkipTest("This database has no demo data.")

    @classmethod
    def _ref(cls, name):
        return cls.env.ref(f"livechat_info_panel.{name}", raise_if_not_found=False)

    def setUp(self):
        super().setUp()
        self.env["mail.presence"].search([]).unlink()

    def _pass_chatbot(self, topic):
        """Answer all that the chatbot asks.

        :param topic: the answer (``chatbot.script.answer``) to its first question
        :return: the conversation
        """
        data = self.make_jsonrpc_request(
            "/im_livechat/get_session",
            {
                "channel_id": self._ref("livechat_channel_support").id,
                "chatbot_script_id": self._ref("chatbot_support").id,
            },
        )
        channel = self.env["discuss.channel"].browse(data["channel_id"])
        self._answer(channel, topic.name, {"selected_answer_id": topic.id})
        self._answer(channel, "visitor@example.com")
        self._answer(channel, "It happened twice.")
        channel.invalidate_recordset()
        return channel

    def _answer(self, channel, body, context=None):
        params = PanelCase.post_params(channel, body)
        self.make_jsonrpc_request(POST, {**params, "context": context or {}})
        self._trigger_next_step(channel)

    def _trigger_next_step(self, channel):
        self.make_jsonrpc_request("/chatbot/step/trigger", {"channel_id": channel.id})

    def test_forwards_by_expertise(self):
        agent_by_topic = {
            self._ref("chatbot_answer_billing"): self._ref("user_nora"),
            self._ref("chatbot_answer_technical"): self._ref("user_pablo"),
        }
        for agent in agent_by_topic.values():
            self.env["mail.presence"]._update_presence(agent)
        for topic, agent in agent_by_topic.items():
            with self.subTest(topic.name):
                channel = self._pass_chatbot(topic)
                self.assertEqual(channel.livechat_operator_id, agent.partner_id)
                self.assertTrue(agent.livechat_expertise_ids)
                self.assertEqual(channel.livechat_expertise_ids, agent.livechat_expertise_ids)

    def test_keeps_the_address_when_nobody_is_there(self):
        channel = self._pass_chatbot(self._ref("chatbot_answer_other"))
        self._trigger_next_step(channel)  # the one to an agent found nobody
        channel.invalidate_recordset()
        self.assertEqual(channel.chatbot_current_step_id, self._ref("chatbot_step_nobody"))
        self.make_jsonrpc_request("/im_livechat/visitor_leave_session", {"channel_id": channel.id})
        channel.invalidate_recordset()
        self.assertEqual(channel.livechat_outcome, "no_agent")
        self.assertIn(
            "visitor@example.com",
            [answer["answer"] for answer in channel._get_chatbot_answers()[channel.id]],
        )
