"""Which steps of the set-up are done, and which were interrupted or have changed since."""

import hashlib
from pathlib import Path

from . import paths


def fingerprint(*inputs):
    """Return a short name for the inputs of a step: texts, and the content of files."""
    digest = hashlib.sha256()
    for item in inputs:
        content = item.read_bytes() if isinstance(item, Path) else item.encode()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()[:12]


class Stamp:
    """Says that a step was finished with these inputs. Written last, removed first."""

    def __init__(self, name, *inputs):
        self._file = paths.STAMPS / name
        self._value = fingerprint(*inputs)

    def is_current(self):
        return self._file.is_file() and self._file.read_text() == self._value

    def remove(self):
        self._file.unlink(missing_ok=True)

    def write(self):
        temporary = self._file.with_suffix(".new")
        temporary.write_text(self._value)
        temporary.replace(self._file)
