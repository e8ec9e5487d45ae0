"""A tool that is tables: where they are configured to be, and how they are read together."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, ClassVar, Protocol, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, StringConstraints, Tag, model_validator

from connectors.errors import Permanent, SourceError
from connectors.settings import Finding, Runtime, SourceSettings
from connectors.stream import Batch, Batches, Cursor, ParentKeys, Record, Stream
from connectors.tables.content import Columns, Content, Rejection, TableRefused, content
from connectors.tables.csv_file import read_csv
from connectors.tables.grid import Grid

S = TypeVar("S", bound="TableSettings")
FileId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{10,}$")]


class SheetTable(BaseModel):
    """A tab of a Google Sheet: the id in the sheet's address, and the tab's name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sheet: FileId
    tab: Annotated[str, StringConstraints(min_length=1)]


class FormTable(BaseModel):
    """A Google Form: the id in the address of its editor."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    form: FileId


def _kind(value: object) -> str:
    if isinstance(value, SheetTable | FormTable):
        return "form" if isinstance(value, FormTable) else "sheet"
    if isinstance(value, dict):
        return "form" if "form" in value else "sheet"
    return "file"


Table = Annotated[
    Annotated[Path, Tag("file")]
    | Annotated[SheetTable, Tag("sheet")]
    | Annotated[FormTable, Tag("form")],
    Discriminator(_kind),
]
"""Where a table is: a path, ``{sheet: ID, tab: NAME}`` or ``{form: ID}``."""


class TableSettings(SourceSettings):
    """Settings of a tool that reads tables.

    Attributes:
        credentials_file_env: Names the variable with the path of the Google credentials file that
            the sheets and forms are shared with. Files need none.
        base_url: Only for a simulated Google.
    """

    table_of: ClassVar[Mapping[str, str]] = {}
    """Stream -> what the settings call the one table that it is read from."""

    credentials_file_env: str | None = None
    base_url: str | None = None

    def reads(self, stream: str) -> bool:
        """A stream whose table is not configured is not read."""
        table = self.table_of.get(stream)
        return super().reads(stream) and (table is None or getattr(self, table) is not None)

    @model_validator(mode="after")
    def _has_credential(self) -> Self:
        values = (getattr(self, name) for name in type(self).model_fields)
        is_google = any(isinstance(value, SheetTable | FormTable) for value in values)
        if is_google and self.credentials_file_env is None:
            raise ValueError("a Google Sheet or Form needs credentials_file_env")
        return self


def only_files(settings: S) -> S:
    """The settings without what is at Google: what can be looked at without asking anybody."""
    there = {
        name: None
        for name in type(settings).model_fields
        if isinstance(getattr(settings, name), SheetTable | FormTable)
    }
    return settings.model_copy(update={**there, "credentials_file_env": None})


class RemoteTables(Protocol):
    """Tables that are no files. Whoever connects a tool opens them, so that CSV needs no client."""

    @property
    def requests(self) -> int:
        """Requests sent so far."""

    def sheet(self, name: str, sheet: str, tab: str) -> Grid:
        """Reads a tab of a spreadsheet whole.

        Raises:
            SourceError: The typed reason why it cannot be read.
        """

    def form(self, name: str, form: str) -> Grid:
        """Reads the responses to a form whole.

        Raises:
            SourceError: The typed reason why it cannot be read.
        """


class TableConnector(ABC):
    """A tool that is tables: one scope, one walk, and what they say, hashed, as cursor."""

    source: str
    scope: str
    streams: Sequence[Stream]
    reading: str = ""
    """What the tool's own rules say, hashed with the tables: changed rules read them again."""

    def __init__(self, runtime: Runtime, remote: RemoteTables | None) -> None:
        self.runtime = runtime
        self._remote = remote
        self._covered: datetime | None = None

    @property
    @abstractmethod
    def names(self) -> Sequence[str]:
        """What the configuration calls the tables that it names."""

    @abstractmethod
    def table(self, name: str) -> Content:
        """Reads one of them.

        Raises:
            SourceError: It cannot be read or its header is wrong.
        """

    def tables(self) -> Mapping[str, Content]:
        """Reads the tables by name."""
        return {name: self.table(name) for name in self.names}

    @abstractmethod
    def records(
        self, tables: Mapping[str, Content], observed_at: datetime
    ) -> Mapping[str, Sequence[Record]]:
        """What the tables say, by stream; a broken row is refused or rejected."""

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._remote.requests if self._remote else 0

    def scopes(self) -> Sequence[str]:
        """The tables are one scope: they are right together or refused together."""
        return [self.scope]

    def covered_until(self, _scope: str) -> datetime:
        """When the tables were read."""
        return self._covered or self.runtime.clock()

    def check(self) -> Iterator[Finding]:
        """Says whether the tables can be read as they are: every header and row that is wrong."""
        tables: dict[str, Content] = {}
        for name in self.names:
            try:
                tables[name] = self.table(name)
            except SourceError as error:
                yield Finding("missing", str(error))
        for table in tables.values():
            yield from (Finding("warning", note) for note in table.notes)
        yield from self._rows(tables)

    def _rows(self, tables: Mapping[str, Content]) -> Iterator[Finding]:
        try:
            records = self.records(tables, self.runtime.clock())
        except TableRefused as refused:
            yield from (Finding("missing", str(fault)) for fault in refused.faults)
            return
        rejected = [row for row in records.get("rejection", ()) if isinstance(row, Rejection)]
        for row in rejected:
            place = f"{row.table_name} row {row.row_number}"
            yield Finding("warning", f"{place}: {row.cause}; this row is left out, correct it")
        for name, table in tables.items():
            refused_rows = sum(row.table_name == name for row in rejected)
            told = f", {refused_rows} of them refused" if refused_rows else ""
            yield Finding(
                "ok" if table.rows else "warning", f"{name}: {len(table.rows)} rows{told}"
            )

    def read(
        self, walk: Sequence[Stream], _scope: str, cursor: Cursor | None, _parents: ParentKeys
    ) -> Batches:
        """Yields all tables in one batch if any of them changed.

        Raises:
            SourceError: A table cannot be read or is refused; nothing is taken.
        """
        observed_at = self.runtime.clock()
        tables = self.tables()
        self._covered = min([observed_at, *(table.date for table in tables.values())])
        said = [self.reading, *(f"{name} {table.sha256}" for name, table in tables.items())]
        found = {"sha256": hashlib.sha256("\n".join(said).encode()).hexdigest()}
        if cursor == found:
            return
        records = self.records(tables, observed_at)
        names = [stream.name for stream in walk]
        complete: dict[str, list[list[str]]] = {name: [[]] for name in names}
        yield Batch({name: records[name] for name in names}, found, complete=complete)

    def read_table(self, name: str, place: Table, columns: Columns) -> Content:
        """Reads one table from where it is.

        Raises:
            SourceError: It cannot be read or its header is wrong.
        """
        return content(self._grid(name, place), columns)

    def _grid(self, name: str, place: Table) -> Grid:
        if isinstance(place, Path):
            return read_csv(self.runtime.folder / place, self.runtime.clock())
        if self._remote is None:
            raise Permanent(f"{name} is at Google", action="set credentials_file_env")
        if isinstance(place, SheetTable):
            return self._remote.sheet(name, place.sheet, place.tab)
        return self._remote.form(name, place.form)
