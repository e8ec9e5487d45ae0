"""Tables read whole, with the columns they may have and what is taken of their rows.

A header is strict: a column that is not known is refused, so that a salary or a rating cannot slip
in. Messages name the table, the row and the column, never what a cell holds.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from connectors.errors import BadPayload
from connectors.nearest import nearest
from connectors.stream import Record
from connectors.tables.grid import Grid
from connectors.tables.rows import Row, RowRefused, tidy

_COLUMN_NAME = re.compile(r"[a-z0-9_:.]{1,40}")
_SUFFIX = re.compile(r"[A-Za-z0-9_]{1,40}")


class Rejection(Record, frozen=True):
    """One row that is not taken while the others of its table are; nothing of it is kept."""

    table_name: str
    row_number: int
    cause: str
    observed_at: datetime


class TableRefused(BadPayload):
    """Rows are wrong, and the table is right as a whole or not taken.

    Attributes:
        faults: What is wrong with each of them.
    """

    def __init__(self, faults: Sequence[RowRefused]) -> None:
        more = f", and {len(faults) - 1} more that `unsung check` lists" if faults[1:] else ""
        super().__init__(f"{faults[0].cause}{more}", action=RowRefused.action)
        self.faults = faults


@dataclass(frozen=True)
class Columns:
    """What a table's header may name.

    Attributes:
        required: It must name these.
        prefix: It may also name columns that begin so.
        forms: What the cells of a column must be, beyond any text.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    prefix: str | None = None
    forms: Mapping[str, Callable[["Row", str], object]] = field(default_factory=dict)

    def check(self, place: str, header: Sequence[str]) -> None:
        """Refuses a header that lacks a column, or has one twice or one that is not known.

        Raises:
            BadPayload: It does.
        """
        known = {*self.required, *self.optional}
        unknown = [
            _called(name, number, known, is_header=not known.isdisjoint(header))
            for number, name in enumerate(header, 1)
            if name not in known and not self._has_prefix(name)
        ]
        twice = sorted({name for name in header if name in known and header.count(name) > 1})
        lacking = [name for name in self.required if name not in header]
        causes = [
            f"{cause} {', '.join(names)}"
            for names, cause in (
                (lacking, "lacks"),
                (unknown, "has unknown columns"),
                (twice, "names twice"),
            )
            if names
        ]
        if causes:
            cause = f"{place}: the header {' and '.join(causes)}"
            action = f"correct the header, it may name {', '.join(sorted(known))}"
            raise BadPayload(cause, action=f"{action}; nothing was read")

    def _has_prefix(self, name: str) -> bool:
        """Whether a column begins as it may; what follows is one word, and so nobody's address."""
        begins = self.prefix is not None and name.startswith(self.prefix)
        return begins and _SUFFIX.fullmatch(name.removeprefix(str(self.prefix))) is not None


def _called(name: str, number: int, known: set[str], *, is_header: bool) -> str:
    """An unknown column, by its name only if that cannot be a person's."""
    hint = nearest(name, known) if is_header else ""
    if is_header and _COLUMN_NAME.fullmatch(name):
        return f"{name}{hint}"
    return f"number {number}{hint or ' without a plain name'}"


@dataclass(frozen=True)
class Content:
    """A table that was read.

    Attributes:
        columns: What its header may name, and what its cells must be.
        sha256: Of what it says.
        date: When it was read, by the clock of where it lives, UTC.
        notes: What had to be guessed to read it.
        header: The columns that it has.
    """

    rows: Sequence[Row]
    columns: Columns
    sha256: str
    date: datetime
    notes: Sequence[str] = ()
    header: Sequence[str] = ()


def content(grid: Grid, columns: Columns) -> Content:
    """Checks a header and gives the rows below it.

    Raises:
        BadPayload: The header is wrong.
    """
    header = [tidy(name) for name in grid.header]
    columns.check(grid.top, header)
    rows = [
        Row(
            f"{grid.label} {line.number}",
            line.number,
            {name: tidy(cell) for name, cell in zip(header, line.cells, strict=False)},
            line.response,
            line.fault,
        )
        for line in grid.lines
    ]
    said = [(row.number, row.cells, row.response and vars(row.response), row.fault) for row in rows]
    digest = hashlib.sha256(msgspec.json.encode([header, said])).hexdigest()
    return Content(rows, columns, digest, grid.date, grid.notes, header)


_Taken = TypeVar("_Taken", bound=Record)


def take_all(
    table: Content, take: Callable[[Row], _Taken]
) -> tuple[list[_Taken], list[RowRefused]]:
    """Takes every row, or says of each that is wrong what is wrong with each of its cells.

    Args:
        table: Its rows, and the forms of their cells.
        take: Makes a record of a row, or raises `RowRefused`.
    """
    taken: list[_Taken] = []
    faults: list[RowRefused] = []
    for row in table.rows:
        wrong = list(_cell_faults(row, table.columns))
        faults += wrong
        if not wrong:
            try:
                taken.append(take(row))
            except RowRefused as refusal:
                faults.append(refusal)
    return taken, faults


def _cell_faults(row: Row, columns: Columns) -> Iterator[RowRefused]:
    if row.fault is not None:
        yield row.refused(row.fault)
        return
    for column, form in columns.forms.items():
        try:
            form(row, column)
        except RowRefused as refusal:
            yield refusal


def sort_out(
    name: str,
    rows: Sequence[Row],
    take: Callable[[Row], _Taken],
    identity: Callable[[_Taken], Any],
    observed_at: datetime,
) -> tuple[list[_Taken], list[Rejection]]:
    """Takes the rows that are right, and says of each other one why not.

    Args:
        name: What the configuration calls the table.
        rows: Its rows.
        take: Makes a record of a row, or raises `RowRefused`.
        identity: What no two records of the table may share.
        observed_at: When it was read.
    """
    taken: dict[Any, _Taken] = {}
    rejections = []
    for row in rows:
        try:
            record = take(row)
            if identity(record) in taken:
                raise row.refused("it repeats an earlier row")
            taken[identity(record)] = record
        except RowRefused as refusal:
            rejections.append(Rejection(name, refusal.number, refusal.reason, observed_at))
    return list(taken.values()), rejections
