"""The table of rights as a page, docs/rights.md. `dev/rights` writes it.

Nothing here needs Odoo.
"""

from .rights_kinds import (
    ADMINISTRATOR,
    AGENT,
    AGENT_CUSTOMER,
    EMPLOYEE_CUSTOMER,
    EMPLOYEE_IN,
    EMPLOYEE_OUT,
    GUEST,
    KINDS,
    OTHER_GUEST,
    PORTAL,
)
from .rights_of_odoo import OF_ODOO
from .rights_table import DATA, FIELDS, METHODS, MODELS, NOTIFICATIONS, ROUTES, STORE

SHORT = {
    GUEST: "Guest",
    OTHER_GUEST: "Other guest",
    PORTAL: "Portal",
    EMPLOYEE_IN: "Employee, in it",
    EMPLOYEE_OUT: "Employee, not in it",
    EMPLOYEE_CUSTOMER: "Employee, customer",
    AGENT_CUSTOMER: "Agent, customer",
    AGENT: "Agent",
    ADMINISTRATOR: "Administrator",
}
START = """\
# Who may do and know what

`dev/rights` writes this page from `tests/support/rights_table.py` and
`tests/support/rights_of_odoo.py`. Do not change it by hand. What is said in words: see
[Configuration](configuration.md#rights).

The conversation is a live chat. The columns are kinds of users:

| Column | Who |
| --- | --- |
{kinds}

✓ means allowed, or received. ○ means that these users have the right and are told in words why it
is not possible here, for example because no app for tickets is installed. Everything else is
refused, and nothing of it is received. The tests in `tests/rights` try each cell.

**Odoo alone** says what is different in Odoo 19.0 without the addon: *also* those to whom it is
allowed there and not here, *not* those to whom it is refused there and allowed here. It is empty
where Odoo does not have it. It was found by the same tests, over HTTP, in a database with
`im_livechat` and without the addon. What leaves no trace in a conversation there was judged by the
notifications and emails that it caused: `history_pages`, `execute_command_history` and
`email_livechat_transcript`. {summary}
"""


def make_page():
    """Return the text of the page."""
    sections = list(_get_sections())
    rows = [(name, allowed) for _title, rows in sections for name, allowed, _words in rows]
    there = [(name, allowed) for name, allowed in rows if name in OF_ODOO]
    opened = sum(len(OF_ODOO[name] - allowed) for name, allowed in there)
    summary = (
        f"Of the {len(rows)} rows, {len(there)} are in Odoo too: {len(there) * len(KINDS)} cells,"
        f" {opened} of which are\nopen there and closed here."
    )
    kinds = "\n".join(f"| {SHORT[kind]} | {kind[0].upper()}{kind[1:]} |" for kind in KINDS)
    parts = [START.format(kinds=kinds, summary=summary)]
    for title, section in sections:
        header = ["", *(SHORT[kind] for kind in KINDS), "Odoo alone"]
        lines = [f"## {title}", "", _line(header), _line(["---"] * len(header))]
        lines += [_line(_get_cells(*row)) for row in section]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def get_names():
    """Return the names of all rows."""
    return [name for _title, rows in _get_sections() for name, _allowed, _words in rows]


def _get_sections():
    """Yield titles, and rows: their name, to whom each is allowed, and who is told in words."""
    for title, table in [
        ("Routes", ROUTES),
        ("What is asked of /mail/data", DATA),
        ("Methods", METHODS),
    ]:
        yield title, [(name, row.allowed, row.in_words) for name, row in table.items()]
    for title, table in [("Models of the addon", MODELS), ("Fields", FIELDS)]:
        yield (
            title,
            [
                (f"{name} {how}", allowed, ())
                for name, row in table.items()
                for how, allowed in row._asdict().items()
            ],
        )
    for title, table in [
        ("What the web client receives of a conversation", STORE),
        ("Notifications", NOTIFICATIONS),
    ]:
        yield title, [(name, allowed, ()) for name, allowed in table.items()]


def _get_cells(name, allowed, in_words):
    words = set(in_words) - allowed
    marks = ["✓" if kind in allowed else "○" if kind in words else "" for kind in KINDS]
    return [f"`{name}`", *marks, _get_difference(name, allowed)]


def _get_difference(name, allowed):
    """Return in which cells of a row Odoo alone is different."""
    if name not in OF_ODOO:
        return ""
    signs = {"also": OF_ODOO[name] - allowed, "not": allowed - OF_ODOO[name]}
    return (
        "; ".join(
            f"{sign} " + ", ".join(f"*{SHORT[kind]}*" for kind in KINDS if kind in kinds)
            for sign, kinds in signs.items()
            if kinds
        )
        or "the same"
    )


def _line(cells):
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")
