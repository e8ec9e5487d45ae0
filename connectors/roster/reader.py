"""Reads the people tables, whole. A broken row refuses them all, but for pairings.

Rows of the roster that contradict each other are refused alone.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Any, ClassVar

from connectors.remote_tables import open_remote
from connectors.roster.conflicts import Entry, known_as, settled
from connectors.roster.people import is_people_file, read_people
from connectors.roster.rows import (
    ABSENCES,
    DECISIONS,
    DIARY,
    DUTIES,
    MACHINES,
    PAIRINGS,
    PEOPLE,
    PEOPLE_FILE,
    Absences,
    Diary,
    Duties,
    account_claims,
    decision,
    employment,
    machine,
    pairing,
)
from connectors.roster.streams import STREAMS
from connectors.settings import Runtime
from connectors.stream import Record, Stream
from connectors.tables.connector import RemoteTables, Table, TableConnector, TableSettings
from connectors.tables.content import (
    Columns,
    Content,
    Rejection,
    TableRefused,
    content,
    sort_out,
    take_all,
)
from connectors.tables.rows import Row, RowRefused

_COLUMNS: Mapping[str, Columns] = {
    "roster": PEOPLE,
    "absences": ABSENCES,
    "duties": DUTIES,
    "diary": DIARY,
    "machines": MACHINES,
    "pairings": PAIRINGS,
    "identity_decisions": DECISIONS,
}


class Settings(TableSettings):
    """Where the tables are.

    Attributes:
        roster: People; several rows of one person say when something changed. Also a mailmap, a
            TOML file, or a folder of TOML files. None where only decisions are read.
        absences: Intervals away, without reasons.
        duties: Who held which duty of the credit policy, and the time allocated to it.
        known_duties: The duties of the credit policy in force.
        diary: What volunteers spent on each kind in each week.
        machines: Accounts that are machines although their tool does not know it.
        pairings: Who was named buddy, mentor or manager of a newcomer.
        identity_decisions: What `unsung identity` writes; it need not exist yet.
    """

    table_of: ClassVar = {
        "employment": "roster",
        "account_claim": "roster",
        "absence": "absences",
        "duty": "duties",
        "diary": "diary",
        "machine": "machines",
        "pairing": "pairings",
        "identity_decision": "identity_decisions",
    }

    roster: Table | None = None
    absences: Table | None = None
    duties: Table | None = None
    known_duties: tuple[str, ...] = ()
    diary: Table | None = None
    machines: Table | None = None
    pairings: Table | None = None
    identity_decisions: Path | None = None


def connect(settings: Settings, secrets: Mapping[str, str], runtime: Runtime) -> "Roster":
    """Prepares the tables for reading; nothing is read yet.

    Args:
        settings: Where they are.
        secrets: ``credentials_file`` if a table is at Google: the path of the credentials file.
        runtime: Folder and clock.

    Raises:
        Permanent: The credentials file is no such file.
    """
    return Roster(settings, runtime, open_remote(settings, secrets, runtime))


class Roster(TableConnector):
    """The people tables, as `connectors.stream.Connector` wants them."""

    source = "roster"
    scope = "people"
    streams: Sequence[Stream] = STREAMS

    def __init__(
        self, settings: Settings, runtime: Runtime, remote: RemoteTables | None = None
    ) -> None:
        super().__init__(runtime, remote)
        self._settings = settings

    @property
    def names(self) -> Sequence[str]:
        """The tables that are configured; decisions are none before the first is made."""
        return [
            name
            for name in _COLUMNS
            if getattr(self._settings, name) is not None and not self._is_unwritten(name)
        ]

    def _is_unwritten(self, name: str) -> bool:
        """Nobody has decided anything yet."""
        path = self._settings.identity_decisions
        is_missing = path is not None and not os.path.exists(self.runtime.folder / path)  # noqa: PTH110  # because Path.exists raises for a name that is too long
        return name == "identity_decisions" and is_missing

    def table(self, name: str) -> Content:
        """Reads one table; a roster may also be a mailmap or TOML."""
        place, columns = getattr(self._settings, name), _COLUMNS[name]
        if name == "roster" and isinstance(place, Path):
            path = self.runtime.folder / place
            if is_people_file(path):
                return content(read_people(path, self.runtime.clock()), PEOPLE_FILE)
        return self.read_table(name, place, columns)

    def records(
        self, tables: Mapping[str, Content], observed_at: datetime
    ) -> Mapping[str, Sequence[Record]]:
        """What the tables say, by stream; rows of people that contradict each other are rejected.

        Raises:
            TableRefused: Rows are broken, or none of the roster is left; nothing is taken.
        """
        taken = self._taken(tables, observed_at)
        roster = tables["roster"].rows if "roster" in tables else ()
        people = settled([Entry(*pair) for pair in zip(roster, taken["roster"], strict=True)])
        if roster and not people.entries:
            raise TableRefused(people.refused)
        pairings, rejections = sort_out(
            "pairings",
            tables["pairings"].rows if "pairings" in tables else (),
            lambda row: pairing(row, observed_at),
            attrgetter("newcomer_email", "buddy_email", "role", "start_date"),
            observed_at,
        )
        rejections += [
            Rejection("roster", fault.number, fault.reason, observed_at) for fault in people.refused
        ]
        return {
            "employment": [entry.employment for entry in people.entries],
            "account_claim": [claim for entry in people.entries for claim in account_claims(entry)],
            "absence": [known_as(row, people.ids) for row in taken["absences"]],
            "duty": [known_as(row, people.ids) for row in taken["duties"]],
            "diary": [known_as(row, people.ids) for row in taken["diary"]],
            "machine": taken["machines"],
            "pairing": pairings,
            "identity_decision": [known_as(row, people.ids) for row in taken["identity_decisions"]],
            "rejection": rejections,
        }

    def _taken(
        self, tables: Mapping[str, Content], observed_at: datetime
    ) -> Mapping[str, Sequence[Any]]:
        """The rows of each table that is right or refused as a whole."""
        takers: Mapping[str, Callable[[Row], Record]] = {
            "roster": lambda row: employment(row, observed_at),
            "absences": Absences(observed_at),
            "duties": Duties(self._settings.known_duties, observed_at),
            "diary": Diary(observed_at),
            "machines": lambda row: machine(row, observed_at),
            "identity_decisions": lambda row: decision(row, observed_at),
        }
        taken: dict[str, Sequence[Record]] = {name: [] for name in takers}
        faults: list[RowRefused] = []
        for name, take in takers.items():
            if name in tables:
                taken[name], wrong = take_all(tables[name], take)
                faults += wrong
        if faults:
            raise TableRefused(faults)
        return taken
