import logging
from collections import defaultdict

from .rights import SECRETS, RightsCase
from .rights_kinds import AGENTS

_logger = logging.getLogger(__name__)

# What a refusal is. Whatever else goes wrong is a crash, which proves nothing about rights.
REFUSALS = {
    "403",
    "404",
    "odoo.exceptions.AccessError",
    "odoo.http.SessionExpiredException",
    "werkzeug.exceptions.Forbidden",
    "werkzeug.exceptions.NotFound",
}
# How those are told that something is not possible who would have the right to it.
REFUSALS_IN_WORDS = {
    "odoo.exceptions.MissingError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
}


class RightsJudge(RightsCase):
    """How a cell of the table is tried, and all that is wrong is said at once."""

    def setUp(self):
        super().setUp()
        self.wrong = defaultdict(list)
        self.cells = 0
        self.kept = self.snapshot()

    def is_changed(self):
        """Whether what is kept of the conversations is not as it was at the beginning."""
        return self.snapshot() != self.kept

    def judge(self, name, allowed, is_allowed, text="", errors=(), in_words=()):
        """Take a cell of the table into account.

        :param str name: of the row
        :param set allowed: the kinds to whom it should be allowed
        :param bool is_allowed: whether it was to this one
        :param str text: all that they received
        :param errors: the names of the errors that they got
        :param in_words: the kinds who may be told in words that it is not possible
        """
        self.cells += 1
        reasons = self.wrong[name, self.kind]
        reasons += self.find_crashes(errors, in_words)
        if is_allowed != (self.kind in allowed):
            reasons.append("allowed" if is_allowed else "refused")
        if self.kind not in allowed | AGENTS:
            self.find_secrets(name, text)

    def find_crashes(self, errors, in_words=()):
        """Return the errors that are no refusals; in words are those by which some are refused."""
        refusals = REFUSALS | (REFUSALS_IN_WORDS if self.kind in in_words else set())
        return [f"fails with {error}" for error in filter(None, errors) if error not in refusals]

    def find_secrets(self, name, text):
        if found := [secret for secret in SECRETS if secret in text]:
            self.wrong[name, self.kind].append(f"receives {', '.join(found)}")

    def check(self, is_undone=True):
        """Fail with all that was wrong.

        :param bool is_undone: whether the test took back what the users did
        """
        wrong = {cell: reasons for cell, reasons in self.wrong.items() if reasons}
        self.assertTrue(self.cells)
        self.assertFalse(is_undone and self.is_changed(), "Something was not taken back.")
        self.assertFalse(
            wrong,
            f"\n{len(wrong)} of {self.cells} cells are not as in tests/support/rights_table.py:\n"
            + "\n".join(
                f"{name}: {kind}: {'; '.join(dict.fromkeys(reasons))}"
                for (name, kind), reasons in wrong.items()
            ),
        )
        _logger.info("%s cells are as the table says.", self.cells)

    def assertEachHasARow(self, found, rows, table, example):
        missing = sorted(set(found) - set(rows))
        self.assertFalse(
            missing,
            "\nSay in tests/support/rights_table.py to whom these are allowed,"
            f" a line each in {table}:\n"
            + "\n".join(f'    "{name}": {example},' for name in missing),
        )

    def get_args(self, row):
        return row.args(self) if callable(row.args) else row.args

    def run_row(self, name, row, call):
        """Run a row as the present kind of user."""
        with self.undone():
            answer, error, text = call()
            if row.judge == "changes":
                self.env.invalidate_all()
                is_allowed = self.is_changed()
            else:
                is_allowed = not error and (row.judge == "passes" or bool(answer))
            self.judge(name, row.allowed, is_allowed, text, [error], row.in_words)
