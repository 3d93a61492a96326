from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.rights_judge import RightsJudge
from ..support.rights_kinds import EMPLOYEE_IN, KINDS
from ..support.rights_table import FIELDS

# What is written into fields, by their types.
VALUES = {
    "binary": "eA==",
    "datetime": "2020-01-01 00:00:00",
    "float": 5.0,
    "integer": 5,
    "json": {"folded": [], "order": []},
    "many2many": [[5, 0, 0]],
    "many2one": False,
    "one2many": [[5, 0, 0]],
}


@tagged("post_install", "-at_install")
class TestRightsFields(RightsJudge):
    """Each field of the table, read, searched, grouped by and written as each kind of user."""

    @mute_logger("odoo.http", "odoo.orm.models", "odoo.models")
    def test_fields(self):
        self.assertEachHasARow(self.own_fields(), FIELDS, "FIELDS", "KEPT")
        for kind in KINDS:
            self.become(kind)
            for name in filter(self.is_field, FIELDS):
                model, _dot, field_name = name.rpartition(".")
                self.run_field(name, self.env[model]._fields[field_name], FIELDS[name])
        self.check()

    def get_records(self, model):
        """Return records of a model that all kinds might read."""
        if model == "discuss.channel":
            records = self.channel | self.closed
            return records if self.kind == EMPLOYEE_IN else records | self.unlinked
        if "channel_id" in self.env[model]._fields and model != "mail.mail":
            return self.env[model].search([("channel_id", "in", self.channels.ids)])
        for records in (self.livechat_channel, self.expertise, self.tag):
            if records._name == model:
                return records
        if model == "res.company":
            return self.env.company
        if model == "res.users.settings":
            return self.agent_settings
        if model == "chatbot.message":
            return self.env[model].create({"discuss_channel_id": self.channel.id})
        if model == "privacy.lookup.wizard.line":
            return self.lookup_line
        return self.env[model].create({})

    def run_field(self, name, field, row):
        records = self.get_records(field.model_name)
        answers = {"read": self.call_kw(field.model_name, "read", [records.ids, [field.name]])}
        domain = [("id", "in", records.ids), (field.name, "!=", False)]
        if field._description_searchable:
            answers["search"] = self.call_kw(field.model_name, "search", [domain])
        group = f"{field.name}:day" if field.type in ("date", "datetime") else field.name
        if field._description_groupable(self.env):
            answers["group"] = self.call_kw(
                field.model_name,
                "formatted_read_group",
                [[("id", "in", records.ids)]],
                {"groupby": [group], "aggregates": ["__count"]},
            )
        found, text, errors = [], "", []
        for way, (answer, error, way_text) in answers.items():
            text += way_text
            errors.append(error)
            key = group if way == "group" else field.name
            if answer and (way == "search" or any(values[key] for values in answer)):
                found.append(way)
        self.judge(f"{name} {'/'.join(found) or 'read'}", row.read, bool(found), text, errors)
        with self.undone():
            value, present = VALUES.get(field.type, "Other"), records[:1][field.name]
            if field.type == "boolean":
                value = not present
            elif field.type == "selection":
                value = next(v for v in field.get_values(self.env) if v != present)
            _answer, error, text = self.call_kw(
                field.model_name, "write", [records[:1].ids, {field.name: value}]
            )
            self.env.invalidate_all()
            is_changed = self.is_changed()
            self.judge(f"{name} write", row.write, is_changed, text, [error])
