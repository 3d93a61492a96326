from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ...hooks.chatbots import COLUMNS, keep_chatbot_dialogs
from ..support.common import POST, PanelCase


@tagged("post_install", "-at_install")
class TestChatbotRewritten(PanelCase):
    """What was asked and answered stays, whatever becomes of the chatbot and of who answered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chatbot = cls.make_chatbot(
            ("question_selection", "What is it about?", "Delivery", "Billing"),
            ("question_email", "Your e-mail?"),
            ("free_input_multi", "Tell me all."),
            ("free_input_single", "In short?"),
            ("forward_operator", "I call somebody."),
        )
        cls.steps = cls.chatbot.script_step_ids
        cls.expected = [
            {"question": "What is it about?", "answer": "Delivery"},
            {"question": "Your e-mail?", "answer": "mia@example.com"},
            {"question": "Tell me all.", "answer": "It rains\ninto my parcel."},
            {"question": "In short?", "answer": "Help!"},
        ]

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation(chatbot=self.chatbot)
        self.answer("Delivery", selected=self.steps[0].answer_ids[0])
        self.visitor_writes(self.channel, "mia(at)example.com")
        self.as_visitor(
            self.channel, "/chatbot/step/validate_email", {"channel_id": self.channel.id}
        )
        self.answer("mia@example.com")
        self.answer("It rains", "into my parcel.")
        self.answer("Help!")
        self.assertAnswers()

    def answer(self, *bodies, selected=None):
        for body in bodies:
            params = self.post_params(self.channel, body)
            context = {"selected_answer_id": selected and selected.id}
            self.as_visitor(self.channel, POST, {**params, "context": context})
        self.trigger_step(self.channel)

    def save_chatbot(self, *commands):
        """Save the form of the chatbot, as a manager."""
        self.as_user(
            self.manager,
            "/web/dataset/call_kw/chatbot.script/web_save",
            {
                "model": "chatbot.script",
                "method": "web_save",
                "args": [self.chatbot.ids, {"script_step_ids": list(commands)}],
                "kwargs": {"specification": {}},
            },
        )

    def delete_choices(self):
        """Delete the answers to choose from: PostgreSQL cannot delete what was answered in the same
        transaction together with its question."""
        self.steps.answer_ids.with_user(self.manager).unlink()

    def assertAnswers(self):
        self.env.invalidate_all()
        self.assertEqual(
            self.panel_data(self.agent, self.channel)["livechat_chatbot_answers"], self.expected
        )

    def test_answer_gets_another_name(self):
        answer = self.steps[0].answer_ids[0]
        rename = Command.update(answer.id, {"name": "Everything else"})
        self.save_chatbot(Command.update(self.steps[0].id, {"answer_ids": [rename]}))
        self.assertEqual(answer.name, "Everything else")
        self.assertAnswers()

    def test_answer_is_deleted(self):
        delete = Command.delete(self.steps[0].answer_ids[0].id)
        self.save_chatbot(Command.update(self.steps[0].id, {"answer_ids": [delete]}))
        self.assertAnswers()

    def test_question_gets_another_text(self):
        self.save_chatbot(Command.update(self.steps[2].id, {"message": "Anything else?"}))
        self.assertAnswers()

    def test_steps_are_deleted(self):
        self.delete_choices()
        for step in self.steps:
            with self.subTest(step.step_type):
                self.save_chatbot(Command.delete(step.id))
                self.assertAnswers()

    def test_steps_get_another_type(self):
        for step, step_type in zip(
            self.steps, ("free_input_single", "text", "question_email", "text"), strict=False
        ):
            with self.subTest(step.step_type):
                self.save_chatbot(Command.update(step.id, {"step_type": step_type}))
                self.assertAnswers()

    def test_chatbot_is_deleted(self):
        bot = self.chatbot.operator_partner_id
        self.delete_choices()
        self.livechat_channel.rule_ids.unlink()
        self.chatbot.with_user(self.manager).unlink()
        self.assertAnswers()
        bot.unlink()
        self.assertAnswers()

    def test_dialogs_of_an_existing_database(self):
        """What plain Odoo kept is kept as it is when the addon is installed, or updated."""
        self.env.flush_all()
        columns = SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in COLUMNS)
        self.env.cr.execute(SQL("UPDATE chatbot_message SET %s", columns))
        keep_chatbot_dialogs(self.env)
        self.delete_choices()
        self.chatbot.script_step_ids.unlink()
        self.assertAnswers()

    def test_restart_after_steps_were_deleted(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        self.channel = channel
        self.answer("Delivery", selected=self.steps[0].answer_ids[0])
        self.delete_choices()
        self.save_chatbot(Command.delete(self.steps[0].id))
        self.as_visitor(
            channel,
            "/chatbot/restart",
            {"channel_id": channel.id, "chatbot_script_id": self.chatbot.id},
        )
        self.expected = self.expected[:1]
        self.assertAnswers()

    def test_answer_is_in_the_language_of_the_question(self):
        """The agent reads what the visitor read, however many languages the chatbot has."""
        self.env["res.lang"]._activate_lang("fr_FR")
        answer = self.steps[0].answer_ids[1]
        self.steps[0].with_context(lang="fr_FR").message = "De quoi s'agit-il ?"
        answer.with_context(lang="fr_FR").name = "Facture"
        self.opener.cookies["frontend_lang"] = "fr_FR"
        self.channel = self.open_conversation(chatbot=self.chatbot)
        guest = self.channel.livechat_customer_guest_ids
        self.make_jsonrpc_request(
            POST,
            {
                **self.post_params(self.channel, "Facture"),
                "context": {"selected_answer_id": answer.id},
            },
            cookies={
                guest._cookie_name: guest._format_auth_cookie(),
                "frontend_lang": "fr_FR",
            },
        )
        self.expected = [{"question": "De quoi s'agit-il ?", "answer": "Facture"}]
        self.assertAnswers()
