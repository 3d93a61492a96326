from functools import partial

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.bad_input import BadInputCase
from ..support.bad_values import FEWER_TEXTS
from ..support.rights_table import AGENT, CUSTOMERS, DATA, GUEST, METHODS, ROUTES

# Routes that only make sure who asks, and leave all the rest to Odoo.
OF_ODOO = {"discuss_channel_notify_typing", "mail_attachment_upload", "mail_message_post"}
# Methods that do.
METHODS_OF_ODOO = {
    "discuss.channel.channel_rename",
    "discuss.channel.message_post",
    "discuss.channel.set_message_pin",
    "mail.template.send_mail_batch",
}
OWN_METHODS = {name: METHODS[name] for name in METHODS.keys() - METHODS_OF_ODOO}
# What routes take besides the parameters that they name.
MORE_PARAMETERS = {"get_session": ("country_id", "lang", "visitor_lang", "visitor_tz")}


@tagged("post_install", "-at_install", "long")
class TestBadInputOfMethods(BadInputCase):
    """Each parameter of the methods in the table of rights gets bad values, as an agent. The ids of
    the records on which methods are called are those of one record.
    """

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_methods(self):
        self.kind = AGENT
        for name, row in OWN_METHODS.items():
            if self.is_method(name):
                model, _dot, method = name.rpartition(".")
                parameters = self.get_parameters(getattr(type(self.env[model]), method))
                valid = dict(zip(parameters, self.get_args(row) or [], strict=False))
                for parameter in parameters:
                    send = partial(self.send_to_method, model, method, row, valid, parameter)
                    values = self.values_for(parameter, FEWER_TEXTS)
                    self.attack(f"{name}({parameter})", send, values)
        self.check()

    def send_to_method(self, model, method, row, valid, parameter, value):
        ids = [getattr(self, row.on).ids] if row.on else []
        return self.call_here(self.agent, model, method, ids, {**valid, parameter: value})


@tagged("post_install", "-at_install", "long")
class TestBadInputOfIds(BadInputCase):
    """The records on which methods are called."""

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_ids(self):
        for name, row in OWN_METHODS.items():
            model, _dot, method = name.rpartition(".")
            if model == "discuss.channel" and self.is_method(name):
                args = self.get_args(row) or []
                self.attack(
                    name,
                    lambda value, method=method, args=args: self.call_here(
                        self.agent, "discuss.channel", method, [value, *args]
                    ),
                    self.all_values,
                )
        self.check()


@tagged("post_install", "-at_install", "long")
class TestBadInputOfRoutes(BadInputCase):
    """Each parameter of the routes in the table of rights gets bad values, as a user who may use
    it.
    """

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_routes(self):
        functions = {name: getattr(controller, name) for name, controller in self.controllers()}
        for name in sorted(self.own_routes() - OF_ODOO):
            path, route_type = self.find_route(name)
            if route_type != "jsonrpc":
                continue
            parameters = [*self.get_parameters(functions[name]), *MORE_PARAMETERS.get(name, ())]
            for parameter in parameters:
                self.become(GUEST if GUEST in ROUTES[name].allowed & CUSTOMERS else AGENT)
                send = partial(self.send_to_route, path, self.get_args(ROUTES[name]), parameter)
                self.attack(f"{path}({parameter})", send, self.values_for(parameter))
        self.check()

    def send_to_route(self, path, valid, parameter, value):
        return self.ask_raw(path, {**valid, parameter: value})

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_data(self):
        self.become(AGENT)
        for name in sorted(self.own_data_names() & set(DATA)):
            self.attack(name, partial(self.ask_data, name))
            self.attack(
                f"{name} channel_id",
                lambda value, name=name: self.ask_data(name, {"channel_id": value}),
            )
        self.check()

    def ask_data(self, name, params):
        return self.ask_raw("/mail/data", {"fetch_params": [[name, params]]})
