import re
from functools import partial

from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.rights_judge import RightsJudge
from ..support.rights_kinds import AGENT_CUSTOMER, KINDS, NOBODY
from ..support.rights_table import DATA, METHODS, MODELS, NEW, NOT_GIVEN, ROUTES


@tagged("post_install", "-at_install", "long")
class TestRights(RightsJudge):
    """Each row of the table, as each kind of user, over HTTP.

    Run in a database of Odoo 19.0 without the addon, they skip what only the addon has, and fail
    with what is different there, which is kept in ``rights_of_odoo``.
    """

    # ------------------------------------------------------------
    # Routes
    # ------------------------------------------------------------

    @mute_logger("odoo.http")
    def test_routes(self):
        self.assertEachHasARow(self.own_routes(), ROUTES, "ROUTES", "row(AGENTS, _channel)")
        routes = {name: self.find_route(name) for name in ROUTES}
        for kind in KINDS:
            for name in filter(routes.get, ROUTES):
                self.become(kind)  # some routes log out
                self.run_row(name, ROUTES[name], partial(self.ask_route, *routes[name], name))
        self.check()

    def ask_route(self, rule, route_type, name):
        params = self.get_args(ROUTES[name])
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(params.pop(match[1])), rule)
        if route_type == "jsonrpc":
            return self.ask(path, params)
        response = self.opener.request(
            "POST" if "upload" in path else "GET",
            self.base_url() + path,
            data={**params, "csrf_token": Request.csrf_token(self)},
            files={"ufile": ("a.txt", b"Hello")} if "upload" in path else None,
            cookies=self.cookies,
            timeout=60,
        )
        text = response.text.lower()
        error = None if response.status_code == 200 else str(response.status_code)
        if not error and '"error"' in text:
            error = text[:80]
        return not error, error, text

    @mute_logger("odoo.http")
    def test_data(self):
        self.assertEachHasARow(self.own_data_names(), DATA, "DATA", "tells(AGENTS)")
        for kind in KINDS:
            self.become(kind)
            for name, row in DATA.items():
                self.run_row(name, row, partial(self.ask_data, name))
        self.check()

    def ask_data(self, name):
        args = self.get_args(DATA[name])
        answer, error, text = self.ask("/mail/data", {"fetch_params": [[name, args]]})
        answer = answer or {}
        ids = [channel["id"] for channel in answer.get("discuss.channel", [])]
        if self.kind == AGENT_CUSTOMER and name == "/livechat_info_panel/now":
            # Of the other conversations they are an agent, to whom they are no secret.
            text = str([row for row in answer["discuss.channel"] if row["id"] == self.channel.id])
        told = self.channel.id in ids or "livechat_available" in answer.get("Store", {})
        return told, error, text

    # ------------------------------------------------------------
    # Models
    # ------------------------------------------------------------

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_models(self):
        models = self.own_models()
        self.assertEachHasARow(models, MODELS, "MODELS", "Model(AGENTS, NOBODY, NOBODY, NOBODY)")
        records = {
            name: self.env[name].search([("channel_id", "in", self.channels.ids)])
            for name in models
            if "channel_id" in self.env[name]._fields and not self.env[name]._transient
        }
        for name, found in records.items():
            self.assertTrue(found, f"There is no {name} to read: let rights_common.py make one.")
        dialogs = [name for name in models if hasattr(self.env[name], "_close_with_message")]
        self.assertEachHasARow(dialogs, NOT_GIVEN, "NOT_GIVEN", "lambda t: {…}")
        for kind in KINDS:
            self.become(kind)
            for name in sorted(set(models) & set(MODELS)):
                self.run_model(name, records.get(name, self.env[name]))
        self.check()

    def run_model(self, name, records):
        row, domain = MODELS[name], [("id", "in", records.ids)]
        answer, error, text = self.call_kw(name, "search_read", [domain])
        self.judge(f"{name} read", row.read, bool(answer), text, [error])
        for method, args in [
            ("write", [records.ids or [0], {"create_date": False}]),
            ("create", [NEW[name](self) if name in NEW else {}]),
            ("unlink", [records.ids or [0]]),
        ]:
            with self.undone():
                answer, error, text = self.call_kw(name, method, args)
            if records or method == "create":
                self.judge(f"{name} {method}", getattr(row, method), not error, text, [error])
        if name in NOT_GIVEN:
            self.run_not_given(name, NOT_GIVEN[name](self))

    def run_not_given(self, name, vals):
        names = {field: {"fields": {"display_name": {}}} for field in vals if field[-3:] == "_id"}
        for method, args in [("create", [vals]), ("onchange", [[], vals, list(vals), names])]:
            with self.undone():
                _answer, error, text = self.call_kw(name, method, args)
            self.judge(f"{name} {method} with {sorted(names)}", NOBODY, not error, text, [error])


@tagged("post_install", "-at_install", "companions", "long")
class TestRightsOfMethods(RightsJudge):
    """Each method of the table, as each kind of user, over HTTP: some need an app of tickets."""

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_methods(self):
        self.assertEachHasARow(self.own_methods(), METHODS, "METHODS", "row(AGENTS)")
        for kind in KINDS:
            self.become(kind)
            for name in filter(self.is_method, METHODS):
                row = METHODS[name]
                if (
                    name == "discuss.channel.action_livechat_open_tickets"
                    and not self.has_tickets()
                ):
                    row = row._replace(allowed=set())
                self.run_row(name, row, partial(self.call_method, name))
        self.check()

    def has_tickets(self):
        """Whether there is an app of which Live Chat users may see some tickets."""
        providers = self.env["livechat.ticket.provider"].with_user(self.agent)
        return bool(providers._get_providers("ticket"))

    def call_method(self, name):
        model, _dot, method = name.rpartition(".")
        row = METHODS[name]
        args = list(self.get_args(row) or [])
        if row.on:
            args.insert(0, getattr(self, row.on).ids)
        return self.call_kw(model, method, args)
