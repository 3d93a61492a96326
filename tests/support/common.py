import os
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from unittest import SkipTest
from unittest.mock import patch

from odoo import Command
from odoo.tests import HttpCase, JsonRpcException
from odoo.tests.common import Opener
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_http import IrHttp

from .statements import StatementsMixin

PASSWORD = "Pl1bhD@2!kXZ"
BRUSSELS = "Europe/Brussels"
PATIENCE = 60  # seconds; the machine may be busy
POST = "/mail/message/post"
IS_SLOW = bool(os.environ.get("LIVECHAT_SLOW"))  # set by `dev/test --slow`: larger sizes

# Odoo forgets its routes after each test. Finding them again takes about a tenth of the time of
# the tests that ask routes, and no test changes them.
find_routes = IrHttp.routing_map
routes = {}


def routing_map(self, key=None):
    if key not in routes:
        routes[key] = find_routes(self, key)
    return routes[key]


def need_module(env, name):
    """Skip a test beside another module where that is not installed.

    Where ``dev/test`` says that it is, in the environment, the test fails instead.
    """
    if name in env["ir.module.module"]._installed():
        return
    if name in os.environ.get("LIVECHAT_COMPANIONS", "").split(","):
        raise AssertionError(f"{name} should be installed here, and is not.")
    raise SkipTest(f"{name} is not installed.")


class PanelCase(StatementsMixin, HttpCase):
    """A live chat channel with two agents, and the routes by which visitors and agents come."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.object(IrHttp, "routing_map", routing_map))
        agent, manager = (f"im_livechat.im_livechat_group_{name}" for name in ("user", "manager"))
        cls.agent, cls.other_agent, cls.manager, cls.employee, cls.customer = cls.new_users(
            {"login": "agent", "name": "Ada Agent", "group": agent, "tz": BRUSSELS},
            {"login": "other_agent", "name": "Otto Agent", "group": agent, "tz": BRUSSELS},
            {"login": "manager", "name": "Mara Manager", "group": manager, "tz": BRUSSELS},
            {"login": "employee", "name": "Emil Employee", "group": "base.group_user"},
            {
                "login": "customer",
                "name": "Carla Customer",
                "group": "base.group_portal",
                "email": "carla@example.com",
            },
        )
        cls.livechat_channel = cls.env["im_livechat.channel"].create(
            {"name": "Help", "user_ids": [Command.set(cls.agent.ids)]}
        )
        cls.env["mail.presence"]._update_presence(cls.agent)
        # What tests with a server of their own have left.
        cls.env["bus.bus"].search([]).unlink()

    def setUp(self):
        if "is_arranged" not in vars(type(self)):
            self._arrange_once()
        super().setUp()

    def arrange(self):
        """Prepare what each test of the class begins with: once, unlike in ``setUp``, and by the
        routes of visitors and agents, unlike in ``setUpClass``.

        Its attributes become those of the class. It patches nothing, and starts nothing.
        """

    def _arrange_once(self):
        """Arrange it before the savepoint to which Odoo goes back after each test."""
        # What Odoo gives each test, to ask routes.
        self.http_request_key, self.http_request_allow_all = "", False
        self.http_key_sequence, self.opener = count(), Opener(self)
        self.authenticate(None, None)
        known = set(vars(self))
        self.arrange()
        self.cr.flush()
        for name in vars(self).keys() - known:
            setattr(type(self), name, getattr(self, name))
        type(self).is_arranged = True

    @classmethod
    def new_user(cls, login, name, group, **vals):
        """Create a user with the password of all, without the mail that invites them."""
        return cls.new_users({"login": login, "name": name, "group": group, **vals})

    @classmethod
    def new_users(cls, *rows):
        """Create users at once, which is twice as fast. See ``new_user``.

        :param dict rows: the values of each, and its group
        """
        vals_list = [
            {
                "email": "{0}.{0}@example.com".format(row["login"][0]),
                "password": PASSWORD,
                **{name: row[name] for name in row if name != "group"},
                "group_ids": [Command.set([cls.env.ref(row["group"]).id])],
            }
            for row in rows
        ]
        users = cls.env["res.users"].with_context(no_reset_password=True).create(vals_list)
        return users.with_env(cls.env)

    @classmethod
    def make_calendar_off(cls):
        """Create working hours that are all days off, for years (``resource.calendar``)."""
        now = cls.env.cr.now()
        years = {"date_from": now - timedelta(days=365), "date_to": now + timedelta(days=3650)}
        return cls.env["resource.calendar"].create(
            {"name": "Nobody", "leave_ids": [Command.create({"name": "Off", **years})]}
        )

    @classmethod
    def make_chatbot(cls, *steps):
        """Have visitors answer a chatbot before an agent comes.

        :param steps: for each its type, its message and, if there are some, the answers to it
        :return: the chatbot (``chatbot.script``)
        """
        chatbot = cls.env["chatbot.script"].create(
            {
                "title": "Bot",
                "script_step_ids": [
                    Command.create(
                        {
                            "step_type": step_type,
                            "message": message,
                            "answer_ids": [Command.create({"name": name}) for name in answers],
                        }
                    )
                    for step_type, message, *answers in steps
                ],
            }
        )
        cls.livechat_channel.rule_ids = [
            Command.create({"regex_url": "/", "chatbot_script_id": chatbot.id})
        ]
        return chatbot

    def open_conversation(self, user=None, chatbot=None, accept_language=None, **params):
        """Start a conversation as the widget does, as a guest or a user with this password.

        :return: the conversation (``discuss.channel``), as superuser
        """
        self.authenticate(user and user.login, user and PASSWORD)
        data = self.make_jsonrpc_request(
            "/im_livechat/get_session",
            {
                "channel_id": self.livechat_channel.id,
                "chatbot_script_id": chatbot and chatbot.id,
                **params,
            },
            headers={"Accept-Language": accept_language} if accept_language else None,
            timeout=PATIENCE,
        )
        return self.env["discuss.channel"].browse(data["channel_id"])

    @classmethod
    def make_guest_conversations(cls, count, **vals):
        """Create open conversations of the agent, each with a guest of its own, at once."""
        guests = cls.env["mail.guest"].create([{"name": f"Guest {n}"} for n in range(count)])
        return cls.env["discuss.channel"].create(
            [
                {
                    "name": f"{guest.name} {cls.agent.name}",
                    "channel_type": "livechat",
                    "livechat_channel_id": cls.livechat_channel.id,
                    "livechat_operator_id": cls.agent.partner_id.id,
                    "channel_member_ids": [
                        Command.create({"partner_id": cls.agent.partner_id.id}),
                        Command.create({"guest_id": guest.id, "livechat_member_type": "visitor"}),
                    ],
                    **vals,
                }
                for guest in guests
            ]
        )

    def as_visitor(self, channel, route, params=None):
        """Ask a route as the guest of a conversation."""
        self.authenticate(None, None)
        guest = channel.livechat_customer_guest_ids
        return self.make_jsonrpc_request(
            route,
            params or {},
            cookies={guest._cookie_name: guest._format_auth_cookie()},
            timeout=PATIENCE,
        )

    def visitor_writes(self, channel, body, **post_data):
        """Post a message as the guest of a conversation."""
        return self.as_visitor(channel, POST, self.post_params(channel, body, **post_data))

    def user_writes(self, user, channel, body="Hello", **post_data):
        """Post a message as a user, in a conversation."""
        return self.as_user(user, POST, self.post_params(channel, body, **post_data))

    @staticmethod
    def post_params(channel, body, **post_data):
        return {
            "thread_model": "discuss.channel",
            "thread_id": channel.id,
            "post_data": {
                "body": body,
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_comment",
                **post_data,
            },
        }

    def trigger_step(self, channel):
        """Let the chatbot go on, as the widget of the guest of a conversation does."""
        chatbot = self.livechat_channel.rule_ids.chatbot_script_id
        self.as_visitor(
            channel,
            "/chatbot/step/trigger",
            {"channel_id": channel.id, "chatbot_script_id": chatbot.id},
        )

    def as_user(self, user, route, params):
        """Ask a route as a user."""
        self.authenticate(user.login, PASSWORD)
        return self.make_jsonrpc_request(route, params, timeout=PATIENCE)

    def call(self, user, channel, method, *args):
        """Call a method of a conversation over RPC."""
        return self.as_user(
            user,
            f"/web/dataset/call_kw/discuss.channel/{method}",
            {
                "model": "discuss.channel",
                "method": method,
                "args": [channel.ids, *args],
                "kwargs": {},
            },
        )

    @contextmanager
    def assertRefused(self, error="odoo.exceptions.AccessError"):
        """Expect a route to refuse, by this error and no other."""
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            yield
        self.assertEqual(str(caught.exception), error)

    def panel_store(self, user, channel):
        """Return all that is sent with the panel of a conversation to a user who opens it."""
        return self.as_user(
            user,
            "/mail/data",
            {"fetch_params": [["/im_livechat/session/data", {"channel_id": channel.id}]]},
        )

    def panel_data(self, user, channel):
        """Return what the panel receives of a conversation, as a user who opens it."""
        data = self.ask_for_data(user, "/im_livechat/session/data", channel_id=channel.id)
        return data.get("discuss.channel", {}).get(channel.id, {})

    def ask_for_data(self, user, name, **params):
        """Return the records that the web client of a user receives, by model and id."""
        data = self.as_user(user, "/mail/data", {"fetch_params": [[name, params]]})
        return {
            model: {record["id"]: record for record in records}
            for model, records in data.items()
            if isinstance(records, list)
        }
