"""A private PostgreSQL cluster on a unix socket, shared by the commands that run."""

import os
import pwd
import subprocess
import tempfile
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from . import console, locks, paths, process, stamps, system
from .console import Stop

FOLDER = paths.DEV / "pg"
CLUSTER = FOLDER / "data"
LOG = paths.LOGS / "postgres.log"
USER = "odoo"
PORT = 5432  # only a part of the socket's name: nothing listens on the network
LONGEST_SOCKET = 107  # bytes, a limit of the system
# Every Odoo may open 64 connections. What is kept here can be made again, so speed goes first.
SETTINGS = """
listen_addresses = ''
max_connections = 300
shared_buffers = 256MB
max_wal_size = 2GB
fsync = off
synchronous_commit = off
full_page_writes = off
jit = off
"""


def _program_folders():
    """Return where the server's programs may be: the newest version of Debian's, or the PATH."""
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    return os.pathsep.join([*map(str, newest_first), os.environ.get("PATH", "")])


class Postgres:
    def __init__(self):
        postgres = system.need_program(["postgres"], "postgresql", _program_folders)
        self._programs = Path(postgres).resolve().parent

    @property
    def environment(self):
        """What PostgreSQL's own programs need, to be found and to find the server."""
        path = os.pathsep.join([str(self._programs), os.environ.get("PATH", "")])
        where = {"PGHOST": str(self.socket_folder), "PGPORT": str(PORT), "PGUSER": USER}
        return {"PATH": path, **where}

    @contextmanager
    def running(self):
        """Keep the server running meanwhile. The last command that needs it stops it."""
        users = locks.Users("postgres-users")
        try:
            with locks.exclusive("postgres"):
                users.enter()
                self._prepare()
                if self._as_owner("pg_ctl", "status", "-D", CLUSTER).returncode:
                    self._start()
            yield self
        finally:
            with locks.exclusive("postgres"):
                if users.leave():
                    self._as_owner("pg_ctl", "stop", "-D", CLUSTER, "-m", "fast")

    def query(self, database, sql):
        """Return the first column of each row, as text."""
        return self._psql(database, sql).splitlines()

    def copy_rows(self, source, target, table, where):
        """Copy rows of a table from one database to another, where they get new ids."""
        columns = ", ".join(
            self.query(
                source,
                "SELECT quote_ident(column_name) FROM information_schema.columns"
                f" WHERE table_name = '{table}' AND column_name != 'id'",
            )
        )
        rows = self._psql(source, f"COPY (SELECT {columns} FROM {table} WHERE {where}) TO STDOUT")
        self._psql(target, f"COPY {table} ({columns}) FROM STDIN", rows)

    def _psql(self, database, sql, text=None):
        options = ("--no-psqlrc", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1")
        done = subprocess.run(
            [self._programs / "psql", *options, "-d", database, "-c", sql],
            capture_output=True,
            text=True,
            input=text,
            env=process.environment(**self.environment),
        )
        if done.returncode:
            raise Stop(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout

    @cached_property
    def socket_folder(self):
        """The server's socket folder, where it is short enough for the system."""
        folder = FOLDER / "socket"
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET:
            name = f"{paths.ADDON}-{stamps.fingerprint(str(paths.ROOT))}-{os.getuid()}"
            folder = Path(tempfile.gettempdir()) / name
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in (os.getuid(), self._owner[0]):
            raise Stop(f"{folder} belongs to another user: remove it and run this again.")
        os.chown(folder, *self._owner)
        return folder

    @cached_property
    def _owner(self):
        """User and group that run the server: PostgreSQL refuses to be root."""
        if os.geteuid() != 0:
            return os.getuid(), os.getgid()
        user = pwd.getpwnam("postgres")
        return user.pw_uid, user.pw_gid

    def _as_owner(self, program, *arguments):
        """Run one of PostgreSQL's programs as the server's owner, its output in the log."""
        prefix = []
        if os.geteuid() == 0:
            user, group = self._owner
            prefix = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]
            # The checkout may be beneath a folder that only root may enter, such as /root.
            prefix += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        with LOG.open("a") as log:
            return subprocess.run(
                [*prefix, self._programs / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=process.environment(),
                start_new_session=True,
            )

    def _prepare(self):
        FOLDER.mkdir(exist_ok=True)
        self._forget_copied()
        version = subprocess.check_output([self._programs / "postgres", "--version"], text=True)
        major = version.split()[2].split(".")[0]
        stamp = stamps.Stamp("postgres", major, SETTINGS)
        if stamp.is_current() and CLUSTER.is_dir():
            return
        stamp.remove()
        self._as_owner("pg_ctl", "stop", "-D", CLUSTER, "-m", "immediate")
        with console.step(f"Making a private PostgreSQL {major} cluster", CLUSTER):
            new = paths.empty_folder("cluster")
            os.chown(new, *self._owner)
            options = ["--pgdata", new, "--username", USER, "--auth=trust", "--encoding=UTF8"]
            if self._as_owner("initdb", *options, "--locale=C.UTF-8", "--no-sync").returncode:
                raise Stop("PostgreSQL's initdb failed: see the lines above.", LOG)
            with (new / "postgresql.conf").open("a") as config:
                config.write(SETTINGS)
            paths.replace_folder(new, CLUSTER)
        stamp.write()

    def _forget_copied(self):
        """Forget which server runs, if the folder is a copy: it is the server of another clone."""
        file = CLUSTER / "postmaster.pid"
        if file.is_file():
            _pid, folder, *_others = file.read_text().splitlines()
            if not Path(folder).is_dir() or not CLUSTER.samefile(folder):
                file.unlink()

    def _start(self):
        options = f"-k '{self.socket_folder}' -p {PORT}"
        if self._as_owner("pg_ctl", "start", "-D", CLUSTER, "-w", "-o", options).returncode:
            raise Stop(f"PostgreSQL does not start: run this again, or remove {FOLDER}.", LOG)
