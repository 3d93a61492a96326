"""What becomes of a note that two agents changed at the same time."""

from collections import defaultdict
from difflib import SequenceMatcher
from itertools import takewhile
from operator import eq

from ..core.text import split_lines

RESOLUTIONS = ("mine", "theirs", "both")
# Lines of one text times lines of the other. What difflib takes may grow with the third power of
# their number where lines repeat: a second for some hundreds.
DIFFLIB_LIMIT = 40**2
# No note is longer, unless others than agents write it.
LIMIT = 10_000**2


class NoteMerge:
    """Two texts that grew out of one, merged line by line.

    :param str base: the text that both began with
    :param str theirs: what somebody else made of it, and saved
    :param str mine: what is to be saved now
    """

    def __init__(self, base, theirs, mine):
        base, theirs, mine = map(split_lines, (base, theirs, mine))
        their_places, my_places = dict(_find_kept(base, theirs)), dict(_find_kept(base, mine))
        kept = [(i, their_places[i], my_places[i]) for i in their_places if i in my_places]
        # Pairs of their and of my lines: the same ones unless they are disputed.
        self._parts = []
        for before, their_lines, my_lines in _split(kept, base, theirs, mine):
            lines = _merge(before, their_lines, my_lines)
            if lines is None:
                self._parts += _split(_find_kept(their_lines, my_lines), their_lines, my_lines)
            else:
                self._parts.append((lines, lines))

    @property
    def conflicts(self):
        """Where both changed the same lines: ``{"theirs": str, "mine": str}`` for each place."""
        return [
            {"theirs": "\n".join(theirs), "mine": "\n".join(mine)}
            for theirs, mine in self._parts
            if theirs != mine
        ]

    def resolve(self, resolution="both"):
        """Return the merged text.

        :param str resolution: what is taken where both changed the same lines: ``mine``,
            ``theirs`` or ``both``, theirs first
        """
        lines = []
        for theirs, mine in self._parts:
            if theirs == mine or resolution in ("theirs", "both"):
                lines += theirs
            if theirs != mine and resolution != "theirs":
                lines += mine
        return "\n".join(lines)


def _split(places, *texts):
    """Yield by turns the lines before each of the places, one list per text, and the line there.

    :param places: the places of one line in each of the texts, in order
    """
    starts = [0] * len(texts)
    for ends in [*places, [len(text) for text in texts]]:
        yield [text[start:end] for text, start, end in zip(texts, starts, ends, strict=True)]
        yield [text[end : end + 1] for text, end in zip(texts, ends, strict=True)]
        starts = [end + 1 for end in ends]


def _merge(base, theirs, mine):
    """Return the merged lines, or ``None`` if both changed the same ones."""
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else _reconcile(base, theirs, mine)


def _reconcile(base, theirs, mine):
    """Do so where both changed something, which may be neighbouring lines."""
    if len(base) == len(theirs) == len(mine):
        return _merge_each(base, theirs, mine)
    for one, other in ((theirs, mine), (mine, theirs)):
        if base and len(one) == len(base):  # changed lines, beside which the other added some
            if other[: len(base)] == base:
                return [*one, *other[len(base) :]]
            if other[-len(base) :] == base:
                return [*other[: -len(base)], *one]
        if not "".join([*base, *one]).strip():  # typed nothing yet on a new line
            return [*theirs, *mine]
    return None


def _merge_each(base, theirs, mine):
    lines = []
    for before, their_line, my_line in zip(base, theirs, mine, strict=True):
        if before not in (their_line, my_line) and their_line != my_line:
            return None
        lines.append(my_line if their_line == before else their_line)
    return lines


def _find_kept(old, new):
    """Return the places in both texts of each line that stayed, in order."""
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
