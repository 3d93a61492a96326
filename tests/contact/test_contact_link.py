import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.bus.tests.common import BusCase

from ..support.customer import CustomerCase

OUTDATED = "livechat_info_panel/session_data_outdated"


@tagged("post_install", "-at_install")
class TestContactLink(CustomerCase, BusCase):
    """An agent says which contact a guest is."""

    def link(self, channel, contact=None, user=None):
        return self.call(
            user or self.agent, channel, "livechat_link_contact", (contact or self.mia).id
        )

    def test_linked_guest_is_treated_as_the_contact(self):
        channel = self.open_guest_conversation("MIA@example.com", "+32 470 12 34 56")
        before = self.mia.read()
        self.link(channel)
        data = self.customer_data(channel)
        self.assertEqual(data["contact"]["id"], self.mia.id)
        self.assertTrue(data["livechat_is_linked"])
        self.assertEqual(data["contact"]["email_normalized"], channel.livechat_visitor_email)
        self.assertEqual(
            data["contact"]["phone_sanitized"], data["livechat_visitor_phone_sanitized"]
        )
        self.assertEqual(data["matches"], [])
        [event] = data["livechat_contact_events"]
        self.assertEqual(
            (event["action"], event["contact_name"], event["user_name"]),
            ("linked", "Mia Gardener", "Ada Agent"),
        )
        self.mia.invalidate_recordset()
        self.assertEqual(self.mia.read(), before)

    def test_link_gives_the_visitor_nothing(self):
        channel = self.open_guest_conversation()
        user = self.env["res.users"].create({"name": "Mia", "login": "mia"})
        members, message_count = channel.channel_member_ids, len(channel.message_ids)
        self.link(channel, user.partner_id)
        self.assertEqual(channel.channel_member_ids, members)
        self.assertEqual(len(channel.message_ids), message_count)
        self.assertFalse(channel.livechat_customer_partner_ids)
        self.assertFalse(channel.with_user(user).has_access("read"))
        data = self.as_visitor(
            channel, "/mail/data", {"fetch_params": ["init_messaging", "channels_as_member"]}
        )
        self.assertIn(f"'id': {channel.id}", str(data))
        self.assertNotIn("livechat_partner", str(data))
        self.assertNotIn("Mia", str(data))

    def test_unlink(self):
        channel = self.open_guest_conversation()
        self.link(channel)
        self.call(self.other_agent, channel, "livechat_unlink_contact")
        data = self.customer_data(channel)
        self.assertFalse(data["contact"])
        self.assertEqual([match["id"] for match in data["matches"]], self.mia.ids)
        self.assertEqual(
            [(event["action"], event["user_name"]) for event in data["livechat_contact_events"]],
            [("unlinked", "Otto Agent"), ("linked", "Ada Agent")],
        )
        self.call(self.other_agent, channel, "livechat_unlink_contact")
        self.assertEqual(len(self.customer_data(channel)["livechat_contact_events"]), 2)

    def test_history_does_not_name_a_contact_that_may_not_be_read(self):
        channel = self.open_guest_conversation()
        self.link(channel)
        self.hide_contact(self.mia)
        data = self.customer_data(channel)
        self.assertTrue(data["livechat_is_contact_hidden"])
        self.assertFalse(data["livechat_contact_events"][0]["contact_name"])
        self.assertNotIn("Mia", str(self.panel_store(self.agent, channel)))

    def test_history_outlives_the_contact(self):
        channel = self.open_guest_conversation()
        contact = self.contacts.create({"name": "Soon Gone"})
        self.link(channel, contact)
        contact.unlink()
        data = self.customer_data(channel)
        self.assertFalse(data["contact"] or data["livechat_is_contact_hidden"])
        self.assertEqual(data["livechat_contact_events"][0]["contact_name"], False)

    def test_second_agent_does_not_overwrite_a_link(self):
        channel = self.open_guest_conversation()
        other = self.contacts.create({"name": "Other"})
        self.link(channel)
        with self.assertRaisesRegex(UserError, "Linked to another contact already"):
            channel.with_user(self.other_agent).livechat_link_contact(other.id)
        self.link(channel)  # twice the same is no mistake
        self.assertEqual(channel.livechat_partner_id, self.mia)
        self.assertEqual(len(self.customer_data(channel)["livechat_contact_events"]), 1)

    def test_other_conversations_of_the_guest(self):
        first = self.open_guest_conversation(email=None)
        second = self.open_guest_conversation(guest_of=first)
        elsewhere = self.open_guest_conversation(guest_of=first)
        stranger = self.open_guest_conversation()
        other = self.contacts.create({"name": "Other"})
        self.link(elsewhere, other)
        self.link(second)
        self.assertEqual(self.customer_data(second)["livechat_unlinked_count"], 1)
        self.assertFalse(first.livechat_partner_id)
        linked = self.call(self.agent, second, "livechat_link_guest_conversations")
        self.assertEqual(linked, 1)
        self.assertEqual(first.livechat_partner_id, self.mia)
        self.assertEqual(elsewhere.livechat_partner_id, other)
        self.assertFalse(stranger.livechat_partner_id)
        self.assertEqual(self.customer_data(second)["livechat_unlinked_count"], 0)
        self.assertEqual(self.customer_data(first)["contact"]["id"], self.mia.id)

    def test_no_others_are_offered_where_the_contact_is_hidden(self):
        first = self.open_guest_conversation(email=None)
        second = self.open_guest_conversation(guest_of=first)
        self.link(second)
        self.assertEqual(self.customer_data(second)["livechat_unlinked_count"], 1)
        self.hide_contact(self.mia)
        self.assertEqual(self.customer_data(second)["livechat_unlinked_count"], 0)
        self.assertFalse(first.livechat_partner_id)

    def test_others_are_linked_though_the_guest_only_came_along_in_some(self):
        first = self.open_guest_conversation(email=None)
        second = self.open_guest_conversation(guest_of=first)
        guest = first.livechat_customer_guest_ids
        of_somebody_else = self.open_guest_conversation()
        of_a_contact, of_the_agent = map(self.open_conversation, (self.customer, self.other_agent))
        for channel in (of_somebody_else, of_a_contact, of_the_agent):
            channel._add_members(guests=guest)
        of_deleted = self.open_guest_conversation(guest_of=first)
        of_deleted.livechat_partner_is_verified = True  # logged in as a contact who is gone
        self.link(second, user=self.other_agent)
        self.assertEqual(self.customer_data(second, self.other_agent)["livechat_unlinked_count"], 2)
        linked = self.call(self.other_agent, second, "livechat_link_guest_conversations")
        self.assertEqual(linked, 2)
        self.assertEqual((first | of_deleted).livechat_partner_id, self.mia)
        self.assertFalse(of_deleted.livechat_partner_is_verified)
        for channel in (of_somebody_else, of_a_contact, of_the_agent):
            self.assertFalse(channel.livechat_partner_id)

    def test_link_others_before_this_one(self):
        channel = self.open_guest_conversation()
        with self.assertRaisesRegex(UserError, "Link this conversation to a contact first"):
            channel.with_user(self.agent).livechat_link_guest_conversations()

    def test_open_panels_ask_again(self):
        channel = self.open_guest_conversation()
        self._reset_bus()
        self.link(channel)
        [notification] = self.env["bus.bus"].search([("message", "like", OUTDATED)])
        self.assertEqual(
            json.loads(notification.channel)[1:], ["discuss.channel", channel.id, "livechat_users"]
        )
        self.assertEqual(json.loads(notification.message)["payload"], {"channel_ids": channel.ids})

    def test_customer_who_is_logged_in_is_known(self):
        channel = self.open_conversation(user=self.customer)
        for method, arguments in [
            ("livechat_link_contact", [self.mia.id]),
            ("livechat_unlink_contact", []),
        ]:
            with self.assertRaisesRegex(UserError, "is a known contact"):
                getattr(channel.with_user(self.agent), method)(*arguments)

    def test_bad_input(self):
        channel = self.open_guest_conversation().with_user(self.agent)
        gone = self.contacts.create({"name": "Gone"})
        gone.unlink()
        for contact_id in (None, False, "1", 0, -1, [], [self.mia.id], gone.id, 1.5, True):
            with self.assertRaises(UserError, msg=repr(contact_id)):
                channel.livechat_link_contact(contact_id)
        self.assertFalse(channel.sudo().livechat_partner_id)

    def test_rights(self):
        channel = self.open_guest_conversation()
        self.hide_contact(self.contacts.create({"name": "Hidden"}))
        hidden = self.contacts.search([("name", "=", "Hidden")])
        with self.assertRaises(AccessError):
            channel.with_user(self.agent).livechat_link_contact(hidden.id)
        channel.with_user(self.agent)._add_members(users=self.employee)
        for method, arguments in [
            ("livechat_link_contact", [self.mia.id]),
            ("livechat_unlink_contact", []),
            ("livechat_link_guest_conversations", []),
            ("livechat_get_contact_defaults", []),
            ("livechat_get_recent_conversations", []),
            ("action_livechat_open_recent", []),
            ("livechat_get_preview", []),
        ]:
            with self.assertRaises(AccessError):
                getattr(channel.with_user(self.employee), method)(*arguments)
        self.assertFalse(
            self.env["livechat.contact.link"].with_user(self.employee).has_access("read")
        )
        self.assertFalse(
            self.env["livechat.contact.link"].with_user(self.agent).has_access("create")
        )
