import re

from playwright.sync_api import expect

from odoo import Command
from odoo.tests import tagged

from ..support.live_panel import LivePanelCase

CLOSE = ".o-mail-ChatWindow-header [title*='Close Chat Window']"
HANDOVER = ".o-livechatInfoPanel-handover"
MESSAGE = ".o-mail-Message"
TITLE = ".o-mail-DiscussContent-threadName"
WINDOW = ".o-mail-ChatWindow-header"


@tagged("post_install", "-at_install", "database_breaking", "long")
class TestHandoverInBrowsers(LivePanelCase):
    """A conversation that was handed over, as the visitor and both of its agents see it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.connection() as env:
            livechat_channel = env["im_livechat.channel"].browse(cls.livechat_channel_id)
            livechat_channel.user_ids = [Command.set([cls.agent_id])]
            env["res.users"].browse(cls.expert_id).livechat_username = "Lia"

    def open_agent(self, login, user_id):
        page = self.open_window(self.server, login)
        page.goto("/odoo/discuss")
        self.wait_until(lambda: self.get_value("res.users", user_id, "im_status") == "online")
        return page

    def get_value(self, model, id_, name):
        with self.connection() as env:
            return env[model].browse(id_)[name]

    def open_widget(self):
        page = self.open_window(self.server)
        page.goto(f"/im_livechat/support/{self.livechat_channel_id}")
        page.locator(".o-livechat-LivechatButton").click()
        self.say(page, "My invoice is wrong")
        return page

    def say(self, page, text):
        composer = page.locator(".o-mail-Composer-input")
        composer.fill(text)
        composer.press("Enter")

    def test_the_former_agent_stays(self):
        agent = self.open_agent("live_agent", self.agent_id)
        expert = self.open_agent("live_expert", self.expert_id)
        visitor = self.open_widget()
        expect(visitor.locator(WINDOW)).to_contain_text("Lea Agent")
        self.channel_id = self.wait_until(self.find_conversation)
        self.open_conversation(agent)
        expect(agent.locator(MESSAGE, has_text="My invoice is wrong")).to_be_visible()
        self.commit(
            lambda env: (
                env["discuss.channel"]
                .browse(self.channel_id)
                .with_user(self.agent_id)
                .livechat_reassign(self.expert_id, leave=False)
            )
        )
        expect(agent.locator(HANDOVER)).to_contain_text("Lia Expert")
        self.open_conversation(expert)
        self.check_names(agent, expert, visitor)
        self.say(expert, "I have a look at it")
        expect(visitor.locator(MESSAGE, has_text="I have a look at it")).to_be_visible()
        visitor.reload()  # first: Odoo's widget does not come back while all agents are offline
        self.check_names(agent, expert, visitor)
        for page in (agent, expert):
            page.reload()
        self.check_names(agent, expert, visitor)
        visitor.locator(CLOSE).click()
        visitor.locator(".o-livechat-CloseConfirmation-leave").click()
        expect(visitor.get_by_text("Did we correctly answer your question?")).to_be_visible()
        self.wait_until(
            lambda: self.get_value("discuss.channel", self.channel_id, "livechat_end_dt")
        )

    def find_conversation(self):
        channels = self.get_value("im_livechat.channel", self.livechat_channel_id, "channel_ids")
        return channels.ids[:1] and channels.ids[0]

    def check_names(self, agent, expert, visitor):
        """For agents it goes by the customer, for the customer by whoever has it now."""
        for page in (agent, expert):
            expect(page.locator(TITLE).first).to_have_value(re.compile("^Visitor"))
        expect(visitor.locator(WINDOW)).to_contain_text("Lia")
        expect(visitor.locator(WINDOW)).not_to_contain_text("Lea")
