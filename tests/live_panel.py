"""Agents who chat with a visitor, on a server of its own."""

import time

import requests

from odoo import Command
from odoo.tests import get_db_name, new_test_user

from .common import PASSWORD
from .live import PATIENCE, LiveCase, Server

AGENTS = (("live_agent", "Lea Agent"), ("live_colleague", "Leo Colleague"))
CHECKED_STATUS = ".o-livechat-LivechatStatusSelection button[aria-checked=true]"


class LivePanelCase(LiveCase):
    """Two agents, and a visitor's conversation with the first of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = Server()
        cls.server.start()
        cls.addClassCleanup(cls.server.stop)
        cls.server.wait_until_it_answers()

    def setUp(self):
        super().setUp()
        with self.connection() as env:
            agents = env["res.users"].concat(
                *(
                    new_test_user(
                        env,
                        login=login,
                        name=name,
                        groups="im_livechat.im_livechat_group_user",
                        password=PASSWORD,
                    )
                    for login, name in AGENTS
                )
            )
            for agent in agents:
                env["mail.presence"]._update_presence(agent)
            self.agent_id, self.colleague_id = self.agent_ids = agents.ids
            self.livechat_channel_id = (
                env["im_livechat.channel"]
                .create({"name": "Live", "user_ids": [Command.set([self.agent_id])]})
                .id
            )
            jobs = env["ir.cron"].sudo().search([])
            self.job_ids = jobs.ids
            jobs.active = False
        self.addCleanup(self.leave_nothing_behind)
        self.visitor = self.start_session()
        self.channel_id = self.start_conversation()

    def leave_nothing_behind(self):
        with self.connection() as env:
            env["ir.cron"].sudo().browse(self.job_ids).active = True
            livechat_channel = env["im_livechat.channel"].browse(self.livechat_channel_id)
            livechat_channel.channel_ids.sudo().unlink()
            livechat_channel.unlink()
            users = env["res.users"].browse(self.agent_ids)
            env["mail.presence"].sudo().search([("user_id", "in", users.ids)]).unlink()
            for user in users:
                user.write({"active": False, "login": f"gone_{user.id}"})

    # ------------------------------------------------------------
    # Without a browser
    # ------------------------------------------------------------

    def start_session(self, login=None):
        """Return a function that asks a route, always with the same cookies, as a user or a guest.

        It returns what the route returns, and raises what it answers as an error.
        """
        session = requests.Session()
        session.trust_env = False

        def ask(route, **params):
            answer = session.post(
                f"{self.server.url}{route}", json={"params": params}, timeout=PATIENCE
            ).json()
            self.assertNotIn("error", answer)
            return answer.get("result")

        if login:
            ask("/web/session/authenticate", db=get_db_name(), login=login, password=PASSWORD)
        else:
            session.get(f"{self.server.url}/web/login", timeout=PATIENCE)  # chooses the database
        return ask

    def start_conversation(self):
        """Return the id of another conversation of the same visitor with the first agent."""
        data = self.visitor("/im_livechat/get_session", channel_id=self.livechat_channel_id)
        return data["channel_id"]

    def act(self, method, *args, channel_id=None):
        """Let the colleague do something, on a connection of his own."""
        with self.connection() as env:
            channel = env["discuss.channel"].browse(channel_id or self.channel_id)
            return getattr(channel.with_user(self.colleague_id), method)(*args)

    # ------------------------------------------------------------
    # In a browser
    # ------------------------------------------------------------

    def open_panel(self, page, login="live_agent"):
        """Show the conversation and its panel in Discuss, as an agent."""
        path = f"/odoo/discuss%3Factive_id=discuss.channel_{self.channel_id}"
        page.log_in(self.server, login, PASSWORD, path)
        page.wait(CHECKED_STATUS)
        return page

    def wait_until(self, is_true):
        """Wait until a function returns something true, and return it."""
        deadline = time.monotonic() + PATIENCE
        while not (result := is_true()):
            self.assertLess(time.monotonic(), deadline, "It did not come true.")
            time.sleep(0.2)
        return result
