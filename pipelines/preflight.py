"""Looks over the people and claims tables before anything runs, alone and beside each other.

What is wrong in a way that could credit the wrong person, or nobody, is refused; what is only
unlikely is a warning. Messages name table, row and column, never what a cell holds about a person.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from connectors.claims.reader import Claims
from connectors.claims.reader import Settings as ClaimsSettings
from connectors.errors import SourceError
from connectors.nearest import nearest
from connectors.roster.reader import Roster
from connectors.roster.reader import Settings as RosterSettings
from connectors.settings import Finding, Level, Runtime
from connectors.tables.connector import TableConnector, only_files
from connectors.tables.content import Content
from connectors.tables.rows import Row
from pipelines.config import Config
from pipelines.plausible import ACCOUNT, unlikely, warn
from pipelines.run_context import RunContext
from pipelines.tools import find_tools
from transforms.policy import known_kinds

_NO_TOOLS = {"roster", "claims"}
_MOST_SHOWN = 100
_KINDS_IN = ("diary", "self_reports", "peer_notes")
_BY_ID = ("absences", "duties", "diary")
_BY_ADDRESS = {
    "pairings": ("newcomer_email", "buddy_email"),
    "self_reports": ("author_email",),
    "peer_notes": ("author_email", "about"),
}


def check_files(run_context: RunContext, sources: Collection[str]) -> Iterator[Finding]:
    """Yields what is wrong or unlikely in the tables that are files, without asking any tool.

    Args:
        run_context: The configuration and the clock.
        sources: Which of its sources are about to be read.
    """
    config = run_context.config
    runtime = Runtime(config.folder, clock=run_context.clock)
    readers: list[TableConnector] = []
    for source in sources:
        settings = config.sources[source]
        if isinstance(settings, RosterSettings):
            readers.append(Roster(only_files(settings), runtime))
        elif isinstance(settings, ClaimsSettings):
            readers.append(Claims(only_files(settings), runtime))
    for reader in readers:
        yield from (found for found in reader.check() if found.level != "ok")
    yield from check_together(config, readers, run_context.clock().date())


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
    beside = _Beside(tables, config)
    yield from beside.tools()
    yield from beside.people()
    yield from beside.managers()
    yield from beside.kinds()
    yield from beside.machines()
    yield from beside.claims()
    yield from beside.decisions()
    yield from beside.pairings()
    yield from unlikely(tables, today)


@dataclass(frozen=True)
class _Beside:
    """The tables beside each other."""

    tables: Mapping[str, Content]
    config: Config

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
            tool = column.removeprefix(ACCOUNT)
            if column.startswith(ACCOUNT) and tool not in tools:
                cause = f"people table, column {column[:40]}: no tool has this name"
                hint = f"{nearest(tool, tools)}; tools are {', '.join(tools)}"
                yield Finding("missing", f"BAD_PAYLOAD: {cause}{hint}")
            elif column.startswith(ACCOUNT) and tool not in self.config.sources:
                yield warn(f"people table, column {column}: {tool} is not configured as a source")
        for row in self._rows("machines"):
            tool = row.cells.get("tool", "").lower()
            if tool and tool not in tools:
                hint = f"{nearest(tool, tools)}; tools are {', '.join(tools)}"
                yield Finding("missing", f"BAD_PAYLOAD: {row.place}: there is no such tool{hint}")
        if "roster" in self.tables and not self.tables["roster"].rows:
            yield Finding(
                "missing", "BAD_PAYLOAD: people table: it names no one; add a row for each person"
            )

    def people(self) -> Iterator[Finding]:
        """Rows about somebody who is not in the roster are of no use, and may be mistyped."""
        if not self._roster:
            return
        ids = {row.cells.get("person_id", "") for row in self._roster}
        for name in _BY_ID:
            for row in self._rows(name):
                if row.cells.get("person_id", "") not in ids | {""}:
                    yield warn(f"{row.place}: person_id is not in the roster")
        for name, columns in _BY_ADDRESS.items():
            for row in self._rows(name):
                for column in columns:
                    if row.cells.get(column, "").lower() not in self._addresses | {""}:
                        yield warn(f"{row.place}: {column} is not an address in the roster")

    def managers(self) -> Iterator[Finding]:
        """Chains of managers end with somebody who has none."""
        above: dict[str, str] = {}
        for row in self._roster:
            manager = row.cells.get("manager_email", "").lower()
            if manager and manager not in self._addresses:
                yield warn(f"{row.place}: manager_email is not an address in the roster")
            elif manager:
                above[row.cells.get("email", "").lower()] = manager
        circles = _in_circles(above)
        for row in self._roster:
            if row.cells.get("email", "").lower() in circles:
                yield warn(f"{row.place}: manager_email leads back to the person in a circle")

    def kinds(self) -> Iterator[Finding]:
        """Kinds that do not exist count nowhere."""
        known = known_kinds()
        for name in _KINDS_IN:
            for row in self._rows(name):
                kind = row.cells.get("kind", "").lower()
                if kind and kind not in known:
                    yield warn(f"{row.place}: kind does not exist{nearest(kind, known)}")

    def machines(self) -> Iterator[Finding]:
        """What a person's own account does would be dropped as a machine's."""
        owned = {
            (column.removeprefix(ACCOUNT), account.lower())
            for row in self._roster
            for column in row.cells
            if column.startswith(ACCOUNT)
            for account in row.several(column)
        }
        listed = set[tuple[str, str]]()
        for row in self._rows("machines"):
            tool, account = row.cells.get("tool", "").lower(), row.cells.get("account", "").lower()
            if (tool, account) in owned or account in self._addresses:
                cause = f"BAD_PAYLOAD: {row.place}: account is a person's in the roster"
                yield Finding("missing", f"{cause}; take it out of one of the two tables")
            if (tool, account) in listed:
                yield warn(f"{row.place}: the account is in the table already")
            if tool in find_tools() and tool not in self.config.sources:
                yield warn(f"{row.place}: tool is not configured as a source")
            listed.add((tool, account))

    def claims(self) -> Iterator[Finding]:
        """Teams and people that a self-report names and nobody else knows."""
        teams = {row.cells.get("team", "").casefold() for row in self._roster}
        for row in self._rows("self_reports") if self._roster else ():
            others = row.several("others_involved")
            if any(address.lower() not in self._addresses for address in others):
                yield warn(
                    f"{row.place}: others_involved names an address that is not in the roster"
                )
            to = row.cells.get("beneficiary", "")
            if to and to.casefold() not in teams and to.lower() not in self._addresses:
                yield warn(
                    f"{row.place}: beneficiary is neither a team nor an address in the roster"
                )

    def decisions(self) -> Iterator[Finding]:
        """Decisions about tools and people that are nowhere else."""
        people = {row.cells.get("person_id", "") for row in self._roster} | self._addresses
        tools = [tool for tool in find_tools() if tool not in _NO_TOOLS]
        for row in self._rows("identity_decisions") if self._roster else ():
            tool, _, account = row.cells.get("account_id", "").partition(":")
            if tool not in find_tools() or not account:
                named = ", ".join(tools)
                yield warn(f"{row.place}: account_id does not begin with a tool; tools are {named}")
            key = row.cells.get("person_key", "")
            kind, _, name = key.partition(":")
            # A machine, or a person outside the roster, is known by an account.
            if kind not in tools and not {key, key.lower(), name, name.lower()} & people:
                yield warn(f"{row.place}: person_key is not in the roster")

    def pairings(self) -> Iterator[Finding]:
        """Nobody is a buddy of oneself, by whichever address."""
        owner = {
            address.strip().lower(): row.cells.get("person_id", "")
            for row in self._roster
            for address in (row.cells.get("email", ""), *row.several("other_emails"))
        }
        for row in self._rows("pairings"):
            both = [row.cells.get(name, "").lower() for name in _BY_ADDRESS["pairings"]]
            if both[0] != both[1] and owner.get(both[0], "") == owner.get(both[1], both[1]):
                yield warn(f"{row.place}: newcomer_email and buddy_email are one person's")


def _in_circles(above: Mapping[str, str]) -> set[str]:
    """Whose chain of managers leads back to themselves."""
    found, passed = set[str](), set[str]()
    for person in above:
        chain: list[str] = []
        current: str | None = person
        while current is not None and current not in passed:
            passed.add(current)
            chain.append(current)
            current = above.get(current)
        if current in chain:
            found.update(chain[chain.index(current) :])
    return found


def shown(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yields the first findings of each level, and how many more there are."""
    counts: Counter[Level] = Counter()
    for finding in findings:
        counts[finding.level] += 1
        if counts[finding.level] <= _MOST_SHOWN:
            yield finding
    for level, count in counts.items():
        if count > _MOST_SHOWN:
            text = f"and {count - _MOST_SHOWN} more; `unsung check --json` has them all"
            yield Finding(level, text)
