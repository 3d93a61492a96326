from odoo.tests import tagged

from ..support.customer import CustomerCase


@tagged("post_install", "-at_install")
class TestUnsavedChanges(CustomerCase):
    """What was changed in the same transaction counts, before Odoo writes it to the database."""

    def arrange(self):
        super().arrange()
        self.first = self.open_conversation(user=self.customer)
        self.second = self.open_guest_conversation("other@example.com")
        self.env.flush_all()

    def link(self):
        self.second.livechat_partner_id = self.customer.partner_id

    def find(self, name):
        return self.env["discuss.channel"].search([(name, "=", self.first.id)])

    def test_search(self):
        self.assertEqual(self.find("livechat_same_customer_id"), self.first)
        self.link()
        self.assertEqual(self.find("livechat_same_customer_id"), self.first | self.second)

    def test_search_of_a_company(self):
        self.link()
        self.assertEqual(self.find("livechat_same_company_id"), self.first | self.second)

    def test_same_guest(self):
        other = self.open_guest_conversation(None)
        history = other.livechat_customer_history_ids
        self.env.flush_all()
        history.guest_id = self.second.livechat_customer_guest_ids
        ids = self.env.execute_query(self.second._get_same_guest_sql())
        self.assertEqual({id_ for (id_,) in ids}, {self.second.id, other.id})

    def test_names(self):
        self.link()
        self.second.livechat_customer_guest_ids.name = "Renamed Guest"
        self.livechat_channel.name = "Renamed Channel"
        [item] = self.first.livechat_get_recent_conversations()["items"]
        self.assertEqual((item["name"], item["channel_name"]), ("Renamed Guest", "Renamed Channel"))
