from playwright.sync_api import expect

from odoo import Command
from odoo.tests import tagged

from ..support.live_panel import CHECKED_STATUS, LivePanelCase

BAR = ".o-livechatInfoPanel-closing"
COMPOSER = ".o-mail-Composer-input"
HEADER = ".o-mail-DiscussContent-header"
MESSAGE = ".o-mail-Message"
NOTIFICATION = ".o_notification"
OUTCOME = ".o-livechatInfoPanel-outcome"


@tagged("post_install", "-at_install", "database_breaking", "long")
class TestClosingInBrowsers(LivePanelCase):
    """An agent closes and reopens a conversation, as they and its customer see it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.connection() as env:
            livechat_channel = env["im_livechat.channel"].browse(cls.livechat_channel_id)
            livechat_channel.user_ids = [Command.set([cls.agent_id])]

    def setUp(self):
        super().setUp()
        self.agent = self.open_window(self.server, "live_agent")
        self.agent.goto("/odoo/discuss")
        self.wait_until(lambda: self.get_value("res.users", self.agent_id, "im_status") == "online")
        self.visitor = self.open_window(self.server)
        self.visitor.goto(f"/im_livechat/support/{self.livechat_channel_id}")
        self.visitor.locator(".o-livechat-LivechatButton").click()
        self.say("My invoice is wrong")
        self.channel_id = self.wait_until(self.find_conversation)
        self.open_conversation(self.agent)
        expect(self.agent.locator(MESSAGE, has_text="My invoice is wrong")).to_be_visible()

    def get_value(self, model, id_, name):
        with self.connection() as env:
            return env[model].browse(id_)[name]

    def find_conversation(self):
        channels = self.get_value("im_livechat.channel", self.livechat_channel_id, "channel_ids")
        return channels.ids[:1] and channels.ids[0]

    def say(self, text):
        composer = self.visitor.locator(COMPOSER)
        composer.fill(text)
        composer.press("Enter")
        expect(self.visitor.locator(MESSAGE, has_text=text)).to_be_visible()

    def is_closed(self):
        return bool(self.get_value("discuss.channel", self.channel_id, "livechat_end_dt"))

    def close(self):
        self.agent.locator(f"{HEADER} button[name='livechat-close']").click()
        expect(self.agent.locator(BAR)).to_contain_text("Closed")

    def test_it_stays_open_where_the_customer_writes_before_it_is_closed(self):
        self.close()
        self.say("One more thing")
        notification = self.agent.locator(NOTIFICATION, has_text="Not closed")
        expect(notification).to_contain_text("the customer wrote")
        self.assertFalse(self.is_closed())
        expect(self.agent.locator(CHECKED_STATUS)).to_be_enabled()

    def test_closed_and_reopened_it_goes_on_in_the_widget(self):
        self.close()
        expect(self.visitor.get_by_text("This livechat conversation has ended")).to_be_visible()
        self.assertTrue(self.is_closed())
        expect(self.visitor.locator(COMPOSER)).to_be_hidden()
        self.agent.locator(OUTCOME).get_by_role("button", name="Reopen").click()
        expect(self.agent.locator(CHECKED_STATUS)).to_contain_text("In progress")
        expect(self.agent.locator(COMPOSER)).to_be_focused()
        expect(self.visitor.get_by_text("reopened the conversation")).to_be_visible()
        self.say("There you are again")
        expect(self.agent.locator(MESSAGE, has_text="There you are again")).to_be_visible()
        self.assertFalse(self.is_closed())
        self.check_customer_leaves()

    def check_customer_leaves(self):
        """Who leaves by themselves is not called back."""
        self.close()
        expect(self.visitor.get_by_text("This livechat conversation has ended")).to_be_visible()
        self.visitor.locator(".o-mail-ChatWindow-header [title*='Close Chat Window']").click()
        expect(self.visitor.get_by_text("Did we correctly answer your question?")).to_be_visible()
        expect(self.agent.locator(OUTCOME)).to_contain_text("The customer has left it.")
