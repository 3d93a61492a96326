"""Odoo 19.0 itself: the developer's own copy, or Debian's package unpacked beside the checkout."""

import os
import re
import subprocess
from functools import cached_property
from pathlib import Path

from . import console, debian, paths, stamps
from .console import Stop

HOME = paths.DEV / "odoo"
SERIES = "19.0"
SUITE = "sid"
# Odoo, and the libraries and fonts that its package links to.
PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
)
# Debian leaves this library out, for its licence. An asset bundle names it, and each page that
# loads the bundle reports an error without it. Only the blurred background of a video call,
# which nobody needs here, really uses it.
LEFT_OUT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


class Odoo:
    """A folder with Odoo: a checkout of its repository, or an unpacked Debian package."""

    def __init__(self, home):
        self.home = home
        self.checkout = (home / "odoo-bin").is_file()
        packages = home / "usr/lib/python3/dist-packages"
        self.python_path = home if self.checkout or not packages.is_dir() else packages
        self.script = home / ("odoo-bin" if self.checkout else "usr/bin/odoo")

    @cached_property
    def addons(self):
        """The folders with Odoo's own addons."""
        folders = (self.python_path / "odoo/addons", self.python_path / "addons")
        return [folder for folder in folders if folder.is_dir()]

    def check(self):
        release = self.python_path / "odoo" / "release.py"
        if not release.is_file() or not self.script.is_file():
            raise Stop(f"There is no Odoo in {self.home}: set ODOO_HOME to a checkout of it.")
        found = re.search(r"^version_info = \((\d+), (\d+)", release.read_text(), re.MULTILINE)
        if not found or ".".join(found.groups()) != SERIES:
            raise Stop(f"{self.home} is not Odoo {SERIES}: set ODOO_HOME to one that is.")

    @cached_property
    def version(self):
        """What tells this copy of Odoo from another one, for databases made with it."""
        if self.checkout:
            git = ["git", "-C", self.home, "rev-parse", "HEAD"]
            commit = subprocess.run(git, capture_output=True, text=True).stdout.strip()
            return f"{self.home} {commit}"
        packages = self.home / "packages.txt"
        return f"{self.home} {packages.read_text() if packages.exists() else ''}"


def get():
    """Return a usable Odoo, downloaded if there is none."""
    chosen = os.environ.get("ODOO_HOME")
    if chosen:
        odoo = Odoo(Path(chosen).expanduser().resolve())
    else:
        _download()
        odoo = Odoo(HOME)
    odoo.check()
    return odoo


def _download():
    stamp = stamps.Stamp("odoo", SUITE, *PACKAGES)
    if stamp.is_current() and HOME.is_dir():
        return
    stamp.remove()
    with console.step(f"Fetching Odoo {SERIES} from Debian", HOME):
        unpacked = paths.empty_folder("odoo")
        gone = (
            f"Debian's {SUITE} seems to have no {PACKAGES[0]} any more: set ODOO_HOME to a folder "
            f"with Odoo {SERIES}, such as a checkout of its repository, and run this again."
        )
        names = debian.unpack(PACKAGES, SUITE, unpacked, gone)
        (unpacked / "packages.txt").write_text("\n".join(names))
        left_out = Odoo(unpacked).python_path / "odoo/addons" / LEFT_OUT
        left_out.parent.mkdir(parents=True, exist_ok=True)
        left_out.write_text("// Not in this package of Odoo.\n")
        paths.replace_folder(unpacked, HOME)
    stamp.write()
