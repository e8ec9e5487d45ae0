"""Walks the files of a repository's current branch that name people: minutes and pairing tables.

Rule M4: minutes are a text whose path holds a folder such as ``minutes`` or ``meetings`` and a
date, and whose body has a scribe line or names who was present. Bodies are read for that and
dropped. Whenever one of the files changed, all of them are listed again: only a listing within one
read says what is missing, so one that is interrupted starts again.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase

from connectors.git.dates import dated
from connectors.git.markup import lines, markdown
from connectors.git.pairs import pairs
from connectors.git.repository import Repository
from connectors.git.streams import Minutes, MinutesPerson, Pairing
from connectors.git.tree import Blobs, files
from connectors.stream import Batch, Cursor, Record, Stream
from connectors.text.scribes import RULE as SCRIBE_RULE
from connectors.text.scribes import Named, present_in, scribes_in

RULE = "M4"
READING = "3"
"""Goes up when files must be read again because they are understood differently."""

_FOLDER = re.compile(
    r"(?:^|/)_?(?:(?:[a-z\d]+[-_])*"
    r"(?:minutes|meetings?|meeting[-_]?(?:notes|minutes|summaries|reports|logs?))|notes)"
    r"/.*\.(?:md|markdown|txt|rst|html?)$",
    re.IGNORECASE,
)

Records = dict[str, list[Record]]
Matches = Callable[[str], bool]


@dataclass(frozen=True)
class Documents:
    """How the files of one repository are read.

    Attributes:
        repository: What to read.
        streams: The streams that were asked for, all of one walk.
        observed_at: When the read started.
        batch_records: After how many records of one stream a batch ends.
        tables: Globs of the paths with pairing tables.
    """

    repository: Repository
    streams: Sequence[Stream]
    observed_at: datetime
    batch_records: int
    tables: Sequence[str]

    def read(self, cursor: Cursor | None) -> Iterator[Batch]:
        """Yields what all matching files say, if one of them changed since the cursor."""
        commit = self.repository.head()
        if commit is None:
            return
        settings = _digest([READING, *sorted(self.tables)])
        place: Cursor = {"commit": commit, "settings": settings}
        if cursor is not None and place == {name: cursor.get(name) for name in place}:
            return
        found = self._matching(commit)
        place["listing"] = _digest([part for entry in found for part in entry])
        known = (cursor or {}).get("settings"), (cursor or {}).get("listing")
        if known == (settings, place["listing"]):
            yield Batch({}, place)
            return
        yield from self._listing(found, cursor or {}, place)

    def _matching(self, commit: str) -> list[tuple[str, str]]:
        is_wanted = self._is_table if self.tables else _is_minutes
        entries = files(self.repository.git, commit)
        return [(path, blob) for path, blob in entries if is_wanted(path)]

    def _is_table(self, path: str) -> bool:
        return any(fnmatchcase(path, glob) for glob in self.tables)

    def _listing(
        self, found: Sequence[tuple[str, str]], before: Cursor, place: Cursor
    ) -> Iterator[Batch]:
        names = [stream.name for stream in self.streams]
        rows: Records = {name: [] for name in names}
        # Two paths that differ only in bytes that are not UTF-8 are one.
        with Blobs(self.repository.git) as blobs:
            for path, blob in dict(found).items():
                body = blobs.read(blob)
                if body is None:
                    continue
                for name, records in self._records(path, body):
                    if name in rows:
                        rows[name] += records
                if any(len(part) >= self.batch_records for part in rows.values()):
                    yield Batch(rows, before)
                    rows = {name: [] for name in names}
        yield Batch(rows, place, complete={name: [[]] for name in names})

    def _records(self, path: str, body: str) -> Iterator[tuple[str, list[Record]]]:
        source = markdown(path, body)
        if self.tables:
            yield "pairing", self._pairings(path, source)
            return
        text = lines(source)
        scribed, present = scribes_in(text), present_in(text)
        held_on = dated(path)
        if held_on is None or not (scribed or present):
            return
        names = sum(named.form not in ("nobody", "machine") for named in scribed)
        yield "minutes", [self._minutes(path, held_on, names, len(present))]
        people = [self._person(path, "scribe", SCRIBE_RULE, named) for named in scribed]
        people += [self._person(path, "present", "present", named) for named in present]
        yield "minutes_person", people

    def _minutes(self, path: str, held_on: date, scribed: int, present: int) -> Minutes:
        return Minutes(
            repository=self.repository.name,
            path=path,
            minutes_id=_digest([self.repository.name, path]),
            held_on=held_on,
            rule_id=RULE,
            scribe_count=scribed,
            present_count=present,
            observed_at=self.observed_at,
        )

    def _person(self, path: str, role: str, rule_id: str, named: Named) -> Record:
        return MinutesPerson(
            repository=self.repository.name,
            path=path,
            name_hash=named.name_hash,
            role=role,
            rule_id=rule_id,
            observed_at=self.observed_at,
            form=named.form,
            line_number=named.number,
            first_name_hash=named.first_name_hash,
        )

    def _pairings(self, path: str, source: str) -> list[Record]:
        return [
            Pairing(
                repository=self.repository.name,
                path=path,
                row_number=pair.row_number,
                position=pair.position,
                lead_hash=pair.lead.known_by,
                shadow_hash=pair.shadow.known_by,
                lead_name_hash=pair.lead.name_hash,
                shadow_name_hash=pair.shadow.name_hash,
                role=pair.role,
                started_on=dated(path),
                observed_at=self.observed_at,
            )
            for pair in pairs(source)
        ]


def _is_minutes(path: str) -> bool:
    return _FOLDER.search(path) is not None and dated(path) is not None


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
