"""A private PostgreSQL cluster on a unix socket, shared by the commands that run."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
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
PATIENCE = 30  # seconds to start or to stop
# Every Odoo may open 64 connections. What is kept here can be made again, so speed goes first.
SETTINGS = """
listen_addresses = ''
max_connections = 300
shared_buffers = 256MB
max_wal_size = 2GB
fsync = off
synchronous_commit = off
full_page_writes = off
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

    @contextmanager
    def running(self):
        """Keep the server running meanwhile. The last command that needs it stops it."""
        users = locks.Users("postgres-users")
        try:
            with locks.exclusive("postgres"):
                users.enter()
                self._prepare()
                self._start()
            yield self
        finally:
            with locks.exclusive("postgres"):
                if users.leave():
                    self._stop()
                    if self.socket_folder.parent != FOLDER:
                        shutil.rmtree(self.socket_folder, ignore_errors=True)

    def query(self, database, sql):
        """Return the first column of each row, as text."""
        options = ("--no-psqlrc", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1")
        done = self._client("psql", *options, "-d", database, "-c", sql)
        if done.returncode:
            raise Stop(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout.splitlines()

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

    @cached_property
    def _as_owner(self):
        """What makes a command run as the server's owner."""
        if os.geteuid() != 0:
            return []
        user, group = self._owner
        prefix = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]
        if subprocess.run([*prefix, "test", "-x", FOLDER]).returncode:
            # The checkout is beneath a folder that only root may enter, such as /root.
            prefix += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        return [*prefix, "--"]

    def _prepare(self):
        FOLDER.mkdir(exist_ok=True)
        version = subprocess.check_output([self._programs / "postgres", "--version"], text=True)
        major = version.split()[2].split(".")[0]
        stamp = stamps.Stamp("postgres", major, SETTINGS)
        if stamp.is_current() and CLUSTER.is_dir():
            return
        stamp.remove()
        if self._server():
            self._stop()
        with console.step(f"Making a private PostgreSQL {major} cluster", CLUSTER):
            new = paths.empty_folder("cluster")
            os.chown(new, *self._owner)
            command = [self._programs / "initdb", "--pgdata", new, "--username", USER]
            command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
            process.run(
                [*self._as_owner, *command],
                "initdb",
                "PostgreSQL's initdb failed: see the lines above.",
            )
            with (new / "postgresql.conf").open("a") as config:
                config.write(SETTINGS)
            paths.replace_folder(new, CLUSTER)
        stamp.write()

    def _start(self):
        if self._server():  # of another command, or left by one that was killed
            if self._answers():
                return
            self._stop()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            # Of a server that was killed; its process number may be another program's by now.
            (CLUSTER / "postmaster.pid").unlink(missing_ok=True)
            (self.socket_folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
            if self._answers(self._launch()):
                return
            time.sleep(1)  # what a killed server left running ends by itself
        raise Stop(f"PostgreSQL does not start: run this again, or remove {FOLDER}.", LOG)

    def _launch(self):
        where = ["-D", CLUSTER, "-k", self.socket_folder, "-p", str(PORT)]
        with LOG.open("a") as log:
            return subprocess.Popen(
                [*self._as_owner, self._programs / "postgres", *where],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=process.environment(),
                start_new_session=True,
            )

    def _answers(self, server=None):
        """Wait until the server takes connections; give up when it ended."""
        deadline = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < deadline and not (server and server.poll() is not None):
                if not self._client("pg_isready", "-q", "-d", "postgres").returncode:
                    return True
                time.sleep(0.1)
        except process.Interrupted:
            if server:  # it may not have said yet where `_stop` would find it
                server.send_signal(signal.SIGINT)
                server.wait()
            raise
        return False

    def _server(self):
        """Return the process number of the cluster's running server, if there is one."""
        with suppress(OSError, ValueError, IndexError):
            number = int((CLUSTER / "postmaster.pid").read_text().split()[0])
            if Path(f"/proc/{number}/cwd").samefile(CLUSTER):
                return number
        return None

    def _stop(self):
        for number in (signal.SIGINT, signal.SIGQUIT):  # a fast shutdown, then an immediate one
            deadline = time.monotonic() + PATIENCE
            server = self._server()
            if server:
                os.kill(server, number)
            while self._server() and time.monotonic() < deadline:
                time.sleep(0.05)

    def _client(self, program, *arguments):
        where = ["-h", self.socket_folder, "-p", str(PORT), "-U", USER]
        return subprocess.run(
            [self._programs / program, *where, *arguments],
            capture_output=True,
            text=True,
            env=process.environment(),
        )
