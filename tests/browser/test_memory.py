from playwright.sync_api import expect

from odoo.tests import tagged

from ..support.live_panel import CHECKED_STATUS, LivePanelCase

CHAT = ".o-mail-DiscussSidebarChannel"
MESSAGE = ".o-mail-Message"
MESSAGES = 20
VISITS = 10
# Those of a message are some 100: Odoo would keep all of each visit.
NODES_LIMIT = 5 * MESSAGES


@tagged("post_install", "-at_install", "database_breaking", "long")
class TestMemory(LivePanelCase):
    """What the browser keeps of chats that the agent leaves."""

    def setUp(self):
        super().setUp()
        self.visitor = self.server.start_session()
        self.ids = [self.start_conversation() for _ in range(2)]
        self.channel_id = self.ids[0]
        self.commit(lambda env: self.say(env["discuss.channel"].browse(self.ids)))
        self.page = self.open_conversation(self.open_window(self.server, "live_agent"))
        self.page_session = self.page.context.new_cdp_session(self.page)
        self.page_session.send("Performance.enable")

    def say(self, channels):
        for channel in channels:
            guest = channel.livechat_customer_history_ids.guest_id
            for number in range(MESSAGES):
                channel.message_post(
                    author_guest_id=guest.id,
                    body=f"Message {number} of {channel.id}",
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                )

    def visit(self, count):
        """Look at both chats by turns; return how many nodes the browser has afterwards."""
        for number in range(1, count + 1):
            channel_id = self.ids[number % 2]
            self.page.locator(CHAT, has_text=f"(#{channel_id})").click()
            last = self.page.locator(MESSAGE, has_text=f"Message {MESSAGES - 1} of {channel_id}")
            expect(last).to_be_visible()
            expect(self.page.locator(CHECKED_STATUS)).to_be_visible()
        for _ in range(2):  # what the first time sets free frees other things
            self.page_session.send("HeapProfiler.collectGarbage")
        metrics = self.page_session.send("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "Nodes")

    def test_a_chat_is_forgotten(self):
        before = self.visit(4)
        self.assertLess((self.visit(VISITS) - before) / VISITS, NODES_LIMIT)
