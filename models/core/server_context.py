"""What the server says to itself in a context. Clients send contexts, too, but nothing of this."""

from dataclasses import dataclass


@dataclass(frozen=True)
class _Said:
    value: object


def with_server_context(records, **values):
    """Return records with values in their context that ``get_server_context`` finds there."""
    return records.with_context(**{name: _Said(value) for name, value in values.items()})


def get_server_context(env, name):
    """Return a value that the server put into a context by itself, ``None`` if it did not."""
    said = env.context.get(name)
    return said.value if isinstance(said, _Said) else None
