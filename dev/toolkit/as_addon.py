"""Run a linter on a copy of the addon, in a folder that has the addon's name.

Linters of Odoo addons want that name, and a repository around the folder; this repository's root
is the addon itself, and its folder may have any name.
"""

import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from .paths import ADDON, ROOT

NO_PART = (".*", "dev", "node_modules", "__pycache__")
SETTINGS = (".pylintrc", ".oca_hooks.cfg")


@contextmanager
def copied():
    """Yield a temporary folder with a copy of the addon and the settings of the linters."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / ".git").mkdir()
        for settings in SETTINGS:
            shutil.copy(ROOT / settings, folder)
        shutil.copytree(ROOT, folder / ADDON, ignore=shutil.ignore_patterns(*NO_PART))
        yield folder


if __name__ == "__main__":
    with copied() as folder:
        sys.exit(subprocess.run([*sys.argv[1:], ADDON], cwd=folder).returncode)
