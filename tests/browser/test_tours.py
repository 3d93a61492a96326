from unittest.mock import patch

from odoo.tests import common, tagged

from ..support.common import PanelCase
from ..support.transcript import MailServer, find_free_port, use_only_mail_server


class VisitorBrowser(common.ChromeBrowser):
    """A browser in Mexico."""

    def navigate_to(self, url, wait_stop=False):
        user_agent = self._websocket_request("Browser.getVersion")["userAgent"]
        self._websocket_request(
            "Emulation.setUserAgentOverride",
            params={"userAgent": user_agent, "acceptLanguage": "es-MX"},
        )
        self._websocket_request(
            "Emulation.setTimezoneOverride", params={"timezoneId": "America/Mexico_City"}
        )
        return super().navigate_to(url, wait_stop)


@tagged("post_install", "-at_install", "long")
class TestTours(PanelCase):
    """Whole stories, by the visitor's and the agent's browser."""

    def test_from_chatbot_to_transcript(self):
        """A visitor passes the chatbot, an agent works with the panel and sends the transcript."""
        tag = self.env["im_livechat.conversation.tag"].create({"name": "Panel tour bug"})
        expertise = self.env["im_livechat.expertise"].create({"name": "Panel tour parcels"})
        self._start_chatbot()
        mailbox = self._start_mail_server()

        with patch("odoo.tests.common.ChromeBrowser", VisitorBrowser):
            self.start_tour(
                f"/im_livechat/support/{self.livechat_channel.id}",
                "livechat_info_panel.visitor_chats",
            )
        channel = self.env["discuss.channel"].search(
            [("livechat_channel_id", "=", self.livechat_channel.id)]
        )
        self.assertEqual(len(channel), 1)
        self.assertEqual(channel.livechat_operator_id, self.agent.partner_id)
        self.assertEqual(channel.livechat_visitor_lang, "es-MX")
        self.assertEqual(channel.livechat_visitor_tz, "America/Mexico_City")
        self.assertEqual(channel.country_id, self.env.ref("base.mx"))
        self.assertTrue(channel.livechat_country_is_estimated)

        self.start_tour(
            f"/odoo/discuss?active_id=discuss.channel_{channel.id}",
            "livechat_info_panel.agent_works_with_panel",
            login=self.agent.login,
        )
        self.assertEqual(channel.livechat_status, "waiting")
        self.assertIn("Sent &lt;b&gt;twice&lt;/b&gt; &amp; empty", channel.livechat_note)
        self.assertIn(tag, channel.livechat_conversation_tag_ids)
        self.assertEqual(
            set(channel.livechat_conversation_tag_ids.mapped("name")),
            {"Panel tour bug", "panel tour C++"},
        )
        self.assertEqual(channel.livechat_expertise_ids, expertise)

        self.as_visitor(channel, "/im_livechat/visitor_leave_session", {"channel_id": channel.id})
        self.assertTrue(channel.livechat_end_dt)
        self.assertFalse(channel.livechat_status)

        self.start_tour(
            f"/odoo/action-{self.env.ref('im_livechat.discuss_channel_action').id}",
            "livechat_info_panel.agent_sends_transcript",
            login=self.agent.login,
        )
        self.assertFalse(mailbox.mails)
        self.env["mail.mail"].process_email_queue()
        self.assertEqual(channel.livechat_transcript_ids.state, "sent")
        # In the queue may be mails of other apps' demo data, too.
        sent = {recipients[0]: message for recipients, message in mailbox.mails}
        expected = ["boss@example.com", "carla@example.com"]
        self.assertEqual(sorted(r for r in mailbox.recipients if r in expected), expected)
        message = sent["carla@example.com"]
        text = message.get_body(("html",)).get_content()
        for line in (
            "What is it about?",
            "An order",
            "2. it was empty",
            "Are you there?",
            "We send another one",
        ):
            self.assertIn(line, text)
        for secret in ("Ask the warehouse", "Panel tour bug", "Panel tour parcels"):
            self.assertNotIn(secret, text)

    def test_contact_is_viewed_beside_the_conversation(self):
        """The conversation goes on in a chat window when the agent views the contact."""
        channel = self.open_conversation(self.customer)
        self.start_tour(
            f"/odoo/discuss?active_id=discuss.channel_{channel.id}",
            "livechat_info_panel.agent_views_contact",
            login=self.agent.login,
        )
        self.assertIn("Is this your address?", channel.message_ids[0].body)

    def _start_chatbot(self):
        """Have visitors of the live chat channel answer a chatbot before an agent comes."""
        self.make_chatbot(
            ("question_selection", "What is it about?", "An order", "Something else"),
            ("question_email", "Your e-mail?"),
            ("free_input_multi", "What happened?"),
            ("forward_operator", "Let me find somebody."),
        )
        self.env["mail.presence"]._update_presence(self.agent)

    def _start_mail_server(self):
        """Have Odoo send its mail to a mail server, a real one, of this machine only.

        :return: its ``Mailbox``
        """
        server = MailServer(find_free_port())
        server.start()
        self.addCleanup(server.stop)
        use_only_mail_server(self.env, server.port)
        # Odoo sends nothing while tests run.
        self.patch(type(self.env["ir.mail_server"]), "_disable_send", lambda _self: False)
        return server.mailbox
