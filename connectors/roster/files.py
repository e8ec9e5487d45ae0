"""Reads the people files, CSV, whole: a broken row refuses the file, with its line."""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from connectors.errors import BadPayload, Permanent, SourceError
from connectors.roster.streams import STREAMS, Absence, AccountClaim, Employment, Machine
from connectors.settings import Finding, Runtime, SourceSettings
from connectors.stream import Batch, Cursor, ParentKeys, Record, Stream

_ALWAYS = date(1900, 1, 1)
_REQUIRED = ("person_id", "name", "email")
_OPTIONAL = (
    "other_emails",
    "team",
    "role_family",
    "level",
    "fte",
    "manager_email",
    "start_date",
    "end_date",
    "valid_from",
    "valid_to",
)
_ABSENCE = ("person_id", "from", "to")
_MACHINE = ("tool", "account")


class Settings(SourceSettings):
    """Where the files are.

    Attributes:
        roster: CSV of people; several rows of one person say when something changed.
        absences: CSV of intervals away, without reasons.
        machines: CSV of accounts that are machines although their tool does not know it.
    """

    roster: Path
    absences: Path | None = None
    machines: Path | None = None


def connect(settings: Settings, _secrets: object, runtime: Runtime) -> "Roster":
    """Opens the roster files that the settings name."""
    return Roster(settings, runtime)


@dataclass
class Roster:
    """The connector: one scope, one walk, the files' hash as cursor."""

    settings: Settings
    runtime: Runtime
    source: str = "roster"
    streams: Sequence[Stream] = STREAMS
    requests: int = 0
    _read_at: datetime = field(init=False)

    def scopes(self) -> Sequence[str]:
        """The files are one scope: they are right together or refused together."""
        return ["people"]

    def covered_until(self, _scope: str) -> datetime:
        """When the files were read."""
        return self._read_at

    def check(self) -> Iterator[Finding]:
        """Says whether the files can be read as they are."""
        try:
            records = sum(map(len, self._records().values()))
        except SourceError as error:
            yield Finding("missing", str(error))
        else:
            yield Finding("ok", f"roster: {records} rows")

    def read(
        self, _walk: Sequence[Stream], _scope: str, cursor: Cursor | None, _parents: ParentKeys
    ) -> Iterator[Batch]:
        """Yields all files in one batch if any of them changed.

        Raises:
            BadPayload: A row is broken; nothing of the files is taken.
            Permanent: A file cannot be opened.
        """
        self._read_at = self.runtime.clock()
        sha256 = hashlib.sha256(b"\0".join(map(self._bytes, self._paths()))).hexdigest()
        if cursor == {"sha256": sha256}:
            return
        records = self._records()
        complete: dict[str, list[list[Any]]] = {name: [[]] for name in records}
        yield Batch(records, {"sha256": sha256}, complete=complete)

    def _paths(self) -> list[Path]:
        settings = self.settings
        paths = (settings.roster, settings.absences, settings.machines)
        return [self.runtime.folder / path for path in paths if path is not None]

    def _bytes(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            cause = f"{path.name} cannot be read ({error.strerror})"
            raise Permanent(cause, action="correct people: in the config") from None

    def _records(self) -> dict[str, Sequence[Record]]:
        observed_at = self.runtime.clock()
        employments: list[Employment] = []
        accounts: list[AccountClaim] = []
        for line, row in self._rows(self.settings.roster, _REQUIRED, (*_REQUIRED, *_OPTIONAL)):
            employments.append(_employment(line, row, observed_at))
            accounts += _accounts(row, observed_at)
        _refuse_shared_addresses(employments)
        _refuse_overlaps(employments)
        absences = self._rows(self.settings.absences, _ABSENCE, _ABSENCE)
        machines = self._rows(self.settings.machines, _MACHINE, _MACHINE)
        return {
            "employment": employments,
            "account_claim": accounts,
            "absence": [_absence(line, row, observed_at) for line, row in absences],
            "machine": [Machine(row["tool"], row["account"], observed_at) for _, row in machines],
        }

    def _rows(
        self, path: Path | None, required: Sequence[str], known: Sequence[str]
    ) -> Iterator[tuple["_Line", dict[str, str]]]:
        if path is None:
            return
        try:
            text = self._bytes(self.runtime.folder / path).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _Line(path.name, 1).refusal("the file is not UTF-8") from None
        reader = csv.DictReader(text.splitlines(), strict=True)
        header = _Line(path.name, 1)
        names = reader.fieldnames or []
        if missing := [name for name in required if name not in names]:
            raise header.refusal(f"the header lacks {', '.join(missing)}")
        if unknown := [n for n in names if n not in known and not n.startswith("account:")]:
            raise header.refusal(f"the header has unknown columns {', '.join(unknown)}")
        for row in reader:
            line = _Line(path.name, reader.line_num)
            if None in row or None in row.values():
                raise line.refusal(f"the row has not the {len(names)} cells of the header")
            cells = {name: value.strip() for name, value in row.items()}
            for name in required:
                if not cells[name]:
                    raise line.refusal(f"{name} is empty")
            yield line, cells


@dataclass(frozen=True)
class _Line:
    """A place in a file, to say where a row is broken without saying whose it is."""

    file: str
    number: int

    def refusal(self, cause: str) -> BadPayload:
        action = "correct the row; nothing of the file was taken"
        return BadPayload(f"{self.file} line {self.number}: {cause}", action=action)

    def date(self, row: dict[str, str], column: str) -> date | None:
        text = row.get(column, "")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.refusal(f"{column} is not a date like 2026-01-31") from None


def _employment(line: _Line, row: dict[str, str], observed_at: datetime) -> Employment:
    valid_from, valid_to = line.date(row, "valid_from"), line.date(row, "valid_to")
    start, end = line.date(row, "start_date"), line.date(row, "end_date")
    for first, last, names in (
        (valid_from, valid_to, "valid_to is before valid_from"),
        (start, end, "end_date is before start_date"),
    ):
        if first and last and last < first:
            raise line.refusal(names)
    if "@" not in row["email"]:
        raise line.refusal("email is not an address")
    try:
        fte = float(row.get("fte") or 1)
    except ValueError:
        raise line.refusal("fte is not a number") from None
    if not 0 < fte <= 1:
        raise line.refusal("fte is not between 0 and 1")
    return Employment(
        roster_id=row["person_id"],
        name=row["name"],
        email=row["email"].lower(),
        other_emails=tuple(_several(row.get("other_emails", "").lower())),
        team=row.get("team") or None,
        role_family=row.get("role_family") or None,
        level=row.get("level") or None,
        fte=fte,
        manager_email=row.get("manager_email", "").lower() or None,
        start_date=start,
        end_date=end,
        valid_from=valid_from or _ALWAYS,
        valid_to=valid_to,
        observed_at=observed_at,
    )


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _accounts(row: dict[str, str], observed_at: datetime) -> Iterator[AccountClaim]:
    for column, cell in row.items():
        if column.startswith("account:"):
            tool = column.removeprefix("account:")
            for handle in _several(cell):
                yield AccountClaim(row["person_id"], tool, handle, observed_at)


def _refuse_shared_addresses(employments: Sequence[Employment]) -> None:
    """Two people with one address would be merged into one profile."""
    owner: dict[str, str] = {}
    for employment in employments:
        for address in (employment.email, *employment.other_emails):
            if owner.setdefault(address, employment.roster_id) != employment.roster_id:
                cause = "one e-mail address belongs to two person_ids of the roster"
                raise BadPayload(cause, action="give each address to one person")


def _refuse_overlaps(employments: Sequence[Employment]) -> None:
    """One person cannot be in two teams at one time; which one would be a guess."""
    periods = sorted((e.roster_id, e.valid_from, e.valid_to or date.max) for e in employments)
    for earlier, later in pairwise(periods):
        if earlier[0] == later[0] and later[1] <= earlier[2]:
            cause = f"two rows of one person_id are both valid on {later[1]}"
            raise BadPayload(cause, action="end the earlier row before the later one starts")


def _absence(line: _Line, row: dict[str, str], observed_at: datetime) -> Absence:
    first, last = line.date(row, "from"), line.date(row, "to")
    if first is None or last is None or last < first:
        raise line.refusal("from and to must be dates in order")
    return Absence(row["person_id"], first, last, observed_at)
