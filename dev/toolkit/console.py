"""What the developer reads: steps with their size and time, and why a command stopped."""

import time
from contextlib import contextmanager

from . import paths


class Stop(Exception):
    """The command cannot go on. Its text is one sentence that says what to do.

    :param log: a file whose last lines tell more
    """

    def __init__(self, sentence, log=None):
        super().__init__(sentence)
        self.log = log


def say(text=""):
    print(text, flush=True)


def readable_size(size):
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


@contextmanager
def step(title, result=None):
    """Show a step that takes time, then how long it took and how large `result` became."""
    started = time.monotonic()
    print(f"{title} … ", end="", flush=True)
    try:
        yield
    except BaseException:
        print("stopped", flush=True)
        raise
    figures = [f"{time.monotonic() - started:.1f} s"]
    if result and result.exists():
        figures.insert(0, readable_size(paths.size_of(result)))
    print(", ".join(figures), flush=True)


def explain(stop, lines=15):
    """Return what to print when a command stops: the end of the log, then the sentence."""
    if not stop.log or not stop.log.is_file():
        return f"\n{stop}"
    end = stop.log.read_text(errors="replace").strip().splitlines()[-lines:]
    return "\n".join(["", *end, "", f"{stop} (The whole log: {stop.log})"])
