"""Databases of a previous version of this addon, made once and copied for each run.

They need nothing but Odoo's configuration file and a PostgreSQL that lets us make databases.
"""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from odoo import release
from odoo.modules.module import get_module_path
from odoo.sql_db import close_db, db_connect
from odoo.tools import SQL, config

ADDON = "livechat_info_panel"
ROOT = Path(__file__).resolve().parents[2]
PREFIX = f"{ADDON}_upgrade"
# What Odoo writes into its log, at the start of a line or after its time and process.
COMPLAINT = re.compile(r"^[\d-]+ [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) .*$", re.MULTILINE)
# All who make such a database, of whatever checkout, wait for one another.
LOCK = 1908_1100


def is_checkout():
    """Whether this addon is a checkout of its own repository."""
    return (ROOT / ".git").exists()


def unpack(commit, folder):
    """Put the addon, as it was at a commit, into a folder of addons.

    :raises AssertionError: if the history does not reach back to it
    """
    git = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT)]
    archive = subprocess.run(
        [*git, "archive", "--format=tar", f"--prefix={ADDON}/", commit], capture_output=True
    )
    if archive.returncode:
        raise AssertionError(
            f"The previous version, {commit}, is not in the history of this checkout:"
            " fetch the history: git fetch --unshallow --tags\n"
            + archive.stderr.decode(errors="replace")
        )
    subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)


class Odoo:
    """Odoo with one version of the addon, as a program of its own."""

    def __init__(self, folder=None):
        """
        :param folder: the folder of addons that has the addon; ``None``: as it is now
        """
        own = str(folder or Path(get_module_path(ADDON)).parent)
        others = [path for path in config["addons_path"] if not (Path(path) / ADDON).is_dir()]
        self._addons = ",".join([own, *others])
        self._environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def load(self, database, *options):
        """Install or update modules; return what Odoo wrote into its log."""
        return self._run("server", database, [*options, "--stop-after-init"])

    def call(self, database, function, *arguments):
        """Call a function with the superuser's environment, and commit.

        :param function: one of a file beside this one, which imports nothing of this addon
        :param arguments: what has a literal form
        :return: what Odoo wrote into its log
        """
        file = Path(sys.modules[function.__module__].__file__)
        script = f"""
import sys
sys.path.append({str(file.parent)!r})
from {file.stem} import {function.__name__}
{function.__name__}(env, *{arguments!r})
env.cr.commit()
"""
        return self._run("shell", database, [], script)

    def _run(self, command, database, options, script=None):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "odoo.log"
            where = ["-c", config["config"], "-d", database, "--addons-path", self._addons]
            done = subprocess.run(
                [sys.executable, "-m", "odoo", command, *where, *options]
                + ["--no-http", "--logfile", str(log), "--log-level", "info"],
                cwd=folder,
                env=self._environment,
                input=script,
                stdin=None if script else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            written = log.read_text() if log.exists() else ""
        if done.returncode:
            raise AssertionError(f"Odoo failed:\n{(written + done.stdout)[-6000:]}")
        return written


@contextlib.contextmanager
def _maintenance():
    """Yield a cursor that can make and drop databases."""
    with contextlib.closing(db_connect("postgres").cursor()) as cr:
        cr._cnx.autocommit = True
        yield cr


def previous(commit, functions):
    """Return the name of a database of a previous version, which is made if it is not there.

    :param str commit: the version
    :param functions: what fills it, see ``Odoo.call``: after a change of the files in which these
        are, the database is made anew
    """
    files = {sys.modules[function.__module__].__file__ for function in functions}
    name = f"{PREFIX}_{_fingerprint(commit, sorted(files))}"
    with _maintenance() as cr:
        cr.execute(SQL("SELECT pg_advisory_lock(%s)", LOCK))
        try:
            _drop_stale(cr, name)
            if name not in _names(cr):
                _make(cr, name, commit, functions)
        finally:
            cr.execute(SQL("SELECT pg_advisory_unlock(%s)", LOCK))
    return name


def _fingerprint(commit, files):
    """Return a short name of a database: of what is put into it, and of Odoo as it is."""
    digest = hashlib.sha256(f"{commit} {release.version} {sys.version}".encode())
    for file in files:
        digest.update(Path(file).read_bytes())
    for module in ("base", "mail", "im_livechat"):
        folder = Path(get_module_path(module))
        for file in sorted([*folder.rglob("*.py"), *folder.rglob("*.xml")]):
            status = file.stat()
            digest.update(f"{file} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()[:12]


def _make(cr, name, commit, functions):
    unfinished = f"{PREFIX}_unfinished"
    drop(cr, unfinished)
    # A database with im_livechat and demo data, to begin with. Without one, Odoo makes it.
    if base := os.environ.get("LIVECHAT_BASE_DATABASE"):
        _create(cr, unfinished, base)
    with tempfile.TemporaryDirectory() as folder:
        unpack(commit, folder)
        odoo = Odoo(folder)
        odoo.load(unfinished, "--with-demo", "-i", ADDON)
        for function in functions:
            odoo.call(unfinished, function)
    drop(cr, name)  # the files of a database that was lost
    _filestore(unfinished).rename(_filestore(name))
    names = SQL.identifier(unfinished), SQL.identifier(name)
    cr.execute(SQL("ALTER DATABASE %s RENAME TO %s", *names))


@contextlib.contextmanager
def copied(template):
    """Yield the name of a copy of a database, which is dropped afterwards."""
    name = f"{template}_{os.getpid()}"
    with _maintenance() as cr:
        drop(cr, name)
        _create(cr, name, template)
    try:
        yield name
    finally:
        with _maintenance() as cr:
            drop(cr, name)


def _create(cr, name, template):
    # Odoo never changes a file of its filestore, so both databases can share it.
    if _filestore(template).is_dir():
        shutil.copytree(_filestore(template), _filestore(name), copy_function=os.link)
    names = SQL.identifier(name), SQL.identifier(template)
    cr.execute(SQL("CREATE DATABASE %s TEMPLATE %s", *names))


def drop(cr, name):
    close_db(name)
    cr.execute(SQL("DROP DATABASE IF EXISTS %s WITH (FORCE)", SQL.identifier(name)))
    shutil.rmtree(_filestore(name), ignore_errors=True)


def _drop_stale(cr, current):
    """Drop the copies of runs that were killed, and what an earlier ``previous`` made."""
    for name in _names(cr):
        found = re.fullmatch(rf"({PREFIX}_[0-9a-f]{{12}})(?:_(\d+))?", name)
        if found and name != current and not (found[2] and psutil.pid_exists(int(found[2]))):
            drop(cr, name)


def _names(cr):
    cr.execute(SQL("SELECT datname FROM pg_database"))
    return {name for (name,) in cr.fetchall()}


def _filestore(name):
    # Not by Odoo's configuration: for parallel tests, it is told to answer with another one.
    return Path(config["data_dir"]) / "filestore" / name
