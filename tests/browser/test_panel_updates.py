import json

from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestPanelUpdates(PanelCase):
    """What reaches the web clients in which a conversation is shown already."""

    def setUp(self):
        super().setUp()
        self.channel = self.open_conversation()
        self.env["mail.presence"]._update_presence(self.other_agent)

    def sent(self, field_name, since):
        """Return the values of a field that were sent over the bus, with the subchannels."""
        found = self.env["bus.bus"].search([("id", ">", since), ("message", "like", field_name)])
        return [
            (json.loads(notification.channel)[-1], values[field_name])
            for notification in found
            for values in json.loads(notification.message)["payload"].get("discuss.channel", [])
            if field_name in values
        ]

    def last_sent(self):
        return self.env["bus.bus"].search([], order="id DESC", limit=1).id

    def test_handover(self):
        since = self.last_sent()
        self.call(
            self.agent, self.channel, "livechat_reassign", self.other_agent.id, None, "A regular"
        )
        ((subchannel, handover),) = self.sent("livechat_last_handover", since)
        self.assertEqual(subchannel, "livechat_users")
        self.assertEqual(handover["to_user_id"], self.other_agent.id)
        self.assertEqual(handover["comment"], "A regular")

    def test_text_of_a_call_for_help(self):
        self.call(self.agent, self.channel, "livechat_ask_help", "A refund")
        since = self.last_sent()
        self.call(self.agent, self.channel, "livechat_ask_help", "A refund of last year")
        self.assertIn(
            ("LOOKING_FOR_HELP", "A refund of last year"), self.sent("livechat_help_text", since)
        )

    def test_orphan_that_is_none_any_more(self):
        self.channel._add_members(users=self.customer)  # with the visitor alone, Odoo closes it
        self.call(self.agent, self.channel, "livechat_ask_help", "A refund")
        self.call(self.agent, self.channel, "action_unfollow")
        self.assertTrue(self.channel.livechat_is_unattended)
        since = self.last_sent()
        self.call(self.agent, self.channel, "livechat_join")
        self.assertIn(("LOOKING_FOR_HELP", False), self.sent("livechat_is_unattended", since))
