"""What stays of the lines of a text that becomes another one."""

from collections import defaultdict
from difflib import SequenceMatcher
from itertools import takewhile
from operator import eq

# Lines of one text times lines of the other. What difflib takes may grow with the third power of
# their number where lines repeat: a second for some hundreds.
DIFFLIB_LIMIT = 40**2
# No note is longer, unless others than agents write it.
LIMIT = 10_000**2


def split_lines(text):
    return text.split("\n") if text else []


def diff_lines(before, after):
    """Return how one text became another one.

    :return: pairs of ``same``, ``removed`` or ``added``, and a line
    :rtype: list[tuple[str, str]]
    """
    old, new = split_lines(before), split_lines(after)
    result, old_start, new_start = [], 0, 0
    for old_end, new_end in [*find_kept(old, new), (len(old), len(new))]:
        result += [("removed", line) for line in old[old_start:old_end]]
        result += [("added", line) for line in new[new_start:new_end]]
        result += [("same", line) for line in new[new_end : new_end + 1]]
        old_start, new_start = old_end + 1, new_end + 1
    return result


def find_kept(old, new):
    """Return the places in both texts of each line that stayed, in order.

    :param list[str] old: the lines before
    :param list[str] new: the lines afterwards
    :rtype: list[tuple[int, int]]
    """
    head = _count_same(old, new)
    tail = _count_same(reversed(old[head:]), reversed(new[head:]))
    old_end, new_end = len(old) - tail, len(new) - tail
    return [
        *((n, n) for n in range(head)),
        *((head + i, head + j) for i, j in _find_between(old[head:old_end], new[head:new_end])),
        *zip(range(old_end, len(old)), range(new_end, len(new)), strict=True),
    ]


def _count_same(lines, other_lines):
    return len(list(takewhile(bool, map(eq, lines, other_lines))))


def _find_between(old, new):
    size = len(old) * len(new)
    if size > LIMIT:
        return []
    if size > DIFFLIB_LIMIT:
        return _find_most(old, new)
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(i + n, j + n) for i, j, count in blocks for n in range(count)]


def _find_most(old, new):
    """Find as many lines as can have stayed, the longest common subsequence.

    The time is that of a sum of two long numbers for each line. A row is a number with a bit for
    each new line: how many of them up to a line are 0 is how many lines can have stayed up to
    there, and up to the row's line of the old text. (H. Hyyrö, 2004)
    """
    same = defaultdict(int)
    for j, line in enumerate(new):
        same[line] |= 1 << j
    every_bit = (1 << len(new)) - 1
    rows = [every_bit]
    for line in old:
        row = rows[-1]
        ends = row & same[line]
        rows.append((row + ends | row - ends) & every_bit)
    # From the last row to the first, at each step to where as many lines can have stayed.
    kept, i, j = [], len(old), len(new)
    while i and j:
        if rows[i] >> (j - 1) & 1:
            j -= 1
        else:
            i -= 1
            if rows[i] >> (j - 1) & 1:
                j -= 1
                kept.append((i, j))
    return kept[::-1]
