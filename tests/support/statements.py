"""The SQL statements that something costs, each by a name which people can read.

A name tells what a statement does, with which table, and by which columns it selects: ``UPDATE
discuss_channel``, ``SELECT res_users BY partner_id``. It is the same in every run: values are not
in it, nor what is selected or set, which depends on the modules that are installed.
"""

import re
import threading
import traceback
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass

ADDON = "/livechat_info_panel/"
TOKEN = re.compile(r"""'(?:[^']|'')*'|"[^"]+"|%\(\w+\)s|%s|[\w$]+|\S""")
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
ENDS_OF_WHERE = ("GROUP", "ORDER", "LIMIT", "OFFSET", "FOR", "UNION", "RETURNING", "HAVING")
COMPARED = re.compile(
    r"(?:(\w+) \. )?(\w+) (?:= |< |> |! = |& & |(?:NOT )?(?:IN|I?LIKE|BETWEEN)\b|"
    r"IS (?:NOT )?(?:NULL|TRUE|FALSE))"
)
SHOWN = 300, 900  # characters of the SQL of a statement, at its beginning and at its end


@dataclass
class Statement:
    name: str
    sql: str
    caller: str

    def __str__(self):
        return f"run by {self.caller}\n        {self.sql}"


def name_statement(sql):
    """Return the name of a statement in SQL, with or without its values."""
    tokens = _nest(iter(TOKEN.findall(COMMENT.sub(" ", sql))))
    while isinstance(tokens[0], list):  # (SELECT …) UNION ALL (SELECT …)
        tokens = tokens[0]
    verb = tokens[0].upper()
    if verb == "INSERT":
        return f"INSERT {_unquote(tokens[2])}"
    if verb == "UPDATE":
        return f"UPDATE {_unquote(tokens[1])}"
    if verb in ("SELECT", "WITH", "DELETE"):
        if "FOR" in tokens and verb == "SELECT":
            verb = "LOCK"
        table, selection = _get_selection(tokens)
        columns = _get_where_columns(selection, table)
        by = f" BY {', '.join(columns)}" if columns else ""
        return f"{verb} {table or _flatten(tokens[1:])}{by}"
    if "SAVEPOINT" in tokens:
        return " ".join(tokens[: tokens.index("SAVEPOINT") + 1])
    return _flatten(tokens)


def _nest(tokens):
    """Return the tokens as a list, in which what is in parentheses is a list again."""
    result = []
    for token in tokens:
        if token == ")":
            break
        result.append(_nest(tokens) if token == "(" else token)
    return result


def _unquote(token):
    return token.strip('"')


def _flatten(tokens):
    """Return tokens as text, without what is selected from within."""
    parts = []
    for token in tokens:
        if isinstance(token, str):
            parts.append(_unquote(token))
        elif "SELECT" not in token:
            parts.append(f"( {_flatten(token)} )")
    return " ".join(parts)


def _after(tokens, keyword):
    """Return what follows a keyword, nothing if it is not there."""
    return tokens[tokens.index(keyword) + 1 :] if keyword in tokens else []


def _get_selection(tokens):
    """Return the first selection from a table itself: the table, and the selection's tokens."""
    source = tokens[:1] if isinstance(tokens[0], list) else _after(tokens, "FROM")
    if not source:
        return "", tokens
    if "LATERAL" in source and (source[0] == "unnest" or "VALUES" in source[0]):
        return _get_selection(_after(source, "LATERAL")[0])  # for each of some values
    if isinstance(source[0], list):
        return _get_selection(source[0])
    if tokens[0] == "WITH" and source[0] in tokens[: tokens.index("FROM")]:
        named = tokens[tokens.index(source[0]) :]
        return _get_selection(next(token for token in named if isinstance(token, list)))
    return _unquote(source[0]), tokens


def _get_where_columns(tokens, table):
    """Return by which two columns is selected first, without those of what a field refers to.

    Further ones are mostly those of access rules, to which other modules add some.
    """
    condition = []
    for token in _after(tokens, "WHERE"):
        if token in ENDS_OF_WHERE:
            break
        condition.append(token)
    compared = COMPARED.findall(_flatten(condition))
    names = dict.fromkeys(name for of, name in compared if not of.startswith(f"{table}__"))
    return list(names)[:2]


def _get_caller():
    """Return which line of the addon runs a statement, or else the test's own, as at a flush."""
    frames = [frame for frame in traceback.extract_stack() if ADDON in frame.filename]
    frames = [frame for frame in frames if frame.filename != __file__]
    ours = [frame for frame in frames if "/tests/" not in frame.filename]
    frame = (ours or frames)[-1]
    return f"{frame.name} ({frame.filename.rpartition('/addons/')[2]}:{frame.lineno})"


def _shorten(sql):
    first, last = SHOWN
    sql = " ".join(sql.split())
    return sql if len(sql) <= first + last else f"{sql[:first]} … {sql[-last:]}"


@contextmanager
def _recording():
    """Yield a list to which every statement is appended that this thread runs meanwhile."""
    statements = []

    def hook(cr, query, params, *_times):
        sql = _shorten(cr.mogrify(query, params).decode())
        statements.append(Statement(name_statement(query), sql, _get_caller()))

    thread = threading.current_thread()
    hooks = thread.__dict__.setdefault("query_hooks", [])
    hooks.append(hook)
    try:
        yield statements
    finally:
        hooks.remove(hook)


class StatementsMixin:
    """For tests of what something costs. The order of the statements does not matter."""

    def record(self, function):
        """Run something; return the statements it costs until, and with, the end of its request.

        It is run twice, the first time to fill Odoo's lasting caches, and undone.

        :rtype: list[Statement]
        """
        self.env.cr.flush()
        self.env.invalidate_all()
        with closing(self.env.cr.savepoint()):
            function()
            self.env.cr.flush()
        self.env.invalidate_all()
        with _recording() as statements:
            function()
            self.env.cr.flush()
        return statements

    def assert_statements(self, statements, expected):
        """Fail if one of the statements is not expected, or an expected one is missing.

        :param list statements: see ``record``
        :param list expected: their names
        """
        report = _compare(statements, Counter(expected))
        if report:
            names = "\n".join(f'    "{statement.name}",' for statement in statements)
            self.fail(f"{report}\n\nAll that were run, in their order:\n{names}")

    def assert_same_statements(self, few, many):
        """Fail if more cost other statements than a few."""
        report = _compare(many, _count(few))
        if report:
            self.fail(report)

    def assert_linear(self, few, some, many):
        """Fail if statements grow faster than the records they are for, which are 2, 4 and 8."""
        growth = _count(some) - _count(few)
        report = _compare(many, _count(some) + growth + growth, may_be_less=True)
        if report:
            self.fail(report)


def _count(statements):
    return Counter(statement.name for statement in statements)


def _compare(statements, expected, may_be_less=False):
    """Return what is more and less than expected, as text; nothing if nothing is.

    All statements of a name that is there too often are shown: any of them may be the new one.
    """
    found = _count(statements)
    lines = []
    for name, count in (found - expected).items():
        lines.append(f"{count} more: {name}")
        lines += [f"    {statement}" for statement in statements if statement.name == name]
    if not may_be_less:
        lines += [f"{count} less: {name}" for name, count in (expected - found).items()]
    return "\n".join(["", *lines]) if lines else ""
