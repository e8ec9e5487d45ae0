"""Rows of tables that people keep: cells as text, dates, numbers and addresses as they are written.

Messages name the table, the row and the column, never what a cell holds.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from connectors.errors import BadPayload
from connectors.nearest import nearest
from connectors.tables.grid import Response
from connectors.text.cleaning import clean

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"\d+(?:[.]\d+)?", re.ASCII)
_ADDRESS = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+[.][^@\s;,<>]+")
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_DECIMAL = re.compile(r"\d{1,9}(?:[.]\d+|,\d{1,2})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,7}", re.ASCII)
_YEARS = (1950, 2100)
_SPACES = re.compile(r"[\u00a0\u2007\u202f]")
_UNSEEN = re.compile(r"[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
# Inside a name these two join letters; around one they came by copying.
_JOINERS = "\u200c\u200d"


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
