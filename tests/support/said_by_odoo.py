"""Which errors are Odoo's own, and none of a method of this addon that got something bad."""

import re
import traceback

from .rights_finder import ADDON

SAID_BY_ODOO = re.compile("Expected singleton|object is not iterable|Invalid field")
METHOD_OF_OURS = re.compile("(action_)?livechat_")


def is_said_by_odoo(error):
    """Whether Odoo raised this by itself: where a method is of one record, or where none of our
    methods had taken what was sent, by which they only pass it on.

    :rtype: bool
    """
    if type(error) not in (TypeError, ValueError) or not SAID_BY_ODOO.search(str(error)):
        return False
    frames = [frame for frame, _line in traceback.walk_tb(error.__traceback__)]
    own = [f for f in frames if f.f_globals.get("__name__", "").startswith(f"{ADDON}.models")]
    if "Expected singleton" in str(error) or not own:
        return True
    is_taken = any(METHOD_OF_OURS.match(frame.f_code.co_name) for frame in own)
    return not is_taken and frames[-1] is not own[-1]
