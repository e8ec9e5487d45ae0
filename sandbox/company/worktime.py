"""When people work: moments in their own working hours, never on leave."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Protocol
from zoneinfo import ZoneInfo

NEVER = datetime.max.replace(tzinfo=UTC)
"""When somebody does what he never gets to; what follows it never happens either."""

_OPENS, _LAST_START, _CLOSES = 9, 17, 18
_PATIENCE = 60


class Worker(Protocol):
    """Somebody with a calendar."""

    @property
    def zone(self) -> str:
        """An IANA time zone."""

    def works_on(self, day: date) -> bool:
        """Whether this is a working day of an employed person who is not away."""


def first_monday(end: datetime, weeks: int) -> date:
    """The first Monday of the window that lies wholly in the weeks before ``end``."""
    start = end.astimezone(UTC) - timedelta(weeks=weeks)
    monday = start.date() - timedelta(days=start.weekday())
    return monday if start == _midnight(monday) else monday + timedelta(weeks=1)


def monday_of(moment: datetime) -> date:
    """The Monday of a moment's week, in UTC."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def moment(person: Worker, day: date, random: Random) -> datetime:
    """A moment in a person's working hours of a day, with an hour left; NEVER if he is off."""
    if not person.works_on(day):
        return NEVER
    seconds = random.randrange((_LAST_START - _OPENS) * 3600)
    return _local(person, day) + timedelta(seconds=seconds)


def weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def after(
    person: Worker, at: datetime, random: Random, hours: tuple[float, float] = (0.5, 8)
) -> datetime:
    """The next moment at which a person gets to something, so many hours after ``at``.

    What falls out of the working hours is done on a later day. NEVER if he is away for long.
    """
    if at == NEVER:
        return NEVER
    wanted = at + timedelta(seconds=round(random.uniform(*hours) * 3600))
    day = wanted.astimezone(_zone(person.zone)).date()
    for _ in range(_PATIENCE):
        if person.works_on(day):
            opens = _local(person, day)
            if wanted < opens:
                return opens + timedelta(seconds=random.randrange(3 * 3600))
            if wanted < opens + timedelta(hours=_LAST_START - _OPENS):
                return wanted
        day += timedelta(days=1)
    return NEVER


def soon(at: datetime, minutes: float) -> datetime:
    """So many minutes later, at the same sitting."""
    return at if at == NEVER else at + timedelta(minutes=minutes)


def is_within(start: datetime, stop: datetime, working_days: int) -> bool:
    """Whether ``stop`` comes at most so many working days after ``start``."""
    limit = start
    while working_days and stop != NEVER:
        limit += timedelta(days=1)
        working_days -= limit.weekday() < 5
    return stop <= limit


def is_working_time(person: Worker, at: datetime) -> bool:
    """Whether a moment lies in the working hours of a day on which the person works."""
    local = at.astimezone(_zone(person.zone))
    return person.works_on(local.date()) and _OPENS <= local.hour < _CLOSES


def amount(random: Random, rate: float) -> int:
    """A whole number that is ``rate`` on average."""
    return int(rate + random.random())


def is_due(number: int, share: float) -> bool:
    """Whether the n-th of equal turns belongs to somebody who takes this share of them."""
    return int((number + 1) * share + 1e-9) > int(number * share + 1e-9)


def _local(person: Worker, day: date) -> datetime:
    opens = datetime(day.year, day.month, day.day, _OPENS, tzinfo=_zone(person.zone))
    return opens.astimezone(UTC)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
