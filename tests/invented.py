"""Invented streams, records and clocks that several tests share."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.stream import Batch, Batches, Record, Stream
from warehouse.store import RawTable

START = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


class Note(Record, frozen=True):
    """One invented record with every type a record may have."""

    note_id: int
    thread: str
    version: int
    labels: tuple[str, ...] = ()
    share: float | None = None
    is_open: bool = True
    written_at: datetime = START


NOTE = Stream("note", Note, ("note_id",), "version", replaces=("thread",))
FACT = Stream("fact", Note, ("note_id",), None)


def raw_table(stream: Stream, source: str = "demo") -> RawTable:
    columns = tuple((c.name, c.type, c.nullable) for c in stream.columns)
    within = (stream.within.stream, stream.within.by) if stream.within else None
    return RawTable(
        source,
        stream.name,
        columns,
        stream.key,
        stream.version,
        stream.replaces,
        holds=stream.holds,
        within=within,
    )


class Clock:
    """A clock that moves on by a second whenever it is read."""

    def __init__(self, now: datetime = START, step: timedelta = timedelta(seconds=1)) -> None:
        self.now, self.step = now, step

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


class Script:
    """A connector that yields the batches it was given from the cursor on, then may fail."""

    source = "demo"
    requests = 0

    def __init__(self, batches: Sequence[dict[str, Any]], failure: Exception | None = None) -> None:
        self.batches, self.failure, self.seen = batches, failure, []
        self.streams: Sequence[Stream] = (NOTE,)

    def scopes(self) -> Sequence[str]:
        return ["acme/widget"]

    def covered_until(self, scope: str) -> datetime:
        return START

    def check(self) -> Iterator[Any]:
        yield from ()

    def read(self, walk: Any, scope: str, cursor: Any, parents: Any) -> Batches:
        self.seen.append(cursor)
        first = cursor["done"] if cursor else 0
        for number, batch in list(enumerate(self.batches, start=1))[first:]:
            yield Batch(cursor={"done": number}, **batch)
        if self.failure is not None:
            raise self.failure
