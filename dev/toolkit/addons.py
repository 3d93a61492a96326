"""This addon, and the other ones that a database is asked to have with it."""

import re

from . import console, paths, stamps, venv
from .console import Stop

NOT_IN_ADDON = ("__pycache__", "dev", "node_modules")
# What is in it, and tells neither Odoo nor browsers anything.
NOT_READ = ("CHANGELOG.md", "CONTRIBUTING.md", "docs", "eslint.config.mjs", "ruff.toml", "tests")
# Beside which modules the addon is tested, all together; of each, the tests that depend on it.
COMPANIONS = (
    "base_automation",
    "crm_livechat",
    "helpdesk_mgmt",
    "helpdesk_mgmt_merge",
    "hr_holidays",
    "hr_homeworking",
    "project",
    "project_merge",
    "repair",
    "website_livechat",
)


def link():
    """Put the checkout into a folder of addons under the addon's own name.

    Each of its files and folders is linked by itself, without those that are no part of the
    addon: Odoo, when it exports translations, would walk through itself in the ignored folder.
    """
    place = paths.ADDONS / paths.ADDON
    found = place.iterdir() if place.is_dir() else ()
    if {path.readlink() for path in found if path.is_symlink()} != set(_parts()):
        new = paths.empty_folder(paths.ADDON)
        for part in _parts():
            (new / part.name).symlink_to(part)
        paths.replace_folder(new, place)


def _parts():
    """Return the files and folders at the top of the checkout that belong to the addon."""
    found = (path for path in paths.ROOT.iterdir() if not path.name.startswith("."))
    return sorted(path for path in found if path.name not in NOT_IN_ADDON)


def state(of_browsers=False):
    """Return a fingerprint of all that an update of the addon would read, or that browsers load."""
    inputs = []
    for part in _parts():
        if part.name not in NOT_READ and (part.name == "static") == of_browsers:
            for file in sorted(part.rglob("*")) if part.is_dir() else [part]:
                if file.is_file() and file.suffix != ".pyc":
                    inputs += [str(file.relative_to(paths.ROOT)), file]
    return stamps.fingerprint(*inputs)


def add_option(parser):
    """Give a command the option `--with a,b`."""
    parser.add_argument(
        "--with",
        dest="modules",
        type=_names,
        default=[],
        metavar="A,B",
        help="modules to install beside the addon, such as website_livechat,helpdesk_mgmt",
    )


def _names(text):
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
