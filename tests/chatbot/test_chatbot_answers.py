import json

from odoo.tests import tagged

from odoo.addons.bus.tests.common import BusCase

from ..support.common import POST, PanelCase


@tagged("post_install", "-at_install")
class TestChatbotAnswers(PanelCase, BusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chatbot = cls.make_chatbot(
            ("text", "Hello!"),
            ("question_selection", "What is it about?", "C++ & <b>more</b>", "Billing"),
            ("question_email", "Your e-mail?"),
            ("free_input_multi", "Tell me <b>all</b>."),
            ("free_input_single", "In short?"),
            ("forward_operator", "I call somebody."),
        )
        cls.steps = cls.chatbot.script_step_ids

    def answer(self, channel, *bodies, selected=None):
        for body in bodies:
            params = self.post_params(channel, body)
            context = {"selected_answer_id": selected and selected.id}
            self.as_visitor(channel, POST, {**params, "context": context})
        self.trigger_step(channel)

    def pass_chatbot(self, channel):
        self.answer(
            channel, "C++ &amp; &lt;b&gt;more&lt;/b&gt;", selected=self.steps[1].answer_ids[0]
        )
        self.answer(channel, "mia@example.com")
        self.answer(
            channel, "My compiler says:", "error: &lt;vector&gt;<br><br>and stops", "What now?"
        )
        self.answer(channel, "Help!")

    def expected_answers(self):
        return [
            {"question": "What is it about?", "answer": "C++ & <b>more</b>"},
            {"question": "Your e-mail?", "answer": "mia@example.com"},
            {
                "question": "Tell me all.",
                "answer": "My compiler says:\nerror: <vector>\n\nand stops\nWhat now?",
            },
            {"question": "In short?", "answer": "Help!"},
        ]

    def test_whole_answers_however_long_the_conversation(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        self.pass_chatbot(channel)
        self.assertIn(self.agent.partner_id, channel.livechat_agent_partner_ids)
        for more_lines in (0, 40):
            for number in range(more_lines):
                channel.with_user(self.agent).message_post(
                    body=f"Line {number}", message_type="comment", subtype_xmlid="mail.mt_comment"
                )
            with self.subTest(more_lines=more_lines):
                self.assertEqual(
                    self.panel_data(self.agent, channel)["livechat_chatbot_answers"],
                    self.expected_answers(),
                )

    def test_address_is_the_valid_one(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        self.answer(channel, "Billing", selected=self.steps[1].answer_ids[1])
        self.visitor_writes(channel, "not an address")
        self.as_visitor(channel, "/chatbot/step/validate_email", {"channel_id": channel.id})
        self.answer(channel, "mia@example.com")
        self.assertEqual(
            self.panel_data(self.agent, channel)["livechat_chatbot_answers"][1]["answer"],
            "mia@example.com",
        )

    def test_agent_who_looks_on_is_told_each_answer(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        self._reset_bus()
        self.answer(channel, "Billing", selected=self.steps[1].answer_ids[1])
        self.env.cr.precommit.run()
        told = [
            values["livechat_chatbot_answers"]
            for notification in self.env["bus.bus"].sudo().search([])
            if "livechat_users" in json.loads(notification.channel)
            for values in json.loads(notification.message)["payload"].get("discuss.channel", [])
            if "livechat_chatbot_answers" in values
        ]
        self.assertEqual(told[-1], [{"question": "What is it about?", "answer": "Billing"}])

    def test_unanswered_question_is_not_shown(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        self.assertEqual(self.panel_data(self.manager, channel)["livechat_chatbot_answers"], [])

    def test_file_as_an_answer(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        self.answer(channel, "Billing", selected=self.steps[1].answer_ids[1])
        self.answer(channel, "mia@example.com")
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.env.ref("base.public_user"))
            .sudo()
            .create({"name": "invoice.pdf", "raw": b"%PDF", "res_model": "mail.compose.message"})
        )
        self.visitor_writes(
            channel,
            "",
            attachment_ids=attachment.ids,
            attachment_tokens=[attachment._get_ownership_token()],
        )
        self.trigger_step(channel)
        self.assertEqual(
            self.panel_data(self.agent, channel)["livechat_chatbot_answers"][-1],
            {"question": "Tell me all.", "answer": "invoice.pdf"},
        )

    def test_restart_keeps_the_answers_before(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        self.answer(channel, "Billing", selected=self.steps[1].answer_ids[1])
        self.as_visitor(
            channel,
            "/chatbot/restart",
            {"channel_id": channel.id, "chatbot_script_id": self.chatbot.id},
        )
        self.trigger_step(channel)
        self.trigger_step(channel)
        self.pass_chatbot(channel)
        self.assertEqual(
            self.panel_data(self.agent, channel)["livechat_chatbot_answers"],
            [{"question": "What is it about?", "answer": "Billing"}, *self.expected_answers()],
        )
