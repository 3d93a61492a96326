import time
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import new_test_user, tagged

from .common import PASSWORD
from .live import LiveCase, Server

OURS = "livechat_info_panel.ir_cron_notify_overdue_help"


@tagged("post_install", "-at_install", "database_breaking")
class TestTwoServers(LiveCase):
    """An agent on one server, an expert on another one, and their customer."""

    def setUp(self):
        super().setUp()
        with self.connection() as env:
            self.agent_id, self.expert_id = (
                new_test_user(
                    env,
                    login=login,
                    name=name,
                    groups="im_livechat.im_livechat_group_user",
                    password=PASSWORD,
                ).id
                for login, name in [("live_agent", "Lea Agent"), ("live_expert", "Leo Expert")]
            )
            env["res.users"].browse(self.expert_id).livechat_username = "Leo"
            self.livechat_channel_id = (
                env["im_livechat.channel"]
                .create({"name": "Live", "user_ids": [Command.set([self.agent_id])]})
                .id
            )
            jobs = env["ir.cron"].sudo().search([("id", "!=", env.ref(OURS).id)])
            self.job_ids = jobs.ids
            jobs.active = False
            self.base_url = env["ir.config_parameter"].sudo().get_param("web.base.url")
        self.addCleanup(self.leave_nothing_behind)
        self.first, self.second = Server(), Server()
        with self.connection() as env:
            parameters = env["ir.config_parameter"].sudo()
            # The visitor's page fetches the widget from there. The servers keep what they read.
            parameters.set_param("web.base.url", self.second.url)
        self.start_servers(self.first, self.second)

    def leave_nothing_behind(self):
        with self.connection() as env:
            env["ir.cron"].sudo().browse(self.job_ids).active = True
            env["ir.config_parameter"].sudo().set_param("web.base.url", self.base_url)
            livechat_channel = env["im_livechat.channel"].browse(self.livechat_channel_id)
            livechat_channel.channel_ids.sudo().unlink()
            livechat_channel.unlink()
            users = env["res.users"].browse([self.agent_id, self.expert_id])
            env["mail.presence"].sudo().search([("user_id", "in", users.ids)]).unlink()
            for user in users:
                user.write({"active": False, "login": f"gone_{user.id}"})

    def start_conversation(self):
        """Let an agent on the first server and a visitor on the second one meet.

        :return: their pages, and the id of the conversation
        """
        agent = self.start_page().log_in(self.first, "live_agent", PASSWORD, "/odoo/discuss")
        agent.wait(".o-mail-DiscussSidebar")
        self.wait_until_online(self.agent_id)
        visitor = self.start_page()
        visitor.open(f"{self.second.url}/im_livechat/support/{self.livechat_channel_id}")
        visitor.click(".o-livechat-LivechatButton")
        visitor.type(".o-mail-Composer-input", "My invoice is wrong")
        visitor.wait(".o-mail-Message", "My invoice is wrong")
        agent.click(".o-mail-DiscussSidebarChannel:has(.o-discuss-badge)", "Visitor")
        agent.wait(".o-mail-Message", "My invoice is wrong")
        agent.wait(".o-livechatInfoPanel")
        with self.connection() as env:
            channel = env["im_livechat.channel"].browse(self.livechat_channel_id).channel_ids
            channel_id = channel.id
        return agent, visitor, channel_id

    def wait_until_online(self, user_id):
        def is_online():
            with self.connection() as env:
                return env["res.users"].browse(user_id).im_status == "online"

        for _attempt in range(100):
            if is_online():
                return
            time.sleep(0.2)
        self.fail("The user did not come online.")

    def test_expert_in_another_app_is_notified_joins_and_the_visitor_sees_it(self):
        agent, visitor, channel_id = self.start_conversation()
        expert = self.start_page().log_in(
            self.second, "live_expert", PASSWORD, "/odoo/action-im_livechat.expertise_action"
        )
        expert.wait(".o_list_view")
        self.wait_until_online(self.expert_id)
        agent.click(".o-livechat-LivechatStatusSelection button", "Looking for help")
        agent.type(".modal div[name=text] input", "A refund of last year")
        agent.click(".modal footer .btn-primary")
        expert.wait(".o_notification", "A refund of last year")
        expert.click(".o_notification button", "Join")
        expert.wait(".o-mail-Message", "My invoice is wrong")
        expert.wait(".o_notification", "A refund of last year", gone=True)
        visitor.wait(".o-mail-NotificationMessage", "Leo")
        agent.wait(".o-livechat-LivechatStatusSelection button[aria-checked=true]", "In progress")
        with self.connection() as env:
            channel = env["discuss.channel"].browse(channel_id)
            self.assertEqual(channel.livechat_handover_ids.to_user_id.id, self.expert_id)
            self.assertEqual(channel.livechat_status, "in_progress")

    def test_status_set_through_one_server_is_seen_on_the_other(self):
        agent, _visitor, channel_id = self.start_conversation()
        expert = self.start_page().log_in(
            self.second,
            "live_expert",
            PASSWORD,
            f"/odoo/action-im_livechat.discuss_channel_action/{channel_id}",
        )
        checked = ".o-livechat-LivechatStatusSelection button[aria-checked=true]"
        expert.wait(checked, "In progress")
        agent.click(".o-livechat-LivechatStatusSelection button", "Waiting for customer")
        expert.wait(checked, "Waiting for customer")

    def test_administrators_are_notified_once_by_two_servers(self):
        with self.connection() as env:
            channel = env["discuss.channel"].create(
                {
                    "name": "Overdue on two servers",
                    "channel_type": "livechat",
                    "livechat_channel_id": self.livechat_channel_id,
                    "livechat_operator_id": env["res.users"].browse(self.agent_id).partner_id.id,
                }
            )
            channel.livechat_ask_help()
            call = channel.livechat_status_period_ids.sudo().filtered(lambda p: not p.end_dt)
            call.start_dt = fields.Datetime.now() - timedelta(minutes=6)
            env.ref(OURS)._trigger()
        for _attempt in range(150):
            with self.connection() as env:
                if env["livechat.status.period"].browse(call.id).overdue_notified_dt:
                    break
            time.sleep(0.2)
        time.sleep(2)  # for a second job to do it again
        with self.connection() as env:
            messages = (
                env["mail.message"].sudo().search([("subject", "like", "Overdue on two servers")])
            )
            self.assertEqual(len(messages), 1)
            messages.unlink()
