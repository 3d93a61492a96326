import ast
from datetime import timezone

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..support.common import PASSWORD, PanelCase
from ..support.rights_finder import ROOT

# What holds internal comments, unless it is asked by the one function.
SOURCES = {"message_ids", "_get_channel_history", "website_message_ids", "livechat_email_template"}
MESSAGES = {"mail.message", "mail_message"}
# Where messages are read, and why nothing of it leaves for a customer.
KNOWN = {
    "data/mail_template_transcript.xml": "Odoo's report, by the one function",
    "models/chatbot/discuss_channel.py": "answers to the chatbot, for agents",
    "models/core/for_customer.py": "the one function",
    "hooks/chatbots.py": "who wrote what to the chatbot",
    "models/core/im_livechat_channel_member_history.py": "who the customer was who is deleted",
    "models/core/mail_message.py": "the one function",
    "models/core/written.py": "what counts as written",
    "models/status/closing.py": "whether the customer wrote",
    "models/status/waiting.py": "who waits for whom",
    "models/outcome/query.py": "who answered",
    "models/outcome/im_livechat_report_channel.py": "who answered, in reports",
    "models/outcome/rating.py": "whether a rating is posted",
    "models/privacy/erasing.py": "what is erased",
    "models/recent/preview.py": "for agents",
    "models/outcome/discuss_channel.py": "how many there are",
    "models/outcome/im_livechat_channel_member_history.py": "when the last one was",
    "models/status/livechat_customer_wait.py": "when who wrote",
    "models/help/livechat_status_period.py": "what administrators were told",
    "models/help/mail_message.py": "who joined, in the chat itself",
    "models/rights/ir_attachment.py": "who sent a file",
    "models/rights/mail_message.py": "who may write what",
    "models/tickets/merging.py": "whether a ticket leads back already",
    "models/tickets/discuss_channel.py": "Odoo's history, by the one function",
    "models/transcript/mail.py": "the model of attached files",
    "models/transcript/message.py": "no messages at all in the mail's values",
    "models/visitor/left_notice.py": "what agents were told",
    "models/visitor/message_length.py": "how long they are",
}


@tagged("post_install", "-at_install")
class TestForCustomer(PanelCase):
    """Nothing that leaves for a customer holds what only employees may see."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation(self.customer)
        self.agent_writes("Good day", attachments=[("invoice.txt", b"x")])
        self.agent_writes("Secret note", subtype_xmlid="mail.mt_note")
        self.agent_writes("Secret log", subtype_id=False)
        self.agent_writes("Secret remark", is_internal=True)
        self.agent_writes("", subtype_xmlid="mail.mt_note", attachments=[("secret.txt", b"x")])
        self.channel.message_notify(
            body="Secret hint", partner_ids=self.agent.partner_id.ids, subject="Secret"
        )

    def agent_writes(self, body, **kwargs):
        kwargs = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment", **kwargs}
        if "subtype_id" in kwargs:
            del kwargs["subtype_xmlid"]
        message = self.channel.with_user(self.agent).message_post(body=body, **kwargs)
        if kwargs.get("subtype_id") is False:
            message.sudo().subtype_id = False

    def assertForCustomer(self, text):
        self.assertIn("Good day", text)
        self.assertIn("invoice.txt", text)
        self.assertNotIn("secret", text.lower())

    def test_history(self):
        """Leads of Odoo's chatbot and of its command /lead, and tickets, hold it."""
        for user in (self.agent, self.manager, self.customer):
            with self.subTest(user=user.login):
                self.assertForCustomer(self.channel.with_user(user)._get_channel_history())

    def test_ticket(self):
        channel = self.channel.with_user(self.agent)
        self.assertForCustomer(channel._get_ticket_description("", True))

    def test_download(self):
        for user in (self.agent, self.customer):
            self.authenticate(user.login, PASSWORD)
            channel = self.channel.with_user(user)
            with self.subTest(user=user.login):
                self.assertForCustomer(channel._render_transcript_page())

    def test_odoos_own_report(self):
        """Another addon may print it, as Odoo's route for downloads did."""
        values = {"company": self.env.company, "tz": timezone.utc}
        for user in (self.agent, self.customer):
            reports = self.env["ir.actions.report"].with_user(user)
            for as_whom in (reports, reports.sudo()):
                html = as_whom._render_qweb_html(
                    "im_livechat.report_livechat_conversation", self.channel.ids, dict(values)
                )[0]
                with self.subTest(user=user.login, su=as_whom.env.su):
                    self.assertIn("Good day", html.decode())
                    self.assertNotIn("secret", html.decode().lower())

    def test_odoos_own_report_of_others(self):
        values = {"company": self.env.company, "tz": timezone.utc}
        reports = self.env["ir.actions.report"].with_user(self.employee)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            reports._render_qweb_html(
                "im_livechat.report_livechat_conversation", self.channel.ids, values
            )

    def test_mail(self):
        ids = self.call(self.agent, self.channel, "livechat_send_transcript")
        mail = self.env["livechat.transcript"].browse(ids).mail_mail_ids
        self.assertForCustomer(mail.body_html)
        self.assertEqual(mail.attachment_ids.mapped("name"), ["invoice.txt"])

    def test_mail_of_odoos_own_method(self):
        self.channel.with_user(self.agent)._email_livechat_transcript("a@example.com")
        mail = self.channel.livechat_transcript_ids.mail_mail_ids
        self.assertForCustomer(mail.body_html)
        self.assertEqual(mail.email_to, "a@example.com")

    def test_no_other_way(self):
        """Who reads messages anywhere else says here why they do not leave for a customer."""
        found = {}
        for room in ("controllers", "models", "wizards", "hooks"):
            for path in (ROOT / room).rglob("*.py"):
                if names := self.find_sources(ast.parse(path.read_text())):
                    found[str(path.relative_to(ROOT))] = names
        for folder in ("data", "views"):
            for path in (ROOT / folder).glob("*.xml"):
                text = path.read_text()
                if names := {name for name in SOURCES if name in text}:
                    found[str(path.relative_to(ROOT))] = names
        unknown = {path: names for path, names in found.items() if path not in KNOWN}
        self.assertFalse(unknown, "Use _get_messages_for_customer, or say here why not.")
        self.assertFalse(KNOWN.keys() - found.keys(), "These read no messages any more.")

    @staticmethod
    def find_sources(tree):
        """Return by which names a module reads messages."""
        names = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in SOURCES:
                names.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = set(node.value.replace("(", " ").replace('"', " ").split())
                names |= words & (SOURCES | MESSAGES)
        return names
