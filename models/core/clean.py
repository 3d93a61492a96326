"""What comes in by RPC, as what it should be, or a clear message."""

import re
from unicodedata import category, normalize
from urllib.parse import urlsplit

from odoo.api import NewId
from odoo.exceptions import UserError

# What neither the database nor XML can hold: control characters, halves of characters.
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What turns around a line, or the rest of it: what is seen then is not what is meant.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What is not seen, as Unicode's list of it has it ...
NOT_SEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff"
)
# ... but for what shapes the letters of some scripts, and pictures made of several.
SHAPED = "\u0600-\u109f\u1780-\u17ff\u2190-\u2bff\U0001f000-\U0001faff"
SHAPING = "\u200c\u200d\ufe0f"
RUN_NOT_SEEN = re.compile(f"(?<=[{SHAPED}])([{NOT_SEEN}]+)(?=\\S)|[{NOT_SEEN}]+")
# Of texts that hold nothing else, nothing is seen.
INVISIBLE = {"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"}
MAX_ID = 2**31 - 1
PAGE_MAX_LENGTH = 2_000


def clean_id(id_):
    """Return an id that came in by RPC, 0 if it can be none.

    :rtype: int
    """
    return id_ if type(id_) is int and 0 < id_ <= MAX_ID else 0


def clean_form_id(id_):
    """As ``clean_id``, for what comes as a text from a form."""
    return clean_id(int(id_)) if re.fullmatch(r"[0-9]{1,10}", str(id_)) else 0


def browse_id(model, id_):
    """Return the record of an id that came in by RPC, none if it can be none.

    :param model: an empty recordset of its model
    """
    return model.browse(clean_id(id_) or ())


def find_id(model, id_):
    """Return the record of an id that came in, none if there is none that the user may read.

    It is fetched by the same statement.

    :param model: an empty recordset of its model
    """
    return model.search_fetch([("id", "=", clean_id(id_))])


def browse_ids(model, ids):
    """Return the existing records of ids that came in by RPC.

    :param model: an empty recordset of their model
    :param ids: should be a list of ids
    :raises UserError: if it is none
    """
    if not isinstance(ids, list | tuple) or not all(type(id_) is int for id_ in ids):
        raise UserError(model.env._("These are no ids: %(ids)s.", ids=shorten(ids)))
    return model.browse(filter(clean_id, ids)).exists()


def check_ids(records):
    """Raise unless records on which a method was called over RPC have ids.

    :raises UserError: if one has none
    """
    for id_ in records._ids:
        if not clean_id(id_) and not isinstance(id_, NewId):
            raise UserError(records.env._("This is no id: %(id)s.", id=shorten(id_)))


def clean_limit(limit, default, maximum):
    """Return how many records are wanted at most, which came in by RPC."""
    return min(limit, maximum) if type(limit) is int and limit > 0 else default


def storable(text):
    """Return a text without what the database cannot hold."""
    return UNSTORABLE.sub("", text)


def shorten(value):
    """Return whatever came in by RPC as a short line, to be shown to who sent it, and in the log:
    a second line there would look like something else that happened."""
    return to_line(value if isinstance(value, str) else ascii(value))[:100]


def join_names(channels):
    """Return the names of conversations in a line, of which visitors may have chosen some."""
    return ", ".join(map(to_line, channels._get_livechat_names()))


def clean_text(env, text, max_length):
    """Return a text that came in by RPC without blanks around it.

    :param text: should be a text, or false for none
    :rtype: str
    :raises UserError: if it is none, or is too long
    """
    text = storable(check_text(env, text)).strip()
    check_length(env, text, max_length)
    return text


def check_text(env, text):
    """Return a text that came in by RPC as it is, empty for none; raise if it is something else."""
    if text and not isinstance(text, str):
        raise UserError(env._("This should be a text: %(text)s.", text=shorten(text)))
    return text or ""


def check_length(env, text, max_length):
    if len(text) > max_length:
        raise UserError(
            env._(
                "Say it in %(maximum)s characters at most; these are %(length)s.",
                maximum=max_length,
                length=len(text),
            )
        )


def clean_line(env, text, max_length):
    """As ``clean_text``, in a single line, see ``to_line``."""
    return to_line(clean_text(env, text, max_length))


def to_line(text):
    """Return a text as a line that reads as it is written: with single blanks, and nothing that
    turns it around; empty if nothing of it would be seen."""
    text = " ".join(TURNING.sub("", storable(text)).split())
    return text if any(category(char) not in INVISIBLE for char in text) else ""


def to_name(text):
    """As ``to_line``, and the same for all texts that look the same: in which letters are composed
    with their accents, and nothing is that is not seen."""

    def keep_shaping(run):
        return "".join(char for char in dict.fromkeys(run[1] or "") if char in SHAPING)

    return to_line(normalize("NFC", RUN_NOT_SEEN.sub(keep_shaping, text)))


def is_page(url):
    """Whether what a browser names as a page is one: a path, or a link of the web."""
    if not isinstance(url, str) or not url.isprintable() or len(url) > PAGE_MAX_LENGTH:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") if parts.scheme else url.startswith("/")
