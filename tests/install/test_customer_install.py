from odoo.tests import tagged
from odoo.tools import SQL

from ...hooks.customers import keep_given_addresses
from ..support.customer import CustomerCase


@tagged("post_install", "-at_install")
class TestCustomerInstall(CustomerCase):
    """Installing on a database which plain Odoo filled."""

    def test_what_was_given_to_chatbots_is_kept(self):
        both = self.open_guest_conversation("MIA@example.com", "+32 2 290 34 90")
        one = self.open_guest_conversation("other@example.com")
        none = self.open_guest_conversation(email=None)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE discuss_channel
                      SET livechat_visitor_email = NULL, livechat_visitor_phone = NULL"""
            )
        )
        self.env.invalidate_all()

        keep_given_addresses(self.env)

        self.assertEqual(
            [(c.livechat_visitor_email, c.livechat_visitor_phone) for c in both | one | none],
            [
                ("mia@example.com", "+32 2 290 34 90"),
                ("other@example.com", False),
                (False, False),
            ],
        )
