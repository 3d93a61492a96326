from odoo import Command
from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestChatbotStops(PanelCase):
    """The chatbot stops when an agent joins by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chatbot = cls.make_chatbot(
            ("question_selection", "What is it about?", "Billing"),
            ("free_input_multi", "Tell me all."),
            ("question_email", "Your e-mail?"),
        )
        cls.bot = cls.chatbot.operator_partner_id

    def arrange(self):
        super().arrange()
        self.other_agent.livechat_username = "Otto of Support"
        self.channel = self.open_conversation(chatbot=self.chatbot)

    def trigger(self, **params):
        self.as_visitor(
            self.channel, "/chatbot/step/trigger", {"channel_id": self.channel.id, **params}
        )

    def answer(self, body):
        self.visitor_writes(self.channel, body)
        self.trigger(chatbot_script_id=self.chatbot.id)

    def join(self, user=None):
        self.call(user or self.other_agent, self.channel, "channel_join")

    def bot_says(self):
        return self.channel.message_ids.filtered(lambda m: m.author_id == self.bot)

    def assert_bot_is_silent(self):
        said = self.bot_says()
        step = self.channel.chatbot_current_step_id
        for params in ({"chatbot_script_id": self.chatbot.id}, {}):
            for body in ("Anybody?", "mia@example.com"):
                self.visitor_writes(self.channel, body)
                self.trigger(**params)
        self.assertEqual(self.bot_says(), said)
        self.assertEqual(self.channel.chatbot_current_step_id, step)
        self.assertFalse(self.channel.livechat_end_dt)

    def test_stops_when_an_agent_joins(self):
        self.answer("Billing")
        self.assertEqual(self.channel.livechat_operator_id, self.bot)
        self.join()
        self.assertEqual(self.channel.livechat_operator_id, self.other_agent.partner_id)
        self.assertEqual(self.channel.name, "Visitor Otto of Support")
        self.assertNotIn(self.bot, self.channel.channel_member_ids.partner_id)
        self.assertFalse(self.channel.livechat_end_dt)
        self.assertEqual(self.channel.livechat_bot_history_ids.partner_id, self.bot)
        self.assert_bot_is_silent()

    def test_stops_when_an_agent_is_invited(self):
        self.call(self.agent, self.channel, "add_members", self.other_agent.partner_id.ids)
        self.assertEqual(self.channel.livechat_operator_id, self.other_agent.partner_id)
        self.assert_bot_is_silent()

    def test_stays_stopped_when_the_agent_is_gone(self):
        self.join()
        self.join(self.agent)
        self.channel._action_unfollow(self.other_agent.partner_id)
        self.assert_bot_is_silent()

    def test_last_step_does_not_close_over_an_agent(self):
        self.answer("Billing")
        self.answer("All of it")
        self.join()
        self.visitor_writes(self.channel, "mia@example.com")
        self.trigger()
        self.assertFalse(self.channel.livechat_end_dt)

    def test_bot_checks_no_address_over_an_agent(self):
        self.answer("Billing")
        self.answer("All of it")
        self.join()
        said = self.bot_says()
        self.visitor_writes(self.channel, "no address")
        result = self.as_visitor(
            self.channel, "/chatbot/step/validate_email", {"channel_id": self.channel.id}
        )
        self.assertEqual(result, {"success": False, "data": {}})
        self.assertEqual(self.bot_says(), said)

    def test_no_script_starts_in_an_agent_s_conversation(self):
        self.channel = self.open_conversation()
        self.trigger(chatbot_script_id=self.chatbot.id)
        self.trigger()
        self.assertFalse(self.channel.chatbot_current_step_id)
        self.assertFalse(self.bot_says())
        self.assertFalse(self.channel.livechat_end_dt)

    def test_no_restart_over_an_agent(self):
        self.answer("Billing")
        self.join()
        answers = self.channel.chatbot_message_ids
        self.assertTrue(answers)
        for close in (False, True):
            if close:
                self.as_visitor(
                    self.channel,
                    "/im_livechat/visitor_leave_session",
                    {"channel_id": self.channel.id},
                )
            end = self.channel.livechat_end_dt
            params = {"channel_id": self.channel.id, "chatbot_script_id": self.chatbot.id}
            self.assertIsNone(self.as_visitor(self.channel, "/chatbot/restart", params))
            self.assertEqual(self.channel.chatbot_message_ids, answers)
            self.assertEqual(self.channel.livechat_end_dt, end)

    def test_only_the_customer_restarts(self):
        self.as_visitor(
            self.channel, "/im_livechat/visitor_leave_session", {"channel_id": self.channel.id}
        )
        params = {"channel_id": self.channel.id, "chatbot_script_id": self.chatbot.id}
        self.assertIsNone(self.as_user(self.manager, "/chatbot/restart", params))
        self.assertTrue(self.channel.livechat_end_dt)
        self.assertTrue(self.as_visitor(self.channel, "/chatbot/restart", params))
        self.assertFalse(self.channel.livechat_end_dt)

    def test_answers_stay_in_the_panel(self):
        self.answer("Billing")
        self.visitor_writes(self.channel, "The invoice is wrong")
        self.join()
        self.visitor_writes(self.channel, "Hello agent")
        self.assertEqual(
            self.panel_data(self.agent, self.channel)["livechat_chatbot_answers"],
            [
                {"question": "What is it about?", "answer": "Billing"},
                {"question": "Tell me all.", "answer": "The invoice is wrong"},
            ],
        )

    def test_colleague_of_the_customer_does_not_stop_it(self):
        self.call(self.agent, self.channel, "add_members", self.customer.partner_id.ids)
        self.assertEqual(self.channel.livechat_operator_id, self.bot)
        self.answer("Billing")
        self.assertIn("Tell me all.", self.bot_says()[0].body)

    def test_embedded_widget(self):
        self.answer("Billing")
        self.join()
        token = self.channel.livechat_customer_guest_ids._format_auth_cookie()
        said = self.bot_says()
        for route, params in [
            ("step/trigger", {"chatbot_script_id": self.chatbot.id}),
            ("restart", {"chatbot_script_id": self.chatbot.id}),
            ("step/validate_email", {}),
        ]:
            self.authenticate(None, None)
            self.make_jsonrpc_request(
                f"/chatbot/cors/{route}",
                {"guest_token": token, "channel_id": self.channel.id, **params},
            )
        self.assertEqual(self.bot_says(), said)
        self.assertFalse(self.channel.livechat_end_dt)

    def test_forward_is_odoo_s(self):
        """The chatbot's own forward leads to the same state."""
        self.chatbot.script_step_ids = [
            Command.create({"step_type": "forward_operator", "message": "One moment."})
        ]
        self.answer("Billing")
        self.answer("All of it")
        self.answer("mia@example.com")
        self.assertEqual(self.channel.livechat_operator_id, self.agent.partner_id)
        self.assertEqual(self.channel.chatbot_current_step_id.step_type, "forward_operator")
        self.assertNotIn(self.bot, self.channel.channel_member_ids.partner_id)
        self.assert_bot_is_silent()
