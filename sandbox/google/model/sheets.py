"""Spreadsheets: their tabs, and with whom each is shared."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

Cell = str | int | float | bool | date
"""A date is what a person typed as one: how it is shown depends on the format of its column."""


@dataclass(eq=False)
class Sheet:
    """One spreadsheet.

    Attributes:
        tabs: Rows of cells by the tab's name.
        shared_with: Addresses that may read it.
        numeric: (tab, column from 0) whose dates are formatted as plain numbers.
    """

    id: str
    tabs: dict[str, list[list[Cell]]]
    shared_with: set[str] = field(default_factory=set)
    numeric: set[tuple[str, int]] = field(default_factory=set)


@dataclass
class Sheets:
    """Holds spreadsheets.

    Attributes:
        limit: Requests a minute of one caller.
    """

    sheets: dict[str, Sheet] = field(default_factory=dict)
    limit: int = 60
    _asked: Counter[tuple[datetime, str]] = field(default_factory=Counter)

    def add(self, identity: str, tab: str, rows: Sequence[Sequence[Cell]], *shared: str) -> Sheet:
        """A spreadsheet with one tab, shared with some addresses."""
        sheet = Sheet(identity, {tab: [list(row) for row in rows]}, set(shared))
        self.sheets[identity] = sheet
        return sheet

    def is_over(self, now: datetime, email: str) -> bool:
        """Counts a request and says whether it is one too many in its minute."""
        key = (now.replace(second=0, microsecond=0), email)
        self._asked[key] += 1
        return self._asked[key] > self.limit
