import shutil
import unittest
from contextlib import contextmanager

from playwright.sync_api import expect

from odoo.tests import tagged

from ..support.axe import find_violations
from ..support.live_panel import STATUS, LivePanelCase

PANEL = ".o-livechatInfoPanel"
NOTES = f"{PANEL}-notes"
NOW = "/odoo/action-livechat_info_panel.livechat_now_action"
SESSIONS = "/odoo/action-im_livechat.discuss_channel_action"
SIZES = ((412, 915), (320, 640), (683, 384))  # a phone, a small one, a desktop at 200 %


@tagged("post_install", "-at_install", "database_breaking", "long")
class TestAccessibility(LivePanelCase):
    """axe finds nothing in what is ours, in any state of a conversation."""

    def setUp(self):
        super().setUp()
        self.visitor = self.server.start_session()
        self.channel_id = self.start_conversation()
        self.commit(self.give_customer)
        self.visitor(
            "/mail/message/post",
            thread_model="discuss.channel",
            thread_id=self.channel_id,
            post_data={"body": "Where is my order?", "message_type": "comment"},
        )
        self.page = self.open_window(self.server, "live_agent")
        # A new window is told again what happened in the last seconds: that the conversation was
        # not to be seen before its customer wrote. With that, Discuss goes to another one.
        self.commit(lambda env: env["bus.bus"].sudo().search([]).unlink())

    def give_customer(self, env):
        channel = env["discuss.channel"].sudo().browse(self.channel_id)
        channel.country_id = env.ref("base.be")
        channel.livechat_visitor_email = "ada@example.com"
        contact = env["res.partner"].create(
            {"name": "Ada Customer", "email": "ada@example.com", "phone": "+32 470 12 34 56"}
        )
        self.contact_id = contact.id
        self.addCleanup(self.commit, lambda env: env["res.partner"].browse(contact.id).unlink())

    def check(self, state):
        self.page.mouse.move(0, 0)
        self.page.wait_for_timeout(200)  # for what fades in
        with self.subTest(state=state):
            self.assertFalse(violations := find_violations(self.page), "\n".join(violations))

    @contextmanager
    def dialog(self):
        dialog = self.page.locator(".o_dialog .modal-content")
        expect(dialog).to_be_visible()
        yield dialog
        self.page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()

    def press(self, name):
        self.page.locator(PANEL).first.get_by_role("button", name=name).click()

    def test_open_conversation(self):
        page = self.open_conversation(self.page)
        expect(page.locator(f"{PANEL}-matches")).to_be_visible()
        self.check("of a guest")
        self.press("Reassign…")
        with self.dialog():
            self.check("reassign")
        page.locator(STATUS, has_text="Looking for help").click()
        with self.dialog():
            self.check("ask for help")
        self.act("livechat_link_contact", self.contact_id)
        expect(page.locator(PANEL)).to_contain_text("View Contact")
        self.check("of a contact")
        page.locator(STATUS, has_text="Waiting for customer").click()
        expect(page.locator(f"{STATUS}[aria-checked=true]")).to_contain_text("Waiting")
        self.check("waiting for the customer")
        page.locator(f"{PANEL} button", has_text="Close").click()
        expect(page.get_by_role("button", name="Undo")).to_be_visible()
        self.check("being closed")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(".o-mail-Composer-input")).to_be_focused()
        page.locator(f"{PANEL}-tags input").fill("b")
        expect(page.locator(".o-autocomplete--dropdown-menu")).to_be_visible()
        self.check("choosing a tag")

    def test_note(self):
        self.act("livechat_set_note", "Of all")
        page = self.open_conversation(self.page)
        note = page.locator(f"{NOTES} textarea")
        expect(note).to_have_value("Of all")
        page.context.set_offline(True)
        note.fill("Mine")
        note.blur()
        expect(page.locator(NOTES)).to_contain_text("Not saved: no connection")
        self.check("not saved")
        self.act("livechat_set_note", "Theirs")
        page.context.set_offline(False)
        expect(page.locator(f"{PANEL}-noteConflict")).to_be_visible()
        self.check("conflict of a note")
        self.press("Keep both")
        expect(page.locator(NOTES)).to_contain_text("Saved")
        self.press("History of the note")
        with self.dialog():
            expect(page.locator(f"{PANEL}-noteHistory li").first).to_be_visible()
            self.check("history of a note")

    def test_handed_over(self):
        text = "A regular of ours. " * 20  # that is scrolled
        self.channel_id = self.start_conversation(self.colleague_id)
        self.act("livechat_reassign", self.agent_id, None, text)
        page = self.open_conversation(self.page)
        brief = page.locator(f"{PANEL}-brief")
        expect(brief).to_contain_text("A regular of ours.")
        self.check("handed over")
        brief.get_by_role("button", name="Hide").click()
        page.locator(f"{PANEL}-handover summary").click()
        expect(page.locator(f"{PANEL}-handover")).to_contain_text("A regular of ours.")
        self.check("what was said, read again")

    def test_closed_conversation(self):
        self.act("livechat_send_transcript", "a@example.com")
        page = self.open_conversation(self.page)
        self.act("livechat_close")
        expect(page.locator(f"{PANEL}-outcome")).to_contain_text("Closed on")
        self.check("closed")
        self.press("Correct the outcome")
        expect(page.locator(f"{PANEL}-outcome form")).to_be_visible()
        self.check("correcting the outcome")
        self.press("Send by email")
        self.check("sending it")
        self.press("Send a message")
        self.check("writing a message")

    def test_call_for_help_of_others_and_pages(self):
        self.call(self.server.start_session("live_agent"), "livechat_ask_help", "A refund")
        page = self.page = self.open_window(self.server, "live_expert")
        page.goto(f"/odoo/discuss?active_id=discuss.channel_{self.channel_id}")
        expect(page.locator(f"{PANEL}-help")).to_contain_text("A refund")
        expect(page.locator(f"{PANEL}-helpEntry").first).to_be_visible()
        self.check("call for help of others")
        page.goto(NOW)
        expect(page.locator("[data-thread-id]").first).to_be_visible()
        self.check("Now")
        page.goto(SESSIONS)
        page.locator(".o_switch_view.o_list").click()
        page.locator(".o_data_row .o_list_record_selector input").first.click()
        page.locator(".o_cp_action_menus").get_by_role("button", name="Actions").click()
        page.get_by_role("menuitem", name="Close", exact=True).click()
        with self.dialog():
            self.check("confirm")

    def test_sizes_and_directions(self):
        page = self.open_conversation(self.page)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"/odoo/discuss?active_id=discuss.channel_{self.channel_id}")
            page.get_by_title("Open Actions Menu").click()
            page.locator(".o-dropdown--menu").get_by_text("Information").click()
            expect(page.locator(f"{PANEL}-matches")).to_be_visible()
            self.check(f"{width} by {height}")
        page.set_viewport_size({"width": 1366, "height": 768})
        self.open_conversation(page)
        expect(page.locator(f"{PANEL}-matches")).to_be_visible()
        page.evaluate("document.documentElement.dir = 'rtl'")
        self.check("from right to left")

    @unittest.skipUnless(shutil.which("rtlcss"), "Needs rtlcss, of npm, by which Odoo turns styles")
    def test_an_arabic_client(self):
        """As Odoo turns it around."""
        self.commit(lambda env: self.set_language(env, "ar_001"))
        self.addCleanup(self.commit, lambda env: self.set_language(env, "en_US"))
        page = self.page = self.open_window(self.server, "live_agent")
        self.open_conversation(page)
        expect(page.locator(f"{PANEL}-matches")).to_be_visible()
        box = page.locator(PANEL).first.bounding_box()
        self.assertLess(box["x"] + box["width"], 1366 / 2)
        note = page.locator(f"{NOTES} textarea")
        self.assertEqual(note.evaluate("el => getComputedStyle(el).direction"), "rtl")
        note.fill("Written from left to right")
        self.assertEqual(note.evaluate("el => getComputedStyle(el).direction"), "ltr")
        self.check("in an Arabic client")

    def set_language(self, env, code):
        env["res.lang"]._activate_lang(code)
        env["res.users"].browse(self.agent_id).lang = code
        if code == "en_US":
            env["res.lang"].with_context(active_test=False)._lang_get("ar_001").active = False
