from odoo import Command, fields
from odoo.tests import tagged

from ...models.recent.recent_query import COUNT_LIMIT
from ..support.customer import CustomerCase


@tagged("post_install", "-at_install")
class TestManyConversations(CustomerCase):
    """Which recent conversations are counted, and which may be read."""

    def hide(self, domain):
        """Have users read only those conversations."""
        self.env["ir.rule"].create(
            {
                "name": "Only these conversations",
                "model_id": self.env["ir.model"]._get_id("discuss.channel"),
                "domain_force": domain,
            }
        )

    def test_what_the_user_may_not_read_is_not_counted(self):
        first, second, third = (self.open_conversation(user=self.customer) for _ in range(3))
        self.hide([("id", "!=", first.id)])
        self.assertRecent(third, [(second.id, "contact")])

    def test_archived_ones_are_not_counted(self):
        first, second, third = (self.open_conversation(user=self.customer) for _ in range(3))
        first.active = False
        self.assertRecent(third, [(second.id, "contact")])

    def test_rule_of_another_kind_of_channel(self):
        """A rule that says nothing of live chats hides none."""
        first, second = (self.open_conversation(user=self.customer) for _ in range(2))
        self.hide(["|", ("channel_type", "=", "livechat"), ("name", "=", "Nothing")])
        self.hide(["!", ("channel_type", "not in", ["livechat", "group"])])
        self.assertRecent(second, [(first.id, "contact")])
        second.name = "Nothing"
        self.hide(["|", ("channel_type", "!=", "livechat"), ("name", "=", "Nothing")])
        self.assertRecent(second, [])

    def make_many(self, count):
        """Have a contact chat very often; return the conversations in their order."""
        member = {"partner_id": self.customer.partner_id.id, "livechat_member_type": "visitor"}
        return self.env["discuss.channel"].create(
            [
                {
                    "name": f"Number {number}",
                    "channel_type": "livechat",
                    "livechat_channel_id": self.livechat_channel.id,
                    "livechat_operator_id": self.agent.partner_id.id,
                    "channel_member_ids": [Command.create(member)],
                }
                for number in range(count)
            ]
        )

    def test_more_than_are_counted(self):
        channels = self.make_many(COUNT_LIMIT + 10)
        own, others = channels[-1], channels[:-1]
        for data in (
            self.recent(own),
            self.call(self.agent, own, "livechat_get_recent_conversations"),
        ):
            self.assertEqual((data["count"], data["has_more"]), (COUNT_LIMIT, True))
            self.assertEqual([item["id"] for item in data["items"]], others.ids[:-6:-1])
        data = self.call(self.agent, own, "livechat_get_recent_conversations", False, 80)
        self.assertEqual((data["count"], data["has_more"]), (len(others), False))
        self.assertEqual([item["id"] for item in data["items"]], others.ids[::-1])
        action = self.call(self.agent, own, "action_livechat_open_recent")
        listed = self.env["discuss.channel"].with_user(self.agent).search(action["domain"])
        self.assertEqual(set(listed.ids), set(others.ids))
        # One of long ago, of which something is heard again, is found as far as they are counted.
        earlier = channels[-COUNT_LIMIT]
        earlier.last_interest_dt = fields.Datetime.add(fields.Datetime.now(), hours=1)
        self.assertEqual(self.recent(own)["items"][0]["id"], earlier.id)

    def test_newest_ones_are_archived(self):
        """By whatever they are found, others are found before them."""
        channels = self.make_many(COUNT_LIMIT + 8)
        early, late, own = channels[:2], channels[2:-1], channels[-1]
        late.active = False
        self.assertRecent(own, [(id_, "contact") for id_ in early.ids[::-1]])
        guest = self.env["mail.guest"].create({"name": "Visitor"})
        histories = channels.livechat_customer_history_ids
        for vals, match in [
            ({"livechat_partner_id": self.customer.partner_id.id}, "contact"),
            ({"livechat_visitor_email": "mia@example.com"}, "email"),
            ({}, "guest"),
        ]:
            with self.subTest(match=match):
                if not vals:
                    histories.guest_id = guest
                    channels.livechat_visitor_email = False
                else:
                    histories.write({"partner_id": False, "guest_id": False})
                    channels.livechat_partner_id = False
                    channels.write(vals)
                self.assertRecent(own, [(id_, match) for id_ in early.ids[::-1]])

    def test_archived_ones_are_listed_where_they_are_asked_for(self):
        first, second = (self.open_conversation(user=self.customer) for _ in range(2))
        first.active = False
        channels = self.env["discuss.channel"].with_user(self.agent)
        domain = self.call(self.agent, second, "action_livechat_open_recent")["domain"]
        self.assertFalse(channels.search(domain))
        self.assertEqual(channels.with_context(active_test=False).search(domain), first)

    def test_an_agent_who_once_was_a_customer(self):
        """Their own are none of those that they see, and cost them only as many rows."""
        channels = self.make_many(COUNT_LIMIT + 10)
        own = channels[-3:-1]
        own.livechat_customer_history_ids.create(
            [
                {
                    "channel_id": channel.id,
                    "livechat_member_type": "visitor",
                    "partner_id": self.agent.partner_id.id,
                }
                for channel in own
            ]
        )
        agents = channels.with_user(self.agent)
        self.assertEqual(agents._filter_as_livechat_customer(), own)
        others = (channels - own)[:-1]
        data = self.call(self.agent, channels[-1], "livechat_get_recent_conversations")
        self.assertEqual((data["count"], data["has_more"]), (COUNT_LIMIT, True))
        self.assertEqual([item["id"] for item in data["items"]], others.ids[:-6:-1])

    def test_early_ones_are_found_where_the_newest_may_not_be_read(self):
        channels = self.make_many(COUNT_LIMIT + 10)
        self.hide(["|", ("id", "<=", channels[3].id), ("id", "=", channels[-1].id)])
        self.assertRecent(channels[-1], [(id_, "contact") for id_ in channels.ids[3::-1]])
