"""Starting programs, and leaving none behind."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress

from . import console, paths
from .console import Stop, say

PATIENCE = 15  # seconds that a program gets to end by itself
# Settings of the developer's own databases and Odoo servers, which must not reach ours.
FOREIGN_SETTINGS = ("PG", "ODOO_", "OPENERP_", "PYTHON")


class Interrupted(BaseException):
    """The command was told to end (Ctrl-C, a closed terminal, kill)."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


def _interrupt(number, _frame):
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Interrupted(number)


def main(command):
    """Run a command's function and exit with what it returns. All commands go through here."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        _claim_folder()
        sys.exit(command())
    except Stop as stop:
        sys.exit(console.explain(stop))
    except Interrupted as interrupted:
        say("\nStopped.")
        sys.exit(128 + interrupted.number)


def _claim_folder():
    paths.DEV.mkdir(exist_ok=True)
    if paths.DEV.stat().st_uid != os.geteuid():
        raise Stop(f"Another user has set up {paths.DEV}: run this as that user, or remove it.")
    paths.make_folders()


def environment(**extra):
    """Return the environment for our programs: the developer's own, less foreign settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(FOREIGN_SETTINGS)}
    return {**kept, **extra}


def run(command, log_name, sentence, text=None, **options):
    """Run a program to its end, its output in a log file; stop with `sentence` if it fails.

    :param bytes text: what it reads
    """
    log = paths.LOGS / f"{log_name}.log"
    options.setdefault("env", environment())
    with log.open("w") as output:
        options |= {"stdin": subprocess.PIPE, "stdout": output, "stderr": output}
        with child(command, **options) as process:
            process.communicate(text)
            code = process.returncode
    if code:
        raise Stop(sentence, log)


@contextmanager
def child(command, **options):
    """Start a program that ends when we end, whatever ends us.

    It has a process group of its own, so that Ctrl-C reaches it once, through us, and all that
    it started can be ended with it.
    """
    process = subprocess.Popen(ending_with_us(command), start_new_session=True, **options)
    try:
        yield process
    finally:
        _end(process)


def ending_with_us(command, number="INT"):
    """Return a command that gets a signal when we end, even if we are killed with -9."""
    if not shutil.which("setpriv"):
        return command
    return ["setpriv", "--pdeathsig", number, "--", *command]


def _end(process):
    for number in (signal.SIGINT, signal.SIGTERM):
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
    with suppress(ProcessLookupError):  # what it left behind, and itself if it did not listen
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
