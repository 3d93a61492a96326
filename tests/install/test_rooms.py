import ast
import re
from importlib import import_module
from pathlib import Path

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

ROOT = Path(__file__).parents[2]
MODELS = "odoo.addons.livechat_info_panel.models."
# SQL that locks a row: by itself, or by writing what is there already.
WAITING = re.compile(r"FOR (NO KEY )?UPDATE|SET (\w+) = (\S+\.)?\2\b")
# Innermost first: each may use those before it, and overrides them.
ROOMS = [
    "core",
    "panel",
    "labels",
    "chatbot",
    "contact",
    "visitor",
    "recent",
    "status",
    "help",
    "handover",
    "notes",
    "outcome",
    "tickets",
    "transcript",
    "privacy",
    "now",
    "actions",
    "rights",
]


@tagged("post_install", "-at_install")
class TestRooms(TransactionCase):
    """Each concern has a room, and overrides those that lie further in."""

    def test_order_of_overrides(self):
        found = set()
        for name, model in self.env.registry.items():
            rooms = [
                ROOMS.index(cls.__module__.removeprefix(MODELS).split(".")[0])
                for cls in reversed(model.__mro__)
                if cls.__module__.startswith(MODELS)
            ]
            self.assertEqual(rooms, sorted(rooms), name)
            found.update(rooms)
        self.assertEqual(found, set(range(len(ROOMS))), "Each room has a model.")

    def test_no_room_imports_from_one_further_out(self):
        for file in self.files("models"):
            room = file.parent.name
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.ImportFrom) and node.level == 2:
                    other = node.module.split(".")[0]
                    self.assertLess(ROOMS.index(other), ROOMS.index(room), file)

    def test_what_is_named_an_action_returns_one(self):
        for file in self.files("models", "wizards"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.FunctionDef) and node.name.startswith("action_"):
                    returned = [n for n in ast.walk(node) if isinstance(n, ast.Return) and n.value]
                    self.assertTrue(returned, f"{file.name}: {node.name}")

    def test_one_place_waits_for_rows(self):
        found = [file.name for file in self.files("models") if WAITING.search(file.read_text())]
        self.assertEqual(found, ["locking.py"])

    @staticmethod
    def files(*folders):
        return [file for folder in folders for file in (ROOT / folder).rglob("*.py")]

    def test_odoo_finds_each_file_of_tests(self):
        found = vars(import_module(__package__.rpartition(".")[0]))
        for file in (ROOT / "tests").rglob("test_*.py"):
            self.assertIn(file.stem, found, f"Import it in {file.parent.name}/__init__.py.")

    def test_nothing_lies_outside_a_room(self):
        for folder in ("models", "tests"):
            files = [path.name for path in (ROOT / folder).glob("*.py")]
            self.assertEqual(files, ["__init__.py"])
        self.assertEqual(
            {path.parent.name for path in (ROOT / "models").glob("*/__init__.py")}, set(ROOMS)
        )

    def test_getters_added_to_odoo_begin_with_livechat(self):
        """What a later Odoo adds to its models does not meet what we add."""

        def get_names(files):
            return {
                name
                for file in files
                for name in re.findall(r"^    get (\w+)\(", file.read_text(), re.MULTILINE)
            }

        names = get_names((ROOT / "static/src").rglob("*_patch.js"))
        for addon in ("mail", "im_livechat"):
            names -= get_names((Path(file_path(addon)) / "static/src").rglob("*.js"))
        self.assertTrue(names)
        self.assertFalse({name for name in names if not name.startswith("livechat")})

    def test_what_is_added_to_odoo_has_its_reason(self):
        docs = (ROOT / "docs/development.md").read_text()
        added = re.compile(
            r"^ *patch\(|t-inherit=|category\(\"services\"\)|force: true", re.MULTILINE
        )
        source = ROOT / "static/src"
        for file in source.rglob("*.*"):
            if added.search(file.read_text()):
                self.assertIn(f"| `{file.relative_to(source).with_suffix('')}` |", docs)
