"""Whose shift an override took over: the layers of its schedule, as PagerDuty renders them.

The final schedule shows who was on call in the end. The layers still show who would have been.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.errors import BadPayload
from connectors.pagerduty.client import Client, one
from connectors.rest.paging import Row, as_utc, parse_instant

LONGEST = timedelta(days=60)
"""How far back layers are asked for: an override that began earlier is known by its last days."""


@dataclass(frozen=True)
class Shift:
    """A stretch of time for which a layer names somebody."""

    user_id: str
    start: datetime
    end: datetime


def layers_of(
    client: Client, schedule_id: str, since: datetime, until: datetime
) -> Sequence[Sequence[Shift]]:
    """The shifts of each layer of a schedule in a stretch of time.

    Raises:
        BadPayload: They are not as documented.
    """
    since = max(since, until - LONGEST)
    query = {"since": as_utc(since), "until": as_utc(until), "time_zone": "UTC", "overflow": "true"}
    schedule = one(client.http.get(f"/schedules/{schedule_id}", query), "schedule")
    try:
        return [
            _shifts(layer["rendered_schedule_entries"]) for layer in schedule["schedule_layers"]
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadPayload("the layers of a schedule are not in the documented format") from None


def _shifts(entries: Sequence[Row]) -> list[Shift]:
    return [
        Shift(
            str(entry["user"]["id"]),
            parse_instant(entry["start"], "start"),
            parse_instant(entry["end"], "end"),
        )
        for entry in entries
    ]


def covered(
    taker: str, start: datetime, end: datetime, layers: Sequence[Sequence[Shift]]
) -> tuple[str, ...]:
    """The users, other than the taker, whose shifts lie in a stretch of time, in their order.

    PagerDuty lists layers in one order and takes them in another, and has changed that. So whoever
    is in any of them then was on call anyway; where two others overlap, the first listed counts.
    """
    found: dict[str, None] = {}
    shifts = [[each for each in layer if each.start < end and each.end > start] for layer in layers]
    bounds = {start} | {max(each.start, start) for layer in shifts for each in layer}
    bounds |= {each.end for layer in shifts for each in layer if each.end < end}
    for moment in sorted(bounds):
        named = [s.user_id for layer in shifts for s in layer if s.start <= moment < s.end]
        if named and taker not in named:
            found[named[0]] = None
    return tuple(found)
