import inspect
from functools import partial
from zlib import crc32

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tools import mute_logger

from .rights_common import RightsCase
from .rights_table import (
    AGENT,
    CUSTOMERS,
    DATA,
    GUEST,
    METHODS,
    ROUTES,
)

# How many bad values each parameter gets: others each, and the same in every run.
EXAMPLES = 12
CLEAR_ERRORS = (
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
    "odoo.addons.livechat_info_panel.controllers.visitor.NobodyAvailable",
    "werkzeug.exceptions.BadRequest",
    "werkzeug.exceptions.NotFound",
    "400",
    "404",
)
# Routes that only make sure who asks, and leave all the rest to Odoo.
OF_ODOO = {"discuss_channel_notify_typing", "mail_attachment_upload", "mail_message_post"}
# What routes take besides the parameters that they name.
MORE_PARAMETERS = {"get_session": ("country_id", "lang", "visitor_lang", "visitor_tz")}
MORE_PARAMETERS["leave_message"] = MORE_PARAMETERS["get_session"]

TEXTS = [
    "",
    "   ",
    "\x00",
    "\x00\x01\x07\x1b\x7f\ufffe",
    "\ud800 half of a character",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "<p>" * 300,
    "javascript:alert(1)",
    "'; DROP TABLE discuss_channel; --",
    "%s %(name)s {0} \\",
    "\U0001d573\U0001d58a\U0001d591 \U0001f469\u200d\U0001f467 \U0001f3f4\u2620\ufe0f",
    "\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627\u202c",
    "e\u0301" * 50,
    "x" * 1_000_000,
]
IDS = [0, -1, 1, 2**31 - 1, 2**31, 2**63, 10**30, -(2**70)]
scalars = st.one_of(
    st.sampled_from([None, True, False, *IDS]),
    st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(TEXTS),
    st.text(st.characters(codec=None), max_size=40),
)
values = st.one_of(
    scalars,
    st.lists(scalars, max_size=3),
    st.lists(st.lists(scalars, max_size=3), max_size=2),
    st.dictionaries(st.text(max_size=8), scalars, max_size=3),
)


@tagged("post_install", "-at_install")
class TestBadInput(RightsCase):
    """Whatever comes in, there is a clear message, and nothing is written by halves.

    Each parameter of the routes and methods in the table of rights gets bad values, as a user who
    may use it. The ids of the records on which methods are called are those of one record.
    """

    def setUp(self):
        super().setUp()
        self.wrong = []
        self.before = self.snapshot()

    def attack(self, name, send):
        """Send bad values.

        :param str name: what gets them
        :param send: a function that sends one, and returns as ``ask`` does
        """

        @seed(crc32(name.encode()))
        @settings(
            database=None,
            deadline=None,
            max_examples=EXAMPLES,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(values)
        def send_each(value):
            with self.undone():
                _answer, error, _text = send(value)
                self.env.invalidate_all()
                if error and (error not in CLEAR_ERRORS or self.snapshot() != self.before):
                    self.wrong.append(f"{name}: {error} by {ascii(value)[:120]}")

        send_each()

    def check(self):
        self.assertFalse(self.wrong, "\n" + "\n".join(sorted(set(self.wrong))))

    def get_args(self, row):
        return row.args(self) if callable(row.args) else row.args

    @staticmethod
    def get_parameters(function):
        """Return the names of the parameters of a method, but the record and what has no name."""
        return [
            name
            for name, parameter in inspect.signature(function).parameters.items()
            if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
            and name != "self"
        ]

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_methods(self):
        self.become(AGENT)
        for name, row in METHODS.items():
            if self.is_method(name):
                model, _dot, method = name.rpartition(".")
                parameters = self.get_parameters(getattr(type(self.env[model]), method))
                valid = dict(zip(parameters, self.get_args(row) or [], strict=False))
                for parameter in parameters:
                    send = partial(self.send_to_method, model, method, row, valid, parameter)
                    self.attack(f"{name}({parameter})", send)
        self.check()

    def send_to_method(self, model, method, row, valid, parameter, value):
        args = [getattr(self, row.on).ids] if row.on else []
        return self.call_kw(model, method, args, {**valid, parameter: value})

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_ids(self):
        self.become(AGENT)
        for name, row in METHODS.items():
            model, _dot, method = name.rpartition(".")
            if model == "discuss.channel" and self.is_method(name):
                args = self.get_args(row) or []
                self.attack(
                    name,
                    lambda value, method=method, args=args: self.call_kw(
                        "discuss.channel", method, [[value], *args]
                    ),
                )
        self.check()

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_routes(self):
        functions = {name: getattr(controller, name) for name, controller in self.controllers()}
        for name in self.own_routes() - OF_ODOO:
            path, route_type = self.find_route(name)
            if route_type != "jsonrpc":
                continue
            parameters = [*self.get_parameters(functions[name]), *MORE_PARAMETERS.get(name, ())]
            for parameter in parameters:
                self.become(GUEST if GUEST in ROUTES[name].allowed & CUSTOMERS else AGENT)
                send = partial(self.send_to_route, path, self.get_args(ROUTES[name]), parameter)
                self.attack(f"{path}({parameter})", send)
        self.check()

    def send_to_route(self, path, valid, parameter, value):
        return self.ask(path, {**valid, parameter: value})

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_data(self):
        self.become(AGENT)
        for name in self.own_data_names() & set(DATA):
            self.attack(name, lambda value, name=name: self.ask_data(name, value))
            self.attack(
                f"{name} channel_id",
                lambda value, name=name: self.ask_data(name, {"channel_id": value}),
            )
        self.check()

    def ask_data(self, name, params):
        return self.ask("/mail/data", {"fetch_params": [[name, params]]})
