"""Lays work down on a person's clock: it ends with its last trace, and nothing is done at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

Stretch = tuple[datetime, datetime]

_DAY = timedelta(hours=9)
"""Work of one time lies within so long before its end."""


def lay_down(wanted: Sequence[tuple[datetime, float]]) -> list[float]:
    """The minutes that are there for each work of one person, in the order of their ends.

    What is interrupted by other work began earlier; what no longer fits into the day is shorter.

    Args:
        wanted: The end of each work and the minutes it takes if nothing else is in its way.
    """
    taken: list[Stretch] = []
    granted: list[float] = []
    for end, minutes in wanted:
        taken = [stretch for stretch in taken if stretch[1] > end - _DAY]
        found = _free(taken, end, timedelta(minutes=minutes))
        taken = sorted([*taken, *found])
        granted.append(sum((stop - start).total_seconds() for start, stop in found) / 60)
    return granted


def _free(taken: Sequence[Stretch], end: datetime, left: timedelta) -> list[Stretch]:
    """The last free time before an end."""
    found: list[Stretch] = []
    earliest = end - _DAY
    for start, stop in [*reversed(taken), (earliest, earliest)]:
        free = min(end - max(stop, earliest), left)
        if free > timedelta():
            found.append((end - free, end))
            left -= free
        end = min(end, start)
    return found
