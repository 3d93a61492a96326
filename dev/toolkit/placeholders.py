"""Find translations that have not the placeholders of their text, in the files named.

OCA's checks look at texts marked `python-format` only, and Odoo 19 exports no such marks.
"""

import re
import sys

import polib

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]")

wrong = [
    f"{file}: {entry.msgstr!r} has not the placeholders of {entry.msgid!r}"
    for file in sys.argv[1:]
    for entry in polib.pofile(file).translated_entries()
    if sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
]
sys.exit("\n".join(wrong) or None)
