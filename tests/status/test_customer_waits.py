from datetime import timedelta

from odoo.tests import tagged

from ..support.passing_time import PassingTimeCase

FIGURES = ("start_dt", "end_dt", "is_first", "ended_by", "user_id", "user_name")


@tagged("post_install", "-at_install")
class TestCustomerWaits(PassingTimeCase):
    """How long customers waited, as it is kept when it happens and as the messages say it."""

    def waits(self, channel):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["livechat.customer.wait"].search(
            [("channel_id", "=", channel.id)], order="start_dt, id"
        )

    def check(self, channel, *expected):
        """Check the waits of a conversation: minutes, first, how ended, by whom.

        What is read off the messages must be the same, but for a second.
        """
        waits = self.waits(channel)
        self.assertEqual(
            [(round(w.duration_hour * 60), w.is_first, w.ended_by, w.user_id.login) for w in waits],
            list(expected),
        )
        kept = waits.read(FIGURES)
        waits.unlink()
        query = waits._get_former_waits_query(channel.id, channel.id)
        self.assertTrue(self.env.execute_query(query) or not expected)
        self.env["livechat.customer.wait"].search([]).unlink()
        self.env["livechat.customer.wait"]._find_former_waits()
        read = self.waits(channel).read(FIGURES)
        self.assertEqual(len(read), len(kept))
        for one, other in zip(read, kept, strict=True):
            for name in FIGURES:
                if name.endswith("_dt"):
                    self.assertAlmostEqual(one[name], other[name], delta=timedelta(seconds=2))
                else:
                    self.assertEqual(one[name], other[name])

    def test_answers(self):
        channel = self.open_conversation()
        self.minutes_pass(channel, 1)
        self.visitor_writes(channel, "Is there anybody?")
        self.minutes_pass(channel, 2)
        self.visitor_writes(channel, "Hello?")
        self.minutes_pass(channel, 3)
        self.user_writes(self.agent, channel, "Who is this?", subtype_xmlid="mail.mt_note")
        self.user_writes(self.agent, channel, "Here I am")
        self.minutes_pass(channel, 30)
        self.user_writes(self.agent, channel, "How can I help?")
        self.visitor_writes(channel, "It does not work")
        self.minutes_pass(channel, 10)
        self.user_writes(self.agent, channel, "Now it does")
        self.call(self.agent, channel, "livechat_close")
        self.check(channel, (5, True, "answered", "agent"), (10, False, "answered", "agent"))

    def test_a_reply_that_waits_for_the_customer(self):
        self.livechat_channel.is_waiting_after_reply = True
        channel = self.open_conversation()
        self.visitor_writes(channel)
        self.minutes_pass(channel, 4)
        self.user_writes(self.agent, channel)
        self.minutes_pass(channel, 60)
        self.visitor_writes(channel, "Here I am again")
        self.minutes_pass(channel, 2)
        self.user_writes(self.agent, channel)
        self.check(channel, (4, True, "answered", "agent"), (2, False, "answered", "agent"))

    def visitor_writes(self, channel, body="Hello", **post_data):
        return super().visitor_writes(channel, body, **post_data)

    def test_not_answered(self):
        channel = self.open_conversation()
        self.visitor_writes(channel)
        self.minutes_pass(channel, 7)
        self.call(self.agent, channel, "livechat_set_status", "waiting")
        self.minutes_pass(channel, 5)
        self.visitor_writes(channel)
        self.minutes_pass(channel, 3)
        self.call(self.agent, channel, "livechat_close")
        self.check(channel, (7, True, "waiting", False), (3, True, "closed", False))

    def test_one_that_goes_on_after_all(self):
        channel = self.open_conversation()
        self.visitor_writes(channel)
        self.minutes_pass(channel, 7)
        self.call(self.agent, channel, "livechat_set_status", "waiting")
        self.minutes_pass(channel, 1)
        self.call(self.agent, channel, "livechat_set_status", "in_progress")
        self.assertFalse(self.waits(channel))
        self.minutes_pass(channel, 2)
        self.user_writes(self.agent, channel)
        self.assertEqual(round(self.waits(channel).duration_hour * 60), 10)

    def test_another_agent_answers(self):
        channel = self.open_conversation()
        self.visitor_writes(channel)
        self.minutes_pass(channel, 3)
        self.env["mail.presence"]._update_presence(self.other_agent)
        self.call(self.agent, channel, "livechat_reassign", self.other_agent.id)
        self.minutes_pass(channel, 2)
        self.user_writes(self.other_agent, channel)
        self.check(channel, (5, True, "answered", "other_agent"))

    def test_a_chatbot_answers_for_nobody(self):
        chatbot = self.make_chatbot(
            ("free_input_single", "What is it?"), ("forward_operator", "One moment.")
        )
        channel = self.open_conversation(chatbot=chatbot)
        self.visitor_writes(channel, "My invoice is wrong")
        self.minutes_pass(channel, 30)
        self.trigger_step(channel)
        self.minutes_pass(channel, 6)
        self.user_writes(self.agent, channel)
        self.check(channel, (6, True, "answered", "agent"))

    def test_what_was_promised_then_stays(self):
        self.livechat_channel.answer_within_minutes = 5
        channel = self.open_conversation()
        for minutes, target in ((4, 5), (6, 5), (6, 0)):
            self.livechat_channel.answer_within_minutes = target
            self.visitor_writes(channel)
            self.minutes_pass(channel, minutes)
            self.user_writes(self.agent, channel)
        self.livechat_channel.answer_within_minutes = 60
        self.assertEqual(
            [(w.target_minutes, w.is_within_target) for w in self.waits(channel)],
            [(5, True), (5, False), (0, False)],
        )

    def test_names_stay(self):
        channel = self.open_conversation()
        self.visitor_writes(channel)
        self.user_writes(self.agent, channel)
        name = self.agent.name
        self.agent.unlink()
        wait = self.waits(channel)
        self.assertEqual((wait.user_id.id, wait.user_name), (False, name))
