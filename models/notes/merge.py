"""What becomes of a note that two agents changed at the same time."""

from ..core.lines import find_kept, split_lines

RESOLUTIONS = ("mine", "theirs", "both")


class NoteMerge:
    """Two texts that grew out of one, merged line by line.

    :param str base: the text that both began with
    :param str theirs: what somebody else made of it, and saved
    :param str mine: what is to be saved now
    """

    def __init__(self, base, theirs, mine):
        base, theirs, mine = map(split_lines, (base, theirs, mine))
        their_places, my_places = dict(find_kept(base, theirs)), dict(find_kept(base, mine))
        kept = [(i, their_places[i], my_places[i]) for i in their_places if i in my_places]
        # Pairs of their and of my lines: the same ones unless they are disputed.
        self._parts = []
        for before, their_lines, my_lines in _split(kept, base, theirs, mine):
            lines = _merge(before, their_lines, my_lines)
            if lines is None:
                self._parts += _split(find_kept(their_lines, my_lines), their_lines, my_lines)
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
