from playwright.sync_api import expect

from odoo.tests import tagged

from ..support.common import PASSWORD
from ..support.live_panel import CHECKED_STATUS, STATUS, LivePanelCase

BRIEF = ".o-livechatInfoPanel-brief"
NOTES = ".o-livechatInfoPanel-notes"
NOTE = f"{NOTES} textarea"
TAGS = ".o-livechatInfoPanel-tags"
TRANSCRIPT = ".o-livechatInfoPanel-transcript"


@tagged("post_install", "-at_install", "database_breaking", "long")
class TestTwoTabs(LivePanelCase):
    """One agent, with the same conversation in two tabs of a browser."""

    def setUp(self):
        super().setUp()
        self.visitor = self.server.start_session()
        self.channel_id = self.start_conversation()
        self.first = self.open_conversation(self.open_window(self.server, "live_agent"))
        self.second = self.open_conversation(self.first.context.new_page())

    def test_each_shows_what_is_done_in_the_other_and_a_handover_is_read_once(self):
        first, second = self.first, self.second
        first.locator(STATUS, has_text="Waiting for customer").click()
        expect(second.locator(CHECKED_STATUS)).to_contain_text("Waiting for customer")
        second.locator(f"{TAGS} input").fill("Of two tabs")
        second.locator(f"{TAGS} input").press("Enter")
        expect(first.locator(TAGS)).to_contain_text("Of two tabs")
        first.locator(f"{TRANSCRIPT} button", has_text="Send by email").click()
        first.locator(f"{TRANSCRIPT} input").fill("a@example.com")
        first.locator(f"{TRANSCRIPT} button[type=submit]").click()
        expect(second.locator(f"{TRANSCRIPT} li")).to_contain_text("Queued")
        self.act("livechat_ask_help")
        for page in (first, second):
            expect(page.locator(CHECKED_STATUS)).to_contain_text("Looking for help")
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            self.assertEqual(channel.livechat_conversation_tag_ids.mapped("name"), ["Of two tabs"])
            sendings = env["livechat.transcript"].search([("channel_id", "=", channel.id)])
            self.assertEqual(len(sendings), 1)
            channel.livechat_conversation_tag_ids.unlink()
        self.check_handover()

    def check_handover(self):
        other_id = self.start_conversation(self.colleague_id)
        self.act("livechat_reassign", self.agent_id, None, "A regular", channel_id=other_id)
        first, second = (
            page.locator(".o_notification", has_text="A regular")
            for page in (self.first, self.second)
        )
        expect(first).to_be_visible()
        second.get_by_role("button", name="Open").click()
        expect(self.second.locator(BRIEF)).to_contain_text("A regular")
        expect(first).to_be_hidden()
        # What one tab hides is hidden in the other one, and after reloading.
        self.channel_id = other_id
        self.open_conversation(self.first)
        self.first.locator(BRIEF).get_by_role("button", name="Hide").click()
        expect(self.second.locator(BRIEF)).to_be_hidden()
        self.second.reload()
        expect(self.second.locator(".o-livechatInfoPanel-contact")).to_be_visible()
        expect(self.second.locator(BRIEF)).to_be_hidden()

    def test_neither_overwrites_what_is_typed_in_the_other(self):
        first, second = self.first.locator(NOTE), self.second.locator(NOTE)
        go_offline = self.get_switch(self.first)
        go_offline(True)
        first.fill("Of the first")
        first.blur()
        expect(self.first.locator(NOTES)).to_contain_text("Not saved: no connection")
        second.fill("Of the second")
        second.blur()
        expect(self.second.locator(NOTES)).to_contain_text("Saved")
        expect(first).to_have_value("Of the first")
        go_offline(False)
        self.first.locator(NOTES).get_by_role("button", name="Keep both").click()
        for note in (first, second):
            expect(note).to_have_value("Of the second\nOf the first")

    def get_switch(self, page):
        """Return a function that takes one tab off the network, or brings it back."""
        developer_tools = page.context.new_cdp_session(page)
        developer_tools.send("Network.enable")
        conditions = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}

        def switch(offline):
            developer_tools.send(
                "Network.emulateNetworkConditions", {"offline": offline, **conditions}
            )

        return switch

    def test_logged_out_in_one(self):
        first, second = self.first, self.second
        second.goto("/web/session/logout?redirect=/web/login")
        first.locator(NOTE).fill("Typed too late")
        first.locator(NOTE).blur()
        expect(first.locator(NOTES)).to_contain_text("Not saved, will be tried again")
        first.locator(STATUS, has_text="Waiting for customer").click()
        expect(first.locator(".modal")).to_contain_text("Session")
        second.locator("input[name=login]").fill("live_agent")
        second.locator("input[name=password]").fill(PASSWORD)
        second.locator("input[name=password]").press("Enter")
        expect(second.locator(".o_web_client .o_main_navbar")).to_be_visible()
        first.locator(".modal footer").get_by_role("button").click()  # loads the page again
        expect(first.locator(NOTE)).to_have_value("Typed too late")
        expect(first.locator(NOTES)).to_contain_text("Lea Agent")  # who saved it
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            self.assertEqual(channel.livechat_note, "<p>Typed too late</p>")
            self.assertEqual(channel.livechat_status, "in_progress")
