from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..support.customer import CustomerCase


@tagged("post_install", "-at_install")
class TestRecentConversations(CustomerCase):
    """What the same customer chatted before."""

    def assertRecent(self, channel, expected, **options):
        """Check which conversations are shown beside one, and as what of its customer."""
        data = self.call(
            self.agent, channel, "livechat_get_recent_conversations", *options.values()
        )
        self.assertEqual([(item["id"], item["match"]) for item in data["items"]], expected)
        self.assertEqual(data["count"], len(expected))
        action = self.call(self.agent, channel, "action_livechat_open_recent", *options.values())
        listed = self.env["discuss.channel"].with_user(self.agent).search(action["domain"])
        self.assertEqual(set(listed.ids), {id_ for id_, _match in expected})

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
            self.assertEqual(
                [item["id"] for item in self.recent(channel)["items"]], [id_ for id_, _ in items]
            )

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
        [item] = self.recent(second)["items"]
        self.assertEqual(
            item,
            {
                "id": first.id,
                "name": "Carla Customer",
                "date": fields.Datetime.to_string(first.last_interest_dt),
                "end_date": fields.Datetime.to_string(first.livechat_end_dt),
                "channel_name": "Help",
                "agents": ["Ada Agent"],
                "status": False,
                "outcome": first.livechat_outcome,
                "tags": [
                    {
                        "id": tag_id,
                        "name": "Refund",
                        "color": first.livechat_conversation_tag_ids.color,
                    }
                ],
                "rating": "top",
                "note": "Wants a refund",
                "match": "contact",
            },
        )
        [item] = self.recent(first)["items"]
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

    def test_five_at_first_and_all_are_counted(self):
        channels = [self.open_conversation(user=self.customer) for _ in range(8)]
        data = self.recent(channels[-1])
        self.assertEqual((data["count"], len(data["items"])), (7, 5))
        data = self.call(self.agent, channels[-1], "livechat_get_recent_conversations", False, 80)
        self.assertEqual(len(data["items"]), 7)

    def test_what_the_user_may_not_read_is_not_counted(self):
        first, second, third = (self.open_conversation(user=self.customer) for _ in range(3))
        self.env["ir.rule"].create(
            {
                "name": "Not this conversation",
                "model_id": self.env["ir.model"]._get_id("discuss.channel"),
                "domain_force": [("id", "!=", first.id)],
            }
        )
        self.assertRecent(third, [(second.id, "contact")])

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

    def test_preview(self):
        channel = self.open_guest_conversation(phone="+3222903490")
        channel.with_user(self.agent).message_post(
            body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        attachment = self.env["ir.attachment"].create(
            {"name": "photo.png", "res_model": "discuss.channel", "res_id": channel.id}
        )
        channel.with_user(self.agent).message_post(
            body="",
            attachment_ids=attachment.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        channel.with_user(self.agent).livechat_set_note("<p>One</p><p><br></p><p>Two</p>")
        self.visitor_writes(
            channel, "Broken:<br>- two<br><br><a href='https://example.com/'>Look</a>"
        )
        preview = self.call(self.other_agent, channel, "livechat_get_preview")
        self.assertEqual(preview["note"], "One\n\nTwo")
        self.assertFalse(preview["is_partial"])
        guest = channel.livechat_customer_guest_ids.name
        self.assertEqual(
            [
                (line["author"], line["type"], line["text"], line["attachments"])
                for line in preview["messages"]
            ],
            [
                ("Bot", "bot", "Your e-mail?", []),
                (guest, "customer", "mia@example.com", []),
                ("Bot", "bot", "Your phone?", []),
                (guest, "customer", "+3222903490", []),
                ("Bot", "bot", "I call somebody.", []),
                ("Ada Agent", "agent", "Hello", []),
                ("Ada Agent", "agent", "", ["photo.png"]),
                (guest, "customer", "Broken:\n- two\n\nLook", []),
            ],
        )
        for number in range(40):
            channel.with_user(self.agent).message_post(
                body=f"Line {number}", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        preview = self.call(self.agent, channel, "livechat_get_preview")
        self.assertTrue(preview["is_partial"])
        self.assertEqual(
            [line["text"] for line in preview["messages"]], [f"Line {n}" for n in range(10, 40)]
        )
