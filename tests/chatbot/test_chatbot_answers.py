import json

from odoo.tests import tagged

from ...models.chatbot import discuss_channel as chatbot_room
from ..support.common import POST, PanelCase


@tagged("post_install", "-at_install")
class TestChatbotAnswers(PanelCase):
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

    def test_answers_of_a_chatbot_that_is_known_by_its_step_or_as_a_member_only(self):
        """As a database of an earlier Odoo has it, or one whose script lost the step."""
        for forgotten in ("livechat_bot_history_ids", "chatbot_current_step_id"):
            channel = self.open_conversation(chatbot=self.chatbot)
            self.pass_chatbot(channel)
            self.assertTrue(channel[forgotten])
            if forgotten == "chatbot_current_step_id":
                channel.chatbot_current_step_id = False
            else:
                channel.livechat_bot_history_ids.unlink()
            with self.subTest(forgotten=forgotten):
                self.assertEqual(
                    self.panel_data(self.agent, channel)["livechat_chatbot_answers"],
                    self.expected_answers(),
                )

    def test_answer_that_was_just_edited(self):
        """Before Odoo writes that to the database, in the same transaction."""
        channel = self.open_conversation(chatbot=self.chatbot)
        self.pass_chatbot(channel)
        self.env.flush_all()
        message = channel.message_ids.filtered(lambda message: "Help!" in message.body)
        message.body = "<p>Help me!</p>"
        [*_earlier, last] = channel.with_user(self.agent)._get_chatbot_answers()[channel.id]
        self.assertEqual(last["answer"], "Help me!")

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

    def test_agent_who_looks_on_is_told_of_each_answer(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        self.told_agents()
        self.answer(channel, "Billing", selected=self.steps[1].answer_ids[1])
        outdated = {
            "type": "livechat_info_panel/session_data_outdated",
            "payload": {"channel_ids": channel.ids},
        }
        self.assertIn(outdated, self.told_agents())
        self.assertEqual(
            self.panel_data(self.agent, channel)["livechat_chatbot_answers"],
            [{"question": "What is it about?", "answer": "Billing"}],
        )

    def test_the_bus_carries_no_answer_twice(self):
        """However much a visitor answered, what they say next takes as much as at first."""
        channel = self.open_conversation(chatbot=self.chatbot)
        self.answer(channel, "Billing", selected=self.steps[1].answer_ids[1])
        self.answer(channel, "mia@example.com")
        sizes = []
        for _number in range(5):
            self.told_agents()
            self.visitor_writes(channel, "x" * 4_000)
            sizes.append(len(json.dumps(self.told_agents())))
        self.assertLess(sizes[-1], sizes[1] + 1_000)

    def told_agents(self):
        """Return what the bus told since it was last asked, to agents or to all."""
        self.env.cr.precommit.run()
        notifications = self.env["bus.bus"].sudo().search([])
        told = [json.loads(message) for message in notifications.mapped("message")]
        notifications.unlink()
        return told

    def test_answers_without_an_end(self):
        """Of very long answers, the end is shown; and after a restart, too."""
        channel = self.open_conversation(chatbot=self.chatbot)
        self.answer(channel, "Billing", selected=self.steps[1].answer_ids[1])
        self.answer(channel, "mia@example.com")
        channel = channel.with_user(self.env.ref("base.public_user")).sudo()
        channel = channel.with_context(guest=channel.livechat_customer_guest_ids)
        for number in range(chatbot_room.MESSAGES_LIMIT + 10):
            channel.message_post(body=f"{number} {'x' * 500}", message_type="comment")
        for restarts in range(3):
            answers = channel._get_chatbot_answers()[channel.id]
            with self.subTest(restarts=restarts):
                self.assertEqual(answers[-1]["question"], "Tell me all.")
                lines = answers[-1]["answer"].split("\n")
                self.assertTrue(lines[0].startswith("…"))
                self.assertTrue(lines[-1].startswith(f"{number} "))
                self.assertLess(len(json.dumps(answers)), 2 * chatbot_room.ANSWERS_MAX_LENGTH)
            channel._chatbot_restart(self.chatbot)

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
