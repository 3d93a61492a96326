from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestMergedContact(PanelCase):
    """An agent into whose contact that of a customer was merged is the customer from then on."""

    def setUp(self):
        super().setUp()
        self.contact = self.env["res.partner"].create(
            {"name": "Ada", "email": self.other_agent.email_normalized}
        )
        self.channel = self.make_guest_conversations(1)
        member = self.channel.channel_member_ids.create(
            {
                "channel_id": self.channel.id,
                "partner_id": self.contact.id,
                "livechat_member_type": "visitor",
            }
        )
        self.channel.livechat_note = "<p>Secret</p>"
        self.env.flush_all()
        self.assertEqual(self.channel.livechat_customer_history_ids[-1:].member_id, member)

    def merge(self):
        self.env["base.partner.merge.automatic.wizard"]._merge(
            [self.contact.id, self.other_agent.partner_id.id], self.other_agent.partner_id
        )

    def read_as(self):
        self.env.invalidate_all()
        return self.channel.with_user(self.other_agent).read(["livechat_note"])[0]["livechat_note"]

    def find(self):
        channels = self.env["discuss.channel"].with_user(self.other_agent)
        return channels.search([("id", "=", self.channel.id), ("livechat_note", "ilike", "secret")])

    def test_what_is_read(self):
        self.assertTrue(self.read_as())
        self.merge()
        self.assertFalse(self.read_as())

    def test_what_is_searched(self):
        self.assertTrue(self.find())
        self.merge()
        self.assertFalse(self.find())

    def test_what_is_linked(self):
        guest = self.channel.livechat_customer_history_ids.guest_id
        channels = self.env["discuss.channel"].with_user(self.other_agent)
        query = channels._get_unlinked_query(guest)
        self.assertIn(self.channel.id, channels.browse(query).ids)
        self.merge()
        query = channels._get_unlinked_query(guest)
        self.assertNotIn(self.channel.id, channels.browse(query).ids)
        with self.assertRaises(AccessError):
            self.channel.with_user(self.other_agent).livechat_set_note("<p>Mine</p>")
