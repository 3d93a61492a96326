from odoo.fields import Command
from odoo.tests import Form, tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestDialogs(PanelCase):
    """The dialogs that the panel opens, as a form view asks for them."""

    def setUp(self):
        super().setUp()
        self.channel = self.open_conversation()
        self.expertise = self.env["im_livechat.expertise"].create({"name": "Dialog refunds"})
        self.channel.livechat_expertise_ids = [Command.set(self.expertise.ids)]

    def form(self, model):
        context = {
            "active_model": "discuss.channel",
            "active_id": self.channel.id,
            "active_ids": self.channel.ids,
        }
        return Form(self.env[model].with_user(self.agent).with_context(**context))

    def defaults(self, model):
        """Return the values with which the web client opens the dialog."""
        result = self.as_user(
            self.agent,
            f"/web/dataset/call_kw/{model}/onchange",
            {
                "model": model,
                "method": "onchange",
                "args": [[], {}, [], {"expertise_ids": {"fields": {"display_name": {}}}}],
                "kwargs": {"context": {"active_id": self.channel.id}},
            },
        )
        return result["value"]

    def test_opened_by_the_web_client(self):
        for model in ("livechat.help.wizard", "livechat.reassign.wizard"):
            ((_command, expertise_id, values),) = self.defaults(model)["expertise_ids"]
            self.assertEqual(expertise_id, self.expertise.id, model)
            self.assertEqual(values["display_name"], "Dialog refunds", model)

    def test_help(self):
        with self.form("livechat.help.wizard") as form:
            self.assertEqual(form.expertise_ids.ids, self.expertise.ids)
            form.text = "A refund"
        form.record.action_ask_help()
        self.assertEqual(self.channel.livechat_status, "need_help")
        self.assertEqual(self.channel.livechat_help_text, "A refund")
        self.assertEqual(self.form("livechat.help.wizard").text, "A refund")

    def test_help_asks_the_same_from_a_list(self):
        """What is needed is asked of one conversation, or of several at once."""
        action = self.call(self.agent, self.channel, "action_livechat_confirm", "ask_help")
        self.assertEqual(action["res_model"], "livechat.help.wizard")
        self.assertEqual(action["context"]["active_id"], self.channel.id)
        closed, other = self.open_conversation(), self.open_conversation()
        closed.livechat_end_dt = closed.create_date
        channels = closed | self.channel | other
        action = channels.with_user(self.agent).action_livechat_confirm("ask_help")
        wizards = self.env["livechat.help.wizard"].with_user(self.agent)
        with Form(wizards.with_context(**action["context"])) as form:
            form.text = "All down"
        report = form.record.action_ask_help()
        self.assertEqual(report["res_model"], "livechat.action.report")
        self.assertEqual(set((self.channel | other).mapped("livechat_status")), {"need_help"})
        self.assertEqual(set((self.channel | other).mapped("livechat_help_text")), {"All down"})
        self.assertEqual(self.channel.livechat_expertise_ids, self.expertise)
        self.assertFalse(closed.livechat_status)

    def test_help_of_those_that_look_for_it_already_says_so(self):
        other = self.open_conversation()
        other.livechat_status = "need_help"
        channels = (self.channel | other).with_user(self.agent)
        action = channels.action_livechat_confirm("ask_help")
        wizards = self.env["livechat.help.wizard"].with_user(self.agent)
        with Form(wizards.with_context(**action["context"])) as form:
            form.text = False
        report = self.env["livechat.action.report"].browse(form.record.action_ask_help()["res_id"])
        self.assertIn("Done for 1 of 2", report.message)
        self.assertEqual(report.line_ids.mapped("reason"), ["It has this status already"])
        self.assertFalse(other.livechat_help_user_id)

    def test_help_for_none_says_why(self):
        self.channel.livechat_end_dt = self.channel.create_date
        action = self.call(self.agent, self.channel, "action_livechat_confirm", "ask_help")
        self.assertEqual(action["res_model"], "livechat.action.report")

    def test_reassign(self):
        self.env["mail.presence"]._update_presence(self.other_agent)
        with self.form("livechat.reassign.wizard") as form:
            self.assertEqual(form.expertise_ids.ids, self.expertise.ids)
            form.user_id = self.other_agent
            form.comment = "A regular"
        form.record.action_reassign()
        self.assertEqual(self.channel.livechat_operator_id, self.other_agent.partner_id)
        self.assertEqual(self.channel.livechat_handover_ids.comment, "A regular")
