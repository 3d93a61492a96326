from odoo.tests import tagged

from .common import PASSWORD
from .live_panel import CHECKED_STATUS, LivePanelCase

CONVERSATION = ".o-mail-DiscussSidebarChannel-container"
HANDOVER = ".o-livechatInfoPanel-handover"
NOTES = ".o-livechatInfoPanel-notes"
NOTE = f"{NOTES} textarea"
STATUS = ".o-livechat-LivechatStatusSelection button"
TAGS = ".o-livechatInfoPanel-tags"
TRANSCRIPT = ".o-livechatInfoPanel-transcript"


@tagged("post_install", "-at_install", "database_breaking")
class TestTwoTabs(LivePanelCase):
    """One agent, with the same conversation in two tabs of a browser."""

    def setUp(self):
        super().setUp()
        self.first = self.open_panel()
        self.second = self.open_another_tab(self.first)

    def test_each_shows_what_is_done_in_the_other_and_a_handover_is_read_once(self):
        first, second = self.first, self.second
        first.click(STATUS, "Waiting for customer")
        second.wait(CHECKED_STATUS, "Waiting for customer")
        second.type(f"{TAGS} input", "Of two tabs")
        first.wait(TAGS, "Of two tabs")
        first.type(f"{TRANSCRIPT} input", "a@example.com")
        first.click(f"{TRANSCRIPT} button[type=submit]")
        second.wait(f"{TRANSCRIPT} li", "Queued")
        self.act("livechat_ask_help")
        for page in (first, second):
            page.wait(CHECKED_STATUS, "Looking for help")
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
        for page in (self.first, self.second):
            page.wait(".o_notification", "A regular")
        self.second.click(".o_notification button", "Open")
        self.second.wait(HANDOVER, "A regular")
        self.first.wait(".o_notification", "A regular", gone=True)

    def test_neither_overwrites_what_is_typed_in_the_other(self):
        first, second = self.first, self.second
        first.go_offline()
        first.enter(NOTE, "Of the first")
        first.wait(NOTES, "Not saved: no connection")
        second.enter(NOTE, "Of the second")
        second.wait(NOTES, "Saved")
        self.assertEqual(first.value(NOTE), "Of the first")
        first.go_online()
        first.click(f"{NOTES} button", "Keep both")
        for page in (first, second):
            self.wait_until(lambda page=page: len(page.value(NOTE).split("\n")) == 2)
            self.assertIn("Of the first", page.value(NOTE))
            self.assertIn("Of the second", page.value(NOTE))

    def test_logged_out_in_one(self):
        self.second.open(f"{self.server.url}/web/session/logout?redirect=/web/login")
        self.first.enter(NOTE, "Typed too late")
        self.first.wait(NOTES, "Not saved, will be tried again")
        self.first.click(STATUS, "Waiting for customer")
        self.first.wait(".modal", "Session")
        self.second.log_in(self.server, "live_agent", PASSWORD)
        self.first.click(f"{NOTES} button", "Try again")
        self.first.wait(NOTES, "Saved")
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            self.assertEqual(channel.livechat_note, "<p>Typed too late</p>")
            self.assertEqual(channel.livechat_status, "in_progress")
