from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from ..support.common import PanelCase

LONG_AGO = timedelta(hours=2)


@tagged("post_install", "-at_install")
class TestCustomerWaiting(PanelCase):
    """Since when a customer has been waiting, as things happen and as the messages say it."""

    def since(self, channel):
        """Return since when the customer has been waiting, which the messages must say, too."""
        self.env.flush_all()
        self.env.invalidate_all()
        query = channel._get_customer_waiting_query(SQL("channel.id = %s", channel.id))
        rows = dict(self.env.execute_query(query))
        self.assertEqual(channel.livechat_customer_waiting_since_dt, rows.get(channel.id, False))
        return channel.livechat_customer_waiting_since_dt

    def let_time_pass(self, channel):
        """Have all that happened be long ago."""
        self.env.flush_all()
        for table, column, key in [
            ("mail_message", "create_date", "res_id"),
            ("im_livechat_channel_member_history", "create_date", "channel_id"),
            ("discuss_channel", "livechat_customer_waiting_since_dt", "id"),
        ]:
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s SET %(column)s = %(column)s - %(passed)s"
                    " WHERE %(key)s = %(id)s",
                    column=SQL.identifier(column),
                    id=channel.id,
                    key=SQL.identifier(key),
                    passed=LONG_AGO,
                    table=SQL.identifier(table),
                )
            )
        self.env.invalidate_all()

    def test_the_first_message_that_is_not_answered(self):
        channel = self.open_conversation()
        self.assertFalse(self.since(channel))
        self.visitor_writes(channel, "Is there anybody?")
        self.let_time_pass(channel)
        first = self.since(channel)
        self.assertTrue(first)
        self.visitor_writes(channel, "Hello?")
        self.assertEqual(self.since(channel), first)
        self.user_writes(self.agent, channel, "Here I am")
        self.assertFalse(self.since(channel))
        self.visitor_writes(channel, "It does not work")
        self.assertGreater(self.since(channel), first)

    def test_a_customer_who_is_a_user(self):
        channel = self.open_conversation(self.customer)
        self.user_writes(self.customer, channel, "Is there anybody?")
        self.assertTrue(self.since(channel))
        self.user_writes(self.agent, channel)
        self.assertFalse(self.since(channel))

    def test_no_answer_to_the_customer(self):
        """A comment, a notice, and what somebody writes who only looks on."""
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        self.user_writes(self.agent, channel, "Who is this?", subtype_xmlid="mail.mt_note")
        self.assertTrue(self.since(channel))
        self.call(self.other_agent, channel, "livechat_join")
        self.assertTrue(self.since(channel))
        self.user_writes(self.other_agent, channel, "I help you")
        self.assertFalse(self.since(channel))

    def test_the_status(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        self.let_time_pass(channel)
        first = self.since(channel)
        self.call(self.agent, channel, "livechat_ask_help", "Which form?")
        self.assertEqual(self.since(channel), first)
        self.call(self.agent, channel, "livechat_set_status", "waiting")
        self.assertFalse(self.since(channel))
        self.call(self.agent, channel, "livechat_set_status", "in_progress")
        self.assertEqual(self.since(channel), first)
        self.call(self.agent, channel, "livechat_close")
        self.assertFalse(self.since(channel))

    def test_what_comes_while_it_waits_for_the_customer(self):
        self.livechat_channel.is_waiting_after_reply = True
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        self.user_writes(self.agent, channel)
        self.assertEqual(channel.livechat_status, "waiting")
        self.let_time_pass(channel)
        self.visitor_writes(channel, "Here I am again")
        self.assertEqual(channel.livechat_status, "in_progress")
        self.assertGreater(self.since(channel), max(channel.message_ids.mapped("date")) - LONG_AGO)

    def test_reassigning_answers_nothing(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        first = self.since(channel)
        self.env["mail.presence"]._update_presence(self.other_agent)
        self.call(self.agent, channel, "livechat_reassign", self.other_agent.id)
        self.assertEqual(self.since(channel), first)

    def test_a_chatbot_answers_for_nobody(self):
        """From when an agent comes, the customer waits for them."""
        chatbot = self.make_chatbot(
            ("free_input_single", "What is it?"), ("forward_operator", "One moment.")
        )
        channel = self.open_conversation(chatbot=chatbot)
        self.visitor_writes(channel, "My invoice is wrong")
        self.assertFalse(self.since(channel))
        self.let_time_pass(channel)
        self.trigger_step(channel)
        self.assertIn(self.agent.partner_id, channel.channel_partner_ids)
        self.assertGreater(self.since(channel), min(channel.message_ids.mapped("create_date")))
        self.user_writes(self.agent, channel)
        self.assertFalse(self.since(channel))

    def test_an_existing_database(self):
        waiting, answered, closed = (self.open_conversation() for _number in range(3))
        for channel in waiting, answered, closed:
            self.visitor_writes(channel, "Is there anybody?")
            self.let_time_pass(channel)
        self.user_writes(self.agent, answered)
        self.call(self.agent, closed, "livechat_close")
        expected = self.since(waiting)
        (waiting | answered | closed).livechat_customer_waiting_since_dt = False
        self.env.flush_all()
        self.env["discuss.channel"]._find_customers_waiting()
        self.assertEqual(waiting.livechat_customer_waiting_since_dt, expected)
        self.assertFalse(answered.livechat_customer_waiting_since_dt)
        self.assertFalse(closed.livechat_customer_waiting_since_dt)
