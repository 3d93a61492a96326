from datetime import timedelta
from unittest.mock import patch

from lxml.html import document_fromstring
from markupsafe import Markup

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..support.common import PASSWORD
from ..support.transcript import TranscriptCase

HOSTILE = (
    "<p onclick=\"steal()\">Hello<script>steal()</script><img src=x onerror='steal()'>"
    "<iframe src='https://evil.example'></iframe><a href='javascript:steal()'>link</a>"
    "<style>body{display:none}</style><form action='https://evil.example'><input name='pw'/></form>"
    "<span style='position:fixed' class='evil'>there</span></p>"
)


@tagged("post_install", "-at_install")
class TestTranscript(TranscriptCase):
    def agent_writes(self, channel, body, user=None, **values):
        return channel.with_user(user or self.agent).message_post(
            body=body, message_type="comment", subtype_xmlid="mail.mt_comment", **values
        )

    def send_and_receive(self, channel, *args):
        """Send a conversation, and return the only mail that the mail server received."""
        mailbox = self.start_mail_server()
        sending = self.send(channel, *args)
        self.run_mail_queue()
        self.assertEqual(sending.state, "sent")
        [(_recipients, message)] = mailbox.mails
        return message

    # ------------------------------------------------------------
    # What is sent
    # ------------------------------------------------------------

    def test_what_was_said_is_sent_and_nothing_that_is_for_agents(self):
        channel = self.open_conversation(self.customer)
        self.agent.livechat_username = "Miss Ada"
        self.as_user(
            self.customer,
            "/mail/message/post",
            {
                "thread_model": "discuss.channel",
                "thread_id": channel.id,
                "post_data": {
                    "body": "Is <b>this</b> mine? ñ 😀 مرحبا",
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                },
            },
        )
        self.agent_writes(channel, Markup("<p>See <a href='https://example.com/x'>there</a></p>"))
        deleted = self.agent_writes(channel, "I should not have said this")
        self.as_user(
            self.agent,
            "/mail/message/update_content",
            {"message_id": deleted.id, "update_data": {"body": "", "attachment_ids": []}},
        )
        agent_channel = channel.with_user(self.agent)
        agent_channel.livechat_set_note("Secret note")
        agent_channel.livechat_add_tag("Secret tag")
        agent_channel.livechat_ask_help("Secret help")
        channel.with_user(self.other_agent).livechat_join()
        message = self.send_and_receive(channel)
        text = self.text_of(message)
        self.assertEqual(message["To"], "carla@example.com")
        self.assertIn("Miss Ada", message["Subject"])
        self.assertIn("YourCompany", message["From"])
        for shown in (
            "Is <b>this</b> mine? ñ 😀 مرحبا",
            "https://example.com/x",
            "Carla Customer",
            "Miss Ada",
        ):
            self.assertIn(shown, text)
        for hidden in ("Secret", "should not", "joined", "Otto", "Ada Agent", "Looking for help"):
            self.assertNotIn(hidden, text)
        self.assertFalse(list(message.iter_attachments()))

    def test_nothing_unsafe_is_in_it_whoever_wrote_it(self):
        channel = self.open_conversation(self.customer)
        message = self.agent_writes(channel, "x")
        self.env.cr.execute(
            "UPDATE mail_message SET body = %s WHERE id = %s", [HOSTILE, message.id]
        )
        self.env.invalidate_all()
        text = self.text_of(self.send_and_receive(channel))
        self.assertIn("Hello", text)
        self.assertIn("there", text)
        for unsafe in ("steal", "evil", "position:fixed", "display:none", "<input", "<iframe"):
            self.assertNotIn(unsafe, text)

    def test_internal_comments_are_not_in_it(self):
        channel = self.open_conversation(self.customer)
        self.agent_writes(channel, "Good day")
        channel.with_user(self.agent).message_post(
            body="Secret comment", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        text = self.text_of(self.send_and_receive(channel))
        self.assertIn("Good day", text)
        self.assertNotIn("Secret", text)

    def test_the_agent_is_known_by_the_live_chat_name_alone(self):
        company = self.env.company
        company.email = "hello@yourcompany.example"
        company.alias_domain_id = self.env["mail.alias.domain"].create({"name": "odoo.example"})
        self.agent.write({"livechat_username": "Miss A", "email": "private@example.com"})
        channel = self.open_conversation(self.customer)
        self.agent_writes(channel, "Good day")
        message = self.send_and_receive(channel)
        # Not to Odoo's catchall, which would refuse the customer's answer.
        self.assertIn("hello@yourcompany.example", message["Reply-To"])
        for private in (self.agent.name, "private@example.com"):
            self.assertNotIn(private, message.as_string())
            self.assertNotIn(private, self.text_of(message))

    def test_a_company_without_address_does_not_send_in_the_agents_name(self):
        self.env.company.email = False
        self.env.company.alias_domain_id = False
        channel = self.open_conversation(self.customer)
        mail = self.send(channel).mail_mail_ids
        self.assertEqual(mail.email_to, "carla@example.com")
        self.assertFalse(mail.email_from)
        self.assertFalse(mail.reply_to)

    def test_of_a_long_conversation_each_message_is_cleaned_once(self):
        channel = self.open_conversation(self.customer)
        for number in range(5):
            self.agent_writes(channel, f"Number {number}")
        method = "_get_transcript_body"
        with patch.object(type(channel), method, return_value=Markup("<p>x</p>")) as clean:
            self.send(channel, [f"a{number}@example.com" for number in range(10)])
        self.assertEqual(clean.call_count, 5)

    def record_sending(self, channel):
        as_agent = channel.with_user(self.agent)
        return self.record(lambda: as_agent.livechat_send_transcript("a@example.com"))

    def test_statements_do_not_grow_with_the_messages(self):
        channel = self.open_conversation(self.customer)
        self.agent_writes(channel, "First", attachments=[("a.txt", b"a")])
        few = self.record_sending(channel)
        for number in range(10):
            self.agent_writes(channel, f"{number}", attachments=[(f"{number}.txt", b"a")])
        self.assert_same_statements(few, self.record_sending(channel))

    def test_chatbot_is_in_it(self):
        chatbot = self.env["chatbot.script"].create(
            {
                "title": "Paulette",
                "script_step_ids": [
                    Command.create({"step_type": "free_input_single", "message": "What is it?"})
                ],
            }
        )
        channel = self.open_conversation(chatbot=chatbot)
        channel._chatbot_post_message(chatbot, Markup("<p>What is it?</p>"))
        self.visitor_writes(channel, "A parcel")
        text = self.text_of(self.send_and_receive(channel, "mia@example.com"))
        for shown in ("Paulette", "What is it?", "Visitor", "A parcel"):
            self.assertIn(shown, text)

    def test_it_is_in_the_customers_language_and_time_zone(self):
        self.env["res.lang"]._activate_lang("es_MX")
        template = self.env.ref("livechat_info_panel.mail_template_transcript")
        template.with_context(
            lang="es_MX"
        ).subject = "Conversación con {{ object._get_livechat_transcript_agent_name() }}"
        channel = self.open_conversation(
            visitor_tz="America/Mexico_City", accept_language="es-MX,es;q=0.9"
        )
        self.visitor_writes(channel, "Hola")
        channel.message_ids.filtered("author_guest_id").date = "2026-03-02 02:30:00"
        self.env.cr.execute(
            "UPDATE discuss_channel SET create_date = '2026-03-02 02:30' WHERE id = %s", channel.ids
        )
        self.env.invalidate_all()
        message = self.send_and_receive(channel, "mia@example.com")
        self.assertEqual(message["Subject"], "Conversación con Ada Agent")
        text = self.text_of(message)
        self.assertIn("8:30\u202fp.m.", text)
        self.assertIn("domingo, 1 de marzo de 2026", text)
        self.assertIn("of 01/03/2026", text)
        self.assertIn("America/Mexico City", text)

    def test_what_is_read_from_right_to_left_is_laid_out_so(self):
        for lang in ("ar_001", "he_IL"):
            self.env["res.lang"]._activate_lang(lang)
        report = "livechat_info_panel.report_transcript"
        mailbox = self.start_mail_server()
        for browser, lang, direction in [
            ("ar-EG", "ar_001", "rtl"),
            ("iw", "he_IL", "rtl"),
            ("en", "en_US", "ltr"),
        ]:
            channel = self.open_conversation(accept_language=browser)
            self.visitor_writes(channel, "Hello")
            channel = channel.with_context(lang=channel._get_livechat_transcript_lang())
            reports = self.env["ir.actions.report"].with_context(**channel.env.context)
            with self.subTest(lang):
                self.assertEqual(channel.env.lang, lang)
                self.send(channel, "mia@example.com")
                self.run_mail_queue()
                mail = mailbox.mails[-1][1]
                for html, places in [
                    (mail.get_body(("html",)).get_content(), ["table", "table"]),
                    (channel._render_transcript_page(), ["html", "div", "table"]),
                    (reports._render_qweb_html(report, channel.ids)[0], ["div", "table"]),
                ]:
                    found = document_fromstring(html).xpath(f"//*[@dir='{direction}']")
                    tags = [element.tag for element in found if "report" not in element.values()]
                    self.assertEqual(tags[-len(places) :], places)

    def test_without_a_language_of_the_conversation_it_is_the_contacts(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        channel = self.open_conversation(self.customer)
        channel.livechat_lang_id = False
        self.customer.partner_id.write({"lang": "fr_FR", "tz": "Asia/Tokyo"})
        self.assertEqual(channel._get_livechat_transcript_lang(), "fr_FR")
        # Whoever is archived keeps a language that is turned off.
        self.customer.partner_id.lang = False
        self.env.cr.execute(
            "UPDATE res_partner SET lang = 'pt_PT' WHERE id = %s", [self.customer.partner_id.id]
        )
        self.customer.partner_id.invalidate_recordset(["lang"])
        self.assertEqual(channel._get_livechat_transcript_lang(), self.env.lang)
        self.assertEqual(channel._get_livechat_transcript_tz(), "Asia/Tokyo")
        channel.livechat_lang_id = self.env.ref("base.lang_en")
        self.assertEqual(channel._get_livechat_transcript_lang(), "en_US")

    def test_files_are_attached(self):
        channel = self.open_conversation(self.customer)
        content = bytes(range(256)) * 50
        self.agent_writes(channel, "", attachments=[("invoice €.bin", content)])
        message = self.send_and_receive(channel)
        [attachment] = message.iter_attachments()
        self.assertEqual(attachment.get_filename(), "invoice €.bin")
        self.assertEqual(attachment.get_payload(decode=True), content)
        self.assertIn("invoice €.bin", self.text_of(message))
        self.assertTrue(channel.message_ids.attachment_ids.exists())

    def test_files_that_are_too_large_are_linked(self):
        self.mail_server.max_email_size = 0.1
        channel = self.open_conversation(self.customer)
        content = bytes(range(256)) * 1000
        self.agent_writes(channel, "", attachments=[("large.bin", content)])
        message = self.send_and_receive(channel)
        self.assertFalse(list(message.iter_attachments()))
        file = channel.message_ids.attachment_ids
        link = f"/web/content/{file.id}?download=1&amp;access_token={file.access_token}"
        self.assertTrue(file.access_token)
        self.assertIn(link, self.text_of(message))
        self.authenticate(None, None)
        answer = self.url_open(link.replace("&amp;", "&"))
        self.assertEqual(answer.content, content)

    def test_open_conversation_is_marked_as_unfinished(self):
        channel = self.open_conversation(self.customer)
        mailbox = self.start_mail_server()
        first = self.send(channel)
        channel.with_user(self.agent).livechat_close()
        second = self.send(channel)
        self.run_mail_queue()
        self.assertEqual([first.is_unfinished, second.is_unfinished], [True, False])
        is_marked = ["not finished yet" in self.text_of(message) for _to, message in mailbox.mails]
        self.assertEqual(is_marked, [True, False])

    def test_administrators_edit_the_template(self):
        template = self.env.ref("livechat_info_panel.mail_template_transcript")
        template.write(
            {
                "body_html": "<p>Dear <t t-out='object.name'/></p>"
                "<t t-out='object._render_livechat_transcript()'/>",
                "attachment_ids": [Command.create({"name": "terms.txt", "raw": b"Terms"})],
            }
        )
        channel = self.open_conversation(self.customer)
        self.agent_writes(channel, "Good day")
        message = self.send_and_receive(channel)
        text = self.text_of(message)
        self.assertIn(f"Dear {channel.name}", text)
        self.assertIn("Good day", text)
        self.assertEqual([a.get_filename() for a in message.iter_attachments()], ["terms.txt"])
        self.assertTrue(template.attachment_ids)

    def test_it_does_not_show_in_the_conversation(self):
        channel = self.open_conversation(self.customer)
        before = channel.message_ids
        self.send(channel)
        self.assertEqual(channel.message_ids, before)

    # ------------------------------------------------------------
    # To whom
    # ------------------------------------------------------------

    def test_several_addresses_each_once(self):
        mailbox = self.start_mail_server()
        channel = self.open_conversation()
        sending = self.send(
            channel, '"Doe, Mia" <Mia@Example.com>; mia@example.com\nb@example.com c@example.com'
        )
        self.assertEqual(sending.email_to, "mia@example.com, b@example.com, c@example.com")
        self.run_mail_queue()
        self.assertEqual(sorted(mailbox.recipients), sorted(sending.email_to.split(", ")))
        for _recipients, message in mailbox.mails:
            self.assertEqual(len(message["To"].addresses), 1)
        self.assertEqual(self.send(channel, ["a@example.com"]).email_to, "a@example.com")
        # As addresses are copied from elsewhere.
        self.assertEqual(self.send(channel, "\u202aa@example.com\u200b").email_to, "a@example.com")

    def test_an_internationalized_domain_is_sent_to_as_it_is_in_mails(self):
        mailbox = self.start_mail_server()
        channel = self.open_conversation()
        channel.livechat_visitor_email = "mia@müller.example"
        sending = self.send(channel)
        self.run_mail_queue()
        self.assertEqual(sending.state, "sent")
        self.assertEqual(mailbox.recipients, ["mia@xn--mller-kva.example"])

    def test_known_addresses(self):
        channel = self.open_conversation(self.customer)
        channel.livechat_visitor_email = "other@example.com"
        known = ["carla@example.com", "other@example.com"]
        self.assertEqual(self.panel_data(self.agent, channel)["livechat_transcript_emails"], known)
        self.assertEqual(self.send(channel).email_to, ", ".join(known))
        channel = self.open_conversation()
        channel.livechat_customer_guest_ids.email = "Guest@example.com"
        self.assertEqual(
            self.panel_data(self.agent, channel)["livechat_transcript_emails"],
            ["guest@example.com"],
        )

    def test_an_invalid_address_is_named_and_nothing_is_sent(self):
        channel = self.open_conversation(self.customer).with_user(self.agent)
        for emails, named in [
            ("nobody", "nobody"),
            ("a@example.com, nobody", "nobody"),
            ("a@example.com, b@", "b@"),
            ("a@b", "a@b"),
            ("a@exa mple.com", "a@exa mple.com"),
            ("@example.com", "@example.com"),
            ("a@example..com", "a@example..com"),
            ("a@-example.com", "a@-example.com"),
            ("a@☃️.example", "a@☃️.example"),
            (["a@example.com", "b@c@example.com"], "b@c@example.com"),
            ("a" * 250 + "@example.com", "a" * 250 + "@example.com"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("a@example.com\r\nBcc: b@example.com", "Bcc: b@example.com"),
            ("Bcc:b@example.com", "Bcc:b@example.com"),
            ("a@example.com (Mia)", "a@example.com (Mia)"),
            ("(" * 5_000, "((("),
        ]:
            with self.subTest(emails=emails), self.assertRaises(UserError) as error:
                channel.livechat_send_transcript(emails)
            self.assertIn(named, str(error.exception))
        for emails in ("", " , ;\n", [], 7, True, {"a": 1}, [None], "x" * 100_000):
            with self.subTest(emails=repr(emails)[:50]), self.assertRaises(UserError):
                channel.livechat_send_transcript(emails)
        self.assertFalse(channel.sudo().livechat_transcript_ids)
        self.assertFalse(self.env["mail.mail"].search([("livechat_transcript_id", "!=", False)]))

    def test_nobody_known(self):
        channel = self.open_conversation().with_user(self.agent)
        with self.assertRaisesRegex(UserError, "No email address is known"):
            channel.livechat_send_transcript()

    def test_ten_addresses_at_once(self):
        channel = self.open_conversation().with_user(self.agent)
        addresses = [f"a{number}@example.com" for number in range(11)]
        with self.assertRaisesRegex(UserError, "10 addresses"):
            channel.livechat_send_transcript(addresses)
        channel.livechat_send_transcript(addresses[:10] + addresses[:5])
        self.assertEqual(len(channel.sudo().livechat_transcript_ids.mail_mail_ids), 10)

    def test_twenty_an_hour(self):
        channel = self.open_conversation(self.customer).with_user(self.agent)
        for _number in range(20):
            channel.livechat_send_transcript()
        with self.assertRaisesRegex(UserError, "20 conversations an hour"):
            channel.livechat_send_transcript()
        self.assertEqual(len(channel.sudo().livechat_transcript_ids), 20)
        channel.with_user(self.other_agent).livechat_send_transcript()
        old = channel.sudo().livechat_transcript_ids.filtered(lambda t: t.user_id == self.agent)[:1]
        old.flush_recordset()
        self.env.cr.execute(
            "UPDATE livechat_transcript SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(minutes=61), old.id],
        )
        channel.livechat_send_transcript()

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def test_only_agents_send_and_know_of_it(self):
        channel = self.open_conversation(self.customer)
        channel._add_members(users=self.employee)
        sending = self.send(channel)
        for user in (self.employee, self.customer, self.env.ref("base.public_user")):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    channel.with_user(user).livechat_send_transcript("a@example.com")
                with self.assertRaises(AccessError):
                    sending.with_user(user).livechat_retry()
                with self.assertRaises(AccessError):
                    sending.with_user(user).read(["email_to"])
        for user in (self.employee, self.customer):
            data = self.panel_data(user, channel)
            self.assertFalse({"livechat_transcripts", "livechat_transcript_emails"} & data.keys())

    def test_not_the_employee_who_is_the_customer(self):
        visitor = new_test_user(
            self.env,
            login="visiting",
            name="Vera Visiting",
            groups="im_livechat.im_livechat_group_user",
            email="vera@example.com",
            password=PASSWORD,
        )
        channel = self.open_conversation(visitor)
        sending = self.send(channel, "secret@example.com")
        self.assertIn("livechat_transcripts", self.panel_data(self.agent, channel))
        self.assertNotIn("livechat_transcripts", self.panel_data(visitor, channel))
        transcripts = self.env["livechat.transcript"].with_user(visitor)
        self.assertFalse(transcripts.search([("id", "=", sending.id)]))
        self.assertTrue(transcripts.with_user(self.agent).search([("id", "=", sending.id)]))
        with self.assertRaises(AccessError):
            sending.with_user(visitor).livechat_retry()
        with self.assertRaises(AccessError):
            channel.with_user(visitor).livechat_send_transcript("vera@example.com")
        # A copy for themselves, as Odoo's widget offers.
        params = {"channel_id": channel.id, "email": "other@example.com"}
        with self.assertRefused("odoo.exceptions.UserError"):
            self.as_user(visitor, "/im_livechat/email_livechat_transcript", params)
        params["email"] = "Vera@example.com"
        self.as_user(visitor, "/im_livechat/email_livechat_transcript", params)
        self.assertEqual(
            channel.livechat_transcript_ids.mapped("email_to"),
            ["vera@example.com", "secret@example.com"],
        )

    def test_nobody_writes_what_is_kept(self):
        sending = self.send(self.open_conversation(self.customer))
        vals = {"channel_id": sending.channel_id.id, "email_to": "a@example.com"}
        for user in (self.agent, self.manager, self.env.ref("base.user_admin")):
            of_user = sending.with_user(user)
            for method, args in [
                ("write", [{"state": "sent"}]),
                ("copy", []),
                ("create", [vals]),
                ("unlink", []),
            ]:
                with self.subTest(method=method), self.assertRaises(AccessError):
                    getattr(of_user, method)(*args)

    def test_odoos_route_goes_the_same_way(self):
        channel = self.open_conversation(self.customer)
        channel._add_members(users=self.employee)
        route = "/im_livechat/email_livechat_transcript"
        access_error, user_error = "odoo.exceptions.AccessError", "odoo.exceptions.UserError"
        for user, channel_id, email, error in [
            (self.employee, channel.id, "a@example.com", access_error),
            (self.customer, channel.id, "a@example.com", access_error),
            (self.agent, channel.id, "", user_error),
            (self.agent, channel.id, "nobody", user_error),
            (self.agent, 0, "a@example.com", "werkzeug.exceptions.NotFound"),
        ]:
            params = {"channel_id": channel_id, "email": email}
            with self.subTest(user=user.login, **params), self.assertRefused(error):
                self.as_user(user, route, params)
        self.assertFalse(channel.livechat_transcript_ids)
        params = {"channel_id": channel.id, "email": "a@example.com, b@example.com"}
        self.as_user(self.agent, route, params)
        self.env.invalidate_all()
        self.assertEqual(channel.livechat_transcript_ids.email_to, params["email"])
        self.assertEqual(channel.livechat_transcript_ids.user_id, self.agent)

    # ------------------------------------------------------------
    # On many
    # ------------------------------------------------------------

    def run_action(self, channels, user=None):
        result = channels.with_user(user or self.agent).action_livechat_send_transcript()
        if result["type"] == "ir.actions.client":
            return result["params"]["message"]
        report = self.env[result["res_model"]].browse(result["res_id"])
        return "\n".join(
            [report.message, *(f"{line.reason}: {line.name}" for line in report.line_ids)]
        )

    def make(self, count, **vals):
        return self.env["discuss.channel"].create(
            [
                {
                    "name": f"Conversation {number}",
                    "channel_type": "livechat",
                    "livechat_channel_id": self.livechat_channel.id,
                    "livechat_operator_id": self.agent.partner_id.id,
                    "livechat_visitor_email": f"v{number}@example.com",
                    **vals,
                }
                for number in range(count)
            ]
        )

    def test_many_at_once_open_and_closed(self):
        channels = self.make(2) | self.make(1, livechat_end_dt="2026-01-01")
        self.assertEqual(self.run_action(channels), "Done for 3 of 3 conversations.")
        for channel in channels:
            is_open = not channel.livechat_end_dt
            self.assertEqual(channel.livechat_transcript_ids.is_unfinished, is_open)

    def test_what_could_not_be_sent_is_said(self):
        known, unknown = self.make(1), self.make(1, livechat_visitor_email=False, name="Unknown")
        group = self.env["discuss.channel"].with_user(self.agent)._create_group([], name="Team")
        lines = self.run_action(known | unknown | group).splitlines()
        self.assertEqual(lines[0], "Done for 1 of 3 conversations.")
        self.assertEqual(
            set(lines[1:]),
            {"No email address is known: Unknown", "It is no live chat: Team"},
        )
        lines = self.run_action(self.make(21)).splitlines()
        self.assertEqual(lines[0], "Done for 19 of 21 conversations.")
        self.assertEqual(len(lines), 3)
        self.assertTrue(all(line.startswith("You can send 20") for line in lines[1:]))

    def test_automation_rule_sends_without_limit_and_in_nobodys_name(self):
        channels = self.make(25)
        rule_env = channels.with_user(self.env.ref("base.public_user")).sudo()
        rule_env.action_livechat_send_transcript()
        self.assertEqual(len(channels.livechat_transcript_ids), 25)
        self.assertFalse(channels.livechat_transcript_ids.user_id)
        values = channels[0]._get_transcript_values()[channels[0]]
        self.assertIsNone(values["items"][0]["user_name"])

    def test_the_panel_shows_the_last_ones(self):
        channel = self.open_conversation(self.customer)
        for number in range(7):
            self.send(channel, f"a{number}@example.com")
        values = self.panel_data(self.agent, channel)["livechat_transcripts"]
        self.assertEqual(values["count"], 7)
        self.assertEqual(
            [item["email_to"] for item in values["items"]],
            [f"a{number}@example.com" for number in (6, 5, 4, 3, 2)],
        )
        self.assertEqual(
            set(values["items"][0]),
            {
                *("id", "kind", "text", "email_to", "user_name", "retry_user_name"),
                *("date", "is_unfinished", "state", "failures"),
            },
        )
