"""Agents who chat with a visitor, on a server of its own."""

import time
from contextlib import suppress

import requests

from odoo import Command
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import get_db_name, new_test_user
from odoo.tools import mute_logger

from .common import PASSWORD
from .live import PATIENCE, LiveCase, Server

AGENTS = (
    ("live_agent", "Lea Agent"),
    ("live_colleague", "Leo Colleague"),
    ("live_expert", "Lia Expert"),
)
CHECKED_STATUS = ".o-livechat-LivechatStatusSelection button[aria-checked=true]"


class RequestError(Exception):
    """What the server answered instead of a result."""

    def __init__(self, error):
        self.name = error["data"]["name"]
        super().__init__(error["data"]["message"])


class LivePanelCase(LiveCase):
    """Three agents, and a visitor's conversation with the first of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.connection() as env:
            jobs = env["ir.cron"].sudo().search([])
            cls.job_ids = jobs.ids
            jobs.active = False
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
            cls.agent_id, cls.colleague_id, cls.expert_id = cls.agent_ids = agents.ids
            cls.livechat_channel_id = env["im_livechat.channel"].create({"name": "Live"}).id
        cls.addClassCleanup(cls.leave_nothing_behind)
        cls.server = Server()
        cls.server.start()
        cls.addClassCleanup(cls.server.stop)
        cls.server.wait_until_it_answers()

    @classmethod
    def leave_nothing_behind(cls):
        with cls.connection() as env:
            env["ir.cron"].sudo().browse(cls.job_ids).active = True
            livechat_channel = env["im_livechat.channel"].browse(cls.livechat_channel_id)
            livechat_channel.channel_ids.sudo().unlink()
            livechat_channel.unlink()
            users = env["res.users"].browse(cls.agent_ids)
            env["mail.presence"].sudo().search([("user_id", "in", users.ids)]).unlink()
            for user in users:
                user.write({"active": False, "login": f"gone_{user.id}"})

    def setUp(self):
        super().setUp()
        self.visitor = self.start_session()
        self.channel_id = self.start_conversation()

    # ------------------------------------------------------------
    # Without a browser
    # ------------------------------------------------------------

    @classmethod
    def start_session(cls, login=None):
        """Return a function that asks a route, always with the same cookies, as a user or a guest.

        It returns what the route does, or raises RequestError.
        """
        session = requests.Session()
        session.trust_env = False

        def ask(route, **params):
            answer = session.post(
                f"{cls.server.url}{route}", json={"params": params}, timeout=PATIENCE
            ).json()
            if "error" in answer:
                raise RequestError(answer["error"])
            return answer.get("result")

        if login:
            ask("/web/session/authenticate", db=get_db_name(), login=login, password=PASSWORD)
        else:
            session.get(f"{cls.server.url}/web/login", timeout=PATIENCE)  # chooses the database
        return ask

    def start_conversation(self, agent_id=None):
        """Return the id of another conversation of the same visitor, with the first agent or one
        who is named."""
        with self.connection() as env:
            livechat_channel = env["im_livechat.channel"].browse(self.livechat_channel_id)
            livechat_channel.user_ids = [Command.set([agent_id or self.agent_id])]
        return self.wait_until(self.get_session)["channel_id"]

    def get_session(self):
        """Return what the visitor gets: nothing, if a server just noted that the agent is gone."""
        with suppress(*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY), mute_logger("odoo.sql_db"):
            with self.connection() as env:
                for agent in env["res.users"].browse(self.agent_ids):
                    env["mail.presence"]._update_presence(agent)
        return self.visitor("/im_livechat/get_session", channel_id=self.livechat_channel_id)

    def call(self, session, method, *args):
        """Call a method of the conversation over RPC."""
        params = {"model": "discuss.channel", "method": method}
        params |= {"args": [[self.channel_id], *args], "kwargs": {}}
        return session(f"/web/dataset/call_kw/discuss.channel/{method}", **params)

    def act(self, method, *args, channel_id=None):
        """Let the colleague do something, on a connection of his own."""
        with self.connection() as env:
            channel = env["discuss.channel"].browse(channel_id or self.channel_id)
            return getattr(channel.with_user(self.colleague_id), method)(*args)

    # ------------------------------------------------------------
    # In a browser
    # ------------------------------------------------------------

    def open_panel(self, login="live_agent"):
        """Log in as an agent, and show the conversation and its panel in Discuss."""
        page = self.start_page()
        path = f"/odoo/discuss%3Factive_id=discuss.channel_{self.channel_id}"
        page.log_in(self.server, login, PASSWORD, path)
        page.wait(CHECKED_STATUS)
        return page

    def open_another_tab(self, page):
        """Show the same in another tab of the same browser."""
        tab = self.start_page(beside=page)
        tab.open(f"{self.server.url}/odoo/discuss?active_id=discuss.channel_{self.channel_id}")
        tab.wait(CHECKED_STATUS)
        return tab

    def wait_until(self, is_true):
        """Wait until a function returns something true, and return it."""
        deadline = time.monotonic() + PATIENCE
        while not (result := is_true()):
            self.assertLess(time.monotonic(), deadline, "It did not come true.")
            time.sleep(0.2)
        return result
