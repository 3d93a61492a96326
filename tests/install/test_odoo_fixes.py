"""What Odoo repaired after some of its packages were made: it works with and without its repair."""

from unittest.mock import patch

from odoo import Command, fields
from odoo.http import request, route
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.im_livechat.controllers.chatbot import LivechatChatbotScriptController
from odoo.addons.im_livechat.models.im_livechat_channel import Im_LivechatChannel
from odoo.addons.im_livechat.models.res_partner import ResPartner as OdoosPartner
from odoo.addons.mail.tools.discuss import Store, add_guest_to_context

from ...models.contact.res_partner import ResPartner as OurPartner
from ..support.common import POST, PanelCase

DATA_ID = 4711
SEARCH = "_search_for_channel_invite_to_store"


@tagged("post_install", "-at_install")
class TestEmployeeInvites(PanelCase):
    """Odoo's 254565: an employee without Live Chat rights invites somebody into a live chat."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.call(self.agent, self.channel, "add_members", self.employee.partner_id.ids)

    def search(self, user, term):
        """Return what the dialog to invite shows of the people it finds, by their ids."""
        result = self.as_user(
            user,
            "/web/dataset/call_kw/res.partner/search_for_channel_invite",
            {
                "model": "res.partner",
                "method": "search_for_channel_invite",
                "args": [term],
                "kwargs": {"channel_id": self.channel.id},
            },
        )
        found = {data["id"]: data for data in result["store_data"]["res.partner"]}
        return {id_: found[id_] for id_ in result["partner_ids"]}

    def check_employee_invites(self):
        self.livechat_channel.user_ids = [Command.link(self.other_agent.id)]
        self.env["mail.presence"]._update_presence(self.other_agent)
        colleague = self.other_agent.partner_id
        found = self.search(self.employee, self.other_agent.name)
        self.assertEqual(list(found), colleague.ids)
        self.assertTrue(found[colleague.id]["is_available"])
        self.assertEqual(found, self.search(self.agent, self.other_agent.name))
        self.call(self.employee, self.channel, "add_members", colleague.ids)
        self.assertIn(colleague, self.channel.channel_member_ids.partner_id)

    def test_with_this_odoo(self):
        self.check_employee_invites()

    def test_with_repaired_odoo(self):
        """There Odoo itself looks with all rights who is available, and at nothing else."""
        search = Im_LivechatChannel.search

        def search_with_all_rights(records, domain, *args, **kwargs):
            return search(records.sudo() if domain == [] else records, domain, *args, **kwargs)

        with patch.object(Im_LivechatChannel, "search", search_with_all_rights):
            self.check_employee_invites()
        self.channel.channel_member_ids.filtered(
            lambda member: member.partner_id == self.other_agent.partner_id
        ).unlink()
        ours = self.search(self.employee, self.other_agent.name)
        with (
            patch.object(Im_LivechatChannel, "search", search_with_all_rights),
            patch.object(OurPartner, SEARCH, getattr(OdoosPartner, SEARCH)),
        ):
            odoos = self.search(self.employee, self.other_agent.name)
        self.assertEqual(ours, odoos)

    def test_nobody_looks_into_live_chats_of_others(self):
        other = self.open_conversation(self.customer)
        found = self.env["res.partner"].with_user(self.employee)
        data = found.search_for_channel_invite("Otto", channel_id=other.id)["store_data"]
        [partner] = data["res.partner"]
        self.assertNotIn("is_available", partner)


@tagged("post_install", "-at_install")
class TestNobodyIsOperator(PanelCase):
    """Odoo's 261726: a chatbot forwards to an agent, of whom there is none, and has no more to say.

    The step says nothing then. Some Odoo 19.0 look for its message and stop with a StopIteration,
    and the visitor waits for an answer that never comes.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.livechat_channel.user_ids = False
        chatbot = cls.make_chatbot(
            ("question_selection", "What is it about?", "Billing"),
            ("forward_operator", "I am looking for somebody."),
        )
        cls.question, cls.forward = chatbot.script_step_ids
        cls.forward.triggering_answer_ids = cls.question.answer_ids

    def trigger(self, channel):
        """Let the chatbot go on; return whether the widget was told that it did."""
        guest = channel.livechat_customer_guest_ids
        before = self.env["bus.bus"].search([], order="id DESC", limit=1).id
        self.as_visitor(
            channel,
            "/chatbot/step/trigger",
            {
                "channel_id": channel.id,
                "chatbot_script_id": self.question.chatbot_script_id.id,
                "data_id": DATA_ID,
            },
        )
        channel.invalidate_recordset()
        self.env.cr.precommit.run()
        sent = self.env["bus.bus"].search([("id", ">", before)])
        told = sent.filtered(lambda m: f'"mail.guest", {guest.id}' in m.channel.replace(",", ", "))
        return any('"DataResponse"' in m.message and str(DATA_ID) in m.message for m in told)

    def check_script_ends(self):
        channel = self.open_conversation(chatbot=self.question.chatbot_script_id)
        answer = {"selected_answer_id": self.question.answer_ids.id}
        self.as_visitor(channel, POST, {**self.post_params(channel, "Billing"), "context": answer})
        self.assertTrue(self.trigger(channel))
        self.assertEqual(channel.chatbot_current_step_id, self.forward)
        self.assertNotIn(self.forward, channel.chatbot_message_ids.script_step_id)
        self.assertFalse(channel.livechat_end_dt)
        self.assertTrue(self.trigger(channel))
        self.assertTrue(channel.livechat_end_dt)
        self.assertEqual(channel.livechat_outcome, "no_agent")

    def test_with_this_odoo(self):
        self.check_script_ends()

    def test_with_odoo_that_looks_for_the_message(self):
        self.check_with_message_looked_for(lambda messages: next(iter(messages)))

    def test_with_repaired_odoo(self):
        self.check_with_message_looked_for(lambda messages: next(iter(messages), None))

    def test_other_failures_are_not_hidden(self):
        def fail(*_args, **_kwargs):
            raise StopIteration

        channel = self.open_conversation(chatbot=self.question.chatbot_script_id)
        with (
            patch.object(LivechatChatbotScriptController, "chatbot_trigger_step", fail),
            mute_logger("odoo.http"),
            self.assertRaises(JsonRpcException),
        ):
            self.trigger(channel)

    def check_with_message_looked_for(self, look_for):
        """Check with an Odoo that tells, when a script ends, which message was its last one."""
        trigger_step = LivechatChatbotScriptController.chatbot_trigger_step

        @route("/chatbot/step/trigger", type="jsonrpc", auth="public")
        @add_guest_to_context
        def trigger(controller, channel_id, chatbot_script_id=None, data_id=None):
            channel = request.env["discuss.channel"].search([("id", "=", channel_id)]).sudo()
            step = channel.chatbot_current_step_id
            if step._fetch_next_step(channel.chatbot_message_ids.user_script_answer_id):
                return trigger_step(controller, channel_id, chatbot_script_id, data_id)
            channel.livechat_end_dt = fields.Datetime.now()
            message = look_for(
                message.mail_message_id
                for message in channel.chatbot_message_ids
                if message.script_step_id == step
            )
            store = Store(bus_channel=request.env["res.partner"]._get_current_persona()[1])
            store.data_id = data_id
            store.add(channel)
            if message:
                step_values = {"id": (step.id, message.id), "isLast": True}
                store.add_model_values("ChatbotStep", step_values)
            store.resolve_data_request().bus_send()
            return None

        with patch.object(LivechatChatbotScriptController, "chatbot_trigger_step", trigger):
            self.check_script_ends()
