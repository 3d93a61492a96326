"""What comes in by RPC, as what it should be, or a clear message."""

from odoo.exceptions import UserError


def browse_ids(model, ids):
    """Return the existing records of ids that came in by RPC.

    :param model: an empty recordset of their model
    :param ids: should be a list of ids
    :raises UserError: if it is none
    """
    if not isinstance(ids, list | tuple) or not all(type(id_) is int for id_ in ids):
        raise UserError(model.env._("These are no ids: %(ids)s.", ids=repr(ids)[:100]))
    return model.browse(ids).exists()


def clean_text(env, text, max_length):
    """Return a text that came in by RPC without blanks around it.

    :param text: should be a text, or false for none
    :rtype: str
    :raises UserError: if it is none, or is too long
    """
    if text and not isinstance(text, str):
        raise UserError(env._("This should be a text: %(text)s.", text=repr(text)[:100]))
    text = (text or "").replace("\x00", "").strip()
    if len(text) > max_length:
        raise UserError(
            env._(
                "Say it in %(maximum)s characters at most; these are %(length)s.",
                maximum=max_length,
                length=len(text),
            )
        )
    return text


def clean_line(env, text, max_length):
    """As ``clean_text``, in a single line."""
    return " ".join(clean_text(env, text, max_length).split())
