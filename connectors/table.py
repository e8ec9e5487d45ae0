"""The tables that an organisation keeps itself: CSV files, tabs of Google Sheets, Google Forms.

A table is small and read whole. Its header is strict: a column that is not known is refused, so
that a salary or a rating cannot slip in. Messages name the table, the row and the column, never
what a cell holds.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

import msgspec

from connectors.errors import BadPayload
from connectors.nearest import nearest
from connectors.sheet import Grid, Response
from connectors.stream import Record
from connectors.text import clean

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"\d+(?:[.]\d+)?", re.ASCII)
_ADDRESS = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+[.][^@\s;,<>]+")
_COLUMN_NAME = re.compile(r"[a-z0-9_:.]{1,40}")
_SUFFIX = re.compile(r"[A-Za-z0-9_]{1,40}")
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_DECIMAL = re.compile(r"\d{1,9}(?:[.]\d+|,\d{1,2})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,7}", re.ASCII)
_YEARS = (1950, 2100)
_SPACES = re.compile(r"[\u00a0\u2007\u202f]")
_UNSEEN = re.compile(r"[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
# Inside a name these two join letters; around one they came by copying.
_JOINERS = "\u200c\u200d"


class Rejection(Record, frozen=True):
    """One row that is not taken while the others of its table are; nothing of it is kept."""

    table_name: str
    row_number: int
    cause: str
    observed_at: datetime


def tidy(text: str) -> str:
    """A cell without what nobody sees: zero-width signs, unusual spaces, blanks around it."""
    seen = _UNSEEN.sub("", _SPACES.sub(" ", clean(text)))
    return seen.strip().strip(_JOINERS).strip()


class RowRefused(BadPayload):
    """A row is wrong.

    Attributes:
        number: Where it stands.
        reason: What is wrong, without what its cells hold.
    """

    action = "correct the row; nothing was read from the table"

    def __init__(self, place: str, number: int, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.number, self.reason = number, reason


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
class Row:
    """One row of a table whose header is right.

    Attributes:
        place: The table and the row, for messages.
        cells: Text by column, stripped.
        response: What Google says of it if it is a response to a form.
        fault: Why its cells cannot be used, None if they can.
    """

    place: str
    number: int
    cells: Mapping[str, str]
    response: Response | None = None
    fault: str | None = None

    def refused(self, reason: str) -> RowRefused:
        """The error that says what is wrong with this row."""
        return RowRefused(self.place, self.number, reason)

    def text(self, column: str) -> str | None:
        """A cell, None if it is empty or its column is left out."""
        if self.fault is not None:
            raise self.refused(self.fault)
        return self.cells.get(column) or None

    def required(self, column: str) -> str:
        """A cell that must be filled in."""
        text = self.text(column)
        if text is None:
            raise self.refused(f"{column} is empty")
        return text

    def several(self, column: str) -> list[str]:
        """The parts of a cell, by ``;``."""
        return [part.strip() for part in (self.text(column) or "").split(";") if part.strip()]

    def one_of(self, column: str, words: Sequence[str]) -> str:
        """A cell that holds one of some words."""
        word = self.required(column).lower()
        if word not in words:
            raise self.refused(f"{column} must be one of {', '.join(words)}{nearest(word, words)}")
        return word

    def day(self, column: str) -> date | None:
        """A cell that is empty or a date."""
        text = self.text(column)
        if text is None:
            return None
        if _NUMBER.fullmatch(text):
            # A sheet gives the days since 1899 where the column is formatted as a number.
            advice = "format the column as a date like 2026-01-31"
            raise self.refused(f"{column} is a number, not a date; {advice}")
        try:
            found = _date(text)
        except ValueError:
            reason = f"{column} is not a date like 2026-01-31"
            if "/" in text:
                reason += " (with slashes nobody can tell day and month apart)"
            raise self.refused(reason) from None
        self._refuse_year(column, found.year)
        return found

    def decimal(self, column: str) -> float | None:
        """A cell that is empty or a number; 0,8 is 0.8, and 1,000 could be two numbers."""
        text = self.text(column)
        if text is None:
            return None
        if not _DECIMAL.fullmatch(text):
            raise self.refused(f"{column} is not a number like 0.8")
        return float(text.replace(",", "."))

    def whole(self, column: str) -> int | None:
        """A cell that is empty or a whole number of minutes."""
        text = self.text(column)
        if text is None:
            return None
        if not _WHOLE.fullmatch(text):
            raise self.refused(f"{column} is not a whole number of minutes")
        return int(text)

    def required_day(self, column: str) -> date:
        """A cell that must hold a date."""
        found = self.day(column)
        if found is None:
            raise self.refused(f"{column} is empty")
        return found

    def instant(self, column: str) -> datetime:
        """A cell that must hold an instant with its offset, or a date, which begins in UTC."""
        text = self.required(column)
        if _DATE.fullmatch(text) or _GERMAN_DATE.fullmatch(text):
            return datetime.combine(self.required_day(column), time(), UTC)
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None:
            raise self.refused(f"{column} is not an instant like 2026-01-31T09:00:00Z")
        self._refuse_year(column, instant.year)
        return instant.astimezone(UTC)

    def _refuse_year(self, column: str, year: int) -> None:
        if not _YEARS[0] <= year <= _YEARS[1]:
            reason = f"{column} is not in the years {_YEARS[0]} to {_YEARS[1]}"
            raise self.refused(f"{reason}; leave it empty where it has no day")

    def address(self, column: str) -> str:
        """A cell that must hold an e-mail address; lower case."""
        address = self.required(column).lower().translate(dict.fromkeys(map(ord, _JOINERS)))
        if not is_address(address):
            raise self.refused(f"{column} is not an address")
        return address

    def addresses(self, column: str) -> tuple[str, ...]:
        """A cell that holds any number of e-mail addresses, by ``;``; lower case."""
        found = tuple(address.lower() for address in self.several(column))
        if not all(map(is_address, found)):
            raise self.refused(f"{column} must hold addresses separated by ;")
        return found


def _date(text: str) -> date:
    """Reads 2026-01-31 and 31.01.2026, where dots say that the day comes first."""
    if dotted := _GERMAN_DATE.fullmatch(text):
        day, month, year = map(int, dotted.groups())
        return date(year, month, day)
    # Python reads 20260131 and 2026-W05-6 too.
    return date.fromisoformat(text if _DATE.fullmatch(text) else "")


def is_address(text: str) -> bool:
    """Whether a text is one e-mail address."""
    return _ADDRESS.fullmatch(text) is not None


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
