"""Packages of the machine: installed with apt, as root or through sudo, only when missing."""

import contextlib
import os
import shlex
import shutil
import subprocess
import sys

from . import console, locks, paths
from .console import Stop

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")  # Odoo's list
# Chromium without all that a window needs: the tests take a sixth less of the processors' time.
LIGHT_BROWSER = "chromium-headless-shell"


def need_browser():
    """Return the path of a browser, which Odoo's tests find as well: the light one if possible."""
    if not any(map(shutil.which, (LIGHT_BROWSER, *BROWSERS))):
        with contextlib.suppress(Stop):  # not every distribution has it
            install(LIGHT_BROWSER)
    if light := shutil.which(LIGHT_BROWSER):
        link = paths.PROGRAMS / BROWSERS[0]
        if not link.exists():
            link.unlink(missing_ok=True)  # to one that is gone
            link.symlink_to(light)
        os.environ["PATH"] = os.pathsep.join([str(paths.PROGRAMS), os.environ["PATH"]])
    return need_program(BROWSERS, "chromium")


def need_program(names, package, search_path=lambda: None):
    """Return the path of the first of these programs; install `package` if there is none.

    :param search_path: returns where to look, if not on the PATH
    """

    def find():
        found = (shutil.which(name, path=search_path()) for name in names)
        return next(filter(None, found), None)

    program = find()
    if not program:
        install(package)
        program = find()
    if not program:
        raise Stop(f"The package {package} brought no {names[0]}: install that program yourself.")
    return program


def install(*packages):
    """Install packages of the machine's own distribution."""
    wanted = shlex.join(("apt-get", "install", *packages))
    if not shutil.which("apt-get"):
        raise Stop(f"Please install {', '.join(packages)}: this machine has no apt to do it.")
    prefix = _root_prefix(wanted)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q"]
    apt += ["-o", "DPkg::Lock::Timeout=300"]
    step = console.step(f"Installing {', '.join(packages)} with apt")
    with locks.set_up("apt"), step:
        # If only one of the sources fails here, the next command may still work.
        subprocess.run([*apt, "update"], capture_output=True)
        log = paths.LOGS / "apt.log"
        command = [*apt, "install", "--no-install-recommends", *packages]
        # In our own session, where sudo remembers the password; and never killed half-way.
        with (
            log.open("w") as output,
            subprocess.Popen(command, stdout=output, stderr=output) as run,
        ):
            code = run.wait()
        if code:
            raise Stop(f"apt failed: check the network, then try `{wanted}` as root.", log)


def _root_prefix(wanted):
    """Return what makes a command run as root, asking for the password on the terminal."""
    if os.geteuid() == 0:
        return []
    ask = [] if sys.stdin.isatty() else ["-n"]
    sudo = shutil.which("sudo")
    if not sudo or subprocess.run([sudo, *ask, "-v"]).returncode:
        raise Stop(f"Please run `{wanted}` as root, then this command again.")
    return [sudo, *ask]
