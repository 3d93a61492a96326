import json

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestAutomationUser(PanelCase):
    """What runs as superuser, with the user of scheduled actions or a visitor, is no agent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chatbot = cls.make_chatbot(
            ("free_input_single", "What is it?"),
            ("free_input_single", "And now?"),
        )

    def test_scheduled_action_does_not_join(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        members = channel.channel_partner_ids
        scheduled = channel.with_user(SUPERUSER_ID)
        self.assertFalse(scheduled.action_livechat_join())
        logged = self.env["ir.logging"].search([("func", "=", "action_livechat_join")])
        self.assertIn("Only a Live Chat user can join", logged.message)
        with self.assertRaisesRegex(UserError, "Only a Live Chat user can join"):
            scheduled.livechat_join()
        with self.assertRaisesRegex(UserError, "OdooBot is no Live Chat user"):
            scheduled.livechat_reassign(user_id=SUPERUSER_ID)
        self.assertEqual(channel.channel_partner_ids, members)
        self.assertEqual(channel.livechat_operator_id, self.chatbot.operator_partner_id)

    def test_scheduled_action_asks_in_nobody_s_name(self):
        channel = self.open_conversation()
        channel.with_user(SUPERUSER_ID).action_livechat_ask_help()
        self.assertEqual(channel.livechat_status, "need_help")
        self.assertFalse(channel.livechat_help_user_id)
        self.assertFalse(channel._get_present_period().user_id)

    def as_automation(self, channel):
        """Return a conversation as an automation rule has it when its guest writes."""
        guest = channel.livechat_customer_guest_ids
        return channel.with_user(self.env.ref("base.public_user")).with_context(guest=guest).sudo()

    def test_automation_closes_in_nobody_s_name_and_the_customer_s_language(self):
        lang = self.env["res.lang"]._activate_lang("es_ES")
        channel = self.open_conversation(accept_language="es")
        self.assertEqual(channel.livechat_lang_id, lang)
        self.as_automation(channel).action_livechat_close()
        notice = channel.message_ids[0]
        self.assertEqual(notice.author_id, self.env.ref("base.partner_root"))
        self.assertFalse(notice.author_guest_id)
        self.assertIn("o_hide_author", notice.body)

    def test_agent_closes_in_the_customer_s_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        channel = self.open_conversation(accept_language="es")
        self.call(self.agent, channel, "livechat_close")
        notice = channel.message_ids[0]
        self.assertEqual(notice.author_id, self.agent.partner_id)
        self.assertIn("cerró la conversación", notice.body)

    def test_automation_reassigns_in_nobody_s_name(self):
        channel = self.open_conversation()
        self.env["mail.presence"]._update_presence(self.other_agent)
        self.as_automation(channel).livechat_reassign(user_id=self.other_agent.id)
        self.assertIn("Otto Agent", channel.message_ids[0].body)
        self.assertEqual(channel.message_ids[0].author_id, self.env.ref("base.partner_root"))
        self.env.cr.precommit.run()
        told = self.env["bus.bus"].sudo().search([("message", "like", "handed_over")])
        self.assertFalse(json.loads(told[-1:].message)["payload"]["from"])

    def test_scheduled_action_reassigns_in_nobody_s_name(self):
        channel = self.open_conversation()
        self.env["mail.presence"]._update_presence(self.other_agent)
        channel.with_user(SUPERUSER_ID).livechat_reassign(user_id=self.other_agent.id)
        self.assertEqual(channel.livechat_operator_id, self.other_agent.partner_id)
        self.assertFalse(channel.livechat_handover_ids.from_user_id)
