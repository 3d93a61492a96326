from odoo.tests import tagged

from .common import PanelCase


@tagged("post_install", "-at_install")
class TestContact(PanelCase):
    def test_known_contact(self):
        channel = self.open_conversation(user=self.customer)
        self.assertEqual(
            self.panel_data(self.agent, channel)["livechat_customer_partner_ids"],
            self.customer.partner_id.ids,
        )

    def test_guest_is_no_contact(self):
        data = self.panel_data(self.agent, self.open_conversation())
        self.assertEqual(data["livechat_customer_partner_ids"], [])

    def test_contact_that_the_agent_may_not_read_is_not_sent(self):
        channel = self.open_conversation(user=self.customer)
        self.env["ir.rule"].create(
            {
                "name": "Not this contact",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", self.customer.partner_id.id)],
            }
        )
        data = self.panel_data(self.agent, channel)
        self.assertEqual(data["livechat_customer_partner_ids"], [])
