from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..support.customer import CustomerCase


@tagged("post_install", "-at_install", "companions")
class TestContact(CustomerCase):
    """Who the customer is, as the panel says."""

    def test_known_contact(self):
        partner = self.customer.partner_id
        partner.write({"phone": "+32 470 11 22 33", "parent_id": self.company.id})
        partner.category_id = self.mia.category_id
        data = self.customer_data(self.open_conversation(user=self.customer))
        contact = data["contact"]
        self.assertEqual(
            {name: contact[name] for name in contact if name != "avatar_url"},
            {
                "id": partner.id,
                "name": "Carla Customer",
                "company_name": "Gardens Ltd",
                "email": "carla@example.com",
                "phone": "+32 470 11 22 33",
                "tags": [{"id": self.mia.category_id.id, "name": "Gold", "color": 3}],
                "is_linked": False,
            },
        )
        self.assertIn(f"/web/image/res.partner/{partner.id}/avatar_128", contact["avatar_url"])
        self.assertFalse(data["guest"])
        self.assertTrue(data["has_company"])
        self.assertEqual(data["matches"], [])

    def test_contact_that_the_agent_may_not_read_is_not_sent(self):
        channel = self.open_conversation(user=self.customer)
        self.hide_contact(self.customer.partner_id)
        data = self.customer_data(channel)
        self.assertFalse(data["contact"])
        self.assertTrue(data["is_contact_hidden"])
        self.assertNotIn("carla", str(data).lower())

    def test_guest_of_whom_nothing_is_known(self):
        channel = self.open_conversation()
        data = self.customer_data(channel)
        self.assertEqual(data["guest"], {"name": channel.livechat_customer_guest_ids.name})
        self.assertEqual(data["given"], {"email": False, "phone": False})
        self.assertFalse(data["contact"] or data["matches"] or data["has_company"])

    def test_guest_who_told_the_chatbot(self):
        channel = self.open_guest_conversation("  MIA@Example.com ", "+32 2 290 34 90")
        self.assertEqual(channel.livechat_operator_id, self.agent.partner_id)
        data = self.customer_data(channel)
        self.assertEqual(data["given"], {"email": "mia@example.com", "phone": "+32 2 290 34 90"})
        [match] = data["matches"]
        self.assertEqual((match["id"], match["by"]), (self.mia.id, "email"))
        self.assertEqual(match["company_name"], "Gardens Ltd")
        self.assertEqual(match["email"], "mia@example.com")

    def test_match_by_phone_in_whatever_form(self):
        channel = self.open_guest_conversation("other@example.com", "0032 470/12.34.56")
        [match] = self.customer_data(channel)["matches"]
        self.assertEqual((match["id"], match["by"]), (self.mia.id, "phone"))

    def test_match_by_email_comes_before_one_by_phone(self):
        other = self.contacts.create({"name": "Other", "phone": "+32 470 99 88 77"})
        channel = self.open_guest_conversation("mia@example.com", "+32470998877")
        self.assertEqual(
            [(match["id"], match["by"]) for match in self.customer_data(channel)["matches"]],
            [(self.mia.id, "email"), (other.id, "phone")],
        )

    def test_person_comes_before_a_company(self):
        self.company.email = "mia@example.com"
        channel = self.open_guest_conversation()
        self.assertEqual(
            [match["id"] for match in self.customer_data(channel)["matches"]],
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
                self.assertEqual(data["given"]["email"], False)
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

    def test_what_a_known_contact_gives_is_shown_where_it_differs(self):
        channel = self.open_conversation(user=self.customer, chatbot=self.chatbot)
        for email, shown in [("CARLA@example.com", False), ("c@example.org", "c@example.org")]:
            self.user_writes(self.customer, channel, email)
            self.assertEqual(self.customer_data(channel)["given"]["email"], shown)

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
            self.record(some.with_user(self.agent)._get_livechat_customer_values)
            for some in (one_of_each_kind, channels)
        )
        self.assert_same_statements(few, many)
        values = channels.with_user(self.agent)._get_livechat_customer_values()
        customers = [values[channel.id] for channel in channels]
        self.assertEqual(
            [
                (len(customer["matches"]), [event["action"] for event in customer["events"]])
                for customer in customers
            ],
            [(5, [])] * 4 + [(0, ["linked"])] * 2 + [(5, ["unlinked", "linked"])] * 4,
        )
        for number, customer in enumerate(customers):
            self.assertLessEqual(
                {match["email"] for match in customer["matches"]}, {f"{number % 4}@example.com"}
            )

    def test_colleague_who_comes_later_is_not_the_customer(self):
        channel = self.open_guest_conversation()
        channel.with_user(self.agent)._add_members(partners=self.customer.partner_id)
        data = self.customer_data(channel)
        self.assertFalse(data["contact"])
        self.assertTrue(data["guest"])

    def test_only_agents_receive_it(self):
        channel = self.open_guest_conversation()
        channel.with_user(self.agent)._add_members(users=self.employee)
        self.assertNotIn("livechat_customer", self.panel_data(self.employee, channel))
        self.assertNotIn("livechat_recent_conversations", self.panel_data(self.employee, channel))
        own = self.open_conversation(user=self.other_agent)
        self.assertNotIn("livechat_customer", self.panel_data(self.other_agent, own))

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
        self.assertFalse(self.customer_data(channel)["can_create"])
        self.agent.group_ids += self.env.ref("base.group_partner_manager")
        self.assertTrue(self.customer_data(channel)["can_create"])
