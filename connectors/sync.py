"""The sync engine: what every reader of a tool needs besides what the tool lists and answers.

A reader lists pages and says how an answer becomes records. How far a sync came, which children of
changed parents are unread, when everything is listed again, what a row that is not as documented
means and up to when a scope is covered is decided here, once.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec
from msgspec import structs

from connectors.errors import BadPayload
from connectors.rest.paging import as_utc, parse_instant
from connectors.stream import Batch, Batches, Cursor, ParentKeys, Record, Stream

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SWEEP_EVERY = timedelta(days=7)
"""How often everything is listed, which finds what was deleted and what was missed."""

Sync = Generator[Batch, None, datetime]
"""Yields batches and returns the instant, by the tool's clock, up to which everything was read."""

After = dict[str, str]
"""Parent stream -> position up to which its changed keys were read."""

_Made = TypeVar("_Made")


def parse(stream: str, convert: Callable[..., _Made], *given: Any) -> _Made:
    """Makes a record, or several, of what a tool answered, and checks the types of their fields.

    Args:
        stream: Its name, for the message.
        convert: Makes the record.
        given: What ``convert`` is given.

    Raises:
        BadPayload: A documented field is missing or holds another type.
    """
    try:
        made = convert(*given)
        for record in made if isinstance(made, list) else [made]:
            if isinstance(record, Record):
                msgspec.convert(structs.asdict(record), type(record))
        return made
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        # The text of any error but KeyError may quote the row.
        what = f"field {error}" if isinstance(error, KeyError) else type(error).__name__
        cause = f"stream {stream}: a row does not have the documented format: {what}"
        raise BadPayload(cause) from None


def instant(text: str | None) -> datetime | None:
    """An instant in a cursor.

    Raises:
        BadPayload: It is none.
    """
    return None if text is None else parse_instant(text, "cursor")


class Position:
    """What the last sync of a listing left and what this one has read: the cursor.

    In the cursor, ``since`` is the start of the last sync minus the overlap, ``seen`` are the
    versions it landed from there on, so that reading them again brings no news, and ``swept`` is
    the start of the last sync that listed everything. ``walk`` is there only while a sync is under
    way, so that one that was interrupted resumes.

    Attributes:
        past: The cursor of the last sync that ended.
        walk: What an interrupted sync left; empty if none was.
        since: From where on this one reads; None reads from the beginning.
        started: The tool's clock when this sync first asked it; what it covers until.
        recent: The versions by id that the next sync will meet again.
    """

    def __init__(
        self, cursor: Cursor | None, now: datetime, overlap: timedelta, *, is_resumed: bool = True
    ) -> None:
        self._overlap, self._now = overlap, now
        self.past: Cursor = {k: part for k, part in (cursor or {}).items() if k != "walk"}
        self.walk: Mapping[str, Any] = (cursor or {}).get("walk", {}) if is_resumed else {}
        self.since = instant(self.past.get("since"))
        self.started: datetime = instant(self.walk.get("started")) or now
        self.recent: dict[str, str] = dict(self.walk.get("recent", {}))

    @property
    def is_sweep_due(self) -> bool:
        """Whether everything is to be listed again."""
        swept = instant(self.past.get("swept"))
        return swept is None or self._now - swept >= SWEEP_EVERY

    def is_news(
        self, identity: str, stamp: str, changed_at: datetime, read_at: datetime | None = None
    ) -> bool:
        """Whether the last sync did not land a version; remembers it for the next overlap.

        A row of the second in which it was listed (``read_at``) is not remembered: it may change
        once more without another instant to show it.
        """
        if self.started - self._overlap <= changed_at != read_at:
            self.recent[identity] = stamp
        is_old = self.since is not None and changed_at < self.since
        return not is_old and self.past.get("seen", {}).get(identity) != stamp

    def inside(self, **walk: Any) -> Cursor:
        """The cursor inside a sync that can be resumed."""
        return {**self.past, "walk": {"started": as_utc(self.started), **walk}}

    def ended(self, **more: Any) -> Cursor:
        """The cursor after the sync: by its own first start, however often it was resumed."""
        return {"since": as_utc(self.started - self._overlap), **more}

    def swept(self, *, is_swept: bool) -> str | None:
        """When everything was listed last."""
        return as_utc(self.started) if is_swept else self.past.get("swept")


class Coverage:
    """Up to when each listing of each scope was read in this pull."""

    def __init__(self) -> None:
        self._covered: dict[tuple[str, str], datetime] = {}
        self._last: dict[str, datetime] = {}

    def begin(self) -> None:
        """Forgets the last pull."""
        self._covered.clear()

    def follow(self, scope: str, listing: str, cursor: Cursor | None, sync: Sync) -> Sync:
        """Passes a sync on; until it ends, its listing is covered up to its cursor."""
        self._covered[scope, listing] = instant((cursor or {}).get("since")) or EPOCH
        covered = yield from sync
        self._covered[scope, listing] = self._last[scope] = covered
        return covered

    def of_parents(self, scope: str, listings: Sequence[str], now: datetime) -> datetime:
        """Children are complete up to where the parents read in this pull are."""
        return min(self._covered.get((scope, listing), now) for listing in listings)

    def until(self, scope: str) -> datetime:
        """The start of the sync of a scope that ended last, however often it was resumed."""
        return self._last[scope]


class Reader(ABC):
    """A connector whose scopes are covered by what each of their listings covers."""

    def __init__(self) -> None:
        self.coverage = Coverage()

    @abstractmethod
    def sync(
        self, walk: Sequence[Stream], scope: str, cursor: Cursor | None, parents: ParentKeys
    ) -> Sync:
        """Reads the streams of one walk; streams beside them in its batches are left out."""

    def read(
        self, walk: Sequence[Stream], scope: str, cursor: Cursor | None, parents: ParentKeys
    ) -> Batches:
        """Yields everything new since the cursor, as `Connector.read` promises."""
        names = {stream.name for stream in walk}
        sync = wanted_only(self.sync(walk, scope, cursor, parents), names)
        yield from self.coverage.follow(scope, walk[0].walk or walk[0].name, cursor, sync)

    def covered_until(self, scope: str) -> datetime:
        """The start of the sync that ended last, however often it was resumed."""
        return self.coverage.until(scope)


def digest(records: Sequence[Record]) -> str:
    """A hash of records, whenever and in whatever order they were observed."""
    timeless = (structs.replace(record, observed_at=EPOCH) for record in records)
    return hashlib.sha256(b"\n".join(sorted(map(msgspec.json.encode, timeless)))).hexdigest()


def if_changed(
    stream: str,
    records: Sequence[Record],
    cursor: Cursor | None,
    *,
    changed: Mapping[str, Sequence[list[Any]]] | None = None,
    is_complete: bool = False,
) -> Iterator[Batch]:
    """Lands a few records when they are not what was landed last.

    Args:
        stream: Their stream.
        records: All there are.
        cursor: Where the last sync ended.
        changed: Keys of changed parents, for the children.
        is_complete: Whether the records that are missing were deleted.
    """
    state = digest(records)
    if cursor is None or cursor["state"] != state:
        complete: dict[str, list[list[Any]]] = {stream: [[]]} if is_complete else {}
        yield Batch({stream: records}, {"state": state}, changed or {}, complete)


def unread(
    names: Sequence[str], parents: ParentKeys, cursor: Cursor | None
) -> Iterator[tuple[Cursor, list[Any] | None]]:
    """Yields every changed parent once, with the cursor after it; last the cursor of the end.

    In the cursor, ``after`` are the positions up to which the keys of each parent stream were read.
    A parent that several streams name is read once, also by a sync that was interrupted: until the
    sync ends the cursor says from where (``began``) and up to which keys (``until``) it reads. A
    later key of the same parent is another change.
    """
    past = cursor or {}
    after: After = past.get("after", {})
    began: After = past.get("began", after)
    until: After = past.get("until") or {
        name: position for name in names for position, _ in parents(name, after.get(name))
    }
    before = {
        key[0]
        for name in names
        for position, key in parents(name, began.get(name))
        if position <= after.get(name, "")
    }
    done: set[Any] = set()
    reached = after
    for name in names:
        for position, key in parents(name, after.get(name)):
            reached = {**reached, name: position}
            is_old = key[0] in before and position <= until.get(name, "")
            if key[0] not in done and not is_old:
                done.add(key[0])
                yield {"after": reached, "began": began, "until": until}, key
    yield {"after": reached}, None


def wanted_only(sync: Sync, names: Set[str]) -> Sync:
    """A sync without the streams that an operator left out."""

    def kept(parts: Mapping[str, Any]) -> dict[str, Any]:
        return {name: part for name, part in parts.items() if name in names}

    while True:
        try:
            batch = next(sync)
        except StopIteration as end:
            covered: datetime = end.value
            return covered
        yield replace(
            batch,
            records=kept(batch.records),
            changed=kept(batch.changed),
            complete=kept(batch.complete),
        )
