"""What the sheets API holds and answers: tabs of spreadsheets, and with whom each is shared."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sandbox.google.route import Caller, Route, refused_newer
from sandbox.server import Asked, Reply

if TYPE_CHECKING:
    from sandbox.google.workspace import Workspace

Cell = str | int | float | bool | date
"""A date is what a person typed as one: how it is shown depends on the format of its column."""

_EPOCH = date(1899, 12, 30)
_SCOPES = ("spreadsheets.readonly", "spreadsheets", "drive.readonly")
_RANGE = re.compile(r"'((?:[^']|'')*)'|([A-Za-z0-9_]+)")


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
    _asked: "Counter[tuple[datetime, str]]" = field(default_factory=Counter)

    def add(self, identity: str, tab: str, rows: Sequence[Sequence[Cell]], *shared: str) -> Sheet:
        """A spreadsheet with one tab, shared with some addresses."""
        sheet = Sheet(identity, {tab: [list(row) for row in rows]}, set(shared))
        self.sheets[identity] = sheet
        return sheet

    def is_over(self, now: datetime, caller: Caller) -> bool:
        """Counts a request and says whether it is one too many in its minute."""
        key = (now.replace(second=0, microsecond=0), caller.email)
        self._asked[key] += 1
        return self._asked[key] > self.limit


def _batch_get(
    workspace: "Workspace", asked: Asked, match: "re.Match[str]", caller: Caller
) -> Reply:
    sheets = workspace.sheets
    if sheets.is_over(workspace.clock(), caller):
        return refused_newer(429, "RESOURCE_EXHAUSTED", "Quota exceeded")
    sheet = sheets.sheets.get(unquote(match["id"]))
    if sheet is None:
        return refused_newer(404, "NOT_FOUND", "Requested entity was not found.")
    if caller.email not in sheet.shared_with:
        return refused_newer(403, "PERMISSION_DENIED", "The caller does not have permission")
    found = []
    for text in asked.all("ranges"):
        named = _RANGE.fullmatch(text)
        tab = (named[1] or named[2]).replace("''", "'") if named else text
        if tab not in sheet.tabs:
            return refused_newer(400, "INVALID_ARGUMENT", f"Unable to parse range: {text}")
        found.append(_value_range(sheet, tab, asked))
    return Reply(200, {"spreadsheetId": sheet.id, "valueRanges": found})


def _value_range(sheet: Sheet, tab: str, asked: Asked) -> dict[str, object]:
    is_raw = asked.query.get("valueRenderOption") == "UNFORMATTED_VALUE"
    is_serial = asked.query.get("dateTimeRenderOption", "SERIAL_NUMBER") == "SERIAL_NUMBER"
    rows = []
    for cells in sheet.tabs[tab]:
        values: list[object] = []
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                serial = (cell - _EPOCH).days
                is_number = (tab, column) in sheet.numeric or (is_raw and is_serial)
                values.append(serial if is_number else cell.isoformat())
            else:
                values.append(cell if is_raw else str(cell))
        rows.append(_trimmed(values))
    while rows and not rows[-1]:
        rows.pop()
    quoted = tab.replace("'", "''")
    body: dict[str, object] = {"range": f"'{quoted}'!A1:Z1000", "majorDimension": "ROWS"}
    return {**body, "values": rows} if rows else body


def _trimmed(values: list[object]) -> list[object]:
    """A row without its empty end."""
    while values and values[-1] == "":
        values.pop()
    return values


ROUTES: tuple[Route, ...] = (
    Route(
        "sheets.spreadsheets.values.batchGet",
        "GET",
        r"/v4/spreadsheets/(?P<id>[^/]+)/values:batchGet",
        _SCOPES,
        _batch_get,
    ),
)
