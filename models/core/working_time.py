"""How much of a time is worked, and when so much work is done.

Times worked are a list of pairs of moments, in their order and without overlaps. ``None`` means
that all time is worked. Moments are naive, in UTC.
"""

from datetime import timedelta


def count_seconds(worked, start, end):
    """Return how many seconds of work lie between two moments.

    :param list worked: the times worked, or ``None``
    :rtype: float
    """
    if worked is None:
        return (end - start).total_seconds()
    return sum(
        (min(end, stop) - max(start, begin)).total_seconds()
        for begin, stop in worked
        if begin < end and start < stop
    )


def find_moment(worked, start, seconds):
    """Return when so many seconds of work are done that begins at a moment.

    :param list worked: the times worked, or ``None``
    :return: the moment; ``None`` if it lies after the times worked
    """
    if worked is None:
        return start + timedelta(seconds=seconds)
    for begin, stop in worked:
        begin = max(begin, start)
        if begin < stop:
            if begin + timedelta(seconds=seconds) <= stop:
                return begin + timedelta(seconds=seconds)
            seconds -= (stop - begin).total_seconds()
    return None
