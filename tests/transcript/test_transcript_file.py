from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..support.common import PASSWORD
from ..support.transcript import TranscriptCase

REPORT = "livechat_info_panel.report_transcript"


@tagged("post_install", "-at_install")
class TestTranscriptFile(TranscriptCase):
    """A conversation as a file, which agents and customers download."""

    def printing(self, **result):
        reports = type(self.env["ir.actions.report"])
        return patch.object(reports, "_render_qweb_pdf", **result)

    def test_where_odoo_cannot_print_the_file_is_a_page(self):
        channel = self.open_conversation(visitor_tz="America/Mexico_City")
        self.visitor_writes(channel, "Hello")
        channel.with_user(self.agent).livechat_set_note("Secret note")
        url = f"/im_livechat/download_transcript/{channel.id}"
        guest = channel.livechat_customer_guest_ids
        cookies = {guest._cookie_name: guest._format_auth_cookie()}
        with self.printing(side_effect=UserError("No wkhtmltopdf")):
            self.authenticate(self.agent.login, PASSWORD)
            for answer in (self.url_open(url), self.url_open(url, cookies=cookies)):
                self.assertEqual(answer.status_code, 200)
                self.assertEqual(answer.headers["Content-Type"], "text/html; charset=utf-8")
                self.assertIn("attachment", answer.headers["Content-Disposition"])
                self.assertIn("default-src &#39;none&#39;", answer.text)
                self.assertIn("Hello", answer.text)
                self.assertNotIn("Secret", answer.text)
            self.authenticate(None, None)
            self.assertEqual(self.url_open(url, cookies=cookies).status_code, 200)
            self.assertEqual(self.url_open(url).status_code, 404)
            self.assertEqual(self.url_open("/im_livechat/download_transcript/0").status_code, 404)

    def test_where_odoo_can_print_the_file_is_odoos(self):
        channel = self.open_conversation(self.customer)
        self.authenticate(self.agent.login, PASSWORD)
        with self.printing(return_value=(b"%PDF", "pdf")):
            answer = self.url_open(f"/im_livechat/download_transcript/{channel.id}")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertEqual(answer.content, b"%PDF")

    def test_what_is_printed_is_what_is_sent(self):
        channel = self.open_conversation(self.customer)
        agent_channel = channel.with_user(self.agent)
        agent_channel.message_post(
            body="Good day",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("invoice.pdf", b"x")],
        )
        agent_channel.message_post(
            body="Secret comment", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        reports = self.env["ir.actions.report"]
        printed = reports.with_user(self.agent)._render_qweb_html(REPORT, channel.ids)[0].decode()
        for shown in ("Good day", "invoice.pdf", self.env.company.name):
            self.assertIn(shown, printed)
        self.assertNotIn("Secret", printed)
        # Odoo prints whatever somebody asks for.
        for user in (self.employee, self.env.ref("base.public_user")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                reports.with_user(user)._render_qweb_html(REPORT, channel.ids)
