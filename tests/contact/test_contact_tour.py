from odoo.tests import tagged

from ..support.customer import CustomerCase


@tagged("post_install", "-at_install", "long")
class TestContactTour(CustomerCase):
    """What an agent sees and does to know who a guest is."""

    def test_guest_is_linked_to_the_contact(self):
        """A guest gives the address of a contact, who had a conversation before."""
        earlier = self.open_guest_conversation()
        self.visitor_writes(earlier, "My parcel is empty")
        self.call(self.agent, earlier, "livechat_link_contact", self.mia.id)
        self.call(
            self.agent, earlier, "livechat_set_note", "Wants a refund\nAsk the warehouse first"
        )
        self.call(self.agent, earlier, "livechat_add_tag", "Heavy parcel")
        self.as_visitor(earlier, "/im_livechat/visitor_leave_session", {"channel_id": earlier.id})
        colleague = self.contacts.create({"name": "Max", "parent_id": self.company.id})
        of_colleague = self.open_guest_conversation("max@example.com")
        self.call(self.agent, of_colleague, "livechat_link_contact", colleague.id)
        self.call(self.agent, of_colleague, "livechat_set_note", "Asked by a colleague")

        channel = self.open_guest_conversation()
        other = self.open_guest_conversation(None, guest_of=channel)
        self.start_tour(
            f"/odoo/discuss?active_id=discuss.channel_{channel.id}",
            "livechat_info_panel.agent_links_contact",
            login=self.agent.login,
        )
        self.assertEqual((channel + other).livechat_partner_id, self.mia)
        self.assertNotIn(self.mia, channel.channel_member_ids.partner_id)
