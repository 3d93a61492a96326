from functools import partial

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tools.discuss import Store

from ..support.customer import CustomerCase


@tagged("post_install", "-at_install", "companions")
class TestContact(CustomerCase):
    """Who the customer is, as the panel says."""

    def test_known_contact(self):
        partner = self.customer.partner_id
        partner.write({"phone": "+32 470 11 22 33", "parent_id": self.company.id})
        partner.category_id = self.mia.category_id
        data = self.customer_data(self.open_conversation(user=self.customer))
        self.assertEqual(
            data["contact"],
            {
                "id": partner.id,
                "active": True,
                "category_id": [{"id": self.mia.category_id.id, "name": "Gold", "color": 3}],
                "commercial_company_name": "Gardens Ltd",
                "commercial_partner_id": self.company.id,
                "email": "carla@example.com",
                "email_normalized": "carla@example.com",
                "is_company": False,
                "name": "Carla Customer",
                "phone": "+32 470 11 22 33",
                "phone_sanitized": "+32470112233",
                "write_date": fields.Datetime.to_string(partner.write_date),
            },
        )
        self.assertFalse(data["livechat_is_guest"] or data["livechat_is_linked"])
        self.assertEqual(data["matches"], [])

    def test_contact_without_a_name(self):
        partner = self.customer.partner_id
        channel = self.open_conversation(user=self.customer)
        partner.write({"type": "invoice", "parent_id": self.company.id, "name": False})
        self.assertIn("Gardens Ltd", self.customer_data(channel)["contact"]["display_name"])

    def test_contact_that_the_agent_may_not_read_is_not_sent(self):
        channel = self.open_conversation(user=self.customer)
        self.hide_contact(self.customer.partner_id)
        data = self.customer_data(channel)
        self.assertFalse(data["livechat_contact_id"])
        self.assertTrue(data["livechat_is_contact_hidden"])
        self.assertNotIn("carla", str(self.panel_store(self.agent, channel)).lower())

    def test_guest_of_whom_nothing_is_known(self):
        channel = self.open_conversation()
        data = self.customer_data(channel)
        self.assertTrue(data["livechat_is_guest"])
        self.assertFalse(data["contact"] or data["matches"] or data["livechat_visitor_phone"])

    def test_guest_who_told_the_chatbot(self):
        channel = self.open_guest_conversation("  MIA@Example.com ", "+32 2 290 34 90")
        self.assertEqual(channel.livechat_operator_id, self.agent.partner_id)
        data = self.customer_data(channel)
        self.assertEqual(data["livechat_visitor_phone"], "+32 2 290 34 90")
        self.assertEqual(data["livechat_visitor_phone_sanitized"], "+3222903490")
        [match] = data["matches"]
        self.assertEqual(match["id"], self.mia.id)
        self.assertEqual(match["commercial_company_name"], "Gardens Ltd")
        self.assertEqual(match["email_normalized"], channel.livechat_visitor_email)

    def test_match_by_phone_in_whatever_form(self):
        channel = self.open_guest_conversation("other@example.com", "0032 470/12.34.56")
        [match] = self.customer_data(channel)["matches"]
        self.assertEqual(match["id"], self.mia.id)
        self.assertEqual(match["phone_sanitized"], channel.livechat_visitor_phone_sanitized)

    def test_match_by_email_comes_before_one_by_phone(self):
        other = self.contacts.create({"name": "Other", "phone": "+32 470 99 88 77"})
        channel = self.open_guest_conversation("mia@example.com", "+32470998877")
        self.assertEqual(self.customer_data(channel)["livechat_match_ids"], [self.mia.id, other.id])

    def test_person_comes_before_a_company(self):
        self.company.email = "mia@example.com"
        channel = self.open_guest_conversation()
        self.assertEqual(
            self.customer_data(channel)["livechat_match_ids"],
            [self.mia.id, self.company.id],
        )

    def test_match_that_the_agent_may_not_read_is_none(self):
        channel = self.open_guest_conversation()
        self.hide_contact(self.mia)
        self.assertEqual(self.customer_data(channel)["matches"], [])

    def test_contact_of_another_company_is_no_match(self):
        """As companies of a database do not share their contacts."""
        other_company = self.env["res.company"].create({"name": "Other Company"})
        self.mia.parent_id = False
        self.mia.company_id = other_company
        channel = self.open_guest_conversation()
        self.assertEqual(self.customer_data(channel)["matches"], [])

    def test_many_of_another_company_hide_no_match(self):
        other_company = self.env["res.company"].create({"name": "Other Company"})
        vals = {"email": "mia@example.com", "company_id": other_company.id}
        self.contacts.create([{"name": f"Mia {number}", **vals} for number in range(20)])
        channel = self.open_guest_conversation()
        self.assertEqual(self.customer_data(channel)["livechat_match_ids"], self.mia.ids)

    def test_archived_contact_is_no_match(self):
        self.mia.action_archive()
        channel = self.open_guest_conversation("mia@example.com", "+32 470 12 34 56")
        self.assertEqual(self.customer_data(channel)["matches"], [])

    def test_what_is_no_address_finds_nobody(self):
        self.contacts.create([{"name": "Empty", "email": ""}, {"name": "Odd", "email": "not one"}])
        for answer in (
            "",
            "not one",
            "@",
            "a@",
            "x" * 5000 + "@example.com",
            "'; DROP TABLE--",
            "%",
        ):
            with self.subTest(answer=answer[:20]):
                channel = self.open_conversation(chatbot=self.chatbot)
                if answer:
                    self.visitor_writes(channel, answer)
                self.assertFalse(channel.livechat_visitor_email)
                data = self.customer_data(channel)
                self.assertEqual(data["matches"], [])
                self.assertEqual(self.recent(channel)["count"], 0)

    def test_plus_tag_is_another_address(self):
        channel = self.open_guest_conversation("mia+shop@example.com")
        self.assertEqual(channel.livechat_visitor_email, "mia+shop@example.com")
        self.assertEqual(self.customer_data(channel)["matches"], [])

    def test_last_address_counts(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        self.visitor_writes(channel, "mia@example")
        self.visitor_writes(channel, "mio@example.com")
        self.visitor_writes(channel, "mia@example.com")
        self.assertEqual(channel.livechat_visitor_email, "mia@example.com")

    def test_what_is_said_to_an_agent_is_no_answer(self):
        channel = self.open_guest_conversation("mia@example.com", "+3222903490")
        self.visitor_writes(channel, "other@example.com")
        self.assertEqual(channel.livechat_visitor_email, "mia@example.com")

    def test_what_a_known_contact_gives_can_be_compared(self):
        channel = self.open_conversation(user=self.customer, chatbot=self.chatbot)
        self.user_writes(self.customer, channel, "CARLA@example.com")
        known = self.customer_data(channel)["contact"]["email_normalized"]
        self.assertEqual(channel.livechat_visitor_email, known)

    def test_costs_the_same_for_a_few_and_for_many(self):
        channels = self.make_guest_conversations(10)
        for number, channel in enumerate(channels):
            channel.livechat_visitor_email = f"{number % 4}@example.com"
        self.contacts.create(
            [{"name": f"Contact {n}", "email": f"{n % 4}@example.com"} for n in range(20)]
        )
        channels[4:].with_user(self.agent).livechat_link_contact(self.mia.id)
        channels[6:].with_user(self.agent).livechat_unlink_contact()
        one_of_each_kind = channels[3] | channels[5] | channels[9]
        few, many = (
            self.record(partial(self.get_store, some)) for some in (one_of_each_kind, channels)
        )
        self.assert_same_statements(few, many)
        data = self.get_store(channels)
        emails = {vals["id"]: vals["email"] for vals in data["res.partner"]}
        customers = {vals["id"]: vals for vals in data["discuss.channel"]}
        expected = [(5, [])] * 4 + [(0, ["linked"])] * 2 + [(5, ["unlinked", "linked"])] * 4
        for number, (channel, (count, actions)) in enumerate(zip(channels, expected, strict=True)):
            match_ids = customers[channel.id]["livechat_match_ids"]
            self.assertEqual(len(match_ids), count)
            self.assertLessEqual({emails[id_] for id_ in match_ids}, {f"{number % 4}@example.com"})
            events = customers[channel.id]["livechat_contact_events"]
            self.assertEqual([event["action"] for event in events], actions)

    def get_store(self, channels):
        """Return what the panels of conversations receive of the customers."""
        channels = channels.with_user(self.agent)
        names = ("livechat_contact_id", "livechat_contact_events", "livechat_match_ids")
        store_fields = channels._get_livechat_session_fields_to_store()
        store_fields = [f for f in store_fields if getattr(f, "field_name", f) in names]
        return Store().add(channels, store_fields).get_result()

    def test_colleague_who_comes_later_is_not_the_customer(self):
        channel = self.open_guest_conversation()
        channel.with_user(self.agent)._add_members(partners=self.customer.partner_id)
        data = self.customer_data(channel)
        self.assertFalse(data["contact"])
        self.assertTrue(data["livechat_is_guest"])

    def test_only_agents_receive_it(self):
        channel = self.open_guest_conversation()
        channel.with_user(self.agent)._add_members(users=self.employee)
        self.assertNotIn("livechat_contact_id", self.panel_data(self.employee, channel))
        self.assertNotIn("livechat_recent_ids", self.panel_data(self.employee, channel))
        own = self.open_conversation(user=self.other_agent)
        self.assertNotIn("livechat_contact_id", self.panel_data(self.other_agent, own))

    def test_only_agents_read_the_fields(self):
        channel = self.open_guest_conversation()
        for name in ("livechat_visitor_email", "livechat_visitor_phone", "livechat_partner_id"):
            self.assertFalse(
                channel.with_user(self.employee)._has_field_access(channel._fields[name], "read")
            )
            with self.assertRaises(AccessError):
                channel.with_user(self.agent).write({name: False})

    def test_defaults_for_a_new_contact(self):
        channel = self.open_guest_conversation(
            phone="+32 2 290 34 90", visitor_lang="en-US", visitor_tz="Europe/Brussels"
        )
        channel.livechat_customer_guest_ids.name = "Mia Guest"
        expected = {
            "default_name": "Mia Guest",
            "default_email": "mia@example.com",
            "default_phone": "+32 2 290 34 90",
            "default_lang": "en_US",
            "default_tz": "Europe/Brussels",
        }
        defaults = self.call(self.agent, channel, "livechat_get_contact_defaults")
        self.assertEqual(defaults, expected)
        channel.country_id = belgium = self.env.ref("base.be")  # no longer an estimate
        defaults = self.call(self.agent, channel, "livechat_get_contact_defaults")
        self.assertEqual(defaults, {**expected, "default_country_id": belgium.id})

    def test_guest_who_gave_no_name_has_none(self):
        self.env["res.lang"]._activate_lang("es_ES")
        channel = self.open_guest_conversation()
        given = "Visitor Center"
        for name in (None, "Visitor", "Visitante", "Visitor #12", "Visitante #7", given):
            with self.subTest(name=name):
                if name:
                    channel.livechat_customer_guest_ids.name = name
                defaults = self.call(self.agent, channel, "livechat_get_contact_defaults")
                self.assertEqual(defaults.get("default_name"), given if name == given else None)

    def test_who_may_create_contacts(self):
        channel = self.open_guest_conversation()
        for expected in (False, True):
            store = self.panel_store(self.agent, channel)["Store"]
            self.assertEqual(store["has_access_create_partner"], expected)
            self.agent.group_ids |= self.env.ref("base.group_partner_manager")
