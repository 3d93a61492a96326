"""Odoo servers of their own, for what needs several of them, or several connections, at once."""

import contextlib
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import psutil
import requests

from odoo import Command, api
from odoo.service.model import retrying
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, new_test_user
from odoo.tests.common import HOST
from odoo.tools import config

from .common import PASSWORD

ADMIN_ID = 2
AGENTS = (
    ("live_agent", "Lea Agent"),
    ("live_colleague", "Leo Colleague"),
    ("live_expert", "Lia Expert"),
)
# A command that starts an Odoo; its options follow. Others may put a proxy in front of it.
ODOO = shlex.split(os.environ.get("LIVE_ODOO", "")) or [sys.executable, "-m", "odoo"]
PATIENCE = 120  # seconds; a busy machine may need them
WAITING = """
SELECT COUNT(*) FROM pg_stat_activity
 WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


class RequestError(Exception):
    """What the server answered instead of a result."""

    def __init__(self, error):
        self.name = error["data"]["name"]
        super().__init__(error["data"]["message"])


class Server:
    """Another Odoo on the database of the tests, with cron threads and a websocket of its own."""

    def __init__(self):
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port = free.getsockname()[1]
        self.url = f"http://{HOST}:{self.port}"
        self.process = None
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - as long as there is this server

    def start(self):
        command = [*ODOO, "--config", config["config"]]
        command += ["--database", get_db_name(), "--db-filter", f"^{get_db_name()}$"]
        command += ["--http-interface", HOST, "--http-port", str(self.port)]
        command += ["--max-cron-threads", "1"]
        self.process = subprocess.Popen(
            command, env=os.environ, stdout=self.log, stderr=subprocess.STDOUT
        )

    def wait_until_it_answers(self):
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(urllib.error.URLError, OSError):
                direct.open(f"{self.url}/web/login", timeout=PATIENCE)
                return
            time.sleep(0.1)
        raise AssertionError("The other Odoo does not answer.")

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)

    def read_log(self):
        self.log.seek(0)
        return self.log.read()

    def kill(self):
        """End all of its processes at once, in the middle of whatever they do."""
        others = psutil.Process(self.process.pid).children(recursive=True)
        for process in (self.process, *others):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait(PATIENCE)
        psutil.wait_procs(others, timeout=PATIENCE)

    def start_again(self):
        self.start()
        self.wait_until_it_answers()

    def start_session(self, login=None):
        """Return a function that asks a route, always with the same cookies, as a user or a guest.

        It returns what the route does, or raises RequestError.
        """
        session = requests.Session()
        session.trust_env = False

        def ask(route, **params):
            answer = session.post(
                f"{self.url}{route}", json={"params": params}, timeout=PATIENCE
            ).json()
            if "error" in answer:
                raise RequestError(answer["error"])
            return answer.get("result")

        if login:
            ask("/web/session/authenticate", db=get_db_name(), login=login, password=PASSWORD)
        else:
            session.get(f"{self.url}/web/login", timeout=PATIENCE)  # chooses the database
        return ask


class LiveCase(BaseCase):
    """Three agents and what they do, which is really in the database, and servers for them."""

    JOBS = ()  # XML ids of the only scheduled actions that the servers run
    SERVERS = 1

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.connection() as env:
            kept = [env.ref(job).id for job in cls.JOBS]
            jobs = env["ir.cron"].sudo().search([("id", "not in", kept)])
            cls.job_ids = jobs.ids
            jobs.active = False
            cls.agent_ids = [cls.create_agent(env, login, name) for login, name in AGENTS]
            cls.agent_id, cls.colleague_id, cls.expert_id = cls.agent_ids
            cls.livechat_channel_id = env["im_livechat.channel"].create({"name": "Live"}).id
            cls.base_url = env["ir.config_parameter"].sudo().get_param("web.base.url")
        cls.addClassCleanup(cls.leave_nothing_behind)
        if cls.SERVERS:
            cls.start_servers()

    @classmethod
    def start_servers(cls):
        cls.servers = [Server() for _number in range(cls.SERVERS)]
        cls.server = cls.servers[0]
        with cls.connection() as env:
            # A visitor's page fetches the widget from there.
            env["ir.config_parameter"].sudo().set_param("web.base.url", cls.servers[-1].url)
        for server in cls.servers:
            server.start()
            cls.addClassCleanup(server.stop)
        for server in cls.servers:
            server.wait_until_it_answers()

    @staticmethod
    def create_agent(env, login, name):
        groups = "im_livechat.im_livechat_group_user"
        return new_test_user(env, login=login, name=name, groups=groups, password=PASSWORD).id

    @classmethod
    def leave_nothing_behind(cls):
        with cls.connection() as env:
            env["ir.cron"].sudo().browse(cls.job_ids).active = True
            env["ir.config_parameter"].sudo().set_param("web.base.url", cls.base_url)
            env["im_livechat.channel"].browse(cls.livechat_channel_id).unlink()
            users = env["res.users"].browse(cls.agent_ids)
            env["mail.presence"].sudo().search([("user_id", "in", users.ids)]).unlink()
            for user in users:
                user.write({"active": False, "login": f"gone_{user.id}"})

    def setUp(self):
        super().setUp()
        self.addCleanup(self.commit, self.remove_conversations)

    def remove_conversations(self, env):
        channels = env["im_livechat.channel"].browse(self.livechat_channel_id).channel_ids.sudo()
        transcripts = env["livechat.transcript"].sudo().search([("channel_id", "in", channels.ids)])
        transcripts.mail_mail_ids.unlink()
        transcripts.unlink()
        channels.unlink()

    # ------------------------------------------------------------
    # The database
    # ------------------------------------------------------------

    @staticmethod
    @contextlib.contextmanager
    def connection():
        """A connection to the database, for the administrator; committed at the end."""
        with db_connect(get_db_name()).cursor() as cr:
            yield api.Environment(cr, ADMIN_ID, {})

    @classmethod
    def commit(cls, change):
        """Commit what a function does, which is begun anew if a server just writes the same.

        :param change: it gets the environment
        """
        with cls.connection() as env:
            return retrying(lambda: change(env), env)

    def wait_until(self, is_true, patience=PATIENCE):
        """Wait until a function returns something true, and return it."""
        deadline = time.monotonic() + patience
        while not (result := is_true()):
            self.assertLess(time.monotonic(), deadline, "It did not come true.")
            time.sleep(0.1)
        return result

    def wait_for_jobs(self, is_done):
        """Wait until scheduled actions have done what makes a function of the environment true.

        By themselves, servers look only once a minute for what was due before they began to listen.
        """

        def check():
            with self.connection() as env:
                env["ir.cron"]._notifydb()
                return is_done(env)

        return self.wait_until(check)

    def count_waiting(self):
        """Return how many wait for a row that somebody else has locked."""
        with db_connect(get_db_name()).cursor() as cr:
            cr.execute(WAITING)
            return cr.fetchone()[0]

    # ------------------------------------------------------------
    # Conversations
    # ------------------------------------------------------------

    def start_conversation(self, agent_id=None):
        """Return the id of another conversation of the test's visitor, with the first agent or one
        who is named."""

        def prepare(env):
            livechat_channel = env["im_livechat.channel"].browse(self.livechat_channel_id)
            livechat_channel.user_ids = [Command.set([agent_id or self.agent_id])]
            for agent in env["res.users"].browse(self.agent_ids):
                env["mail.presence"]._update_presence(agent)

        def start():
            self.commit(prepare)
            return self.visitor("/im_livechat/get_session", channel_id=self.livechat_channel_id)

        # There is none if a server just noted that the agent is gone.
        return self.wait_until(start)["channel_id"]

    def call(self, session, method, *args):
        """Call a method of the conversation over RPC."""
        params = {"model": "discuss.channel", "method": method}
        params |= {"args": [[self.channel_id], *args], "kwargs": {}}
        return session(f"/web/dataset/call_kw/discuss.channel/{method}", **params)

    def act(self, method, *args, channel_id=None):
        """Let the colleague do something, on a connection of their own."""

        def do(env):
            channel = env["discuss.channel"].browse(channel_id or self.channel_id)
            return getattr(channel.with_user(self.colleague_id), method)(*args)

        return self.commit(do)
