"""A table as it came from wherever it lives: a header and lines of cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Response:
    """What Google itself says of one response to a form.

    Attributes:
        email: The address of who responded, None where the form collects none.
        is_verified: Whether Google checked that the address is theirs.
        submitted_at: When the response was handed in as it now is, UTC.
    """

    id: str
    email: str | None
    is_verified: bool
    submitted_at: datetime


@dataclass(frozen=True)
class Line:
    """One row as it came.

    Attributes:
        number: Where it stands, from 1.
        fault: Why its cells cannot be used, None if they can.
    """

    number: int
    cells: Sequence[str]
    response: Response | None = None
    fault: str | None = None


@dataclass(frozen=True)
class Grid:
    """A table as it came.

    Attributes:
        top: What messages call its header.
        label: What messages call a row, before its number.
        date: When it was read, by the clock of where it lives, UTC.
        notes: What had to be guessed to read it.
    """

    top: str
    label: str
    header: Sequence[str]
    lines: Sequence[Line]
    date: datetime
    notes: Sequence[str] = ()
