"""Walks through time in windows with fixed bounds, oldest first, and how far each walk came."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.pagerduty.client import Client, Key, Query, Shifted, TooLong, row_id
from connectors.rest.paging import MOST_PASSES, Page, as_utc
from connectors.stream import Batch, Cursor, Record
from connectors.sync import instant

OVERLAP = timedelta(minutes=15)
LONGEST = timedelta(days=30)
"""Longest window: duty is listed for at most 3 months at once, audit records for 31 days."""

SECOND = timedelta(seconds=1)
HISTORY = timedelta(days=396)
"""How far the first pull goes back: thirteen months, for which pointers to events are kept."""

MOST_SEEN = 5_000
"""Ids a cursor remembers of the overlap; what is beyond lands twice, which does no harm."""


@dataclass(frozen=True)
class Window:
    """A stretch of time in whole seconds."""

    start: datetime
    end: datetime

    @property
    def query(self) -> Query:
        """Its bounds; a second more, as PagerDuty does not say whether they are inclusive."""
        return {"since": as_utc(self.start), "until": as_utc(self.end + SECOND)}

    def halved(self) -> "Window | None":
        """Its older half, None of a window of one second."""
        half = (self.end - self.start) // (2 * SECOND)
        return Window(self.start, self.start + half * SECOND) if half else None


def spans(whole: Window) -> Iterator[Window]:
    """Yields windows of the greatest length that make up a longer one."""
    start = whole.start
    while start < whole.end:
        yield Window(start, min(start + LONGEST, whole.end))
        start += LONGEST


class Progress:
    """What the last walk left and what this one has read; together they are the cursor.

    In the cursor, ``since`` is the start of the last walk minus the overlap, and ``seen`` are the
    ids it landed from there on, so that reading them again lands nothing. ``walk`` is there only
    while a walk is under way: ``at`` is the start of its window.

    Attributes:
        past: The cursor of the last walk that ended.
        started: The tool's clock when this walk first asked it; what it covers until.
        first: Where the very first walk started.
        since: Where this one started.
        at: The start of the window that is read.
        place: Where in that window.
    """

    def __init__(self, cursor: Cursor | None, now: datetime, first: datetime) -> None:
        past = cursor or {}
        walk = past.get("walk", {})
        self.past = {name: part for name, part in past.items() if name != "walk"}
        self.first = first
        self._seen = frozenset(self.past.get("seen", ()))
        self.started = instant(walk.get("started")) or now.replace(microsecond=0)
        self.since = instant(self.past.get("since")) or first
        self.at = instant(walk.get("at")) or self.since
        self.place: dict[str, Any] = walk.get("place", {})
        self._recent: dict[str, None] = dict.fromkeys(walk.get("recent", ()))

    def is_news(self, identity: str, instant: datetime | None) -> bool:
        """Whether the last walk did not land it; remembers what the next will meet again."""
        if instant is None or instant >= self.started - OVERLAP:
            self._recent.pop(identity, None)
            self._recent[identity] = None
            if len(self._recent) > MOST_SEEN:
                del self._recent[next(iter(self._recent))]
        return identity not in self._seen

    def cursor(self, at: datetime, **place: Any) -> Cursor:
        """The cursor inside a walk, at a place of the window that starts at an instant."""
        walk = {
            "started": as_utc(self.started),
            "at": as_utc(at),
            "place": place,
            "recent": list(self._recent),
        }
        return {**self.past, "walk": walk}

    def finished(self) -> Cursor:
        """The cursor after the walk: by its own first start, however often it was resumed."""
        return {"since": as_utc(self.started - OVERLAP), "seen": list(self._recent)}

    def windows(self) -> Iterator[Window]:
        """Yields the windows that are still to be read; the last one ends where the walk started.

        The first is the one that an interrupted walk was in. Whoever reads sets ``at`` to the end
        of what was read: there the next one starts.
        """
        while self.at < self.started:
            end = instant(self.place.get("end")) or min(self.at + LONGEST, self.started)
            yield Window(self.at, end)


Landed = tuple[Sequence[Record], Sequence[list[Any]]]
"""The records of some rows, and the keys of changed parents."""


@dataclass(frozen=True)
class Slices:
    """A list that is paged by offset, read window by window.

    A window with more rows than PagerDuty lists is halved until its rows fit. Its size is asked
    for with its first page (``total``); if that is missing, or the window grew, or PagerDuty
    refuses earlier than it documents, the window is halved when its end cannot be reached.

    Attributes:
        stream: What the rows become.
        client: Reads the pages.
        path: What is listed.
        name: Where the body holds the rows.
        query: What is asked besides the window.
        key: Tells rows apart.
    """

    stream: str
    client: Client
    path: str
    name: str
    query: Query
    key: Key = row_id

    def read(self, progress: Progress, land: Callable[[Page, Window], Landed]) -> Iterator[Batch]:
        """Yields the batches of all windows that are still to be read.

        Raises:
            TooLong: One second has too many rows.
            Shifted: The rows of a window never stand still.
        """
        for window in progress.windows():
            read = yield from self._whole(window, progress, land)
            progress.at, progress.place = read.end, {}

    def _whole(
        self, window: Window, progress: Progress, land: Callable[[Page, Window], Landed]
    ) -> Generator[Batch, None, Window]:
        """Reads a window, or its oldest part that can be listed, and returns which."""
        passes = 0
        while True:
            try:
                yield from self._pass(window, progress, land)
            except TooLong:
                half = window.halved()
                if half is None:
                    raise
                window = half
            except Shifted:
                passes += 1
                if passes == MOST_PASSES:
                    raise
            else:
                return window
            progress.place = {}

    def _pass(
        self, window: Window, progress: Progress, land: Callable[[Page, Window], Landed]
    ) -> Iterator[Batch]:
        offset, anchor = progress.place.get("offset", 0), progress.place.get("anchor")
        query = {**self.query, **window.query, "total": "true"}
        for page in self.client.pages(
            self.path, self.name, query, key=self.key, offset=offset, anchor=anchor
        ):
            records, changed = land(page, window)
            anchor = self.key(page.items[-1]) if page.items else anchor
            if page.token is None:
                cursor = progress.cursor(window.end)
            else:
                place = {"end": as_utc(window.end), "offset": page.token, "anchor": anchor}
                cursor = progress.cursor(window.start, **place)
            yield Batch({self.stream: records}, cursor, changed={self.stream: changed})
