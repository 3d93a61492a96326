from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..support.transcript import TranscriptCase

ADDRESS = "mia@example.com"
TEMPLATE = "livechat_info_panel.mail_template_message"


@tagged("post_install", "-at_install")
class TestMessage(TranscriptCase):
    """Agents answer by email what was left for later, and whoever's conversation is over."""

    def setUp(self):
        super().setUp()
        self.livechat_channel.ask_email_when_unavailable = True
        self.agent.livechat_username = "Miss Ada"
        self.agent.notification_type = "inbox"  # no mail beside those that are sent

    def leave(self, text="Where is my parcel?", email=ADDRESS):
        """Return the conversation of a guest who left a message, and an address."""
        self.env["mail.presence"].search([("user_id", "=", self.agent.id)]).unlink()
        self.authenticate(None, None)
        params = {"channel_id": self.livechat_channel.id}
        self.make_jsonrpc_request("/im_livechat/leave_message", {**params, "body": text})
        channel = self.livechat_channel.channel_ids.sorted("id")[-1]
        if email:
            self.as_visitor(channel, "/im_livechat/leave_email", {**params, "email": email})
        return channel

    def send_message(self, channel, *args, user=None):
        """Send a message over RPC, and return the sendings, as superuser."""
        ids = self.call(user or self.agent, channel, "livechat_send_message", *args)
        self.env.invalidate_all()
        return self.env["livechat.transcript"].browse(ids)

    def test_it_arrives_and_stays_in_the_log(self):
        channel = self.leave()
        mailbox = self.start_mail_server()
        text = "It is <b>on</b> its way.\nYours"
        sending = self.send_message(channel, text)
        self.assertEqual((sending.kind, sending.state, sending.text), ("message", "queued", text))
        self.run_mail_queue()
        self.assertEqual(sending.state, "sent")
        [(recipients, message)] = mailbox.mails
        self.assertEqual(recipients, [ADDRESS])
        self.assertIn("YourCompany", message["From"])
        self.assertIn(self.env.company.email, message["Reply-To"])
        html = self.text_of(message)
        for shown in ("It is &lt;b&gt;on&lt;/b&gt; its way.<br/>Yours", "Miss Ada", "my parcel?"):
            self.assertIn(shown, html)
        for hidden in ("Ada Agent", "OdooBot", self.agent.email):
            self.assertNotIn(hidden, f"{html} {message['Subject']}")
        [item] = self.panel_data(self.other_agent, channel)["livechat_transcripts"]["items"]
        self.assertEqual((item["kind"], item["text"]), ("message", text))
        # The customer sees nothing of it in the chat.
        self.assertNotIn("on its way", "".join(channel.message_ids.mapped("body")))

    def test_what_was_written_in_a_chat_with_an_agent_is_not_repeated(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "A long story")
        self.call(self.agent, channel, "livechat_close")
        mailbox = self.start_mail_server()
        self.send_message(channel, "One more thing", ["b@example.com", "c@example.com"])
        self.run_mail_queue()
        self.assertEqual(sorted(mailbox.recipients), ["b@example.com", "c@example.com"])
        self.assertNotIn("A long story", self.text_of(mailbox.mails[0][1]))

    def test_where_the_company_has_no_address_the_agent_gets_the_answer(self):
        self.env.company.email = False
        self.env.company.alias_domain_id = self.env["mail.alias.domain"].create(
            {"name": "odoo.example", "default_from": "hello"}
        )
        channel = self.leave()
        mailbox = self.start_mail_server()
        sending = self.send_message(channel, "Hello")
        self.run_mail_queue()
        self.assertEqual(sending.state, "sent")
        self.assertIn(self.agent.email, mailbox.mails[0][1]["Reply-To"])

    def test_in_the_customer_s_language_by_a_template_that_administrators_edit(self):
        self.env["res.lang"]._activate_lang("es_419")
        template = self.env.ref(TEMPLATE)
        template.with_context(lang="es_419").subject = "Respuesta"
        template.subject = "Answer {{ object._get_livechat_message_agent_name() }}"
        channel, other = self.leave(), self.leave()
        other.livechat_lang_id = self.env["res.lang"].search([("code", "=", "es_419")])
        mailbox = self.start_mail_server()
        self.send_message(channel, "Hello")
        self.send_message(other, "Hola")
        self.run_mail_queue()
        subjects = {message["Subject"] for _recipients, message in mailbox.mails}
        self.assertEqual(subjects, {"Answer Miss Ada", "Respuesta"})

    def test_the_template_can_be_previewed_and_sends_nothing_by_itself(self):
        channel = self.leave()
        template = self.env.ref(TEMPLATE)
        preview = self.env["mail.template.preview"].create(
            {
                "mail_template_id": template.id,
                "resource_ref": f"discuss.channel,{channel.id}",
            }
        )
        self.assertIn("What the agent writes", preview.body_html)
        with self.assertRaisesRegex(UserError, "for the method livechat_send_message only"):
            template._render_field("body_html", channel.ids)

    def test_a_failed_one_is_sent_again_as_it_was_written(self):
        channel = self.leave()
        mailbox = self.start_mail_server()
        mailbox.mood, mailbox.refused = "refusing", "mia"
        sending = self.send_message(channel, "Hello")
        self.run_mail_queue()
        self.assertEqual(sending.state, "failed")
        self.assertIn("No such mailbox", sending.failure_reason)
        mailbox.mood = "normal"
        self.as_user(
            self.other_agent,
            "/web/dataset/call_kw/livechat.transcript/livechat_retry",
            {
                "model": "livechat.transcript",
                "method": "livechat_retry",
                "args": [sending.ids],
                "kwargs": {},
            },
        )
        self.run_mail_queue()
        self.assertEqual((sending.state, sending.retry_user_name), ("sent", "Otto Agent"))
        html = self.text_of(mailbox.mails[0][1])
        self.assertIn("Hello", html)
        self.assertIn("Miss Ada", html)

    def test_refused_and_nothing_is_sent(self):
        channel = self.leave(email=False)
        as_agent = channel.with_user(self.agent)
        with self.assertRaisesRegex(UserError, "No email address is known"):
            as_agent.livechat_send_message("Hello")
        for text in ("", " \n", None):
            with self.assertRaisesRegex(UserError, "Write a message"):
                as_agent.livechat_send_message(text, ADDRESS)
        with self.assertRaisesRegex(UserError, "5000"):
            as_agent.livechat_send_message("x" * 5001, ADDRESS)
        with self.assertRaisesRegex(UserError, "should be a text"):
            as_agent.livechat_send_message(["x"], ADDRESS)
        with self.assertRaisesRegex(UserError, "Not an email address: mia"):
            as_agent.livechat_send_message("Hello", "mia")
        self.env["mail.presence"]._update_presence(self.agent)
        open_one = self.open_conversation()
        with self.assertRaisesRegex(UserError, "still open"):
            (open_one | channel).with_user(self.agent).livechat_send_message("Hello", ADDRESS)
        for user in (self.employee, self.customer):
            with self.assertRaises(AccessError):
                channel.with_user(user).livechat_send_message("Hello", ADDRESS)
        self.assertFalse(channel.livechat_transcript_ids)

    def test_counts_with_the_conversations_of_the_hour(self):
        channel = self.leave().with_user(self.agent)
        for number in range(20):
            channel.livechat_send_message(f"Hello {number}")
        with self.assertRaisesRegex(UserError, "20"):
            channel.livechat_send_message("One too many")
        with self.assertRaisesRegex(UserError, "20"):
            channel.livechat_send_transcript()

    def test_erased_with_the_customer(self):
        channel = self.leave()
        sending = self.send_message(channel, "Dear Mia, queued")
        mails = sending.mail_mail_ids
        channel.with_user(self.manager).livechat_erase()
        self.assertFalse(sending.text or sending.email_to or mails.exists())
        self.assertFalse(channel.livechat_visitor_email)
