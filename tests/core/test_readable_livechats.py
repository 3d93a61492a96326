from odoo.tests import new_test_user, tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestReadableLivechats(PanelCase):
    """Live chats are found in another way than Odoo's: only those that it would find."""

    def setUp(self):
        super().setUp()
        self.channel = self.open_conversation()
        self.other = self.open_conversation(user=self.customer)
        self.env.flush_all()

    def find(self, channels, user=None):
        """Return those that are found, as Odoo finds them, too."""
        self.env.invalidate_all()
        channels = channels.with_user(user or self.agent)
        found = channels._find_readable_livechats([*channels.ids, 0, False], ["channel_type"])
        searched = channels.search([("id", "in", channels.ids)])
        self.assertEqual(found, searched._filter_for_livechat_agent())
        self.assertFalse(found.env.su)
        return found

    def test_all(self):
        self.assertEqual(self.find(self.channel | self.other), self.channel | self.other)

    def test_hidden_by_a_rule(self):
        self.env["ir.rule"].create(
            {
                "name": "Only these conversations",
                "model_id": self.env["ir.model"]._get_id("discuss.channel"),
                "domain_force": [("id", "!=", self.other.id)],
            }
        )
        self.assertEqual(self.find(self.channel | self.other), self.channel)

    def test_archived(self):
        self.other.active = False
        self.assertEqual(self.find(self.channel | self.other), self.channel)

    def test_of_the_user(self):
        own = self.open_conversation(user=self.other_agent)
        self.assertEqual(self.find(self.channel | own, self.other_agent), self.channel)

    def test_other_channels(self):
        group = self.env["discuss.channel"]._create_group(self.agent.partner_id.ids)
        self.assertFalse(self.find(group))

    def test_users_of_no_live_chat(self):
        user = new_test_user(self.env, login="nobody", groups="base.group_user")
        self.assertFalse(self.find(self.channel, user))
        self.assertFalse(self.find(self.channel, self.customer))
