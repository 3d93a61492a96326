"""The checks of dev/lint. Each returns what it complains about, and nothing if all is well."""

import csv
import difflib
import os
import shutil
import subprocess
from functools import partial
from xml.etree import ElementTree

from . import node, paths, process, venv

JAVASCRIPT = "static/**/*.js"
TEMPLATE = paths.ROOT / "i18n" / f"{paths.ADDON}.pot"
DATES = ("POT-Creation-Date:", "PO-Revision-Date:")
# Of Odoo's test_lint: the tests of its checkers, those that want an old eslint, of which
# eslint.config.mjs has the rules, and the one that reads all of Odoo.
LEFT_OUT = ("test_checkers.py", "test_eslint.py", "test_markers.py")


class Linters:
    """The linters, with a database in which the addon is installed and a folder to work in."""

    def __init__(self, odoo, database, work, fix=False):
        self._odoo = odoo
        self._database = database
        self._work = work
        self._fix = fix

    def checks(self):
        """Return the functions that check, by the names that the developer sees."""
        ruff = partial(self._python, "-m", "ruff")
        eslint = [node.program("eslint"), "--max-warnings=0", *self._if_fix("--fix"), JAVASCRIPT]
        prettier = [node.program("prettier"), *self._if_fix("--write", "--check"), JAVASCRIPT]
        concise = "--output-format=concise"
        return {
            "ruff format": partial(ruff, "format", *self._if_fix("", "--check"), concise),
            "ruff": partial(ruff, "check", *self._if_fix("--fix"), concise),
            "eslint": partial(_run, eslint),
            "prettier": partial(_run, prettier),
            "XML and CSV": _well_formed,
            "pylint-odoo": self._pylint,
            "translation template": self._template_is_current,
            "Odoo's test_lint": self._odoo_lint,
        }

    def _if_fix(self, option, otherwise=""):
        return [option for option in [option if self._fix else otherwise] if option]

    def _python(self, *arguments, **options):
        return _run(self._odoo.python(*arguments), **options)

    def _pylint(self):
        addon = self._copy()
        rules = paths.ROOT / ".pylintrc"
        return self._python("-m", "pylint", f"--rcfile={rules}", addon.name, cwd=addon.parent)

    def _odoo_lint(self):
        """Run Odoo's own lint tests on this addon, and on the models as it changes them."""
        tests = next(folder / "test_lint/tests" for folder in self._odoo.odoo.addons)
        config = self._odoo.config(self._database, addons=self._copy().parent)
        command = ["-m", "pytest", "-q", "-c", paths.ROOT / "dev" / "pytest.ini"]
        command += ["-p", "toolkit.only_this_addon", "-p", "no:cacheprovider", "--rootdir", tests]
        command += [f"--ignore={tests / name}" for name in LEFT_OUT]
        command += ["--odoo-config", config, "--odoo-database", self._database, tests]
        environment = dict(self._odoo.environment)
        environment["PATH"] = os.pathsep.join([str(venv.FOLDER / "bin"), environment["PATH"]])
        return self._python(*command, env=environment)

    def _template_is_current(self):
        """Compare the .pot file with a new export, or replace it."""
        new = self._work / TEMPLATE.name
        command = [
            self._odoo.odoo.script,
            "i18n",
            "export",
            "-c",
            self._odoo.config(self._database),
        ]
        command += ["-d", self._database, "-l", "pot", "-o", new, paths.ADDON]
        complaint = self._python(*command, env=self._odoo.environment)
        if complaint or not new.is_file():
            return complaint or "Odoo exported no texts."
        old_lines, new_lines = _undated(TEMPLATE), _undated(new)
        if old_lines == new_lines:
            return ""
        if self._fix:
            TEMPLATE.parent.mkdir(exist_ok=True)
            shutil.copy(new, TEMPLATE)
            return ""
        changes = difflib.unified_diff(old_lines, new_lines, TEMPLATE.name, "as it should be")
        return "".join(changes) + "`dev/lint --fix` brings it up to date."

    def _copy(self):
        """Return a copy of the addon, for tools that do not follow links."""
        addon = self._work / paths.ADDON
        shutil.rmtree(addon, ignore_errors=True)
        ignored = shutil.ignore_patterns("__pycache__")
        return shutil.copytree(paths.ADDONS / paths.ADDON, addon, ignore=ignored)


def _run(command, **options):
    options.setdefault("cwd", paths.ROOT)
    options.setdefault("env", process.environment())
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with process.child(list(map(str, command)), **output, **options) as tool:
        text, _nothing = tool.communicate()
    return (text.strip() or "It failed without a word.") if tool.returncode else ""


def _undated(file):
    lines = file.read_text().splitlines(keepends=True) if file.is_file() else []
    return [line for line in lines if not any(date in line for date in DATES)]


def _well_formed():
    complaints = []
    for file in sorted((paths.ADDONS / paths.ADDON).glob("*/**/*")):
        name = file.relative_to(paths.ADDONS / paths.ADDON)
        try:
            if file.suffix in (".xml", ".svg"):
                ElementTree.parse(file)
            elif file.suffix == ".csv":
                _check_table(file)
        except (ElementTree.ParseError, csv.Error, UnicodeDecodeError) as error:
            complaints.append(f"{name}: {error}")
    return "\n".join(complaints)


def _check_table(file):
    with file.open(newline="", encoding="utf-8") as lines:
        reader = csv.reader(lines, strict=True)
        columns = len(next(reader, []))
        for row in reader:
            if len(row) != columns:
                raise csv.Error(f"line {reader.line_num} has {len(row)} columns, not {columns}")
