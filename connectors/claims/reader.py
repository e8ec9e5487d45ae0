"""Reads the two tables of claims. A row that is wrong is refused alone, and counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import ClassVar

from pydantic import model_validator

from connectors.claims.rows import PEER_NOTES, SELF_REPORTS, peer_note, self_report
from connectors.claims.streams import STREAMS
from connectors.claims.words import TRAITS
from connectors.remote_tables import open_remote
from connectors.settings import Runtime
from connectors.stream import Record, Stream
from connectors.tables.connector import RemoteTables, Table, TableConnector, TableSettings
from connectors.tables.content import Content, sort_out

_COLUMNS = {"self_reports": SELF_REPORTS, "peer_notes": PEER_NOTES}


class Settings(TableSettings):
    """The ``claims`` entry under ``sources:``.

    Attributes:
        self_reports: What people say of their own work.
        peer_notes: What people say of others' work.
    """

    table_of: ClassVar = {"self_report": "self_reports", "peer_note": "peer_notes"}

    self_reports: Table | None = None
    peer_notes: Table | None = None

    @model_validator(mode="after")
    def _has_a_table(self) -> "Settings":
        if self.self_reports is None and self.peer_notes is None:
            raise ValueError("name self_reports, peer_notes or both")
        return self


def connect(settings: Settings, secrets: Mapping[str, str], runtime: Runtime) -> "Claims":
    """Prepares the tables for reading; nothing is read yet.

    Args:
        settings: Where they are.
        secrets: ``credentials_file`` if a table is at Google: the path of the credentials file.
        runtime: Folder and clock.

    Raises:
        Permanent: The credentials file is no such file.
    """
    return Claims(settings, runtime, open_remote(settings, secrets, runtime))


class Claims(TableConnector):
    """The two tables, as `connectors.stream.Connector` wants them."""

    source = "claims"
    scope = "claims"
    streams: Sequence[Stream] = STREAMS
    reading = " ".join(TRAITS)

    def __init__(
        self, settings: Settings, runtime: Runtime, remote: RemoteTables | None = None
    ) -> None:
        super().__init__(runtime, remote)
        self._settings = settings

    @property
    def names(self) -> Sequence[str]:
        """The tables that are configured."""
        return [name for name in _COLUMNS if getattr(self._settings, name) is not None]

    def table(self, name: str) -> Content:
        """Reads one table."""
        return self.read_table(name, getattr(self._settings, name), _COLUMNS[name])

    def records(
        self, tables: Mapping[str, Content], observed_at: datetime
    ) -> Mapping[str, Sequence[Record]]:
        """What the tables say, by stream."""
        reports, refused_reports = sort_out(
            "self_reports",
            tables["self_reports"].rows if "self_reports" in tables else (),
            lambda row: self_report(row, observed_at),
            attrgetter("claim_id"),
            observed_at,
        )
        notes, refused_notes = sort_out(
            "peer_notes",
            tables["peer_notes"].rows if "peer_notes" in tables else (),
            lambda row: peer_note(row, observed_at),
            attrgetter("note_id"),
            observed_at,
        )
        return {
            "self_report": reports,
            "peer_note": notes,
            "rejection": [*refused_reports, *refused_notes],
        }
