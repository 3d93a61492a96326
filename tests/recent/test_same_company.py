from odoo.tests import tagged

from ..support.customer import CustomerCase


@tagged("post_install", "-at_install")
class TestSameCompany(CustomerCase):
    """Who belongs to the customer's company, for agents who may not read all contacts."""

    def arrange(self):
        super().arrange()
        colleague = self.new_user("colleague", "Cora Colleague", "base.group_portal")
        (self.customer.partner_id | colleague.partner_id).parent_id = self.company
        self.own = self.open_conversation(user=self.customer)
        self.earlier = self.open_conversation(user=self.customer)
        self.of_colleague = self.open_conversation(user=colleague)

    def find(self):
        """Return what the list shows, which tells the same as the panel."""
        channels = self.env["discuss.channel"].with_user(self.agent)
        action = self.call(self.agent, self.own, "action_livechat_open_recent", True)
        found = channels.search(action["domain"])
        shown = self.recent(self.own, by_company=True)
        self.assertEqual({item["id"] for item in shown["items"]}, set(found.ids))
        return found

    def test_all_may_be_read(self):
        self.assertEqual(self.find(), self.earlier | self.of_colleague)

    def test_the_list_is_named_after_whose_it_is(self):
        for by_company, name in ((True, "Gardens Ltd"), (False, "Carla Customer")):
            action = self.call(self.agent, self.own, "action_livechat_open_recent", by_company)
            self.assertEqual(action["name"], f"Conversations of {name}")

    def test_hidden_contact(self):
        self.hide_contact(self.customer.partner_id)
        self.assertEqual(self.find(), self.earlier)

    def test_hidden_colleague(self):
        """Whoever reads a contact does not learn thereby where others work."""
        self.hide_contact(self.of_colleague.livechat_customer_partner_ids)
        self.assertEqual(self.find(), self.earlier)

    def test_hidden_company(self):
        """Odoo itself names the company of a contact to all who may read the contact."""
        self.hide_contact(self.company)
        self.assertEqual(self.find(), self.earlier | self.of_colleague)
