"""Warns of what tables may say and hardly mean: placeholders, misspellings, periods with gaps.

Nothing here is refused. Messages name table, row and column, never what a cell holds.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import pairwise

from connectors.roster.rows import PEOPLE_FILE
from connectors.settings import Finding
from connectors.tables.content import Content
from connectors.tables.rows import Row, RowRefused

ACCOUNT = "account:"
_LONGEST_ABSENCE = timedelta(days=366)
_FULL_WEEK = 40 * 60
_SMALLEST_FTE = 0.05
_ALIKE = 0.85
_WHOLE = re.compile(r"\d{1,7}", re.ASCII)
_NUMBERING = re.compile(r"[\W_]*(\d+|\b[a-z])$")
_EMPLOYMENT_WORDS = ("team", "role_family", "level")
_WORDS: Mapping[str, tuple[str, ...]] = {
    "roster": ("person_id", "name", "team", "role_family", "level"),
    "machines": ("account",),
    "identity_decisions": ("account_id", "person_key"),
}
"""Columns that hold any text, where a placeholder would become a name."""
_PLACEHOLDER = re.compile(
    r"#(n/a|ref!|name\?|value!|div/0!|null!|num!)|n/?a|none|null|nil|nan|tb[acd]|todo|unknown"
    r"|undefined|[-?.x]+|0",
    re.IGNORECASE,
)
_NAMED = ("name", "team", "role_family")
_NO_NAME = re.compile(r"[\W\d_]+|.*[@<>].*")
_SHORTENED = re.compile(r"\d+([.,]\d+)?E[+-]?\d+|\d+\.0", re.IGNORECASE)
_PROPER = re.compile(
    r"[\w!#$%&*+/=?^{}~-][\w'!#$%&*+/=?^{}~-]*(\.[\w'!#$%&*+/=?^{}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}",
    re.IGNORECASE | re.ASCII,
)
_NO_HANDLE = re.compile(r"^@|://|[,\s/]|^['\"]")


def warn(text: str) -> Finding:
    """A finding about what is read, and probably not what was meant."""
    return Finding("warning", f"{text}; correct it if that is not intended")


def unlikely(tables: Mapping[str, Content], today: date) -> Iterator[Finding]:
    """Yields what is unlikely in tables that can be read.

    Args:
        tables: By the name that the configuration gives them.
        today: The day of the look, UTC.
    """
    rows = {name: [row for row in table.rows if not row.fault] for name, table in tables.items()}
    for name, found in rows.items():
        yield from _cells(name, found)
        if tables[name].columns is not PEOPLE_FILE:
            yield from _addresses(found)
    roster = rows.get("roster", [])
    yield from _spellings(roster)
    yield from _doubles(roster)
    yield from _periods(roster)
    yield from _employments(roster, today)
    yield from _absences(rows.get("absences", ()))
    yield from _duties(rows.get("duties", ()))


def _cells(name: str, rows: Sequence[Row]) -> Iterator[Finding]:
    """Cells that hold something else than their column means."""
    for row in rows:
        for column, cell in row.cells.items():
            is_account = column.startswith(ACCOUNT) or (name, column) == ("machines", "account")
            if is_account or column in _WORDS.get(name, ()):
                words = row.several(column) if is_account else [cell]
                causes = (_cell_fault(word, is_account=is_account) for word in words)
                for cause in filter(None, causes):
                    yield warn(f"{row.place}: {column} {cause}")
                if column in _NAMED and cell and _NO_NAME.fullmatch(cell):
                    yield warn(f"{row.place}: {column} is hardly a name")


def _addresses(rows: Sequence[Row]) -> Iterator[Finding]:
    """Addresses that no mail would reach; what git wrote in a mailmap is no such address."""
    for row in rows:
        for column in row.cells:
            if column == "other_emails" or column.endswith("email"):
                for address in row.several(column):
                    if "@" in address and not _PROPER.fullmatch(address):
                        yield warn(f"{row.place}: {column} is hardly an address")


def _cell_fault(word: str, *, is_account: bool) -> str | None:
    if not word:
        return None
    if _PLACEHOLDER.fullmatch(word):
        return "is a placeholder; leave the cell empty"
    if "\n" in word:
        return "has a line break"
    if _SHORTENED.fullmatch(word):
        return "is a number that a spreadsheet rewrote; format the column as text"
    if word.startswith("="):
        return "is a formula; save what it gives"
    if _is_encoded_twice(word):
        return "looks like UTF-8 that was read as another encoding; save the file once more"
    if is_account and _NO_HANDLE.search(word):
        return "is not an account name; write it as the tool shows it, several separated by ;"
    return None


def _is_encoded_twice(word: str) -> bool:
    """Whether a text is what becomes of UTF-8 read as Windows-1252, or has lost letters."""
    if word.isascii():
        return False
    try:
        return word.encode("cp1252").decode("utf-8") != word
    except UnicodeError:
        return "\ufffd" in word


def _spellings(roster: Sequence[Row]) -> Iterator[Finding]:
    """A word that stands once and looks like a frequent one is probably mistyped."""
    for column in (*_EMPLOYMENT_WORDS, "email"):
        said = [_spelt(row, column) for row in roster]
        counts = Counter(said)
        common = [word for word, count in counts.items() if count > 1 and word]
        for row, word in zip(roster, said, strict=True):
            if counts[word] == 1 and any(_is_like(word, other) for other in common):
                yield warn(f"{row.place}: {column} is almost, but not quite, one of other rows")


def _spelt(row: Row, column: str) -> str:
    """What may be mistyped in a cell: of an address its domain."""
    return row.cells.get(column, "").rpartition("@")[2]


def _is_like(word: str, other: str) -> bool:
    """Whether two words are almost the same; Team A and Team B, L3 and L4 are not."""
    folded, common = word.casefold(), other.casefold()
    if not word or word == other or _NUMBERING.sub("", folded) == _NUMBERING.sub("", common):
        return word != other and folded == common
    is_swapped = len(word) > 2 and sorted(folded) == sorted(common)
    return is_swapped or SequenceMatcher(None, folded, common).ratio() >= _ALIKE


def _doubles(roster: Sequence[Row]) -> Iterator[Finding]:
    """One person under two ids, or two names under one, would be two profiles or a mixed one."""
    of_ids: dict[str, Row] = {}
    of_names: dict[str, Row] = {}
    for row in roster:
        person, name = row.cells.get("person_id", ""), row.cells.get("name", "")
        first = of_ids.setdefault(person.casefold().lstrip("0"), row)
        if first.cells["person_id"] != person:
            yield warn(
                f"{row.place}: person_id differs from that of row {first.number} in case only"
            )
        elif first.cells.get("name", "") != name:
            yield warn(f"{row.place}: name differs from that of an earlier row of this person_id")
        else:
            same = of_names.setdefault(name.casefold(), row)
            if name and same.cells["person_id"] != person:
                yield warn(
                    f"{row.place}: row {same.number} has the same name and another person_id"
                )


@dataclass(frozen=True)
class _Period:
    row: Row
    begins: date
    ends: date
    start: date | None
    end: date | None


def _periods(roster: Sequence[Row]) -> Iterator[Finding]:
    """Periods of one person follow each other without gaps, inside the employment."""
    people: dict[str, list[_Period]] = defaultdict(list)
    for row in roster:
        period = _Period(
            row,
            _day(row, "valid_from") or date.min,
            _day(row, "valid_to") or date.max,
            _day(row, "start_date"),
            _day(row, "end_date"),
        )
        people[row.cells.get("person_id", "")].append(period)
        if period.start and period.ends < period.start:
            yield warn(f"{row.place}: valid_to is before start_date")
        if period.end and period.begins > period.end:
            yield warn(f"{row.place}: valid_from is after end_date")
    for periods in people.values():
        periods.sort(key=lambda period: period.begins)
        for earlier, later in pairwise(periods):
            if earlier.start and later.start and earlier.start != later.start:
                yield warn(f"{later.row.place}: start_date differs from that of an earlier row")
            if date.max > earlier.ends < later.begins - timedelta(days=1):
                yield warn(f"{later.row.place}: days are left out before valid_from")


def _absences(rows: Sequence[Row]) -> Iterator[Finding]:
    """Absences that take very long, or that somebody entered twice."""
    away: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in rows:
        first, last = _day(row, "from"), _day(row, "to")
        if first is None or last is None:
            continue
        if last - first > _LONGEST_ABSENCE:
            yield warn(f"{row.place}: the absence is longer than a year")
        others = away[row.cells.get("person_id", "")]
        if any(first <= end and start <= last for start, end in others):
            yield warn(f"{row.place}: the absence overlaps another of this person")
        others.append((first, last))


def _duties(rows: Sequence[Row]) -> Iterator[Finding]:
    """More allocated time than a week of work has."""
    held: Counter[str] = Counter()
    for row in rows:
        minutes, person = row.cells.get("minutes_per_week", ""), row.cells.get("person_id", "")
        if _WHOLE.fullmatch(minutes) and not row.cells.get("to"):
            held[person] += int(minutes)
            if held[person] > _FULL_WEEK:
                yield warn(f"{row.place}: the open duties of this person exceed 40 hours a week")


def _employments(roster: Sequence[Row], today: date) -> Iterator[Finding]:
    """Employment that is hardly one, and a roster of people who are all gone."""
    for row in roster:
        start = _day(row, "start_date")
        if start and start > today + _LONGEST_ABSENCE:
            yield warn(f"{row.place}: start_date is more than a year ahead")
        try:
            fte = row.decimal("fte")
        except RowRefused:
            continue  # the table's own check has said so
        if fte and fte < _SMALLEST_FTE:
            yield warn(f"{row.place}: fte is less than two hours a week")
    ends = [_day(row, "end_date") for row in roster]
    if ends and all(end and end < today for end in ends):
        yield warn("people table: everybody has left already")


def _day(row: Row, column: str) -> date | None:
    try:
        return row.day(column)
    except RowRefused:
        return None  # the table's own check has said so
