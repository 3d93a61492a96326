from datetime import timedelta

from playwright.sync_api import expect

from odoo import Command, fields
from odoo.tests import tagged

from ..support.live_panel import CHECKED_STATUS, STATUS, LivePanelCase

OVERDUE_HELP = "livechat_info_panel.ir_cron_notify_overdue_help"
MESSAGE = ".o-mail-Message"


@tagged("post_install", "-at_install", "database_breaking", "long")
class TestTwoServers(LivePanelCase):
    """An agent on one server, an expert on another one, and their customer."""

    JOBS = (OVERDUE_HELP,)
    SERVERS = 2

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = cls.servers
        with cls.connection() as env:
            livechat_channel = env["im_livechat.channel"].browse(cls.livechat_channel_id)
            livechat_channel.user_ids = [Command.set([cls.agent_id])]
            env["res.users"].browse(cls.expert_id).livechat_username = "Lia"

    def meet(self):
        """Let an agent on the first server and a visitor on the second one meet.

        :return: their pages, and the id of the conversation
        """
        agent = self.open_window(self.first, "live_agent")
        agent.goto("/odoo/discuss")
        self.wait_until_online(self.agent_id)
        visitor = self.open_window(self.second)
        visitor.goto(f"/im_livechat/support/{self.livechat_channel_id}")
        visitor.locator(".o-livechat-LivechatButton").click()
        composer = visitor.locator(".o-mail-Composer-input")
        composer.fill("My invoice is wrong")
        composer.press("Enter")
        unread = agent.locator(".o-mail-DiscussSidebarChannel:has(.o-discuss-badge)")
        unread.filter(has_text="Visitor").click()
        expect(agent.locator(MESSAGE, has_text="My invoice is wrong")).to_be_visible()
        expect(agent.locator(".o-livechatInfoPanel")).to_be_visible()
        with self.connection() as env:
            livechat_channel = env["im_livechat.channel"].browse(self.livechat_channel_id)
            return agent, visitor, livechat_channel.channel_ids.id

    def wait_until_online(self, user_id):
        def is_online():
            with self.connection() as env:
                return env["res.users"].browse(user_id).im_status == "online"

        self.wait_until(is_online)

    def test_expert_in_another_app_is_notified_joins_and_the_visitor_sees_it(self):
        agent, visitor, channel_id = self.meet()
        expert = self.open_window(self.second, "live_expert")
        expert.goto("/odoo/action-im_livechat.expertise_action")
        self.wait_until_online(self.expert_id)
        agent.locator(STATUS, has_text="Looking for help").click()
        agent.locator(".modal div[name=text] input").fill("A refund of last year")
        agent.locator(".modal footer .btn-primary").click()
        call = expert.locator(".o-livechatInfoPanel-helpToast", has_text="A refund of last year")
        call.get_by_role("button", name="Join").click()
        expect(expert.locator(MESSAGE, has_text="My invoice is wrong")).to_be_visible()
        expect(call).to_be_hidden()
        notices = visitor.locator(".o-mail-NotificationMessage")
        expect(notices.filter(has_text="Lia")).to_be_visible()
        expect(agent.locator(CHECKED_STATUS)).to_contain_text("In progress")
        with self.connection() as env:
            channel = env["discuss.channel"].browse(channel_id)
            self.assertEqual(channel.livechat_handover_ids.to_user_id.id, self.expert_id)
            self.assertEqual(channel.livechat_status, "in_progress")

    def test_status_set_through_one_server_is_seen_on_the_other(self):
        agent, _visitor, channel_id = self.meet()
        expert = self.open_window(self.second, "live_expert")
        expert.goto(f"/odoo/action-im_livechat.discuss_channel_action/{channel_id}")
        checked = expert.locator(CHECKED_STATUS)
        expect(checked).to_contain_text("In progress")
        agent.locator(STATUS, has_text="Waiting for customer").click()
        expect(checked).to_contain_text("Waiting for customer")

    # ------------------------------------------------------------
    # Scheduled actions
    # ------------------------------------------------------------

    def call_for_help_in_vain(self, env):
        """Have a conversation look for help for too long."""
        channels = env["discuss.channel"].sudo()  # of an agent, whoever the server is
        channel = channels.create(
            {
                "name": "Overdue on two servers",
                "channel_type": "livechat",
                "livechat_channel_id": self.livechat_channel_id,
                "livechat_operator_id": env["res.users"].browse(self.agent_id).partner_id.id,
            }
        )
        channel.livechat_ask_help()
        channel.livechat_looking_for_help_since_dt -= timedelta(minutes=6)

    def is_done(self, env):
        """Whether no server has anything left to do: what was due goes when the action has ended.

        Then none begins any more.
        """
        due = [("cron_id", "=", env.ref(OVERDUE_HELP).id), ("call_at", "<=", fields.Datetime.now())]
        return not env["ir.cron.trigger"].sudo().search_count(due)

    def test_administrators_are_notified_once_by_two_servers(self):
        self.commit(self.call_for_help_in_vain)
        for _time in range(2):
            self.commit(lambda env: env.ref(OVERDUE_HELP)._trigger())
            self.wait_for_jobs(self.is_done)
        with self.connection() as env:
            about = [("subject", "like", "Overdue on two servers")]
            messages = env["mail.message"].sudo().search(about)
            count = len(messages)
            messages.unlink()
        self.assertEqual(count, 1)
