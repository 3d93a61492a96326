import inspect
import json
import re
from unittest.mock import patch

from psycopg2 import IntegrityError
from psycopg2.errors import ForeignKeyViolation, NotNullViolation

from odoo import sql_db
from odoo.service.model import call_kw
from odoo.tests import new_test_user
from odoo.tools import SQL
from odoo.tools.json import json_default

from .bad_input_tables import HALVES, RELATIONS, TABLES_OF_ODOO
from .bad_values import (
    FEW_IDS,
    FEW_NUMBERS,
    FEW_OTHERS,
    FEW_TEXTS,
    FEWER_TEXTS,
    NO_TEXTS,
    random_values,
)
from .common import IS_SLOW
from .rights import RightsCase
from .said_by_odoo import is_said_by_odoo

# How many random values each parameter gets beside the known ones: the same in every run.
RANDOM = 20 if IS_SLOW else 2
# Of the 20 to 30 known ones a parameter gets every third, the next one those that come after these.
TURNS = 1 if IS_SLOW else 3
# Of Odoo, before a method of ours gets to know anything: what can be no ids at all, and several or
# no records where the method is of one.
ODOOS_OWN = "of Odoo's own"
CLEAR_ERRORS = {
    ODOOS_OWN,
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
    "odoo.addons.livechat_info_panel.controllers.leave_message.NobodyAvailable",
    "werkzeug.exceptions.BadRequest",
    "werkzeug.exceptions.NotFound",
    "400",
    "403",
    "404",
}
WRITES = re.compile(
    r'(?<!FOR )(?<!KEY )\b(UPDATE|INSERT INTO|DELETE FROM)\s+"?(\w+)', re.IGNORECASE
)
# What an answer says of itself where nothing was done.
REFUSALS = ("is_joined", "is_kept", "is_saved", "success")


class BadInputCase(RightsCase):
    """Whatever comes in, there is a clear message, and nothing is written by halves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leaver = new_test_user(cls.env, login="leaver", groups="base.group_user")

    def setUp(self):
        super().setUp()
        self.wrong = {}
        self.calls = self.turn = 0
        ids = self.make_ids()
        self.few_ids = {kind: ids[kind] for kind in FEW_IDS}
        self.few_values = {**FEW_TEXTS, **FEW_NUMBERS, **FEW_OTHERS, **self.few_ids}
        self.all_values = {**FEWER_TEXTS, **NO_TEXTS, **ids}
        self.env.cr.precommit.run()
        self.before = self.snapshot()
        self.written = set()  # the names of tables
        execute = sql_db.Cursor.execute

        def watch(cr, query, *args, **kwargs):
            for how, table in WRITES.findall(query if isinstance(query, str) else query.code):
                # What is deleted takes what refers to it along.
                self.written.update(self.before if how.upper() == "DELETE FROM" else [table])
            return execute(cr, query, *args, **kwargs)

        self.enterContext(patch.object(sql_db.Cursor, "execute", watch))
        self.assertFalse(self.find_halves())

    def make_ids(self):
        """Return ids of records that are none of those which are asked for, by what they are."""
        own = self.open_conversation(self.agent)
        unread = self.env["discuss.channel"].create(
            {"name": "Unread", "channel_type": "group", "channel_member_ids": []}
        )
        team = self.env["discuss.channel"].create({"name": "Team", "channel_type": "channel"})
        gone = {
            "conversation": self.open_conversation(),
            "tag": self.env["im_livechat.conversation.tag"].create({"name": "Gone"}),
            "expertise": self.env["im_livechat.expertise"].create({"name": "Gone"}),
            "contact": self.env["res.partner"].create({"name": "Gone"}),
            "user": new_test_user(self.env, login="gone", groups="base.group_user"),
        }
        ids = {
            "id of one's own conversation": own.id,
            "id of a group that one may not read": unread.id,
            "id of a channel that is no live chat": team.id,
            "id of a closed conversation": self.closed.id,
            "id of a user without rights": self.leaver.id,
            "id of a contact": self.contact.id,
            "id of a live chat channel": self.livechat_channel.id,
            "id of a message": self.env["mail.message"].search([], order="id DESC", limit=1).id,
            **{f"id of a {name} that is gone": record.id for name, record in gone.items()},
        }
        for record in gone.values():
            record.unlink()
        self.env.flush_all()
        return {
            **ids,
            "ids in a list": list(ids.values()),
            "id in a list": [team.id],
            "id in a command": [[4, team.id]],
            "id as text": str(team.id),
        }

    # ------------------------------------------------------------
    # What is tried
    # ------------------------------------------------------------

    def attack(self, name, send, values=None):
        """Send known bad values, and some random ones.

        :param str name: what gets them
        :param send: a function that sends one, and returns as ``ask`` does
        :param dict values: the known ones, one of each kind if none are given
        """
        self.turn += 1
        known = list((values or self.few_values).items())
        for kind, value in known[self.turn % TURNS :: TURNS]:
            self.try_value(name, kind, value, send)
        for value in random_values(name, RANDOM):
            self.try_value(name, "random", value, send)

    def values_for(self, parameter, texts=None):
        """Return what is worth trying as a parameter, whose name says whether it is an id."""
        texts = texts or FEW_TEXTS
        if "id" in parameter.split("_") or "ids" in parameter.split("_"):
            return {"digits": texts["digits"], **FEW_NUMBERS, **FEW_OTHERS, **self.few_ids}
        return {**texts, "zero": 0, "fraction": 1.5, **FEW_OTHERS}

    def try_value(self, name, kind, value, send):
        """Send a value, and take back what it did."""
        self.calls += 1
        with self.undone():
            self.written.clear()
            answer, error, _text = send(value)
            self.env.invalidate_all()
            if problem := self.find_problem(answer, error):
                kinds = self.wrong.setdefault(f"{name}: {problem}", [])
                kinds.append(f"random {ascii(value)[:60]}" if kind == "random" else kind)

    def find_problem(self, answer, error):
        """Return what is wrong about how a bad value was answered."""
        if error and error not in CLEAR_ERRORS:
            return error
        if not self.written:
            return None
        if error or self.is_refusal(answer):
            changed = self.find_changes()
            return changed and f"refused, and yet it writes {', '.join(changed)}"
        halves = self.find_halves()
        return halves and f"by halves: {', '.join(halves)}"

    @staticmethod
    def is_refusal(answer):
        if isinstance(answer, dict):
            return any(answer.get(name) is False for name in REFUSALS)
        return answer is False

    def check(self):
        lines = [f"{what}: {'; '.join(kinds)}"[:300] for what, kinds in sorted(self.wrong.items())]
        if lines:
            self.fail(f"\n{len(lines)} of {self.calls} calls:\n" + "\n".join(lines))

    @staticmethod
    def get_parameters(function):
        """Return the names of the parameters of a method, but the record and what has no name."""
        return [
            name
            for name, parameter in inspect.signature(function).parameters.items()
            if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
            and name != "self"
        ]

    def get_args(self, row):
        return row.args(self) if callable(row.args) else row.args

    # ------------------------------------------------------------
    # How it is sent
    # ------------------------------------------------------------

    def call_here(self, user, model, method, args=(), kwargs=None):
        """Call a method as RPC does, without HTTP. See ``call_kw``."""
        # As it comes out of JSON.
        args, kwargs = json.loads(json.dumps([list(args), kwargs or {}]))
        env = self.env(user=user, context={"lang": "en_US", "tz": "UTC", "uid": user.id})
        transaction = self.env.transaction
        default_env, transaction.default_env = transaction.default_env, env
        result = error = None
        try:
            with self.env.cr.savepoint(flush=False):
                result = call_kw(env[model], method, args, kwargs)
                env.cr.flush()
                env.cr.precommit.run()
                json.dumps(result, default=json_default)
        except IntegrityError as raised:
            self.env.cr.clear()
            has_words = isinstance(raised, NotNullViolation | ForeignKeyViolation)
            if has_words or self.has_message(raised):
                error = "odoo.exceptions.ValidationError"
            else:
                error = self.get_name(raised)
        except Exception as raised:
            self.env.cr.clear()
            error = ODOOS_OWN if is_said_by_odoo(raised) else self.get_name(raised)
        finally:
            transaction.default_env = default_env
            self.env.cr.precommit.clear()
        return result, error, ""

    def has_message(self, error):
        """Whether Odoo has words for a constraint of the database that is violated."""
        for model in self.env.registry.values():
            if error.diag.table_name == model._table:
                message = self.env[model._name]._sql_error_to_message(error)
                return error.diag.message_primary not in message
        return False

    @staticmethod
    def get_name(error):
        return f"{type(error).__module__}.{type(error).__name__}"

    def ask_raw(self, route, params):
        """As ``ask``, also for what is no JSON by the book, such as ``NaN``."""
        response = self.opener.post(
            self.base_url() + route,
            data=json.dumps({"id": 0, "jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
            cookies=self.cookies,
            timeout=60,
        )
        if response.status_code != 200:
            return None, str(response.status_code), response.text
        answer = response.json()
        error = answer["error"]["data"]["name"] if "error" in answer else None
        return answer.get("result"), error, response.text

    # ------------------------------------------------------------
    # What became of it
    # ------------------------------------------------------------

    def snapshot(self, tables=None):
        """Return what is in tables, as a sum of each: by default, in all that the addon writes."""
        self.env.flush_all()
        models = [self.env[name] for name in self.own_models()]
        own = [model._table for model in models if model._auto and not model._transient]
        tables = {*own, *TABLES_OF_ODOO, *RELATIONS} if tables is None else tables
        if not tables:
            return {}
        return dict(
            self.env.execute_query(
                SQL(" UNION ALL ").join(
                    SQL(
                        "SELECT %s, count(*) || md5(string_agg(t::text, '' ORDER BY t::text))"
                        " FROM %s t",
                        table,
                        SQL.identifier(table),
                    )
                    for table in sorted(tables)
                )
            )
        )

    def find_changes(self):
        """Return the tables in which something is not as it was before."""
        tables = self.written & self.before.keys()
        sums = self.snapshot(tables)
        return [table for table in sorted(tables) if sums[table] != self.before[table]]

    def find_halves(self):
        """Return what of the conversations does not hang together."""
        self.env.flush_all()
        first_id = min(self.channels.ids)
        found = self.env.execute_query(
            SQL(" UNION ALL ").join(
                SQL("SELECT %s FROM (%s) AS found (id) WHERE id >= %s", name, SQL(query), first_id)
                for name, query in HALVES.items()
            )
        )
        return sorted({name for [name] in found})
