"""What a connector declares and yields: streams, record types and batches of records."""

import hashlib
import types
import typing
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

import msgspec

from connectors.settings import Finding

Cursor = dict[str, Any]
"""A JSON object that says where a walk resumes."""

ParentKeys = Callable[[str, str | None], Iterator[tuple[str, list[Any]]]]
"""``parents(stream, after)`` yields (position, key) of every changed parent after a position."""

_SQL_TYPES: dict[Any, str] = {
    str: "varchar",
    int: "bigint",
    float: "double",
    bool: "boolean",
    datetime: "timestamptz",
    date: "date",
    tuple[str, ...]: "varchar[]",
}


class Record(msgspec.Struct, frozen=True, gc=False):
    """Base of every record type. Its subclass's fields are the columns that are kept.

    A record holds no reference that could lead back to it, so the garbage collector skips it.
    """


@dataclass(frozen=True)
class Column:
    """One field of a record as the warehouse sees it."""

    name: str
    type: str
    nullable: bool


@dataclass(frozen=True)
class Within:
    """Where the rows of a stream live: in rows of another one, such as comments on a page.

    Attributes:
        stream: The stream of the containers.
        by: Pairs of a field of the row and the field of its container that equals it.
    """

    stream: str
    by: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Stream:
    """One kind of record of one tool. Its record type is its schema: nothing else is ever kept.

    Attributes:
        name: Singular noun, unique within the tool.
        record: Its fields are the columns; ``X | None`` may be missing.
        key: Fields that identify a record for ever, built on the tool's immutable ids.
        version: Field whose greatest value wins; None means a record never changes.
        personal: Fields that hold data about a person.
        walk: Streams of one tool with the same walk are read together and share a cursor.
        children_of: Streams whose changed keys say what this one reads.
        replaces: Fields of the parent for which a listing is complete, so that rows missing from
            it are marked deleted; ``()`` is the whole scope, None means never complete.
        holds: Its rows hold work of others, such as pages. One that is missing was archived, moved,
            restricted or deleted, which takes nobody's work away: it is marked unseen instead.
        within: Which rows hold its own. A row that is missing together with its container is
            unseen as well.
        scope_kind: Kind of the scopes that have this stream: those named so, or so and a hyphen
            before their own name. Empty is every scope of the tool.
        shared: Its rows belong to the tool as a whole, such as its users, whichever scope brought
            them: they are seen for as long as any of its scopes is configured.
    """

    name: str
    record: type[Record]
    key: tuple[str, ...]
    version: str | None
    personal: frozenset[str] = frozenset()
    walk: str = ""
    children_of: tuple[str, ...] = ()
    replaces: tuple[str, ...] | None = None
    scope_kind: str = ""
    shared: bool = False
    holds: bool = False
    within: Within | None = None

    def is_in(self, scope: str) -> bool:
        """Whether a scope of the tool has this stream."""
        return not self.scope_kind or scope.partition("-")[0] == self.scope_kind

    def __post_init__(self) -> None:
        names = {column.name for column in self.columns}
        used = {*self.key, *self.personal, *(self.replaces or ()), *filter(None, [self.version])}
        used |= {own for own, _ in self.within.by} if self.within else set()
        if unknown := used - names:
            message = f"stream {self.name} names fields its record lacks: {sorted(unknown)}"
            raise ValueError(message)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The record's fields in order, with their SQL types."""
        hints = typing.get_type_hints(self.record)
        return tuple(_column(name, hints[name]) for name in self.record.__struct_fields__)

    @property
    def shape(self) -> str:
        """Fingerprint of the record type: when it changes, the stream is read from the start."""
        return hashlib.sha256(repr(self.columns).encode()).hexdigest()[:16]


def _column(name: str, hint: Any) -> Column:
    nullable = isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint)
    if nullable:
        (hint,) = [arg for arg in typing.get_args(hint) if arg is not type(None)]
    return Column(name, _SQL_TYPES[hint], nullable)


@dataclass(frozen=True)
class Batch:
    """What one step of a walk brought, and where to resume after it.

    Attributes:
        records: Stream name -> records of that stream.
        cursor: Position after this batch.
        changed: Stream name -> keys whose child streams must be read (again).
        complete: Stream name -> values of ``Stream.replaces`` listed completely by this walk; a
            listing of the whole scope is the empty list.
        share: How many steps of the walk are done, and of how many, where the tool says so.
    """

    records: Mapping[str, Sequence[Record]]
    cursor: Cursor
    changed: Mapping[str, Sequence[list[Any]]] = field(default_factory=dict)
    complete: Mapping[str, Sequence[list[Any]]] = field(default_factory=dict)
    share: tuple[int, int] | None = None


Batches = Generator[Batch, None, None]
"""The batches of one walk. Whoever stops reading them closes them, which ends what they started."""


class Connector(Protocol):
    """One configured tool, ready to read."""

    source: str
    streams: Sequence[Stream]

    def scopes(self) -> Sequence[str]:
        """Names the units that are read and can fail on their own, such as repositories."""

    def read(
        self, walk: Sequence[Stream], scope: str, cursor: Cursor | None, parents: ParentKeys
    ) -> Batches:
        """Yields everything new since the cursor; None reads from the beginning.

        Raises:
            SourceError: The walk cannot go on; batches yielded before stay valid.
        """

    def check(self) -> Iterator[Finding]:
        """Says whether the credential and scopes suffice, and what is more than needed."""

    def covered_until(self, scope: str) -> datetime:
        """The instant, by the tool's clock and UTC, up to which a read that ended is complete."""

    @property
    def requests(self) -> int:
        """Requests (or programs) sent so far, for the closing table."""


def walks(streams: Sequence[Stream]) -> list[list[Stream]]:
    """Groups streams that are read together, parents before children, in declared order."""
    grouped: dict[str, list[Stream]] = {}
    for stream in streams:
        grouped.setdefault(stream.walk or stream.name, []).append(stream)
    return sorted(grouped.values(), key=lambda group: any(s.children_of for s in group))
