from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..support.customer import CustomerCase


@tagged("post_install", "-at_install")
class TestRecentConversations(CustomerCase):
    """What the same customer chatted before."""

    def make_older(self, *channels):
        """Have conversations been active earlier, one before the other."""
        for days, channel in enumerate(reversed(channels), 1):
            channel.last_interest_dt = fields.Datetime.subtract(fields.Datetime.now(), days=days)

    def close(self, channel):
        channel.with_user(self.agent).livechat_close()

    def test_same_contact_open_and_closed(self):
        first, second, third = (self.open_conversation(user=self.customer) for _ in range(3))
        self.open_guest_conversation("stranger@example.com")
        self.open_conversation(user=self.employee)
        self.make_older(first, second)
        self.close(first)
        expected = {
            third: [(second.id, "contact"), (first.id, "contact")],
            first: [(third.id, "contact"), (second.id, "contact")],
        }
        for channel, items in expected.items():
            self.assertRecent(channel, items)

    def test_what_is_told_of_each(self):
        first = self.open_conversation(user=self.customer)
        agent_side = first.with_user(self.agent)
        agent_side.message_post(
            body="Yes?", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        agent_side.livechat_set_note("<p>Wants a <b>refund</b></p><p>Second line</p>")
        tag_id = agent_side.livechat_add_tag("Refund")
        self.as_user(self.customer, "/im_livechat/feedback", {"channel_id": first.id, "rate": 5})
        self.close(first)
        second = self.open_conversation(user=self.customer)
        tag = first.livechat_conversation_tag_ids
        dates = [
            fields.Datetime.to_string(first[n]) for n in ("last_interest_dt", "livechat_end_dt")
        ]
        data = self.call(self.agent, second, "livechat_get_recent_conversations")
        self.assertEqual(
            data["items"],
            [
                {
                    "id": first.id,
                    "name": "Carla Customer",
                    "date": dates[0],
                    "end_date": dates[1],
                    "channel_name": "Help",
                    "agents": ["Ada Agent"],
                    "status": False,
                    "outcome": first.livechat_outcome,
                    "tags": [{"id": tag_id, "name": "Refund", "color": tag.color}],
                    "rating": "top",
                    "note": "Wants a refund",
                    "match": "contact",
                }
            ],
        )
        [item] = self.recent(second)["items"]
        self.assertEqual(
            item,
            {
                "id": first.id,
                "is_by_email": False,
                "last_interest_dt": dates[0],
                "livechat_agent_names": ["Ada Agent"],
                "livechat_channel_id": {"id": self.livechat_channel.id, "name": "Help"},
                "livechat_conversation_tag_ids": [
                    {"id": tag_id, "name": "Refund", "color": tag.color}
                ],
                "livechat_end_dt": dates[1],
                "livechat_note_line": "Wants a refund",
                "livechat_outcome": first.livechat_outcome,
                "livechat_status": False,
                "rating_last_text": "top",
            },
        )
        [item] = self.call(self.agent, first, "livechat_get_recent_conversations")["items"]
        self.assertEqual((item["status"], item["outcome"]), ("in_progress", False))

    def test_same_guest(self):
        first = self.open_guest_conversation(email=None)
        second = self.open_guest_conversation(email=None, guest_of=first)
        self.open_guest_conversation(email=None)
        self.assertRecent(second, [(first.id, "guest")])

    def test_two_guests_with_one_email_are_perhaps_the_same(self):
        first = self.open_guest_conversation("MIA@example.com")
        second = self.open_guest_conversation("mia@Example.COM ")
        self.open_guest_conversation("mia+other@example.com")
        self.assertRecent(second, [(first.id, "email")])
        self.assertFalse(second.livechat_partner_id or first.livechat_partner_id)

    def test_guest_and_contact_with_one_email(self):
        known = self.open_conversation(user=self.customer)
        guest = self.open_guest_conversation("carla@example.com")
        self.assertRecent(guest, [(known.id, "email")])
        self.assertRecent(known, [(guest.id, "email")])
        guest.with_user(self.agent).livechat_link_contact(self.customer.partner_id.id)
        self.assertRecent(guest, [(known.id, "contact")])
        self.assertRecent(known, [(guest.id, "contact")])

    def test_two_contacts_with_one_email(self):
        """Each finds the other's, whichever of them are asked for together."""
        other = self.new_user("other_customer", "Otis Customer", "base.group_portal")
        other.partner_id.email = "Carla <carla@example.com>"
        first, second, last = (
            self.open_conversation(user=user) for user in (self.customer, other, self.customer)
        )
        self.assertRecent(first, [(last.id, "contact"), (second.id, "email")])
        self.assertRecent(second, [(last.id, "email"), (first.id, "email")])
        together = (first | second).with_user(self.agent)._get_recent_conversations()
        self.assertEqual(
            {id_: recent.get_ids_by_email() for id_, recent in together.items()},
            {first.id: [second.id], second.id: [last.id, first.id]},
        )

    def test_address_of_a_contact_whom_the_user_may_not_read(self):
        """Whoever knows an address does not learn thereby whose it is."""
        known = self.open_conversation(user=self.customer)
        guest = self.open_guest_conversation("carla@example.com")
        other = self.open_guest_conversation("carla@example.com")
        self.customer.active = self.customer.partner_id.active = False
        self.assertRecent(guest, [(other.id, "email"), (known.id, "email")])
        self.hide_contact(self.customer.partner_id)
        self.assertRecent(guest, [(other.id, "email")])
        channels = self.env["discuss.channel"].with_user(self.agent)
        self.assertNotIn(known, channels.search([("livechat_same_customer_id", "=", guest.id)]))
        self.assertRecent(known, [])

    def test_linked_guest_brings_the_history_of_the_contact(self):
        first = self.open_conversation(user=self.customer)
        guest = self.open_guest_conversation("other@example.com")
        self.assertRecent(guest, [])
        guest.with_user(self.agent).livechat_link_contact(self.customer.partner_id.id)
        self.assertRecent(guest, [(first.id, "contact")])
        guest.with_user(self.agent).livechat_unlink_contact()
        self.assertRecent(guest, [])

    def test_whole_company(self):
        colleague = self.new_user("colleague", "Cora Colleague", "base.group_portal")
        (self.customer.partner_id | colleague.partner_id).parent_id = self.company
        of_colleague = self.open_conversation(user=colleague)
        of_guest = self.open_guest_conversation("x@example.com")
        of_guest.with_user(self.agent).livechat_link_contact(self.mia.id)
        channel = self.open_conversation(user=self.customer)
        self.make_older(of_colleague, of_guest)
        self.assertRecent(channel, [])
        self.assertRecent(
            channel, [(of_guest.id, "contact"), (of_colleague.id, "contact")], by_company=True
        )
        shown = self.recent(channel, by_company=True)
        self.assertEqual(
            [item["livechat_customer_name"] for item in shown["items"]],
            ["x@example.com", "Cora Colleague"],
        )
        values = self.ask_for_company(self.agent, channel)
        self.assertEqual(values["livechat_company_recent_contact"], self.customer.partner_id.id)
        self.assertFalse(values["livechat_company_recent_is_old"])
        self.assertTrue(self.panel_data(self.agent, channel)["livechat_company_recent_is_old"])

    def ask_for_company(self, user, channel):
        name = "/livechat_info_panel/company_conversations"
        data = self.ask_for_data(user, name, channel_id=channel.id)
        return data.get("discuss.channel", {}).get(channel.id)

    def test_who_may_ask_for_those_of_a_company(self):
        self.customer.partner_id.parent_id = self.company
        channel = self.open_conversation(user=self.customer)
        own = self.open_conversation(user=self.other_agent)
        self.assertTrue(self.ask_for_company(self.agent, channel))
        self.assertIsNone(self.ask_for_company(self.employee, channel))
        self.assertIsNone(self.ask_for_company(self.other_agent, own))
        for params in ({}, {"channel_id": "x"}, {"channel_id": [channel.id]}, {"channel_id": 0}):
            name = "/livechat_info_panel/company_conversations"
            self.assertFalse(self.ask_for_data(self.agent, name, **params).get("discuss.channel"))

    def test_five_at_first_and_all_are_counted(self):
        channels = [self.open_conversation(user=self.customer) for _ in range(8)]
        data = self.recent(channels[-1])
        self.assertEqual((data["count"], data["has_more"], len(data["items"])), (7, False, 5))
        data = self.call(self.agent, channels[-1], "livechat_get_recent_conversations", False, 80)
        self.assertEqual(len(data["items"]), 7)

    def test_other_chats_of_the_contact_are_none(self):
        self.env["discuss.channel"].create(
            {
                "name": "Group",
                "channel_type": "group",
                "channel_member_ids": [Command.create({"partner_id": self.customer.partner_id.id})],
            }
        )
        self.assertRecent(self.open_conversation(user=self.customer), [])

    def test_agents_are_not_the_customer(self):
        """What an agent answered is not what they asked as a customer."""
        self.open_guest_conversation("x@example.com", "+3222903490")
        own = self.open_conversation(user=self.agent)
        data = self.call(self.other_agent, own, "livechat_get_recent_conversations")
        self.assertEqual(data["count"], 0)

    def test_search_of_odd_ids(self):
        channels = self.env["discuss.channel"].with_user(self.agent)
        for name in ("livechat_same_customer_id", "livechat_same_company_id"):
            for value in (False, 0, -1):
                self.assertFalse(channels.search([(name, "=", value)]))

    def test_bad_input(self):
        earlier = self.open_conversation(user=self.customer)
        channel = self.open_conversation(user=self.customer).with_user(self.agent)
        for limit in ("5", -1, 0, 1.5, True, [], 10**9):
            data = channel.livechat_get_recent_conversations(limit=limit)
            self.assertEqual((data["count"], data["items"][0]["id"]), (1, earlier.id), limit)
        group = self.env["discuss.channel"].create({"name": "Group", "channel_type": "group"})
        with self.assertRaises(UserError):
            group.livechat_get_preview()
