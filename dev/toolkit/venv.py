"""The virtual environment with the Python packages that Odoo, the tests and the linters need."""

import importlib.util
import sys

from . import console, paths, process, stamps, system
from .console import Stop

FOLDER = paths.DEV / "venv"
PYTHON = FOLDER / "bin" / "python"


def ensure(*requirements):
    """Make the environment and install these files of dev/requirements into it."""
    _make()
    for name in requirements:
        file = paths.REQUIREMENTS / f"{name}.txt"
        stamp = stamps.Stamp(f"venv-{name}", file)
        if not stamp.is_current():
            stamp.remove()
            with console.step(f"Installing the Python packages of {file.name}", FOLDER):
                install("-r", str(file))
            stamp.write()


def install(*arguments):
    """Install packages with pip, from wherever this machine's pip is told to take them."""
    process.run(
        [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", *arguments],
        "pip",
        "pip could not install the Python packages: check the network and run this again.",
    )


def _make():
    running = ".".join(map(str, sys.version_info[:2]))
    if not (3, 10) <= sys.version_info[:2] <= (3, 13):  # what Odoo 19.0 takes
        raise Stop(f"This is Python {running}: run `python3.12 {sys.argv[0]}`, or 3.10 to 3.13.")
    stamp = stamps.Stamp("venv", running, sys.base_prefix, str(FOLDER))
    if stamp.is_current() and PYTHON.exists():
        return
    for old in paths.STAMPS.glob("venv*"):
        old.unlink()
    if not all(map(importlib.util.find_spec, ("ensurepip", "venv"))):
        system.install("python3-venv")
    with console.step("Making the Python environment"):
        process.run(
            [sys.executable, "-m", "venv", "--clear", FOLDER],
            "venv",
            "The Python environment could not be made: install python3-venv and run this again.",
        )
    stamp.write()
