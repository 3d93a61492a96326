from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestStatusAndNotices(PanelCase):
    """Waiting for the customer ends by what the customer's side writes, not by what happens."""

    def waiting(self):
        """Return a conversation with a colleague of the customer, which waits for them."""
        channel = self.open_conversation()
        self.call(self.agent, channel, "add_members", self.customer.partner_id.ids)
        self.call(self.agent, channel, "livechat_set_status", "waiting")
        return channel

    def assertStillWaiting(self, channel):
        channel.invalidate_recordset()
        self.assertEqual(channel.livechat_status, "waiting")
        periods = channel.livechat_status_period_ids.sorted("id")
        self.assertEqual(periods.mapped("status"), ["in_progress", "waiting"])

    def test_colleague_who_leaves_does_not_end_waiting(self):
        channel = self.waiting()
        self.call(self.customer, channel, "action_unfollow")
        self.assertNotIn(self.customer.partner_id, channel.channel_partner_ids)
        self.assertStillWaiting(channel)

    def test_what_a_guest_calls_a_notice_is_a_message(self):
        channel = self.waiting()
        self.visitor_writes(channel, "I am a notice", message_type="notification")
        self.assertEqual(channel.livechat_status, "in_progress")

    def test_message_of_a_colleague_ends_waiting(self):
        channel = self.waiting()
        self.user_writes(self.customer, channel, "Here I am")
        self.assertEqual(channel.livechat_status, "in_progress")
