"""Reading the machine's own apt sources, to fetch a package of another Debian suite."""

import re
import shutil
from pathlib import Path

from . import paths, process
from .console import Stop

SOURCES = Path("/etc/apt")
ONE_LINE = re.compile(
    r"deb\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s+(?P<parts>.*)"
)
# Options of the one-line style that have another name in the other style.
FIELD_NAMES = {"signed-by": "Signed-By", "trusted": "Trusted"}


def fetch(packages, suite, folder):
    """Download packages of a Debian suite into a folder, without installing anything.

    The mirror and its keys are those that the machine uses for its own release, so no address
    is needed here, and apt checks the signatures as always.
    """
    work = paths.empty_folder("apt")
    for name in ("sources", "lists/partial", "cache/archives/partial"):
        (work / name).mkdir(parents=True)
    source = {**_main_source(), "Types": "deb", "Suites": suite, "Components": "main"}
    stanza = "".join(f"{name}: {value}\n" for name, value in source.items())
    (work / "sources" / "suite.sources").write_text(stanza)
    settings = {
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": work / "sources",
        "Dir::State::lists": work / "lists",
        "Dir::Cache": work / "cache",
        "APT::Sandbox::User": "root",  # apt's own user may not be able to enter this folder
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    apt = ["apt-get", "-q"]
    for name, value in settings.items():
        apt += ["-o", f"{name}={value}"]
    failure = "Debian's packages could not be downloaded: check the network and run this again."
    process.run([*apt, "update", "--error-on=any"], "apt-update", failure, cwd=folder)
    process.run([*apt, "download", *packages], "apt-download", failure, cwd=folder)
    shutil.rmtree(work)


def _main_source():
    """Return the fields that tell where this Debian's own main packages come from."""
    machine = release()
    suites = {machine.get("VERSION_CODENAME"), "stable", "testing", "unstable", "sid"}
    if machine.get("ID") == "debian":
        for source in _sources():
            parts, names = source.get("Components", "").split(), source.get("Suites", "").split()
            if "main" in parts and suites.intersection(names) and source.get("Enabled") != "no":
                return {
                    name: value
                    for name, value in source.items()
                    if name in ("URIs", "Signed-By", "Trusted")
                }
    raise Stop(
        "Odoo is fetched from Debian, which is not what this machine runs: "
        "set ODOO_HOME to a folder with Odoo 19.0 and run this again."
    )


def release():
    """Return what the machine's distribution says of itself."""
    try:
        lines = Path("/etc/os-release").read_text().splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.split("=", 1) for line in lines if "=" in line)
    return {name: value.strip("\"'") for name, value in pairs}


def _sources():
    for file in sorted(SOURCES.glob("sources.list.d/*.sources")):
        for stanza in re.split(r"\n\s*\n", file.read_text()):
            yield _fields(stanza)
    for file in [SOURCES / "sources.list", *sorted(SOURCES.glob("sources.list.d/*.list"))]:
        if file.is_file():
            for match in filter(None, map(ONE_LINE.match, file.read_text().splitlines())):
                yield _one_line(match)


def _fields(stanza):
    """Read a stanza of `Name: value` lines, where a value goes on in lines that are indented."""
    fields, name = {}, None
    for line in stanza.splitlines():
        if line.startswith("#"):
            continue
        if line[:1] in (" ", "\t") and name:
            fields[name] += "\n" + line
        elif ":" in line:
            name, value = line.split(":", 1)
            fields[name] = value.strip()
    return fields if "deb" in fields.get("Types", "").split() else {}


def _one_line(match):
    source = {"URIs": match["uri"], "Suites": match["suite"], "Components": match["parts"]}
    for option in (match["options"] or "").split():
        name, _, value = option.partition("=")
        if name in FIELD_NAMES:
            source[FIELD_NAMES[name]] = value
    return source
