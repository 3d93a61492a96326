from odoo import Command
from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestDeletedGuest(PanelCase):
    """A guest who is deleted is still who the customer of their conversations was."""

    def arrange(self):
        super().arrange()
        self.chatbot = self.make_chatbot(
            ("free_input_single", "What is it about?"), ("forward_operator", "One moment.")
        )
        self.channel = self.open_conversation(chatbot=self.chatbot)
        self.guest = self.channel.livechat_customer_guest_ids
        self.guest.name = "Mia Guest"
        self.visitor_writes(self.channel, "My parcel")
        self.trigger_step(self.channel)
        self.user_writes(self.agent, self.channel, "Where?")
        self.visitor_writes(self.channel, "At home")

    def delete_guest(self):
        """Delete the guest in the list of guests, as an administrator."""
        self.as_user(
            self.administrator,
            "/web/dataset/call_kw/mail.guest/unlink",
            {"model": "mail.guest", "method": "unlink", "args": [self.guest.ids], "kwargs": {}},
        )
        self.env.invalidate_all()
        self.assertFalse(self.guest.exists())

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls.new_user("boss", "Bo Boss", "base.group_system")
        cls.administrator.group_ids = [
            Command.link(cls.env.ref("im_livechat.im_livechat_group_user").id)
        ]

    def panel(self):
        data = self.panel_data(self.agent, self.channel)
        return {
            "customer": self.channel.with_user(self.agent).livechat_customer_name,
            "is_guest": data["livechat_is_guest"],
            "answers": data["livechat_chatbot_answers"],
            "outcome": self.channel.livechat_outcome,
        }

    def preview(self):
        messages = self.call(self.agent, self.channel, "livechat_get_preview")["messages"]
        return [(message["author"], message["type"], message["text"]) for message in messages]

    def close(self):
        self.call(self.agent, self.channel, "livechat_close")
        self.assertEqual(self.channel.livechat_outcome, "no_failure")

    def test_panel(self):
        self.close()
        before = self.panel()
        self.assertEqual(before["customer"], "Mia Guest")
        self.assertTrue(before["answers"])
        self.delete_guest()
        self.assertEqual(self.panel(), before)

    def test_outcome_that_is_read_again(self):
        self.close()
        self.delete_guest()
        self.env.add_to_compute(self.channel._fields["livechat_computed_outcome"], self.channel)
        self.assertEqual(self.channel.livechat_outcome, "no_failure")

    def test_outcome_of_a_conversation_that_is_closed_later(self):
        self.delete_guest()
        self.close()

    def test_no_answer_stays_no_answer(self):
        channel = self.open_conversation()
        self.user_writes(self.agent, channel, "Anybody?")
        channel.livechat_customer_guest_ids.unlink()
        self.call(self.agent, channel, "livechat_close")
        self.env.invalidate_all()
        self.assertEqual(channel.livechat_outcome, "no_answer")

    def test_what_they_wrote(self):
        before, transcript = self.preview(), self.transcript()
        self.assertIn(("Mia Guest", "customer", "At home"), before)
        self.delete_guest()
        self.assertEqual(self.preview(), before)
        self.assertEqual(self.transcript(), transcript)

    def transcript(self):
        return [
            (message["author"], message["is_customer"])
            for day in self.channel.with_user(self.agent)._get_transcript_days()
            for message in day["messages"]
        ]

    def test_who_was_taken_for_an_agent(self):
        """Before this addon, Odoo took some guests for agents."""
        history = self.channel.livechat_customer_history_ids
        history.livechat_member_type = "agent"
        self.delete_guest()
        self.assertEqual(history.livechat_guest_name, "Mia Guest")

    def test_lists(self):
        self.delete_guest()
        history = self.channel.livechat_customer_history_ids
        self.assertEqual(history.with_user(self.agent).display_name, "Mia Guest")

    def test_contact_that_an_agent_linked(self):
        contact = self.env["res.partner"].create({"name": "Mia"})
        self.call(self.agent, self.channel, "livechat_link_contact", contact.id)
        self.delete_guest()
        data = self.panel_data(self.agent, self.channel)
        self.assertEqual(data["livechat_contact_id"], contact.id)
        self.assertTrue(data["livechat_is_linked"])
        self.call(self.agent, self.channel, "livechat_unlink_contact")
        self.assertFalse(self.channel.livechat_partner_id)

    def test_who_came_along_is_somebody_else(self):
        """A colleague who was invited does not become the customer."""
        other = self.env["mail.guest"].create({"name": "Otto Other"})
        self.channel.sudo()._add_members(guests=other)
        self.delete_guest()
        self.assertEqual(self.panel()["customer"], "Mia Guest")
        other.unlink()
        self.assertEqual(self.panel()["customer"], "Mia Guest")
