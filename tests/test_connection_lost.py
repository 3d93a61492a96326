from odoo.tests import tagged

from .live_panel import CHECKED_STATUS, LivePanelCase

NOTE = ".o-livechatInfoPanel-notes textarea"
CONTACT = ".o-livechatInfoPanel-contact"
RECENT = ".o-livechatInfoPanel-recentConversations"
SENDINGS = ".o-livechatInfoPanel-sendings"
TAGS = ".o-livechatInfoPanel-tags"
CONVERSATION = ".o-mail-DiscussSidebarChannel-container"
COUNT = """odoo.__WOWL_DEBUG__.root.env.services["mail.store"].livechat_looking_for_help_count"""


@tagged("post_install", "-at_install", "database_breaking")
class TestConnectionLost(LivePanelCase):
    """A colleague works while an agent's browser hears nothing: then it shows what is so."""

    def setUp(self):
        super().setUp()
        self.other_id = self.start_conversation()
        with self.connection() as env:
            self.contact_id = env["res.partner"].create({"name": "Found Meanwhile"}).id
        self.addCleanup(self.delete_contact)
        self.page = self.open_panel()
        self.page.wait(RECENT, "In progress")

    def delete_contact(self):
        with self.connection() as env:
            env["res.partner"].browse(self.contact_id).unlink()
            tags = env["im_livechat.conversation.tag"]
            tags.search([("name", "=", "Heard of later")]).unlink()

    def work(self):
        """Let the colleague change whatever the panel and the lists show."""
        self.act("livechat_set_status", "waiting")
        self.act("livechat_add_tag", "Heard of later")
        self.act("livechat_link_contact", self.contact_id)
        self.act("livechat_send_transcript", "a@example.com")
        self.act("livechat_ask_help", "A refund", channel_id=self.other_id)

    def check_work(self):
        self.page.wait(CHECKED_STATUS, "Waiting for customer")
        self.page.wait(TAGS, "Heard of later")
        self.page.wait(CONTACT, "Found Meanwhile")
        self.page.wait(f"{SENDINGS} li", "Queued")
        self.page.wait(RECENT, "Looking for help")
        self.page.wait(CONVERSATION, "A refund")

    def test_server_restarted_and_the_bus_remembers_nothing(self):
        count = self.page.evaluate(COUNT)
        self.server.kill()
        self.page.enter(NOTE, "Typed meanwhile")
        self.page.wait(".o-livechatInfoPanel-notes", "Not saved: no connection")
        self.work()
        with self.connection() as env:
            env["bus.bus"].sudo().search([]).unlink()
        self.server.start()
        self.server.wait_until_it_answers()
        self.check_work()
        self.assertEqual(self.page.evaluate(COUNT), count + 1)
        self.page.wait(".o-livechatInfoPanel-notes", "Saved")
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            self.assertEqual(channel.livechat_note, "<p>Typed meanwhile</p>")

    def test_browser_offline(self):
        self.act("livechat_ask_help", "A refund", channel_id=self.other_id)
        self.page.wait(CONVERSATION, "A refund")
        count = self.page.evaluate(COUNT)
        self.page.go_offline()
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            ids = channel.with_user(self.colleague_id).livechat_send_transcript("a@example.com")
            env["livechat.transcript"].browse(ids).mail_mail_ids.cancel()
        self.act("livechat_set_note", "<p>Noted meanwhile</p>")
        self.act("livechat_close")
        self.act("livechat_set_status", "in_progress", channel_id=self.other_id)
        self.assertTrue(self.page.text(CHECKED_STATUS))
        self.page.go_online()
        self.page.wait(CHECKED_STATUS, gone=True)
        self.page.wait(".o-livechatInfoPanel-section", "Outcome")
        self.wait_until(lambda: self.page.value(NOTE) == "Noted meanwhile")
        self.page.wait(f"{SENDINGS} li[data-state=failed]")
        self.page.wait(RECENT, "In progress")
        self.page.wait(CONVERSATION, "A refund", gone=True)
        self.assertEqual(self.page.evaluate(COUNT), count - 1)
