from odoo.tests import tagged

from odoo.addons.mail.tools.discuss import Store

from ..support.customer import CustomerCase

NAMES = (
    "livechat_contact_id",
    "livechat_customer_name",
    "livechat_is_contact_told",
    "livechat_is_linked",
    "livechat_visitor_email",
)


@tagged("post_install", "-at_install")
class TestCustomerName(CustomerCase):
    """By which name agents know the customer, everywhere, and nobody else."""

    def names(self, channel, user=None):
        """Return what a user receives of a conversation to name its customer."""
        as_user = channel.with_user(user or self.agent).with_context(lang=None)
        data = Store().add(as_user).get_result()
        [row] = [vals for vals in data["discuss.channel"] if vals["id"] == channel.id]
        self.contact_records = {vals["id"]: vals for vals in data["res.partner"]}
        return {name: row[name] for name in NAMES if name in row}

    def contact(self, channel):
        """Return the record of the contact whom an agent receives with a conversation."""
        contact_id = self.names(channel)["livechat_contact_id"]
        return self.contact_records[contact_id]

    def name(self, channel, user=None):
        channel.invalidate_recordset()
        return channel.with_user(user or self.agent).livechat_customer_name

    def test_by_what_is_known(self):
        """A guest of whom nothing is known is what Odoo calls them."""
        channel = self.open_guest_conversation(None)
        guest = channel.livechat_customer_guest_ids
        self.assertEqual(self.name(channel), guest.name)
        self.visitor_writes(channel, "Mia@Example.com")
        self.assertEqual(self.name(channel), "mia@example.com")
        guest.name = "Gina"
        self.assertEqual(self.name(channel), "Gina")
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        self.assertEqual(self.name(channel), "Mia Gardener")
        self.call(self.agent, channel, "livechat_unlink_contact")
        self.assertEqual(self.name(channel), "Gina")

    def test_by_phone(self):
        channel = self.make_guest_conversations(1, livechat_visitor_phone="+32 2 290 34 90")
        self.assertEqual(self.name(channel), "Guest 0")
        channel.livechat_customer_guest_ids.name = "Visitor"
        self.assertEqual(self.name(channel), "+32 2 290 34 90")

    def test_names_of_odoo_for_guests(self):
        """In whatever language, and with a number, they say nothing."""
        self.env["res.lang"]._activate_lang("es_419")
        channel = self.open_guest_conversation()
        for name in ("Visitor", "Visitor #12", "Visitante", "Guest"):
            channel.livechat_customer_guest_ids.name = name
            with self.subTest(name=name):
                self.assertEqual(self.name(channel), "mia@example.com")
        channel.livechat_customer_guest_ids.name = "Visitor of yours"
        self.assertEqual(self.name(channel), "Visitor of yours")

    def test_known_contact(self):
        self.assertEqual(self.name(self.open_conversation(self.customer)), "Carla Customer")

    def test_web_client(self):
        channel = self.open_guest_conversation()
        expected = {
            "livechat_contact_id": False,
            "livechat_customer_name": "mia@example.com",
            "livechat_is_linked": False,
            "livechat_visitor_email": "mia@example.com",
        }
        self.assertEqual(self.names(channel), expected)
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        self.assertEqual(
            self.names(channel),
            {
                **expected,
                "livechat_contact_id": self.mia.id,
                "livechat_is_contact_told": True,
                "livechat_is_linked": True,
            },
        )
        contact = self.contact(channel)
        self.assertEqual(contact["name"], "Mia Gardener")
        self.assertEqual(contact["email_normalized"], "mia@example.com")
        self.assertEqual(contact["commercial_company_name"], "Gardens Ltd")

    def test_hidden_contact(self):
        """Who may not read the contact knows the customer by what the customer said."""
        channel = self.open_guest_conversation()
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        self.hide_contact(self.mia)
        self.assertEqual(self.name(channel), "mia@example.com")
        names = self.names(channel)
        self.assertFalse(names["livechat_contact_id"])
        self.assertTrue(names["livechat_is_contact_told"])
        self.assertNotIn(self.mia.id, self.contact_records)

    def test_who_is_no_agent(self):
        channel = self.open_guest_conversation()
        channel._add_members(users=self.employee)
        self.assertEqual(self.names(channel, self.employee), {})
        own = self.open_conversation(self.other_agent)
        self.assertEqual(self.names(own, self.other_agent), {})
        (values,) = own.with_user(self.other_agent).read(["livechat_customer_name"])
        self.assertFalse(values["livechat_customer_name"])

    def test_agents_are_told(self):
        """Of several at once, none is told the name of a contact that they may not read."""
        channel = self.open_guest_conversation(None)
        self.assertTold(channel, "mia@example.com", self.visitor_writes, channel, "mia@example.com")
        guest = channel.livechat_customer_guest_ids
        self.assertTold(channel, "Gina", guest.write, {"name": "Gina"})
        link = channel.with_user(self.agent).livechat_link_contact
        message = self.assertTold(channel, "Gina", link, self.mia.id)
        self.assertNotIn("Gardener", message)

    def assertAskedAnew(self, expected, act, *args):
        """Check how many messages have agents ask who the contact is, and none says it."""
        self.env.cr.precommit.run()
        last = self.env["bus.bus"].sudo().search([], order="id DESC", limit=1).id or 0
        act(*args)
        self.env.flush_all()
        self.env.cr.precommit.run()
        messages = self.env["bus.bus"].sudo().search([("id", ">", last)]).mapped("message")
        texts = [message.replace(": ", ":") for message in messages]
        asked = [text for text in texts if '"livechat_is_contact_told":false' in text]
        self.assertEqual(len(asked), expected)
        for text in texts:
            self.assertNotIn("Mia", text)
        return "\n".join(texts)

    def test_another_name_of_the_contact(self):
        """Whoever knows the conversation asks again: the panel, Looking for help, and Now."""
        channel = self.open_guest_conversation(None)
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        texts = self.assertAskedAnew(1, self.mia.write, {"name": "Mia Meyer"})
        self.assertIn("session_data_outdated", texts)
        self.assertIn('"is_outdated":true', texts)
        self.assertEqual(self.contact(channel)["name"], "Mia Meyer")
        self.assertAskedAnew(1, self.mia.write, {"email": "meyer@example.com"})
        self.assertAskedAnew(1, self.company.write, {"name": "Meyer Ltd"})
        self.assertEqual(self.contact(channel)["commercial_company_name"], "Meyer Ltd")
        self.assertAskedAnew(0, self.mia.write, {"function": "Gardener"})
        self.mia.action_archive()
        self.assertAskedAnew(1, self.mia.write, {"name": "Mia Gardener"})
        self.call(self.agent, channel, "livechat_ask_help")
        self.assertAskedAnew(2, self.mia.write, {"name": "Mia Meyer"})
        self.call(self.agent, channel, "livechat_close")
        self.assertAskedAnew(0, self.mia.write, {"name": "Mia Gardener"})

    def test_what_only_the_panel_shows_of_the_contact(self):
        """Nobody but those asks again who have a panel open."""
        channel = self.open_guest_conversation(None)
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        for vals in ({"phone": "0470 11 22 33"}, {"category_id": False}, {"image_1920": False}):
            with self.subTest(vals):
                texts = self.assertAskedAnew(0, self.mia.write, vals)
                self.assertIn("session_data_outdated", texts)
                self.assertNotIn("is_outdated", texts)
                self.assertNotIn("livechat_info_panel/now", texts)

        def write_both():
            self.mia.name = "Mia Meyer"
            self.mia.phone = "0470"

        texts = self.assertAskedAnew(1, write_both)
        self.assertEqual(texts.count("session_data_outdated"), 1)
        self.assertIn("is_outdated", texts)

    def test_archived_contact(self):
        """They are the customer as before; the panel says that they are archived."""
        channel = self.open_guest_conversation(None)
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        before = self.customer_data(channel)["contact"]
        texts = self.assertAskedAnew(0, self.mia.action_archive)
        self.assertIn("session_data_outdated", texts)
        after = self.customer_data(channel)["contact"]
        self.assertEqual((before.pop("active"), after.pop("active")), (True, False))
        for contact in (before, after):
            contact.pop("write_date")
        self.assertEqual(after, before)

    def test_deleted_contact(self):
        """All are told that nobody is known any more."""
        linked = self.open_guest_conversation(None)
        known = self.make_guest_conversations(1, livechat_partner_is_verified=True)
        known.livechat_partner_id = self.mia
        self.call(self.agent, linked, "livechat_link_contact", self.mia.id)
        texts = self.assertAskedAnew(0, self.mia.unlink)
        self.assertEqual(texts.count("session_data_outdated"), 2)
        for channel in linked | known:
            self.assertFalse(self.names(channel)["livechat_contact_id"])
        self.assertEqual(texts.count('"livechat_contact_id":false'), 4)

    def test_merged_contact(self):
        channel = self.open_guest_conversation(None)
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        kept = self.contacts.create({"name": "Mia Meyer"})
        merge = self.env["base.partner.merge.automatic.wizard"]._merge
        texts = self.assertAskedAnew(1, merge, [self.mia.id, kept.id], kept)
        self.assertIn("session_data_outdated", texts)
        self.assertEqual(self.contact(channel)["name"], "Mia Meyer")

    def test_customer_who_logged_in(self):
        """Their name is told, as all agents may know it; what else there is, each asks for."""
        channel = self.open_conversation(self.customer)
        contact = self.customer.partner_id
        self.assertEqual(self.contact(channel)["name"], "Carla Customer")
        texts = self.assertAskedAnew(1, contact.write, {"name": "Carla Meyer", "phone": "0470"})
        self.assertIn('"livechat_customer_name":"Carla Meyer"', texts)
        self.assertIn("session_data_outdated", texts)
        self.assertNotIn("0470", texts)
        self.assertEqual(self.contact(channel)["phone"], "0470")
        self.call(self.agent, channel, "livechat_close")
        self.assertAskedAnew(0, contact.write, {"name": "Carla Customer"})

    def test_colleague_who_takes_part_is_no_customer(self):
        self.open_guest_conversation(None)
        self.assertAskedAnew(0, self.agent.partner_id.write, {"phone": "0470"})

    def test_other_contacts_cost_one_statement(self):
        other = self.contacts.create({"name": "Otto"})
        channel = self.open_guest_conversation(None)
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        self.env.flush_all()
        self.env.cr.precommit.run()
        (other | self.contacts.create({"name": "Ada"}))._tell_of_livechat_contacts()
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env.cr.precommit.run()

    def assertTold(self, channel, name, act, *args):
        self.env.cr.precommit.run()
        last = self.env["bus.bus"].sudo().search([], order="id DESC", limit=1).id or 0
        act(*args)
        self.env.flush_all()
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].sudo().search([("id", ">", last)])
        messages = [row.message for row in rows if "livechat_is_linked" in row.message]
        self.assertTrue(messages)
        for message in messages:
            self.assertIn(f'"livechat_customer_name":"{name}"', message.replace(": ", ":"))
        return "\n".join(messages)

    def test_handed_over(self):
        """Who gets a conversation is told the name that they may know."""
        channel = self.open_guest_conversation()
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        name = channel.with_user(self.agent)._get_livechat_customer_name_for(self.other_agent)
        self.assertEqual(name, "Mia Gardener")
        self.hide_contact(self.mia)
        channel.invalidate_recordset()
        name = channel.with_user(self.agent)._get_livechat_customer_name_for(self.other_agent)
        self.assertEqual(name, "mia@example.com")

    def test_name_of_the_conversation_is_for_customers_too(self):
        channel = self.open_guest_conversation()
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        self.env["mail.presence"]._update_presence(self.other_agent)
        self.call(self.agent, channel, "livechat_reassign", self.other_agent.id)
        self.assertNotIn("Mia", channel.name)
        self.assertNotIn("mia@", channel.name)

    def test_refusals_name_the_customer(self):
        channel = self.open_guest_conversation()
        channel.livechat_end_dt = channel.create_date
        with self.assertRaisesRegex(Exception, "mia@example.com"):
            channel.with_user(self.agent).livechat_ask_help()

    def test_one_query_for_many(self):
        channels = self.make_guest_conversations(3)
        channels |= self.open_guest_conversation()
        channels.livechat_partner_id = self.mia
        self.env.flush_all()
        counts = []
        for asked in (channels[:2], channels[:2], channels):
            self.env.invalidate_all()
            as_agent = asked.with_user(self.agent)
            as_agent.check_access("read")
            count = self.env.cr.sql_log_count
            self.assertEqual(set(as_agent.mapped("livechat_customer_name")), {"Mia Gardener"})
            counts.append(self.env.cr.sql_log_count - count)
        self.assertEqual(*counts[1:])  # the first one fills caches
