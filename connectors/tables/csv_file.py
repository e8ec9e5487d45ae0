"""Reads CSV files as people have them: any spreadsheet's encoding, delimiter and empty margins."""

import codecs
import csv
from datetime import datetime
from io import StringIO
from pathlib import Path

from connectors.errors import BadPayload, Permanent
from connectors.tables.grid import Grid, Line
from connectors.tables.rows import tidy
from connectors.text.cleaning import clean

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = "sep="
"""Excel's own first line that names the delimiter."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
GUESSED = "it is not UTF-8 and was read as Windows-1252; save it as UTF-8 if names look wrong"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        Permanent: It cannot be opened.
    """
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no path can look like this"
        cause = f"{clean(path.name)} cannot be read ({why})"
        raise Permanent(cause, action="correct its path in the config") from None


def decode(path: Path) -> tuple[str, str | None]:
    """The text of a file, and what had to be guessed to read it.

    Raises:
        Permanent: It cannot be opened.
        BadPayload: It is no text.
    """
    content = read_bytes(path)
    if content.startswith(_WORKBOOKS):
        action = "save the sheet as CSV UTF-8 and name that file"
        raise BadPayload(f"{path.name}: it is an Excel workbook, not CSV", action=action)
    encodings = [name for bom, name in _BOMS if content.startswith(bom)]
    if not encodings:
        # Without a mark only the zero bytes of Latin letters tell UTF-16 from other encodings.
        wide = ["utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"]
        encodings = wide if b"\0" in content else ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, GUESSED if encoding == "cp1252" else None
    action = "save it as CSV UTF-8"
    raise BadPayload(f"{path.name}: its encoding is not a text encoding", action=action)


def read_csv(path: Path, date: datetime) -> Grid:
    """Reads a CSV file.

    Raises:
        Permanent: It cannot be opened.
        BadPayload: It is no CSV.
    """
    text, guessed = decode(path)
    delimiter, skipped = _delimiter(text)
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            if number > skipped and any(map(tidy, cells)):
                rows.append((number, cells))
            number = reader.line_num + 1
    except csv.Error:
        cause = f"{path.name} line {number}: the row is not valid CSV"
        action = "close its quotes, or save the table as CSV UTF-8 once more"
        raise BadPayload(cause, action=action) from None
    top, header = rows[0] if rows else (1, [])
    width = _width([cells for _, cells in rows])
    lines = [_line(number, cells, len(header[:width])) for number, cells in rows[1:]]
    notes = (f"{path.name}: {guessed}",) if guessed else ()
    return Grid(f"{path.name} line {top}", f"{path.name} line", header[:width], lines, date, notes)


def _delimiter(text: str) -> tuple[str, int]:
    """What separates the cells, and how many lines come before the header."""
    first = text.lstrip("\ufeff").partition("\n")[0].strip()
    named = first[len(_SEPARATOR_LINE) :].strip('"') if first.startswith(_SEPARATOR_LINE) else ""
    if named in _DELIMITERS and named:
        return named, 1
    header = next((line for line in text.splitlines() if tidy(line)), "")
    return max(_DELIMITERS, key=lambda delimiter: _cells(header, delimiter)), 0


def _cells(header: str, delimiter: str) -> int:
    """Into how many cells a delimiter cuts a header."""
    return len(next(csv.reader([header], delimiter=delimiter), []))


def _width(rows: list[list[str]]) -> int:
    """How many columns hold anything: spreadsheets write empty ones behind the last."""
    return max((n for cells in rows for n, cell in enumerate(cells, 1) if tidy(cell)), default=0)


def _line(number: int, cells: list[str], width: int) -> Line:
    kept = cells[:width]
    is_whole = len(kept) == width and not any(map(tidy, cells[width:]))
    fault = None if is_whole else f"the row has not the {width} cells of the header"
    return Line(number, kept if is_whole else cells, fault=fault)
