"""The kinds of users of the table of rights, and what its rows are: see ``rights_table``."""

from collections import namedtuple

KINDS = (
    GUEST,
    OTHER_GUEST,
    PORTAL,
    EMPLOYEE_IN,
    EMPLOYEE_OUT,
    EMPLOYEE_CUSTOMER,
    AGENT_CUSTOMER,
    AGENT,
    ADMINISTRATOR,
) = (
    "guest in the chat",
    "guest of another chat",
    "portal customer in the chat",
    "internal user without Live Chat rights in the chat",
    "internal user without Live Chat rights, not in the chat",
    "employee who is the customer",
    "Live Chat user who is the customer",
    "Live Chat user",
    "Live Chat administrator",
)
ALL = set(KINDS)
NOBODY = set()
AGENTS = {AGENT, ADMINISTRATOR}
LIVECHAT_USERS = AGENTS | {AGENT_CUSTOMER}
CUSTOMERS = {GUEST, PORTAL, EMPLOYEE_CUSTOMER, AGENT_CUSTOMER}
IN_THE_CHAT = CUSTOMERS | {EMPLOYEE_IN, AGENT}
CAN_READ = IN_THE_CHAT | {ADMINISTRATOR}
USERS = ALL - {GUEST, OTHER_GUEST}
INTERNAL = USERS - {PORTAL}

Row = namedtuple("Row", "allowed args on in_words judge")


def row(allowed, args=None, on="channel", in_words=()):
    """A method or route that changes something: it is allowed to those for whom it does.

    :param set allowed: the kinds of users to whom it is allowed
    :param args: the arguments, a list for a method and a dict for a route, or a function of them
    :param on: on which record of the test a method is called; ``None`` for one of the model
    :param set in_words: the kinds who have the right, and are told why it is not possible
    """
    return Row(allowed, args, on, in_words, "changes")


def tells(allowed, args=None, on="channel", in_words=()):
    """One that tells something: it is allowed to those whom it tells something. See ``row``."""
    return Row(allowed, args, on, in_words, "tells")


def passes(allowed, args=None, on="channel", in_words=()):
    """One that leaves no trace: it is allowed to those who get no error. See ``row``."""
    return Row(allowed, args, on, in_words, "passes")
