"""This addon, and the other ones that a database is asked to have with it."""

import re

from . import console, paths, stamps, venv
from .console import Stop

# What Odoo reads into the database. The rest takes effect when the server starts.
DATABASE_FILES = (".py", ".xml", ".csv", ".po")
NOT_IN_DATABASE = ("dev", "static", "tests")


def link():
    """Put the checkout into a folder of addons under the addon's own name."""
    place = paths.ADDONS / paths.ADDON
    if place.is_symlink() and place.resolve() == paths.ROOT:
        return
    place.unlink(missing_ok=True)
    place.symlink_to(paths.ROOT, target_is_directory=True)


def state():
    """Return a fingerprint of all that an update of the addon would read."""
    files = sorted(
        path
        for path in paths.ROOT.rglob("*")
        if path.suffix in DATABASE_FILES
        and path.is_file()
        and not path.relative_to(paths.ROOT).parts[0].startswith((".", *NOT_IN_DATABASE))
    )
    return stamps.fingerprint(*(item for path in files for item in (str(path.relative_to(paths.ROOT)), path)))


def parse(text):
    """Return the sorted module names of a `--with a,b` option."""
    names = sorted({name.strip() for name in text.split(",")} - {""})
    wrong = [name for name in names if not re.fullmatch(r"\w+", name)]
    if wrong:
        raise Stop(f"--with takes module names with commas between them, not {wrong[0]!r}.")
    return names


def ensure(odoo, modules):
    """Make sure that Odoo finds these modules; those of the OCA are fetched."""
    requirements = _oca_requirements()
    for module in modules:
        if any((folder / module / "__manifest__.py").is_file() for folder in odoo.addons):
            continue
        if module not in requirements:
            known = ", ".join(requirements)
            raise Stop(f"There is no module {module}: --with takes Odoo's own and {known}.")
        requirement = requirements[module]
        stamp = stamps.Stamp(f"venv-{module}", requirement)
        if not stamp.is_current():
            with console.step(f"Fetching {requirement}"):
                venv.install("--no-deps", requirement)
            stamp.write()


def _oca_requirements():
    lines = (paths.REQUIREMENTS / "oca.txt").read_text().splitlines()
    found = (re.match(r"odoo-addon-([\w-]+)==", line) for line in lines)
    return {match[1].replace("-", "_"): match.string for match in found if match}
