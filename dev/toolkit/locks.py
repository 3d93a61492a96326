"""Locks between commands that run at the same time. They vanish with who holds them."""

import fcntl
from contextlib import contextmanager

from . import paths
from .console import say


def _try(file, operation):
    try:
        fcntl.flock(file, operation | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def exclusive(name, waiting=None):
    """Hold a lock alone. `waiting` is said when another command holds it."""
    with open(paths.LOCKS / name, "a+") as file:
        if not _try(file, fcntl.LOCK_EX):
            if waiting:
                say(waiting)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def set_up(name="tools"):
    """Only one command at a time sets the same thing up."""
    return exclusive(f"set-up-{name}", "Another command is setting it up; waiting for it …")


@contextmanager
def claimed(name):
    """Hold a lock alone, if nobody holds it; yield whether that is so."""
    with open(paths.LOCKS / name, "a+") as file:
        yield _try(file, fcntl.LOCK_EX)


class Users:
    """Counts the commands that use something: each holds a shared lock."""

    def __init__(self, name):
        self._file = open(paths.LOCKS / name, "a+")  # noqa: SIM115 - until `leave`

    def enter(self):
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def leave(self):
        """Stop using it; return whether nobody else does."""
        fcntl.flock(self._file, fcntl.LOCK_UN)
        last = _try(self._file, fcntl.LOCK_EX)
        self._file.close()
        return last
