from odoo.tests import tagged
from odoo.tools import SQL

from ..support.login import LoginCase
from ..support.privacy import EMAIL, NAME, WRITTEN, PrivacyCase


@tagged("post_install", "-at_install")
class TestDeletedContact(PrivacyCase):
    """A contact who is deleted is still who the customer of their conversations was."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation(self.customer)
        self.user_writes(self.customer, self.channel, "My parcel")
        self.user_writes(self.agent, self.channel, "Where?")
        self.user_writes(self.customer, self.channel, "At home")

    def delete(self, user):
        """Delete a user and their contact, as Odoo does with who deletes their account."""
        contact = user.partner_id
        # What happened in the name of who is deleted is sent before.
        self.env.cr.precommit.run()
        self.env["bus.bus"].sudo().search([]).unlink()
        user.unlink()
        contact.unlink()
        self.env.invalidate_all()

    def see(self):
        """Return what agents see of who the customer was, and of who wrote what."""
        channel = self.channel.with_user(self.agent)
        messages = self.call(self.agent, self.channel, "livechat_get_preview")["messages"]
        return {
            "name": channel.livechat_customer_name,
            "preview": [(m["author"], m["type"], m["text"]) for m in messages],
            "sent": [
                (message["author"], message["is_customer"])
                for day in channel._get_transcript_days()
                for message in day["messages"]
            ],
            "since": channel.livechat_customer_waiting_since_dt,
        }

    def test_who_it_was_and_what_they_wrote(self):
        before = self.see()
        self.assertEqual(before["name"], "Carla Customer")
        self.assertIn(("Carla Customer", "customer", "At home"), before["preview"])
        self.delete(self.customer)
        self.assertEqual(self.see(), before)
        history = self.channel.livechat_customer_history_ids
        self.assertEqual(history.with_user(self.agent).display_name, "Carla Customer")

    def test_customer_who_waits_again(self):
        since = self.channel.livechat_customer_waiting_since_dt
        self.delete(self.customer)
        self.call(self.agent, self.channel, "livechat_set_status", "waiting")
        self.assertFalse(self.channel.livechat_customer_waiting_since_dt)
        self.call(self.agent, self.channel, "livechat_set_status", "in_progress")
        self.assertEqual(self.channel.livechat_customer_waiting_since_dt, since)

    def test_outcome_of_a_conversation_that_is_closed_later(self):
        self.delete(self.customer)
        self.call(self.agent, self.channel, "livechat_close")
        self.assertEqual(self.channel.livechat_outcome, "no_failure")

    def test_agents_may_know_the_customer_again(self):
        self.delete(self.customer)
        self.assertTrue(self.panel_data(self.agent, self.channel)["livechat_is_guest"])
        contact = self.env["res.partner"].create({"name": "Carla C."})
        self.call(self.agent, self.channel, "livechat_link_contact", contact.id)
        channel = self.channel.with_user(self.agent)
        self.assertEqual(channel.livechat_customer_name, "Carla C.")

    def erase_person(self, is_deleted):
        """Return where a contact is still found who chatted and was erased."""
        person = self.new_user("person", NAME, "base.group_portal")
        person.partner_id.email = EMAIL
        channel = self.open_conversation(person)
        self.user_writes(person, channel, "My parcel")
        self.user_writes(self.agent, channel, "Where?")
        self.call(self.agent, channel, "livechat_close")
        if is_deleted:
            self.delete(person)
        channel.with_user(self.manager).livechat_erase()
        self.assertEqual(channel.with_user(self.agent).livechat_customer_name, "Erased customer")
        return self.find_in_database(*WRITTEN)

    def test_nothing_is_left_of_whoever_is_erased(self):
        self.assertEqual(self.erase_person(is_deleted=True), set())

    def test_no_message_names_a_contact_who_is_erased(self):
        self.assertNotIn("mail_message", self.erase_person(is_deleted=False))

    def test_addresses_go_with_the_contact(self):
        address = self.customer.partner_id.email_normalized
        self.assertIn("mail_message", self.find_in_database(address))
        self.delete(self.customer)
        self.assertNotIn("mail_message", self.find_in_database(address))

    def test_statements(self):
        """Three who are deleted together cost what one does."""
        channels = self.make_guest_conversations(4)
        contacts = self.env["res.partner"].create([{"name": f"Customer {n}"} for n in range(4)])
        for channel, contact in zip(channels, contacts, strict=True):
            self.env["discuss.channel.member"].create(
                {
                    "channel_id": channel.id,
                    "partner_id": contact.id,
                    "livechat_member_type": "visitor",
                }
            )
            channel.message_post(author_id=contact.id, body="Hello", message_type="comment")
        one = self.record(lambda: self.keep(contacts[0]))
        three = self.record(lambda: self.keep(contacts[1:]))
        self.assert_same_statements(one, three)
        self.assertEqual(
            channels.message_ids.filtered("author_id").sorted("id").mapped("email_from"),
            contacts.mapped("name"),
        )

    def keep(self, contacts):
        self.env["im_livechat.channel.member.history"]._keep_customers("partner_id", contacts)

    def test_who_was_an_agent_elsewhere(self):
        """What they wrote there is not a customer's."""
        other_customer = self.env["res.partner"].create({"name": "Otis"})
        channels = self.make_guest_conversations(2)
        contact = self.env["res.partner"].create({"name": "Both"})
        members = self.env["discuss.channel.member"]
        for channel, partner, member_type in (
            (channels[0], contact, "visitor"),
            (channels[1], contact, "agent"),
            (channels[1], other_customer, "visitor"),
        ):
            members.create(
                {
                    "channel_id": channel.id,
                    "partner_id": partner.id,
                    "livechat_member_type": member_type,
                }
            )
        message = channels[1].message_post(author_id=contact.id, body="Hello")
        before = message.email_from
        self.keep(contact | other_customer)
        self.assertEqual(message.email_from, before)

    def test_agents_stay_agents(self):
        """Odoo lets nobody delete the one who has the conversation."""
        self.call(self.other_agent, self.channel, "livechat_join")
        self.user_writes(self.other_agent, self.channel, "Let me look")
        before = self.see()
        self.delete(self.other_agent)
        kinds = [(kind, text) for _author, kind, text in self.see()["preview"]]
        self.assertEqual(kinds, [(kind, text) for _author, kind, text in before["preview"]])
        company = self.env.company.name
        self.assertEqual(self.see()["sent"], [*before["sent"][:-1], (company, False)])
        histories = self.channel.livechat_channel_member_history_ids
        self.assertFalse(any(histories.mapped("livechat_guest_name")))

    def test_who_cannot_be_told_from_a_deleted_agent(self):
        """Nobody kept who a customer was who was deleted before the addon did."""
        self.call(self.other_agent, self.channel, "livechat_join")
        self.user_writes(self.other_agent, self.channel, "Let me look")
        before = self.see()["sent"]
        self.delete(self.other_agent)
        self.delete(self.customer)
        history = self.channel.livechat_customer_history_ids
        name, history.livechat_guest_name = history.livechat_guest_name, False
        unknown, agent = ("Visitor", True), before[1]
        self.assertEqual(self.see()["sent"], [unknown, agent, unknown, unknown])
        kinds = [kind for _author, kind, _text in self.see()["preview"]]
        self.assertEqual(kinds, ["customer", "agent", "customer", "customer"])
        history.livechat_guest_name = name
        company = (self.env.company.name, False)
        self.assertEqual(self.see()["sent"], [*before[:3], company])

    def test_guest_whom_odoo_took_for_an_agent(self):
        """Whoever came along is no agent who was deleted."""
        self.channel.sudo()._add_members(guests=self.env["mail.guest"].create({"name": "Otto"}))
        message = self.channel.message_ids.filtered(lambda m: "Where?" in m.body)
        message.author_id = False
        self.assertIn(("Visitor", True), self.see()["sent"])

    def test_chatbot_that_was_deleted(self):
        self.call(self.other_agent, self.channel, "livechat_join")
        self.user_writes(self.other_agent, self.channel, "Let me look")
        histories = self.channel.livechat_agent_history_ids
        histories.filtered(
            lambda h: h.partner_id == self.other_agent.partner_id
        ).livechat_member_type = "bot"
        self.delete(self.other_agent)
        self.assertEqual(self.see()["sent"][-1], (self.env.company.name, False))


@tagged("post_install", "-at_install")
class TestDeletedLogin(LoginCase):
    """A guest logged in during the chat as a contact who was deleted since."""

    def arrange(self):
        super().arrange()
        self.visitor_writes(self.channel, "I am a guest")
        self.post(self.customer, "I am Carla")
        self.assertContinued(self.customer)
        contact = self.customer.partner_id
        self.env.cr.precommit.run()
        self.customer.unlink()
        contact.unlink()
        self.env.invalidate_all()

    def test_name_stays(self):
        self.assertEqual(
            self.channel.with_user(self.agent).livechat_customer_name, "Carla Customer"
        )
        self.assertEqual(self.channel._get_livechat_customer_name(), "Carla Customer")
        defaults = self.call(self.agent, self.channel, "livechat_get_contact_defaults")
        self.assertEqual(defaults["default_name"], "Carla Customer")
        condition = SQL("channel.id = %s", self.channel.id)
        [row] = self.env["discuss.channel"]._get_livechat_now_rows(condition)
        self.assertEqual(row["livechat_customer_name"], "Carla Customer")
        self.assertFalse(row["known_contact_id"])

    def test_agents_may_link_the_guest(self):
        self.assertTrue(self.channel.livechat_partner_is_verified)
        self.assertTrue(self.panel_data(self.agent, self.channel)["livechat_is_guest"])
        contact = self.env["res.partner"].create({"name": "Carla C."})
        self.call(self.agent, self.channel, "livechat_link_contact", contact.id)
        self.assertFalse(self.channel.livechat_partner_is_verified)
        data = self.panel_data(self.agent, self.channel)
        self.assertTrue(data["livechat_is_linked"])
        self.assertEqual(self.channel.with_user(self.agent).livechat_customer_name, "Carla C.")
        self.call(self.agent, self.channel, "livechat_unlink_contact")
        self.assertFalse(self.channel.livechat_partner_id)

    def test_it_is_one_of_the_conversations_of_the_guest(self):
        channel = self.open_again()
        contact = self.env["res.partner"].create({"name": "Carla C."})
        self.call(self.agent, channel, "livechat_link_contact", contact.id)
        self.assertEqual(self.call(self.agent, channel, "livechat_link_guest_conversations"), 1)
        self.assertEqual(self.channel.livechat_partner_id, contact)
