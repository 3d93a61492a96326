"""What becomes of a note that two agents changed at the same time."""

from merge3 import Merge3

from ..core.text import split_lines

RESOLUTIONS = ("mine", "theirs", "both")


class NoteMerge:
    """Two texts that grew out of one, merged line by line.

    :param str base: the text that both began with
    :param str theirs: what somebody else made of it, and saved
    :param str mine: what is to be saved now
    """

    def __init__(self, base, theirs, mine):
        merge = Merge3(*map(split_lines, (base, theirs, mine)))
        # Pairs of their and of my lines: the same ones unless they are disputed.
        self._parts = []
        for region in merge.merge_regions():
            if region[0] == "conflict" and (lines := _reconcile(*_lines(merge, region))) is None:
                for part in merge.reprocess_merge_regions([region]):
                    self._add(merge, part)
            elif region[0] == "conflict":
                self._parts.append((lines, lines))
            else:
                self._add(merge, region)

    def _add(self, merge, region):
        kind, start, end, *rest = region
        if kind == "conflict":
            their_start, their_end, my_start, my_end = rest
            part = merge.a[their_start:their_end], merge.b[my_start:my_end]
        else:
            lines = {"unchanged": merge.base, "b": merge.b}.get(kind, merge.a)[start:end]
            part = lines, lines
        self._parts.append(part)

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
        return "\n".join(
            line
            for theirs, mine in self._parts
            for line in (
                theirs
                if theirs == mine or resolution == "theirs"
                else [*theirs, *mine]
                if resolution == "both"
                else mine
            )
        )


def _lines(merge, region):
    _kind, start, end, their_start, their_end, my_start, my_end = region
    return merge.base[start:end], merge.a[their_start:their_end], merge.b[my_start:my_end]


def _reconcile(base, theirs, mine):
    """Merge neighbouring lines, which merge3 takes for the same place.

    :return: the merged lines, or ``None`` if both changed the same ones
    """
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
