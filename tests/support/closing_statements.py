"""The SQL statements of closing and reopening, about in the order in which they are run."""

LEFT_OPEN = []
CLOSE_IF_STILL_RIGHT = []
REOPEN = []
