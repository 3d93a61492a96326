from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestLastAgentLeaves(PanelCase):
    """The last agent who leaves ends the conversation, unless the customer still waits for one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chatbot = cls.make_chatbot(
            ("free_input_single", "What is it?"),
            ("forward_operator", "One moment."),
            ("free_input_single", "And now?"),
        )

    def with_chatbot_answer(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        self.visitor_writes(channel, "My invoice is wrong")
        return channel

    def join(self, channel, user=None):
        self.call(user or self.other_agent, channel, "livechat_join")

    def leave(self, channel, user=None):
        self.call(user or self.other_agent, channel, "action_unfollow")
        channel.invalidate_recordset()

    def assertLooksForHelp(self, channel):
        self.assertFalse(channel.livechat_end_dt)
        self.assertEqual(channel.livechat_status, "need_help")
        self.assertTrue(channel.livechat_is_unattended)

    def test_agent_who_only_looked_into_a_chatbot_s_does_not_end_it(self):
        channel = self.with_chatbot_answer()
        self.join(channel)
        self.leave(channel)
        self.assertLooksForHelp(channel)
        self.assertFalse(channel.livechat_help_user_id)
        self.visitor_writes(channel, "Hello?")
        self.join(channel, self.agent)
        self.assertEqual(channel.livechat_status, "in_progress")

    def test_agent_who_asked_for_help_there_and_leaves_does_not_end_it(self):
        channel = self.with_chatbot_answer()
        self.join(channel)
        self.call(self.other_agent, channel, "livechat_ask_help", "Invoices")
        self.leave(channel)
        self.assertLooksForHelp(channel)
        self.assertEqual(channel.livechat_help_text, "Invoices")

    def test_agent_who_joined_after_a_failed_forward_does_not_end_it(self):
        self.agent.presence_ids.status = "offline"
        channel = self.with_chatbot_answer()
        self.trigger_step(channel)
        self.assertEqual(channel.livechat_failure, "no_agent")
        self.join(channel)
        self.leave(channel)
        self.assertLooksForHelp(channel)

    def test_agent_who_answered_ends_it(self):
        channel = self.with_chatbot_answer()
        self.join(channel)
        self.user_writes(self.other_agent, channel)
        self.leave(channel)
        self.assertTrue(channel.livechat_end_dt)

    def test_agent_whom_the_chatbot_brought_in_ends_it(self):
        channel = self.with_chatbot_answer()
        self.trigger_step(channel)
        self.leave(channel, self.agent)
        self.assertTrue(channel.livechat_end_dt)

    def test_customer_s_end_is_the_end(self):
        channel = self.with_chatbot_answer()
        self.join(channel)
        self.leave(channel)
        self.as_visitor(channel, "/im_livechat/visitor_leave_session", {"channel_id": channel.id})
        self.assertTrue(channel.livechat_end_dt)
        self.assertFalse(channel.livechat_status)

    def test_customer_goes_on_waiting_when_a_colleague_leaves(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "add_members", self.customer.partner_id.ids)
        self.leave(channel, self.agent)
        self.assertLooksForHelp(channel)
        self.leave(channel, self.customer)
        self.assertNotIn(self.customer.partner_id, channel.channel_partner_ids)
        self.assertLooksForHelp(channel)

    def test_nobody_waits_where_all_customers_are_gone(self):
        channel = self.open_conversation(self.customer)
        self.call(self.agent, channel, "add_members", self.employee.partner_id.ids)
        self.call(self.agent, channel, "livechat_ask_help")
        self.leave(channel, self.agent)
        self.assertLooksForHelp(channel)
        self.leave(channel, self.customer)
        self.assertTrue(channel.livechat_end_dt)
