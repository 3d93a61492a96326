"""A database of the previous version is updated to this one, and nothing of it is lost.

All migrations are proved here: see ``tests/upgrade_changes.py``, which lists what they change on
purpose, and ``tests/upgrade_filling.py``, which says what is in the old database.
"""

import contextlib
import json
import tempfile
from datetime import timedelta
from pathlib import Path
from unittest import SkipTest

from odoo import fields
from odoo.sql_db import close_db, db_connect
from odoo.tests import BaseCase, get_db_name, tagged

from ..support import upgrade_calls, upgrade_filling
from ..support import upgrade_changes as changes
from ..support.upgrade_databases import ADDON, COMPLAINT, Odoo, copied, is_checkout, previous
from ..support.upgrade_state import State, find_lost_rows

# Columns of ours in which the old database holds nothing, and why.
EMPTY = {
    "livechat_ticket_link": "There is no app of tickets or leads.",
}


def previous_version():
    """Return the name of a database of the previous version, made if it is not there."""
    commit, _tag = upgrade_filling.VERSION
    return previous(commit, [upgrade_filling.fill, upgrade_calls.remember_what_is_seen])


@contextlib.contextmanager
def state_of(database):
    """Yield the state of a database."""
    with contextlib.closing(db_connect(database).cursor()) as cr:
        yield State(cr)


@tagged("post_install", "-at_install", "long")
class TestUpgrade(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not is_checkout():
            raise SkipTest("This is a copy of the addon, without its history.")
        template = previous_version()
        things = contextlib.ExitStack()
        cls.addClassCleanup(things.close)
        cls.database = database = things.enter_context(copied(template))
        with state_of(database) as cls.before:
            cls.rows_before = cls.before.read_rows()
            cls.own_columns = cls.before.get_own_columns()
        with db_connect(database).cursor() as cr:
            cls.tag_twice(cr)
        close_db(database)
        cls.odoo = odoo = Odoo()
        cls.log = odoo.load(database, "-u", ADDON)
        file = Path(things.enter_context(tempfile.TemporaryDirectory())) / "panels.json"
        odoo.call(database, upgrade_calls.write_what_is_seen, str(file))
        cls.seen = json.loads(file.read_text())
        with state_of(database) as cls.after:
            cls.rows_after = cls.after.read_rows()
        with state_of(get_db_name()) as cls.new:
            cls.is_new_alike = cls.new.modules == cls.after.modules

    @staticmethod
    def tag_twice(cr):
        """Tag all that is urgent with something that looks the same, too."""
        cr.execute(
            """
            WITH tag AS (
                INSERT INTO im_livechat_conversation_tag (name) VALUES (%s) RETURNING id
            )
            INSERT INTO livechat_conversation_tag_rel
            SELECT discuss_channel_id, tag.id
              FROM tag, livechat_conversation_tag_rel
              JOIN im_livechat_conversation_tag urgent
                ON urgent.id = im_livechat_conversation_tag_id AND urgent.name = 'Urgent'
            """,
            ["Ur\u200bgent"],
        )

    def assertNothing(self, problems, sentence):
        problems = sorted(problems)
        self.assertFalse(problems, "\n".join([sentence, *map(str, problems)]))

    def test_there_was_something_to_lose(self):
        filled = {
            (table, column)
            for table, rows in self.rows_before.items()
            for row in rows.values()
            for column, value in row.items()
            if value not in (None, False, 0, "")
        }
        self.assertNothing(
            (c for c in self.own_columns - filled if c[0] not in EMPTY),
            "tests/upgrade_filling.py puts nothing into:",
        )

    def test_rows(self):
        of_files = self.after.get_rows_of_files()
        known = self.before.get_rows_without_name(self.after)
        lost = find_lost_rows(self.rows_before, self.rows_after, of_files, known)
        self.assertNothing(lost, "The update lost:")

    def test_tags_that_look_the_same_are_one(self):
        tags = self.rows_after["im_livechat_conversation_tag"].values()
        self.assertEqual([t["name"] for t in tags if t["name"].startswith("Ur")], ["Urgent"])

    def test_what_was_closed_is_not_reopened(self):
        """Nobody knows of which of it the customer had left."""
        since = (fields.Datetime.now() - timedelta(hours=20)).isoformat()
        for row in self.rows_after["discuss_channel"].values():
            if (row["livechat_end_dt"] or "") > since:
                self.assertEqual(row["livechat_customer_left_dt"], row["livechat_end_dt"])

    def test_the_template_asks_for_the_company(self):
        _model, id_, _noupdate = self.after.xml_ids["mail_template_transcript"]
        template = self.rows_after["mail_template"][id_]
        self.assertEqual(
            template["email_from"], "{{ object._get_livechat_company().email_formatted }}"
        )
        for name, edited in (("subject", "Our chat of today"), ("body_html", "Thank you!")):
            with self.subTest(name):
                self.assertNotIn("user.company_id", str(template[name]))
                self.assertIn(edited, str(template[name]))

    def test_xml_ids(self):
        expected = {
            change.now if (change := changes.XML_IDS.get(name)) else name
            for name in self.before.xml_ids
        } - {None}
        self.assertNothing(expected - self.after.xml_ids.keys(), "The update lost these XML ids:")

    def test_schema_is_the_one_of_a_new_database(self):
        for kind in ("columns", "indexes", "constraints"):
            with self.subTest(kind):
                after, new = getattr(self.after, kind), getattr(self.new, kind)
                self.assertNothing(after - new, "A new database has none of these:")
                if self.is_new_alike:
                    self.assertNothing(new - after, "Only a new database has these:")

    def test_xml_ids_are_those_of_a_new_database(self):
        if not self.is_new_alike or "livechat_channel_support" not in self.new.xml_ids:
            self.skipTest("The database of the tests has other modules, or no demo data.")
        self.assertNothing(
            self.after.xml_ids.keys() ^ self.new.xml_ids.keys(), "Only one of both has these:"
        )

    def test_log(self):
        self.assertNothing(
            (
                found[0]
                for found in COMPLAINT.finditer(self.log)
                if not any(text in found[0] for text in changes.WARNINGS)
            ),
            "Odoo complained:",
        )

    def test_agents_see_what_they_saw(self):
        parameters = self.rows_before["ir_config_parameter"].values()
        [before] = [p["value"] for p in parameters if p["key"] == upgrade_calls.PARAMETER]
        seen = json.loads(before)
        self.assertEqual(self.seen["found"], seen["found"])
        self.assertTrue(all(seen["found"].values()))
        for channel_id, panel in seen["panels"].items():
            with self.subTest(channel_id):
                now = _flatten(self.seen["panels"][channel_id])
                before = _flatten(panel)
                self.assertNothing(
                    (
                        f"{key}: {now.get(key)!r}, was {value!r}"
                        for key, value in before.items()
                        if _without_new(now.get(key), value) != value
                    ),
                    "An agent sees other things:",
                )

    def get_panels(self):
        """Yield of each conversation what its panel got before, and now, and all beside that."""
        parameters = self.rows_before["ir_config_parameter"].values()
        [before] = [p["value"] for p in parameters if p["key"] == upgrade_calls.PARAMETER]
        for channel_id, panel in json.loads(before)["panels"].items():
            now = self.seen["panels"][channel_id]
            [old], [new] = (
                [v for v in data["discuss.channel"] if str(v["id"]) == channel_id]
                for data in (panel, now)
            )
            yield old, new, now

    def test_agents_see_the_same_customers(self):
        found = set()
        for old, new, now in self.get_panels():
            customer, contacts = old["livechat_customer"], now.get("res.partner", [])
            [contact] = [v for v in contacts if v["id"] == new["livechat_contact_id"]] or [None]
            with self.subTest(customer=customer):
                self.assertEqual(bool(contact), bool(customer["contact"]))
                for name in ("id", "name", "phone") if contact else ():
                    self.assertEqual(contact[name], customer["contact"][name])
                self.assertEqual(
                    new["livechat_match_ids"], [match["id"] for match in customer["matches"]]
                )
                self.assertEqual(new["livechat_is_guest"], bool(customer["guest"]))
                self.assertEqual(new["livechat_unlinked_count"], customer["other_count"])
                given = customer["given"]["email"] or new["livechat_visitor_email"]
                self.assertEqual(new["livechat_visitor_email"], given)
            found |= {bool(contact), bool(customer["matches"]) and "matches"}
        self.assertEqual(found, {True, False, "matches"})

    def test_agents_see_the_same_recent_conversations(self):
        compared = 0
        for old, new, _now in self.get_panels():
            lines = {line["id"]: line for line in new["livechat_recent_ids"]}
            items = old["livechat_recent_conversations"]["items"]
            compared += len(items)
            self.assertEqual(list(lines), [item["id"] for item in items])
            self.assertEqual(
                new["livechat_recent_count"], old["livechat_recent_conversations"]["count"]
            )
            for item in items:
                line = lines[item["id"]]
                self.assertEqual(line["last_interest_dt"], item["date"])
                self.assertEqual(line["livechat_end_dt"], item["end_date"])
                self.assertEqual(line["livechat_status"], item["status"])
                self.assertEqual(line["livechat_note_line"], item["note"])
                self.assertEqual(
                    item["id"] in new["livechat_recent_by_email_ids"], item["match"] == "email"
                )
        self.assertTrue(compared)

    def test_uninstalling_takes_it_all_away(self):
        close_db(self.database)
        self.odoo.call(self.database, upgrade_calls.uninstall)
        with state_of(self.database) as state:
            self.assertNothing(state.xml_ids, "These XML ids are left:")
            columns = {(table, column) for table, column, *_type in state.columns}
            self.assertNothing(columns & self.own_columns, "These columns are left:")


def _without_new(now, before):
    """Return of a value only what there was of it before."""
    if isinstance(before, dict) and isinstance(now, dict):
        return {name: _without_new(now.get(name), value) for name, value in before.items()}
    if isinstance(before, list) and isinstance(now, list) and len(now) == len(before):
        return [_without_new(*values) for values in zip(now, before, strict=True)]
    return now


def _flatten(panel):
    """Return what the web client got as a dict by model, record and name."""
    return {
        (model, json.dumps(record.get("id")), name): value
        for model, records in panel.items()
        for record in (records if isinstance(records, list) else [records])
        for name, value in record.items()
        if (model, name) not in changes.PANEL
    }
