from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from ..support.common import need_module
from ..support.transcript import TranscriptCase


class CompanyCase(TranscriptCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.env.company
        cls.home.email = "home@example.com"
        cls.abroad = cls.env["res.company"].create(
            {"name": "Abroad Ltd", "email": "abroad@example.com", "phone": "+44 20 1234"}
        )
        cls.home.paperformat_id = cls.env.ref("base.paperformat_euro")
        cls.abroad.paperformat_id = cls.env.ref("base.paperformat_us")
        cls.agent.company_ids = [Command.link(cls.abroad.id)]

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.visitor_writes(self.channel, "Good day")

    def send_from(self, company):
        """Send the conversation as the agent who works in a company, and return the mail."""
        ids = self.as_user(
            self.agent,
            "/web/dataset/call_kw/discuss.channel/livechat_send_transcript",
            {
                "model": "discuss.channel",
                "method": "livechat_send_transcript",
                "args": [self.channel.ids, ["mia@example.com"]],
                "kwargs": {"context": {"allowed_company_ids": company.ids}},
            },
        )
        return self.env["livechat.transcript"].browse(ids).mail_mail_ids

    def assertCompany(self, expected, works_in):
        mail = self.send_from(works_in)
        other = (self.home | self.abroad) - expected
        self.assertIn(expected.email, mail.email_from)
        page = self.channel.with_user(self.agent).with_company(works_in)._render_transcript_page()
        for content in (mail.body_html, page):
            self.assertIn(expected.name, content)
            self.assertNotIn(other.name, content)
        self.assertNotIn(other.email, mail.body_html)
        self.assertEqual(self.print_from(works_in), expected.paperformat_id)

    def print_from(self, company):
        """Return on what paper the conversation is printed for an agent in a company."""
        paper = []
        reports = type(self.env["ir.actions.report"])

        def print_pdf(report, ref, ids):
            paper.append(report._get_report(ref).get_paperformat())
            return b"%PDF", "pdf"

        with patch.object(reports, "_render_qweb_pdf", print_pdf):
            self.channel.with_user(self.agent).with_company(company)._print_transcript()
        return paper[0]

    def link_contact(self, company):
        contact = self.env["res.partner"].create({"name": "Mia", "company_id": company.id})
        both = (self.home | self.abroad).ids
        channel = self.channel.with_user(self.agent).with_context(allowed_company_ids=both)
        channel.livechat_link_contact(contact.id)


@tagged("post_install", "-at_install")
class TestTranscriptCompany(CompanyCase):
    """Mail, page and PDF are in the name of one company: the one that the customer knows."""

    def test_company_in_which_the_agent_works(self):
        self.assertCompany(self.abroad, works_in=self.abroad)
        self.assertCompany(self.home, works_in=self.home)

    def test_company_of_the_contact(self):
        self.link_contact(self.abroad)
        self.assertCompany(self.abroad, works_in=self.home)

    def test_company_of_the_contact_when_the_agent_works_abroad(self):
        self.link_contact(self.home)
        self.assertCompany(self.home, works_in=self.abroad)


@tagged("post_install", "-at_install", "companions")
class TestTranscriptCompanyOfWebsite(CompanyCase):
    def setUp(self):
        need_module(self.env, "website_livechat")
        super().setUp()
        self.website = self.env["website"].create(
            {
                "name": "Abroad",
                "company_id": self.abroad.id,
                "channel_id": self.livechat_channel.id,
            }
        )

    def test_company_of_the_website(self):
        self.link_contact(self.home)
        self.assertCompany(self.abroad, works_in=self.home)

    def test_company_of_the_website_where_the_visitor_is(self):
        self.env["website"].create(
            {
                "name": "Home",
                "company_id": self.home.id,
                "channel_id": self.livechat_channel.id,
            }
        )
        visitor = self.env["website.visitor"].create(
            {"access_token": "f9d2" * 8, "website_id": self.website.id}
        )
        self.channel.livechat_visitor_id = visitor
        self.assertCompany(self.abroad, works_in=self.home)
