from odoo.exceptions import UserError
from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestClosing(PanelCase):
    """A conversation is closed some seconds after the agent clicked, if that is still right."""

    def close(self, channel, message=None, handover=None, user=None):
        """Close a conversation over RPC as an agent who had seen these."""
        ids = [message.id if message else 0, handover.id if handover else 0]
        return self.call(user or self.agent, channel, "livechat_close", *ids)

    def last_message(self, channel):
        channel.invalidate_recordset()
        return channel.message_ids[:1]

    def test_closed_where_nothing_happened_since(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Hello")
        seen = self.last_message(channel)
        self.user_writes(self.agent, channel, "Bye")  # no reason to leave it open
        self.assertIsNone(self.close(channel, seen))
        self.assertTrue(channel.livechat_end_dt)
        self.assertIn("closed the conversation", self.last_message(channel).body)

    def test_open_where_the_customer_wrote_since(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Hello")
        seen = self.last_message(channel)
        self.visitor_writes(channel, "One more thing")
        self.assertEqual(self.close(channel, seen), "customer_wrote")
        self.assertFalse(channel.livechat_end_dt)
        self.assertIn("One more thing", self.last_message(channel).body)
        self.assertIsNone(self.close(channel, self.last_message(channel)))

    def test_a_first_message_is_one_too(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Hello")
        self.assertEqual(self.close(channel), "customer_wrote")

    def test_what_the_customer_did_not_write_leaves_nothing_open(self):
        """As that they joined a call, or a comment among agents."""
        channel = self.open_conversation()
        guest = channel.livechat_customer_guest_ids
        as_guest = channel.with_user(self.env.ref("base.public_user")).with_context(guest=guest)
        for message_type in "notification", "comment":
            # Without a subtype of its own, a comment is a note.
            as_guest.sudo().message_post(body="A call", message_type=message_type)
        self.assertEqual(channel.message_ids[:2].author_guest_id, guest)
        self.assertIsNone(self.close(channel))

    def test_open_where_somebody_else_has_it_by_now(self):
        channel = self.open_conversation()
        self.env["mail.presence"]._update_presence(self.other_agent)
        self.call(self.manager, channel, "livechat_reassign", self.other_agent.id)
        self.assertEqual(self.close(channel), "handed_over")
        self.assertFalse(channel.livechat_end_dt)
        self.assertIsNone(self.close(channel, handover=channel.livechat_handover_ids))

    def test_what_is_not_said_is_not_asked(self):
        channel, other = self.open_conversation(), self.open_conversation()
        for conversation in channel, other:
            self.visitor_writes(conversation, "Hello")
        self.env["mail.presence"]._update_presence(self.other_agent)
        self.call(self.manager, other, "livechat_reassign", self.other_agent.id)
        self.assertIsNone(self.call(self.agent, channel, "livechat_close"))
        seen = [self.last_message(other).id, None]
        self.assertIsNone(self.call(self.agent, other, "livechat_close", *seen))

    def test_who_comes_second_is_told_that_it_is_closed(self):
        channel = self.open_conversation()
        self.call(self.other_agent, channel, "livechat_close")
        end, count = channel.livechat_end_dt, len(channel.message_ids)
        self.assertEqual(self.close(channel), "closed_already")
        self.assertEqual(channel.livechat_end_dt, end)
        self.assertEqual(len(channel.message_ids), count)
        with self.assertRaises(UserError):
            channel.with_user(self.agent).livechat_close()

    def test_whatever_ids_are_sent(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Hello")
        for ids in ["1; DROP TABLE", 0], [-1, "a"], [2**70, 0], [[], {}]:
            with self.subTest(ids=ids):
                self.assertEqual(
                    self.call(self.agent, channel, "livechat_close", *ids), "customer_wrote"
                )

    def test_many_at_once_are_not_asked_what_was_seen(self):
        channels = self.make_guest_conversations(2)
        with self.assertRaises(ValueError):
            channels.with_user(self.agent).livechat_close(0, 0)
        channels.with_user(self.agent).livechat_close()
        self.assertTrue(all(channels.mapped("livechat_end_dt")))
