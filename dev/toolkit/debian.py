"""Packages of Debian: unpacked into a folder of ours, without installing anything."""

import shutil
import subprocess
from pathlib import Path

from . import paths, process
from .console import Stop

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def unpack(packages, suite, folder, gone=None):
    """Download packages of a Debian suite, and unpack them into a folder.

    The mirror is the one that the machine uses for its own release, so no address is needed here,
    and apt checks the signatures as always.

    :param gone: what to say if the suite does not have one of the packages
    :return: the names of the packages' files
    """
    work = paths.empty_folder("apt")
    for name in ("sources", "lists/partial", "cache/archives/partial"):
        (work / name).mkdir(parents=True)
    source = {"Types": "deb", "URIs": _mirror(), "Suites": suite, "Components": "main"}
    if KEYRING.exists():
        source["Signed-By"] = KEYRING
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
    apt = ["apt-get", "-q", *(f"-o{name}={value}" for name, value in settings.items())]
    failure = "Debian's packages could not be downloaded: check the network and run this again."
    process.run([*apt, "update", "--error-on=any"], "apt-update", failure)
    process.run([*apt, "download", *packages], "apt-download", gone or failure, cwd=work)
    archives = sorted(work.glob("*.deb"))
    for archive in archives:
        command = ["dpkg-deb", "--extract", archive, folder]
        process.run(command, "unpack", f"{archive.name} could not be unpacked: is the disk full?")
    shutil.rmtree(work)
    return [archive.stem for archive in archives]


def codename():
    """Return the name of this Debian's release, or nothing on another system."""
    release = Path("/etc/os-release")
    lines = release.read_text().splitlines() if release.exists() else ()
    known = dict(line.replace('"', "").split("=", 1) for line in lines if "=" in line)
    return known.get("VERSION_CODENAME", "sid") if known.get("ID") == "debian" else None


def _mirror():
    """Return from where this Debian takes its own main packages."""
    known = {codename(), "stable", "testing", "unstable", "sid"}
    command = ["apt-get", "indextargets", "--no-release-info", "--format=$(RELEASE) $(REPO_URI)"]
    command += ["Created-By: Packages", "Component: main"]
    if codename():
        found = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
        for suite, address in map(str.split, found):
            if suite in known:
                return address
    raise Stop(
        "Odoo is fetched from Debian, which is not what this machine runs: "
        "set ODOO_HOME to a folder with Odoo 19.0 and run this again."
    )
