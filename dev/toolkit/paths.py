"""Where things are: the checkout, and the ignored folder that holds all that was set up."""

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

ADDON = "livechat_info_panel"

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "dev" / "requirements"

DEV = ROOT / ".dev"
ADDONS = DEV / "addons"
CONFIG = DEV / "config"
DATA = DEV / "data"
LOCKS = DEV / "locks"
LOGS = DEV / "log"
PROGRAMS = DEV / "bin"  # under the names by which Odoo looks for them
STAMPS = DEV / "stamps"
TEMPORARY = DEV / "tmp"
SESSIONS = DATA / "sessions"  # Odoo's, who logged in
MEMORY = Path("/dev/shm")


def make_folders():
    for folder in (ADDONS, CONFIG, DATA, LOCKS, LOGS, PROGRAMS, STAMPS, TEMPORARY):
        folder.mkdir(parents=True, exist_ok=True)
    _keep_sessions_in_memory()


def _keep_sessions_in_memory():
    """On a disk, each request of a test waits until its session is written."""
    name = hashlib.sha256(f"{ROOT} {os.geteuid()}".encode()).hexdigest()[:12]
    place = MEMORY / f"{ADDON}-{name}"
    with suppress(OSError):  # no such place, or not for us
        place.mkdir(mode=0o700, exist_ok=True)
    is_ours = place.is_dir() and not place.is_symlink() and place.stat().st_uid == os.geteuid()
    if SESSIONS.is_symlink() and not is_ours:
        SESSIONS.unlink()
    elif is_ours and not SESSIONS.is_symlink():
        shutil.rmtree(SESSIONS, ignore_errors=True)
        SESSIONS.symlink_to(place)


def empty_folder(name):
    """Return a new, empty work folder, whatever an interrupted command left there."""
    folder = TEMPORARY / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def replace_folder(source, target):
    """Put the finished `source` in the place of `target`."""
    if target.exists():
        old = empty_folder(f"old-{target.name}") / target.name
        target.rename(old)
        shutil.rmtree(old.parent, ignore_errors=True)
    source.rename(target)


def size_of(path):
    """Return the bytes in a file or a folder, hard and soft links counted once."""
    if path.is_file():
        return path.stat().st_size
    seen = set()
    total = 0
    for folder, _folders, files in os.walk(path):
        for name in files:
            status = os.lstat(os.path.join(folder, name))
            if status.st_ino not in seen:
                seen.add(status.st_ino)
                total += status.st_size
    return total
