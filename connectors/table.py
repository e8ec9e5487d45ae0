"""The tables that an organisation keeps itself: CSV files, tabs of Google Sheets, Google Forms.

A table is small and read whole. Its header is strict: a column that is not known is refused, so
that a salary or a rating cannot slip in. Messages name the table, the row and the column, never
what a cell holds.
"""

import csv
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from connectors.errors import BadPayload, Permanent
from connectors.sheet import Grid, Line, Response
from connectors.stream import Record
from connectors.text import clean

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d+(?:[.]\d+)?")
_ADDRESS = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+[.][^@\s;,<>]+")
_COLUMN_NAME = re.compile(r"[\w:. -]{1,40}")


class Rejection(Record, frozen=True):
    """One row that is not taken while the others of its table are; nothing of it is kept."""

    table_name: str
    row_number: int
    cause: str
    observed_at: datetime


class RowRefused(BadPayload):
    """A row is wrong.

    Attributes:
        number: Where it stands.
        reason: What is wrong, without what its cells hold.
    """

    action = "correct the row; nothing of the table was taken"

    def __init__(self, place: str, number: int, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.number, self.reason = number, reason


@dataclass(frozen=True)
class Columns:
    """What a table's header may name.

    Attributes:
        required: It must name these.
        prefix: It may also name columns that begin so.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    prefix: str | None = None

    def check(self, place: str, header: Sequence[str]) -> None:
        """Refuses a header that lacks a column, or has one twice or one that is not known.

        Raises:
            BadPayload: It does.
        """
        known = {*self.required, *self.optional}
        unknown = [
            name if _COLUMN_NAME.fullmatch(name) else "without a plain name"
            for name in header
            if name not in known and not (self.prefix and name.startswith(self.prefix))
        ]
        twice = sorted({name for name in header if header.count(name) > 1} - set(unknown))
        for names, cause in (
            ([name for name in self.required if name not in header], "lacks"),
            (unknown, "has unknown columns"),
            (twice, "names twice"),
        ):
            if names:
                cause = f"{place}: the header {cause} {', '.join(names)}"
                raise BadPayload(cause, action="correct the header; nothing was taken")


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
            raise self.refused(f"{column} is none of {', '.join(words)}")
        return word

    def day(self, column: str) -> date | None:
        """A cell that is empty or a date."""
        text = self.text(column)
        if text is None:
            return None
        if _NUMBER.fullmatch(text):
            # A sheet gives the days since 1899 where the column is formatted as a number.
            advice = "format the column as a date like 2026-01-31"
            raise self.refused(f"{column} is a number and not a date; {advice}")
        try:
            # Python reads 20260131 and 2026-W05-6 too.
            return date.fromisoformat(text if _DATE.fullmatch(text) else "")
        except ValueError:
            reason = f"{column} is not a date like 2026-01-31"
            raise self.refused(reason) from None

    def required_day(self, column: str) -> date:
        """A cell that must hold a date."""
        found = self.day(column)
        if found is None:
            raise self.refused(f"{column} is empty")
        return found

    def instant(self, column: str) -> datetime:
        """A cell that must hold an instant with its offset, or a date, which begins in UTC."""
        text = self.required(column)
        if _DATE.fullmatch(text):
            return datetime.combine(self.required_day(column), time(), UTC)
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None:
            raise self.refused(f"{column} is no instant like 2026-01-31T09:00:00Z")
        return instant.astimezone(UTC)

    def address(self, column: str) -> str:
        """A cell that must hold an e-mail address; lower case."""
        address = self.required(column).lower()
        if not is_address(address):
            raise self.refused(f"{column} is not an address")
        return address


def is_address(text: str) -> bool:
    """Whether a text is one e-mail address."""
    return _ADDRESS.fullmatch(text) is not None


@dataclass(frozen=True)
class Content:
    """A table that was read.

    Attributes:
        sha256: Of what it says.
        date: When it was read, by the clock of where it lives, UTC.
    """

    rows: Sequence[Row]
    sha256: str
    date: datetime


def content(grid: Grid, columns: Columns) -> Content:
    """Checks a header and gives the rows below it.

    Raises:
        BadPayload: The header is wrong.
    """
    header = [clean(name).strip() for name in grid.header]
    columns.check(grid.top, header)
    rows = [
        Row(
            f"{grid.label} {line.number}",
            line.number,
            {name: clean(cell).strip() for name, cell in zip(header, line.cells, strict=False)},
            line.response,
            line.fault,
        )
        for line in grid.lines
    ]
    said = [(row.number, row.cells, row.response and vars(row.response), row.fault) for row in rows]
    return Content(rows, hashlib.sha256(msgspec.json.encode([header, said])).hexdigest(), grid.date)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        Permanent: It cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        cause = f"{path.name} cannot be read ({error.strerror})"
        raise Permanent(cause, action="correct its path in the config") from None


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        Permanent: It cannot be opened.
        BadPayload: It is not UTF-8.
    """
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadPayload(f"{path.name} line 1: the file is not UTF-8") from None


def read_csv(path: Path, date: datetime) -> Grid:
    """Reads a CSV file.

    Raises:
        Permanent: It cannot be opened.
        BadPayload: It is no CSV, or not UTF-8.
    """
    lines, header, number = [], None, 1
    reader = csv.reader(StringIO(read_text(path), newline=""), strict=True)
    try:
        for cells in reader:
            if header is None:
                header = cells
            elif cells:
                wrong = f"the row has not the {len(header)} cells of the header"
                fault = None if len(cells) == len(header) else wrong
                lines.append(Line(number, cells, fault=fault))
            number = reader.line_num + 1
    except csv.Error:
        raise BadPayload(f"{path.name} line {number}: the row is no CSV") from None
    return Grid(f"{path.name} line 1", f"{path.name} line", header or [], lines, date)


_Taken = TypeVar("_Taken", bound=Record)


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
