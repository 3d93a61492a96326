import re

from playwright.sync_api import expect

from odoo.tests import tagged

from ..support.live_panel import LivePanelCase

CARD = ".o-livechatInfoPanel-contact"
ENTRY = ".o-mail-DiscussSidebarChannel"
NAME = f"{CARD} .fw-bold"
ROW = ".o-livechatInfoPanel-nowRow"
TITLE = ".o-mail-DiscussContent-threadName"


@tagged("post_install", "-at_install", "database_breaking", "long")
class TestContactInBrowsers(LivePanelCase):
    """Who a customer is changes where others look at them: all of it is one record."""

    def setUp(self):
        super().setUp()
        self.contact_id = self.commit(
            lambda env: env["res.partner"].create({"name": "Mia Gardener", "phone": "0470"}).id
        )
        self.addCleanup(
            self.commit, lambda env: env["res.partner"].browse(self.contact_id).unlink()
        )
        self.visitor = self.server.start_session()
        self.channel_id = self.start_conversation()
        self.act("livechat_link_contact", self.contact_id)
        self.agent = self.open_conversation(self.open_window(self.server, "live_agent"))

    def correct_contact(self, **vals):
        self.commit(lambda env: env["res.partner"].browse(self.contact_id).write(vals))

    def assertCalled(self, name):
        expect(self.agent.locator(NAME)).to_have_text(re.compile(f"^{name}"))
        expect(self.agent.locator(TITLE).first).to_have_value(re.compile(f"^{name}"))
        expect(self.agent.locator(f"{ENTRY}.o-active")).to_contain_text(name)

    def test_a_contact_who_is_corrected(self):
        self.assertCalled("Mia Gardener")
        supervisor = self.open_window(self.server, "live_expert")
        supervisor.goto("/odoo/action-livechat_info_panel.livechat_now_action")
        row = supervisor.locator(ROW, has_text="Mia")
        expect(row).to_contain_text("Mia Gardener")
        self.correct_contact(name="Mia Meyer", phone="0480")
        self.assertCalled("Mia Meyer")
        expect(self.agent.locator(f"{CARD} a[href^='tel:']")).to_have_text("0480")
        expect(row).to_contain_text("Mia Meyer")

    def test_a_contact_who_is_no_longer_the_customer(self):
        self.assertCalled("Mia Gardener")
        self.act("livechat_unlink_contact")
        self.assertCalled("Visitor")
        expect(self.agent.locator(CARD)).to_contain_text("Not a known contact")
        self.act("livechat_link_contact", self.contact_id)
        self.assertCalled("Mia Gardener")
