"""Looks over the people and claims tables before anything runs, alone and beside each other.

What is wrong in a way that could credit the wrong person, or nobody, is refused; what is only
unlikely is a warning. Messages name table, row and column, never what a cell holds about a person.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import cached_property

from connectors.claims.reader import Claims
from connectors.claims.reader import Settings as ClaimsSettings
from connectors.errors import SourceError
from connectors.nearest import nearest
from connectors.roster.reader import Roster
from connectors.roster.reader import Settings as RosterSettings
from connectors.settings import Finding, Runtime
from connectors.table import Content, Row, RowRefused
from connectors.tabular import TableConnector, only_files
from pipelines.config import Config
from pipelines.resources import Workplace
from pipelines.tools import find_tools
from transforms.policy import known_kinds

_ACCOUNT = "account:"
_NO_TOOLS = {"roster", "claims"}
_LONGEST_ABSENCE = timedelta(days=366)
_ALIKE = 0.85
_NUMBERING = re.compile(r"[\W_]*(\d+|\b[a-z])$")
_EMPLOYMENT_WORDS = ("team", "role_family", "level")
_KINDS_IN = ("diary", "self_reports", "peer_notes")
_BY_ID = ("absences", "duties", "diary")
_BY_ADDRESS = {
    "pairings": ("newcomer_email", "buddy_email"),
    "self_reports": ("author_email",),
    "peer_notes": ("author_email", "about"),
}


def check_files(workplace: Workplace, sources: Collection[str]) -> Iterator[Finding]:
    """Yields what is wrong or unlikely in the tables that are files, without asking any tool.

    Args:
        workplace: The configuration and the clock.
        sources: Which of its sources are about to be read.
    """
    config = workplace.config
    runtime = Runtime(config.folder, clock=workplace.clock)
    readers: list[TableConnector] = []
    for source in sources:
        settings = config.sources[source]
        if isinstance(settings, RosterSettings):
            readers.append(Roster(only_files(settings), {}, runtime))
        elif isinstance(settings, ClaimsSettings):
            readers.append(Claims(only_files(settings), {}, runtime))
    for reader in readers:
        yield from (found for found in reader.check() if found.level != "ok")
    yield from check_together(config, readers, workplace.clock().date())


def check_together(
    config: Config, readers: Collection[TableConnector], today: date
) -> Iterator[Finding]:
    """Yields what no table shows by itself: people, kinds and tools that are nowhere else."""
    tables: dict[str, Content] = {}
    for reader in readers:
        for name in reader.names:
            try:
                tables[name] = reader.table(name)
            except SourceError:
                continue  # its own check has said so
    beside = _Beside(tables, config, today)
    yield from beside.tools()
    yield from beside.people()
    yield from beside.managers()
    yield from beside.kinds()
    yield from beside.spellings()
    yield from beside.times()


@dataclass(frozen=True)
class _Beside:
    """The tables beside each other."""

    tables: Mapping[str, Content]
    config: Config
    today: date

    def _rows(self, name: str) -> list[Row]:
        return (
            [row for row in self.tables[name].rows if not row.fault] if name in self.tables else []
        )

    @cached_property
    def _roster(self) -> list[Row]:
        return self._rows("roster")

    @cached_property
    def _addresses(self) -> set[str]:
        """Every address of everybody."""
        cells = (
            (row.cells.get("email", ""), *row.cells.get("other_emails", "").split(";"))
            for row in self._roster
        )
        return {cell.strip().lower() for row in cells for cell in row} - {""}

    def tools(self) -> Iterator[Finding]:
        """Accounts of tools that do not exist are tied to nobody."""
        tools = [tool for tool in find_tools() if tool not in _NO_TOOLS]
        header = self.tables["roster"].header if "roster" in self.tables else ()
        for column in header:
            tool = column.removeprefix(_ACCOUNT)
            if column.startswith(_ACCOUNT) and tool not in tools:
                cause = f"people table, column {column[:40]}: no tool is called so"
                hint = f"{nearest(tool, tools)}; tools are {', '.join(tools)}"
                yield Finding("missing", f"BAD_PAYLOAD: {cause}{hint}")
            elif column.startswith(_ACCOUNT) and tool not in self.config.sources:
                yield _warn(f"people table, column {column}: {tool} is not configured as a source")
        for row in self._rows("machines"):
            tool = row.cells.get("tool", "").lower()
            if tool and tool not in tools:
                hint = f"{nearest(tool, tools)}; tools are {', '.join(tools)}"
                yield Finding("missing", f"BAD_PAYLOAD: {row.place}: tool is none{hint}")
        if "roster" in self.tables and not self.tables["roster"].rows:
            yield Finding(
                "missing", "BAD_PAYLOAD: people table: it names nobody; add a row a person"
            )

    def people(self) -> Iterator[Finding]:
        """Rows about somebody who is not in the roster are of no use, and may be mistyped."""
        if not self._roster:
            return
        ids = {row.cells.get("person_id", "") for row in self._roster}
        for name in _BY_ID:
            for row in self._rows(name):
                if row.cells.get("person_id", "") not in ids | {""}:
                    yield _warn(f"{row.place}: person_id is nobody in the roster")
        for name, columns in _BY_ADDRESS.items():
            for row in self._rows(name):
                for column in columns:
                    if row.cells.get(column, "").lower() not in self._addresses | {""}:
                        yield _warn(f"{row.place}: {column} is nobody's address in the roster")

    def managers(self) -> Iterator[Finding]:
        """Chains of managers end with somebody who has none."""
        above: dict[str, str] = {}
        for row in self._roster:
            manager = row.cells.get("manager_email", "").lower()
            if manager and manager not in self._addresses:
                yield _warn(f"{row.place}: manager_email is nobody's address in the roster")
            elif manager:
                above[row.cells.get("email", "").lower()] = manager
        for row in self._roster:
            person = row.cells.get("email", "").lower()
            current, passed = above.get(person), set[str]()
            while current in above and current != person and current not in passed:
                passed.add(current)
                current = above[current]
            if current == person:
                yield _warn(f"{row.place}: manager_email leads back to the person in a circle")

    def kinds(self) -> Iterator[Finding]:
        """Kinds that do not exist count nowhere."""
        known = known_kinds()
        for name in _KINDS_IN:
            for row in self._rows(name):
                kind = row.cells.get("kind", "").lower()
                if kind and kind not in known:
                    yield _warn(f"{row.place}: kind is none that exists{nearest(kind, known)}")

    def spellings(self) -> Iterator[Finding]:
        """A word that stands once and looks like a frequent one is probably mistyped."""
        names: dict[str, str] = {}
        for row in self._roster:
            person = row.cells.get("person_id", "")
            if names.setdefault(person, row.cells.get("name", "")) != row.cells.get("name", ""):
                yield _warn(
                    f"{row.place}: name differs from that of an earlier row of this person_id"
                )
        for column in _EMPLOYMENT_WORDS:
            counts = Counter(row.cells.get(column, "") for row in self._roster)
            common = [word for word, count in counts.items() if count > 1 and word]
            for row in self._roster:
                word = row.cells.get(column, "")
                if counts[word] == 1 and any(_is_like(word, other) for other in common):
                    yield _warn(
                        f"{row.place}: {column} is almost, but not quite, one of other rows"
                    )

    def times(self) -> Iterator[Finding]:
        """Times that can be, and hardly are."""
        for row in self._rows("absences"):
            first, last = _day(row, "from"), _day(row, "to")
            if first and last and last - first > _LONGEST_ABSENCE:
                yield _warn(f"{row.place}: the absence is longer than a year")
        for row in self._roster:
            start = _day(row, "start_date")
            if start and start > self.today + _LONGEST_ABSENCE:
                yield _warn(f"{row.place}: start_date is more than a year ahead")


def _is_like(word: str, other: str) -> bool:
    """Whether two words are almost the same; Team A and Team B, L3 and L4 are not."""
    folded, common = word.casefold(), other.casefold()
    if not word or word == other or _NUMBERING.sub("", folded) == _NUMBERING.sub("", common):
        return word != other and folded == common
    is_swapped = len(word) > 2 and sorted(folded) == sorted(common)
    return is_swapped or SequenceMatcher(None, folded, common).ratio() >= _ALIKE


def _day(row: Row, column: str) -> date | None:
    try:
        return row.day(column)
    except RowRefused:
        return None  # the table's own check has said so


def _warn(text: str) -> Finding:
    return Finding("warning", f"{text}; correct it if it is not meant so")
