"""What a database holds, read without the addon's code, and what of it is lost in another one."""

import json
import re

from odoo.tools import SQL

from . import upgrade_changes as changes

ADDON = "livechat_info_panel"
# Not compared, whoever is updated: what Odoo reads anew of the modules (ir_module_*), or of their
# code, which shows by the XML ids and by the schema (ir_model_*); all actions, whose rows are those
# of ir_act_*; how often it loaded (*signaling*); what browsers are told, for a minute (bus_bus).
MADE_BY_ODOO = re.compile(
    r"ir_module_.*|ir_model_(constraint|data|inherit|relation)|ir_actions"
    r"|base_registry_signaling|orm_signaling_.*|bus_bus"
)
# Models of records in our files whose tables have names of their own.
ACTIONS = {
    "ir.actions.act_url": "ir_act_url",
    "ir.actions.act_window": "ir_act_window",
    "ir.actions.act_window.view": "ir_act_window_view",
    "ir.actions.client": "ir_act_client",
    "ir.actions.report": "ir_act_report_xml",
    "ir.actions.server": "ir_act_server",
}
# Written with every record that a file holds, whatever is in it.
TRACES = {"write_date", "write_uid"}
SHOWN = 5  # differences of each table


class State:
    """The modules, tables, columns, indexes, constraints and XML ids of a database."""

    def __init__(self, cr):
        self._cr = cr
        self.modules = {
            name
            for (name,) in self._fetch(
                "SELECT name FROM ir_module_module WHERE state = 'installed'"
            )
        }
        self.columns = self._fetch(
            """SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull
                 FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                  AND attnum > 0 AND NOT attisdropped"""
        )
        self.tables = {table for table, *_column in self.columns}
        self.indexes = self._fetch(
            "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        )
        self.constraints = self._fetch(
            """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
                 FROM pg_constraint WHERE connamespace = 'public'::regnamespace"""
        )
        self.xml_ids = {
            name: (model, id_, noupdate)
            for name, model, id_, noupdate in self._fetch(
                """SELECT name, model, res_id, COALESCE(noupdate, FALSE)
                     FROM ir_model_data WHERE module = %s""",
                ADDON,
            )
        }

    def _fetch(self, query, *params):
        self._cr.execute(SQL(query, *params))
        return set(self._cr.fetchall())

    def read_rows(self):
        """Return all rows, except of the tables that Odoo makes itself.

        :return: by table, and by key (see ``_get_key``), dicts
        """
        result = {}
        for table in sorted(self.tables):
            if not MADE_BY_ODOO.fullmatch(table):
                self._cr.execute(SQL("SELECT to_jsonb(t) FROM %s t", SQL.identifier(table)))
                result[table] = {_get_key(row): row for (row,) in self._cr.fetchall()}
        return result

    def get_own_columns(self):
        """Return the (table, column) that are the addon's, and no other module's."""
        return {
            (table, column)
            for table, column in self._fetch(
                """SELECT REPLACE(field.model, '.', '_'), field.name
                     FROM ir_model_data data
                     JOIN ir_model_fields field ON field.id = data.res_id
                     JOIN ir_model model ON model.id = field.model_id
                    WHERE data.model = 'ir.model.fields' AND NOT model.transient
                 GROUP BY field.model, field.name
                   HAVING array_agg(DISTINCT data.module::text) = ARRAY[%s]""",
                ADDON,
            )
        } & {(table, column) for table, column, *_type in self.columns}

    def get_rows_of_files(self):
        """Return the (table, id) of what is as our files say, after each update."""
        return {
            _get_place(model, id_) for model, id_, noupdate in self.xml_ids.values() if not noupdate
        }

    def get_rows_without_name(self, later):
        """Return the (table, id) of what has lost its XML id, which is reported by that."""
        return {
            _get_place(model, id_)
            for name, (model, id_, _noupdate) in self.xml_ids.items()
            if name not in later.xml_ids
        }


def _get_place(model, id_):
    return ACTIONS.get(model, model.replace(".", "_")), id_


def _get_key(row):
    """Return by what a row is found again: its id, or all that is in it."""
    return row.get("id") or json.dumps(row, sort_keys=True)


def find_lost_rows(before, after, of_files, known):
    """Yield a sentence for each row, and each value, that is not there any more.

    :param before: see ``State.read_rows``
    :param after: likewise
    :param of_files: see ``State.get_rows_of_files``
    :param known: the (table, id) that may be gone
    """
    for table, rows in before.items():
        change = changes.TABLES.get(table)
        name = change.now if change else table
        if not name:
            continue
        if name not in after:
            yield f"The table {table} is gone."
            continue
        lost = {}  # for their order
        for row in rows.values():
            place = table, row.get("id")
            is_of_file = place in of_files
            if place in known and _get_key(row) not in after[name]:
                continue
            lost |= dict.fromkeys(_find_lost_values(table, row, after[name], is_of_file))
        yield from list(lost)[:SHOWN]
        if len(lost) > SHOWN:
            yield f"{table}: and {len(lost) - SHOWN} differences more."


def _find_lost_values(table, row, rows, is_of_file):
    expected = {}
    for column, value in row.items():
        change = changes.COLUMNS.get((table, column))
        if not change or change.now not in (None, column):
            expected[change.now if change else column] = value
    found = rows.get(_get_key(expected))
    if found is None:
        yield f"{table}: a row is gone: {row}"
        return
    for column, value in expected.items():
        if column not in found:
            yield f"{table}: the column {column} is gone."
        elif column in TRACES or (is_of_file and not _is_translation_lost(value, found[column])):
            continue
        elif found[column] != value:
            yield f"{table} {row.get('id')}: {column} is {found[column]!r}, was {value!r}"


def _is_translation_lost(before, after):
    """Whether a text that is in our files as it was has lost a translation."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return False
    return before.get("en_US") == after.get("en_US") and not before.items() <= after.items()
