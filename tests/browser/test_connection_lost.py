from playwright.sync_api import expect

from odoo.tests import tagged

from ..support.live_panel import CHECKED_STATUS, LivePanelCase

CONTACT = ".o-livechatInfoPanel-contact"
CONVERSATION = ".o-mail-DiscussSidebarChannel-container"
COUNT = """odoo.__WOWL_DEBUG__.root.env.services["mail.store"].livechat_looking_for_help_count"""
MESSAGE = ".o-mail-Message-body"
NOW = "/livechat_info_panel/now"
NOTES = ".o-livechatInfoPanel-notes"
NOTIFICATION = ".o_notification"
RECENT = ".o-livechatInfoPanel-recentConversations"
SECTION = ".o-livechatInfoPanel-section"
SEND = """action => odoo.__WOWL_DEBUG__.root.env.services.worker_service.send(action)"""
SENDINGS = ".o-livechatInfoPanel-sendings li"
TAG = [("name", "=", "Heard of later")]
TAGS = ".o-livechatInfoPanel-tags"


@tagged("post_install", "-at_install", "database_breaking", "long")
class TestConnectionLost(LivePanelCase):
    """A colleague works while an agent's browser hears nothing: then it shows what is so."""

    def setUp(self):
        super().setUp()
        self.visitor = self.server.start_session()
        self.channel_id = self.start_conversation()
        self.other_id = self.start_conversation()
        self.page = self.open_conversation(self.open_window(self.server, "live_agent"))
        self.note = self.page.locator(f"{NOTES} textarea")
        self.calls = self.page.locator(CONVERSATION, has_text="A refund")
        self.expect(RECENT).to_contain_text("In progress")

    def expect(self, selector):
        return expect(self.page.locator(selector))

    def test_server_restarted_and_the_bus_remembers_nothing(self):
        contact_id = self.commit(lambda env: env["res.partner"].create({"name": "Found Late"}).id)
        self.addCleanup(self.commit, lambda env: env["res.partner"].browse(contact_id).unlink())
        count = self.page.evaluate(COUNT)
        self.server.kill()
        self.addCleanup(self.ensure_server)
        self.note.fill("Typed meanwhile")
        self.note.blur()
        self.expect(NOTES).to_contain_text("Not saved: no connection")
        self.act("livechat_set_status", "waiting")
        self.act("livechat_add_tag", "Heard of later")
        self.act("livechat_link_contact", contact_id)
        self.act("livechat_send_transcript", "a@example.com")
        self.act("livechat_ask_help", "A refund", channel_id=self.other_id)
        self.commit(self.say)
        self.commit(lambda env: env["bus.bus"].sudo().search([]).unlink())
        self.server.start_again()
        self.expect(CHECKED_STATUS).to_contain_text("Waiting for customer")
        self.expect(TAGS).to_contain_text("Heard of later")
        self.expect(CONTACT).to_contain_text("Found Late")
        self.expect(SENDINGS).to_contain_text("Queued")
        self.expect(RECENT).to_contain_text("Looking for help")
        expect(self.calls).to_be_visible()
        self.assertEqual(self.page.evaluate(COUNT), count + 1)
        self.expect(NOTES).to_contain_text("Saved")
        self.expect(MESSAGE).to_contain_text(["Anybody there?"])
        self.expect(NOTIFICATION).to_have_count(0)
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            self.assertEqual(channel.livechat_note, "<p>Typed meanwhile</p>")
            channel.livechat_conversation_tag_ids.unlink()

    def say(self, env):
        channel = env["discuss.channel"].browse(self.channel_id)
        visitor = channel.livechat_customer_history_ids.guest_id
        channel.message_post(
            author_guest_id=visitor.id, body="Anybody there?", message_type="comment"
        )

    def ensure_server(self):
        if self.server.process.poll() is not None:
            self.server.start_again()

    def test_browser_offline(self):
        self.act("livechat_ask_help", "A refund", channel_id=self.other_id)
        expect(self.calls).to_be_visible()
        count = self.page.evaluate(COUNT)
        self.page.context.set_offline(True)
        self.commit(self.fail_to_send)
        self.act("livechat_set_note", "<p>Noted meanwhile</p>")
        self.act("livechat_close")
        self.act("livechat_set_status", "in_progress", channel_id=self.other_id)
        self.expect(CHECKED_STATUS).to_be_visible()
        self.page.context.set_offline(False)
        self.expect(CHECKED_STATUS).to_be_hidden()
        expect(self.page.locator(SECTION, has_text="Outcome")).to_be_visible()
        expect(self.note).to_have_value("Noted meanwhile")
        self.expect(SENDINGS).to_have_attribute("data-state", "failed")
        self.expect(RECENT).to_contain_text("In progress")
        expect(self.calls).to_be_hidden()
        self.assertEqual(self.page.evaluate(COUNT), count - 1)

    def test_tab_asleep(self):
        """The browser freezes a tab that nobody sees; what happened meanwhile is shown then."""
        tab = self.page.context.new_cdp_session(self.page)
        tab.send("Page.setWebLifecycleState", {"state": "frozen"})
        self.act("livechat_set_status", "waiting")
        self.act("livechat_add_tag", "Heard of later")
        self.act("livechat_set_note", "<p>Noted meanwhile</p>")
        self.act("livechat_ask_help", "A refund", channel_id=self.other_id)
        self.commit(self.say)
        tab.send("Page.setWebLifecycleState", {"state": "active"})
        self.expect(CHECKED_STATUS).to_contain_text("Waiting for customer")
        self.expect(TAGS).to_contain_text("Heard of later")
        expect(self.note).to_have_value("Noted meanwhile")
        self.expect(MESSAGE).to_contain_text(["Anybody there?"])
        expect(self.calls).to_be_visible()
        self.commit(lambda env: env["im_livechat.conversation.tag"].search(TAG).unlink())

    def test_now(self):
        self.page.goto("/odoo/livechat-now")
        row = self.page.locator(f"[data-thread-id='{self.other_id}']")
        expect(row).to_contain_text("In progress")
        self.act("livechat_set_status", "waiting", channel_id=self.other_id)
        expect(row).to_contain_text("Waiting for customer")
        asked = []
        self.page.on("request", lambda request: asked.append(request.post_data or ""))
        self.lose_bus(lambda env: self.set_status(env, "in_progress"))
        expect(row).to_contain_text("In progress")

        def forget(env):
            self.set_status(env, "waiting")
            env["bus.bus"].sudo().search([]).unlink()

        self.lose_bus(forget)
        expect(row).to_contain_text("Waiting for customer")
        self.expect(NOTIFICATION).to_have_count(0)
        self.assertEqual(len([data for data in asked if NOW in data]), 1)  # what was forgotten

    def set_status(self, env, status):
        channel = env["discuss.channel"].browse(self.other_id)
        channel.with_user(self.colleague_id).livechat_set_status(status)

    def lose_bus(self, change):
        """Have something change while *Now* hears nothing, as if the browser was offline."""
        lost = self.page.get_by_role("alert").filter(has_text="The connection is lost.")
        self.page.evaluate(SEND, "BUS:STOP")
        expect(lost).to_be_visible()
        self.commit(change)
        self.page.evaluate(SEND, "BUS:START")
        expect(lost).to_be_hidden()

    def fail_to_send(self, env):
        channel = env["discuss.channel"].browse(self.channel_id)
        ids = channel.with_user(self.colleague_id).livechat_send_transcript("a@example.com")
        env["livechat.transcript"].browse(ids).mail_mail_ids.cancel()
