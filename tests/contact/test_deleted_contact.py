from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestDeletedContact(PanelCase):
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

    def test_nothing_is_left_of_whoever_is_erased(self):
        self.call(self.agent, self.channel, "livechat_close")
        self.delete(self.customer)
        self.channel.with_user(self.manager).livechat_erase()
        self.assertEqual(self.see()["name"], "Erased customer")
        self.assertNotIn("Carla", str(self.channel.message_ids.mapped("email_from")))

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
