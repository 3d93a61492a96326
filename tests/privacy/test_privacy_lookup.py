from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..support.privacy import EMAIL, NAME, PHONE, WRITTEN, PrivacyCase

CHANNEL = "discuss.channel"
# Odoo's own, for a day.
LOOKED_UP = {"privacy_lookup_wizard", "privacy_lookup_wizard_line"}


@tagged("post_install", "-at_install")
class TestPrivacyLookup(PrivacyCase):
    """An administrator who looks a person up finds, and erases, what agents keep of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls.new_user("system", "Syd System", "base.group_system")

    def look_up(self, name=NAME, email=EMAIL):
        """Return the lines of a lookup, as a system administrator without Live Chat rights."""
        form = Form(self.env["privacy.lookup.wizard"].with_user(self.administrator))
        form.name, form.email = name, email
        wizard = form.save()
        wizard.action_lookup()
        return wizard.line_ids

    def found(self, lines, model=CHANNEL):
        return lines.filtered(lambda line: line.res_model == model).mapped("res_id")

    def erase_all(self, lines):
        for line in lines.filtered("livechat_is_erasable"):
            line.action_livechat_erase()

    def test_what_a_guest_left(self):
        channel = self.open_conversation_of_person()
        self.work_on(channel)
        lines = self.look_up()
        self.assertEqual(self.found(lines), channel.ids)
        for model in ("livechat.handover", "livechat.status.period", "livechat.transcript"):
            self.assertTrue(self.found(lines, model), model)
        self.assertEqual(len(self.found(lines, "livechat.note.version")), 1)
        self.erase_all(lines)
        self.assertEqual(self.find_in_database(*WRITTEN) - LOOKED_UP, set())
        self.assertFalse(self.found(self.look_up()))
        self.assertIn("Message", lines.wizard_id.execution_details)
        self.assertNotIn(NAME, lines.wizard_id.log_id.execution_details)

    def test_address_in_another_customers_conversation(self):
        """Of it, nothing is erased but the texts that name the person."""
        channel = self.open_conversation()
        self.visitor_writes(channel, "Hello")
        self.call(self.agent, channel, "livechat_set_note", f"<p>See {EMAIL.upper()}</p>")
        self.call(self.agent, channel, "livechat_ask_help", "Who knows?")
        lines = self.look_up("Nobody Else")
        self.assertEqual(self.found(lines), channel.ids)
        self.erase_all(lines)
        self.assertFalse(channel.livechat_note)
        self.assertEqual(channel.livechat_help_text, "Who knows?")
        self.assertIn("Hello", "".join(channel.message_ids.mapped("body")))
        version = self.env["livechat.note.version"].search([("channel_id", "=", channel.id)])
        self.assertEqual(version.filtered("erased_dt").user_name, "Ada Agent")
        self.assertEqual(self.find_in_database("quokka") - LOOKED_UP, set())

    def test_phone_number_of_a_contact(self):
        self.env["res.partner"].create({"name": "Mia", "email": EMAIL, "phone": PHONE})
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_set_note", "<p>Call 0470/99.88.77</p>")
        self.assertEqual(self.found(self.look_up("Somebody")), channel.ids)
        order = self.open_conversation()
        self.call(self.agent, order, "livechat_set_note", "<p>Order 470998877123</p>")
        self.assertEqual(self.found(self.look_up("Somebody")), channel.ids)

    def test_names_that_only_look_alike(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_set_note", "<p>Annabel (C++) .*</p>")
        for name in ("Anna", "nnabel", ".*x", "A_nabel", "belle"):
            self.assertFalse(self.found(self.look_up(name)), name)
        for name in ("annabel", "Annabel  (C++)"):
            self.assertEqual(self.found(self.look_up(name)), channel.ids, name)

    def test_written_as_html(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_set_note", "<p>From Zorn &amp; Sons</p>")
        self.assertEqual(self.found(self.look_up("Zorn & Sons")), channel.ids)

    def test_contact(self):
        channel = self.open_conversation(self.customer)
        self.call(self.agent, channel, "livechat_close")
        lines = self.look_up("Carla Customer", "carla@example.com")
        self.assertEqual(self.found(lines), channel.ids)  # once
        self.erase_all(lines)
        self.assertTrue(channel.livechat_erased_dt)
        self.assertFalse(channel.livechat_customer_partner_ids)

    def test_agent_who_left(self):
        channel = self.open_conversation_of_person()
        self.work_on(channel)
        lines = self.look_up("Ada Agent", "ada@nowhere.example")
        self.assertTrue(self.found(lines, "livechat.note.version"))
        self.erase_all(lines)
        versions = self.env["livechat.note.version"].search([("channel_id", "=", channel.id)])
        self.assertFalse(any(versions.mapped("user_name")))
        self.assertIn(PHONE, channel.livechat_note)
        self.assertEqual(channel.livechat_visitor_email, EMAIL)

    def test_open_conversation(self):
        channel = self.open_conversation_of_person()
        [line] = self.look_up().filtered(lambda line: line.res_model == CHANNEL)
        with self.assertRaises(UserError):
            line.action_livechat_erase()
        self.assertEqual(channel.livechat_visitor_email, EMAIL)

    def test_ordinary_channel(self):
        channel = self.env[CHANNEL].create({"name": "Sales", "channel_type": "channel"})
        wizard = self.env["privacy.lookup.wizard"].create({"name": NAME, "email": EMAIL})
        line = self.env["privacy.lookup.wizard.line"].create(
            {
                "wizard_id": wizard.id,
                "res_id": channel.id,
                "res_model_id": self.env["ir.model"]._get_id(CHANNEL),
            }
        )
        self.assertFalse(line.livechat_is_erasable)
        with self.assertRaises(UserError):
            line.action_livechat_erase()
