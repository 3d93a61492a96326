from playwright.sync_api import expect

from odoo.tests import tagged

from ..support.live_panel import CHECKED_STATUS, LivePanelCase

PANEL = ".o-livechatInfoPanel"
COMPOSER = ".o-mail-Composer-input"
NOTES = f"{PANEL}-notes"
NOTE = f"{NOTES} textarea"
TAGS = f"{PANEL}-tags"
NAME = ".o-mail-DiscussContent-threadName"
# What an agent sees without scrolling: who, who waits for whom, what they are asked, the note.
FIRST = (
    f"{PANEL}-contact",
    f"{PANEL}-customerWait",
    "[role=radiogroup]",
    f"{PANEL}-help",
    f"{PANEL}-handover",
    NOTE,
)
IS_IN_SIGHT = """
(el) => {
    const { bottom, height, top } = el.getBoundingClientRect();
    const panel = el.closest(".o-mail-ActionPanel").getBoundingClientRect();
    return height > 0 && top >= panel.top && bottom <= Math.min(panel.bottom, innerHeight);
}
"""


@tagged("post_install", "-at_install", "database_breaking", "long")
class TestByKeyboard(LivePanelCase):
    """An hour of an agent with six chats, who has no mouse, and never scrolls."""

    CUSTOMERS = ("Anouk", "Bela", "Chen", "Dora", "Emre", "Farid")

    def setUp(self):
        super().setUp()
        self.acts = 0
        self.page = self.open_window(self.server, "live_agent")
        self.chats = {name: self.start_chat(name) for name in self.CUSTOMERS}
        self.commit(self.have_waited)
        # A new window is told again what happened in the last seconds: that the conversation was
        # not to be seen before its customer wrote. With that, Discuss goes to another one.
        self.commit(lambda env: env["bus.bus"].sudo().search([]).unlink())

    def have_waited(self, env):
        """Have each customer wait a second longer than the next one: they wrote in the same one."""
        *_others, last = ids = list(self.chats.values())
        env.cr.execute(
            """UPDATE discuss_channel
                  SET livechat_customer_waiting_since_dt
                      = livechat_customer_waiting_since_dt - (%s - id) * INTERVAL '1 second'
                WHERE id = ANY(%s)""",
            [last, ids],
        )

    def start_chat(self, name, agent_id=None):
        """Return the id of a conversation of a customer with that name, who has written."""
        self.visitor = self.server.start_session()
        channel_id = self.start_conversation(agent_id)
        self.commit(lambda env: self.name_customer(env, channel_id, name))
        self.write_as_customer(channel_id, "Good morning")
        return channel_id

    @staticmethod
    def name_customer(env, channel_id, name):
        channel = env["discuss.channel"].sudo().browse(channel_id)
        channel.channel_member_ids.guest_id.name = name
        channel.name = name

    def write_as_customer(self, channel_id, body):
        self.visitor(
            "/mail/message/post",
            thread_model="discuss.channel",
            thread_id=channel_id,
            post_data={"body": body, "message_type": "comment"},
        )

    # ------------------------------------------------------------
    # Acts
    # ------------------------------------------------------------

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        self.acts += len(keys)

    def type(self, text):
        self.page.keyboard.type(text)
        self.acts += 1

    def choose(self, text, name):
        """Choose a conversation, or what the panel does, in the command palette."""
        self.press("Control+k")
        expect(self.page.locator(".o_command_palette_search input")).to_be_focused()
        self.type(text)
        # Odoo's own command with that text shows that what does not match is gone.
        expect(self.page.locator(".o_command", has_text="Create Channel")).to_contain_text(text)
        expect(self.page.locator(".o_command.focused")).to_contain_text(name)
        self.press("Enter")
        expect(self.page.locator(".o_command_palette")).to_be_hidden()

    def do(self, what):
        self.choose(what, f"Live chat: {what}")

    def go_to(self, name):
        self.choose(name, name)
        self.check_is_in(name)

    def back_to_composer(self):
        self.press("Escape")
        self.check_focus("[data-section-head]")
        self.press("Escape")
        self.check_focus(COMPOSER)

    # ------------------------------------------------------------
    # What is checked after each
    # ------------------------------------------------------------

    def check_focus(self, selector):
        expect(self.page.locator(f"{selector}:focus")).to_have_count(1)

    def check_is_in(self, name):
        expect(self.page.locator(NAME)).to_have_value(name)
        expect(self.page.locator(f"{PANEL} >> nth=0")).to_be_visible()
        self.check_first()

    def check_first(self):
        expect(self.page.locator(NOTE)).to_be_visible()
        for selector in FIRST:
            for el in self.page.locator(PANEL).locator(selector).all():
                with self.subTest(selector=selector):
                    self.assertTrue(el.evaluate(IS_IN_SIGHT), el.inner_text())

    # ------------------------------------------------------------
    # The hour
    # ------------------------------------------------------------

    def test_an_hour(self):
        self.channel_id = self.chats["Anouk"]
        self.open_conversation(self.page)
        expect(self.page.locator(COMPOSER)).to_be_focused()
        self.answer_and_note()
        self.ask_for_help()
        self.join_calls_of_others()
        self.hand_over_and_take_over()
        self.settle_conflict()
        self.close_and_go_on()
        self.assertLess(self.acts, 90)

    def answer_and_note(self):
        self.type("How can I help?")
        self.press("Enter")
        expect(self.page.locator(".o-mail-Message", has_text="How can I help?")).to_be_visible()
        self.check_focus(COMPOSER)
        self.do("write a note")
        self.check_focus(NOTE)
        self.type("Asks for a refund")
        self.press("Control+Enter")
        expect(self.page.locator(NOTES)).to_contain_text("Saved")
        self.back_to_composer()
        self.do("add a tag")
        self.check_focus(f"{TAGS} input")
        self.type("Of the hour")
        self.press("Enter")
        expect(self.page.locator(f"{TAGS} .o_tag")).to_contain_text("Of the hour")
        self.check_focus(f"{TAGS} input")
        self.back_to_composer()
        self.do("set status Waiting for customer")
        expect(self.page.locator(CHECKED_STATUS)).to_contain_text("Waiting")
        self.check_focus(COMPOSER)
        self.check_first()

    def ask_for_help(self):
        self.do("next waiting customer")
        self.check_is_in("Bela")
        self.check_focus(COMPOSER)
        self.do("ask for help")
        self.check_focus(".o_dialog [name=text] input")
        self.type("A refund of last year")
        self.press("Enter")
        expect(self.page.locator(CHECKED_STATUS)).to_contain_text("Looking for help")
        self.check_focus(COMPOSER)
        self.check_first()

    def join_calls_of_others(self):
        for name in ("Gwen", "Hugo"):
            self.channel_id = self.start_chat(name, self.colleague_id)
            self.act("livechat_ask_help", f"Who knows {name}?")
            self.go_to(name)
            expect(self.page.locator(f"{PANEL}-help")).to_contain_text(f"Who knows {name}?")
            self.check_first()
            self.do("join")
            expect(self.page.locator(CHECKED_STATUS)).to_contain_text("In progress")
            self.check_focus(COMPOSER)
            self.check_first()

    def hand_over_and_take_over(self):
        self.go_to("Chen")
        self.do("reassign")
        self.check_focus(".o_dialog input")
        self.hand_over_to("Leo Colleague")
        self.channel_id = self.start_chat("Ines", self.colleague_id)
        self.act("livechat_reassign", self.agent_id, None, "A regular of ours")
        self.go_to("Ines")
        expect(self.page.locator(f"{PANEL}-brief")).to_contain_text("A regular of ours")
        self.check_focus(COMPOSER)
        self.check_first()

    def hand_over_to(self, name):
        self.type(name)
        expect(self.page.locator(".o_dialog [role=option].active")).to_contain_text(name)
        self.press("Enter", "Alt+q")
        expect(self.page.locator(".o_dialog .modal-content")).to_be_hidden()
        expect(self.page.locator(f"{NAME}[title=Chen]")).to_have_count(0)

    def settle_conflict(self):
        self.go_to("Dora")
        self.channel_id = self.chats["Dora"]
        self.do("write a note")
        self.page.context.set_offline(True)
        self.type("Of Lea")
        self.press("Control+Enter")
        expect(self.page.locator(NOTES)).to_contain_text("Not saved: no connection")
        self.act("livechat_set_note", "Of Leo")
        self.page.context.set_offline(False)
        self.press("Control+Enter")
        expect(self.page.locator(f"{PANEL}-noteConflict")).to_be_visible()
        self.check_focus(NOTE)
        self.press("Tab")
        while "Keep both" not in self.page.locator(":focus").inner_text():
            self.press("Tab")
        self.press("Enter")
        expect(self.page.locator(NOTE)).to_have_value("Of Leo\nOf Lea")
        self.check_focus(NOTE)
        self.back_to_composer()
        self.check_first()

    def close_and_go_on(self):
        self.go_to("Emre")
        self.do("close")
        self.check_is_in("Bela")  # who has been waiting longest
        self.check_focus(COMPOSER)
