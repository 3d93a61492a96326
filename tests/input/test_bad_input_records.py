from functools import partial

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.bad_input import CLEAR_ERRORS, ODOOS_OWN, BadInputCase
from ..support.rights_table import ADMINISTRATOR

# Where no words of an addon come before the ORM's own: a bad value is refused there as it is by a
# field of that type of one of Odoo's models, whatever the ORM says of it.
FIELDS_OF_ODOO = {
    "boolean": "res.partner.is_company",
    "char": "res.partner.name",
    "html": "res.partner.comment",
    "integer": "res.partner.color",
    "many2many": "res.partner.category_id",
    "many2one": "res.partner.parent_id",
    "many2one_reference": "ir.attachment.res_id",
    "selection": "res.partner.type",
    "text": "res.partner.name",
}
WIZARDS = ("livechat.help.wizard", "livechat.reassign.wizard", "livechat.ticket.wizard")
NAMED = ("im_livechat.conversation.tag", "im_livechat.expertise")
AUTOMATIC = {"id", "create_date", "create_uid", "write_date", "write_uid"}
# What agents, and administrators, may write on records of Odoo's models.
WRITABLE = {
    "discuss.channel": (
        "livechat_conversation_tag_ids",
        "livechat_end_dt",
        "livechat_expertise_ids",
        "livechat_note",
        "livechat_status",
    ),
    "im_livechat.channel": (
        "answer_within_minutes",
        "first_answer_within_minutes",
        "ask_email_when_unavailable",
        "help_overdue_minutes",
        "is_waiting_after_reply",
        "late_looks_for_help",
        "leave_message_when_unavailable",
        "resource_calendar_id",
    ),
    "im_livechat.conversation.tag": ("name",),
    "im_livechat.expertise": ("name", "user_ids"),
}
OPERATORS = ("in", "ilike", "any")
SEARCHED = {
    "discuss.channel": (
        "livechat_conversation_tag_ids",
        "livechat_matches_self_expertise",
        "livechat_needs_attention",
        "livechat_note_text",
        "livechat_same_company_id",
        "livechat_same_customer_id",
        "livechat_status",
    ),
    "im_livechat.expertise": ("user_ids",),
}
# What an agent asks of an action of Odoo's, which it runs with whatever comes in a context.
CODE = "if records:\n    action = records.mapped('name') and None"


@tagged("post_install", "-at_install", "long")
class TestBadInputRecords(BadInputCase):
    """What comes in by Odoo's own methods of records, to our models and our fields of Odoo's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.agent | cls.manager:
            user.group_ids |= cls.env.ref("base.group_partner_manager")

    def setUp(self):
        super().setUp()
        self.kind = ADMINISTRATOR
        self.records = {
            "discuss.channel": self.calm,
            "im_livechat.channel": self.livechat_channel,
            "im_livechat.conversation.tag": self.tag,
            "im_livechat.expertise": self.expertise,
            "livechat.help.wizard": self.help_wizard,
            "livechat.reassign.wizard": self.reassign_wizard,
            "livechat.ticket.wizard": self.ticket_wizard,
            "res.partner": self.contact,
            "ir.attachment": self.env["ir.attachment"]
            .with_user(self.manager)
            .create({"name": "x"}),
        }
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.before = self.snapshot()

    def attack_as_odoo(self, name, send, send_to_odoo):
        """Attack something of ours; it may refuse as Odoo's own does what that refuses as well."""

        def send_to_both(value):
            answer, error, text = send(value)
            if error and error not in CLEAR_ERRORS:
                with self.undone():
                    odoos_error = send_to_odoo(value)[1]
                    if odoos_error and odoos_error not in CLEAR_ERRORS - {ODOOS_OWN}:
                        error = ODOOS_OWN
                self.written.clear()
            return answer, error, text

        self.attack(name, send_to_both)

    def user_of(self, model):
        """Return who may do something to the records of a model."""
        return self.agent if model == "discuss.channel" else self.manager

    def call_model(self, model, method, *args, **kwargs):
        return self.call_here(self.user_of(model), model, method, args, kwargs)

    def write_value(self, model, name, value):
        return self.call_model(model, "write", self.records[model].ids, {name: value})

    @mute_logger("odoo.sql_db")
    def test_write(self):
        fields = dict(WRITABLE)
        for model in WIZARDS:
            fields[model] = [
                name
                for name, field in self.env[model]._fields.items()
                if field.store and name not in AUTOMATIC
            ]
        for model, names in fields.items():
            for name in names:
                field_type = self.env[model]._fields[name].type
                odoos, _dot, odoos_name = FIELDS_OF_ODOO.get(field_type, "..").rpartition(".")
                self.attack_as_odoo(
                    f"write {model}.{name}",
                    partial(self.write_value, model, name),
                    partial(self.write_value, odoos, odoos_name),
                )
        self.check()

    @mute_logger("odoo.sql_db")
    def test_create_and_the_like(self):
        calls = {
            "create": lambda model, value: self.call_model(model, "create", value),
            "name_create": lambda model, value: self.call_model(model, "name_create", value),
            "default_get": lambda model, value: self.call_model(model, "default_get", value),
            "web_save": lambda model, value: self.call_model(model, "web_save", [], value, {}),
            "read": lambda model, value: self.call_model(model, "read", [], value),
            "search_read": lambda model, value: self.call_model(model, "search_read", value),
            "order": lambda model, value: self.call_model(model, "search", [], order=value),
            "groupby": lambda model, value: self.call_model(
                model, "formatted_read_group", [], value, ["__count"]
            ),
            "aggregates": lambda model, value: self.call_model(
                model, "formatted_read_group", [], ["create_uid"], value
            ),
            "export": lambda model, value: self.call_model(
                model, "export_data", self.records[model].ids, value
            ),
            "fields of onchange": lambda model, value: self.call_model(
                model, "onchange", [], {}, value, value
            ),
        }
        for name, call in calls.items():
            models = NAMED if name == "name_create" else ("discuss.channel", WIZARDS[2])
            for model in models:
                self.attack_as_odoo(
                    f"{name} {model}", partial(call, model), partial(call, "res.partner")
                )
        self.check()

    @mute_logger("odoo.sql_db")
    def test_onchange(self):
        def change(model, name, value):
            return self.call_model(model, "onchange", [], {name: value}, [name], {name: {}})

        for model in WIZARDS:
            self.attack_as_odoo(
                f"onchange {model}",
                partial(change, model, "channel_id"),
                partial(change, "res.partner", "parent_id"),
            )
        self.check()

    @mute_logger("odoo.sql_db")
    def test_search(self):
        def search(model, name, operator, value):
            return self.call_model(model, "search", [[name, operator, value]])

        for model, names in SEARCHED.items():
            for name in names:
                field_type = self.env[model]._fields[name].type
                odoos, _dot, odoos_name = FIELDS_OF_ODOO[field_type].rpartition(".")
                for operator in OPERATORS:
                    self.attack_as_odoo(
                        f"search {model}.{name} {operator}",
                        partial(search, model, name, operator),
                        partial(search, odoos, odoos_name, operator),
                    )
        self.check()

    @mute_logger("odoo.sql_db")
    def test_context(self):
        """What a dialog, or an action, takes of a context that anybody can send."""
        for model in WIZARDS:
            for keys in (("active_id", "active_ids"), ("default_channel_id",)):
                self.attack_as_odoo(
                    f"default_get {model} {keys}",
                    lambda value, model=model, keys=keys: self.call_here(
                        self.agent,
                        model,
                        "default_get",
                        [["channel_id"]],
                        {"context": dict.fromkeys(keys, value)},
                    ),
                    lambda value: self.call_here(
                        self.agent,
                        "res.partner",
                        "default_get",
                        [["parent_id"]],
                        {"context": {"default_parent_id": value}},
                    ),
                )
        self.check()

    @mute_logger("odoo.sql_db")
    def test_server_actions(self):
        def run(action, model, value):
            context = {"active_model": model, "active_id": value, "active_ids": value}
            return self.call_here(
                self.agent, "ir.actions.server", "run", [action.ids], {"context": context}
            )

        odoos = self.env["ir.actions.server"].create(
            {
                "name": "Names",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "code",
                "code": CODE,
            }
        )
        self.env.flush_all()
        for name in ("in_progress", "reassign", "send_transcript"):
            action = self.env.ref(f"livechat_info_panel.action_livechat_{name}")
            self.attack_as_odoo(
                name, partial(run, action, "discuss.channel"), partial(run, odoos, "res.partner")
            )
        self.check()
