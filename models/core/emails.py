"""Email addresses that somebody typed. All of them are read here, in one go through the text.

Odoo's own parser fails on many brackets, and mends what is no address, so that mails go to somebody
else.
"""

import re
from contextlib import suppress

import idna

# The longest address that mail servers take.
EMAIL_MAX_LENGTH = 254
LOCAL_PART = re.compile(r"[^\s@,;:<>()\[\]\\\"\x00-\x1f\x7f]+")
LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
NAME = re.compile(r'"[^"\r\n]*"|[^"@:<>\r\n]*')
# What stands around an address in a sentence.
AROUND = re.compile(r"[\s,;:<>()\[\]\\\"]+")
MARKS = ".!?'"


def find_email(text):
    """Return the only address in what a customer wrote, false if there are none or several.

    :rtype: str or bool
    """
    words = [word.strip(MARKS) for word in AROUND.split(text) if "@" in word]
    found = set(map(_normalize, words))
    return found.pop() if len(found) == 1 else False


def parse_email(text):
    """Return the address of what should be one, alone or after a name, false if it is none.

    :rtype: str or bool
    """
    text = text.strip()
    if text.endswith(">"):
        name, _bracket, email = text[:-1].rpartition("<")
    else:
        *names, email = text.rsplit(None, 1) or [""]
        name = "".join(names)
    return bool(NAME.fullmatch(name.strip())) and _normalize(email.strip())


def to_mail_server(email):
    """Return an address of ``find_email`` or ``parse_email`` as mail servers take it.

    As Odoo writes it into the mail: it refuses to send to whoever is named otherwise there.
    """
    local_part, _at, domain = email.rpartition("@")
    return f"{local_part}@{domain if domain.isascii() else idna.encode(domain).decode()}"


def _normalize(word):
    """Return an address as Odoo normalizes it, false if it is none on the internet."""
    local_part, _at, domain = word.rpartition("@")
    labels = domain.split(".")
    if (
        len(word) > EMAIL_MAX_LENGTH
        or not LOCAL_PART.fullmatch(local_part)
        or len(labels) < 2
        or not all(map(LABEL.fullmatch, labels))
    ):
        return False
    email = f"{local_part.lower() if local_part.isascii() else local_part}@{domain.lower()}"
    with suppress(idna.IDNAError):
        return bool(to_mail_server(email)) and email
    return False
