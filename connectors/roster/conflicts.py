"""Which rows of the roster are one person's, and which cannot be right together.

Rows that contradict each other are refused, all of them: which one is right is a guess. The others
are taken. An address has one holder, so rows of one name and address are one person under whatever
ids, such as somebody who was hired again; the first of the ids stands for all.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TypeVar

from msgspec import structs

from connectors.roster.streams import ALWAYS, Employment
from connectors.stream import Record
from connectors.tables.rows import Row, RowRefused

_ACCOUNT = "account:"
_ROSTER = "roster:"
_WHOLE = 1.0 + 1e-9
_Known = TypeVar("_Known", bound=Record)


@dataclass(frozen=True)
class Entry:
    """A row and what it says."""

    row: Row
    employment: Employment

    @property
    def first(self) -> date:
        """The first day on which it holds."""
        return max(self.employment.valid_from, self.employment.start_date or date.min)

    @property
    def last(self) -> date:
        """The last day on which it holds."""
        ends = (self.employment.valid_to, self.employment.end_date)
        return min(end or date.max for end in ends)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that it names."""
        found = self.employment
        return tuple(filter(None, (found.email, *found.other_emails)))

    def is_at_once_with(self, other: "Entry") -> bool:
        """Whether both hold on one day."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class People:
    """What is left of a roster.

    Attributes:
        ids: The id of each person that is known by another one -> the one that stands for both.
        refused: What is wrong with each row that is not taken.
    """

    entries: Sequence[Entry]
    ids: Mapping[str, str]
    refused: Sequence[RowRefused]


def settled(entries: Sequence[Entry]) -> People:
    """Joins what is one person's, and refuses what contradicts itself."""
    refused: dict[int, RowRefused] = {}

    def left(found: Sequence[Entry], faults: Iterator[tuple[Entry, str]]) -> list[Entry]:
        for entry, reason in faults:
            refused.setdefault(entry.row.number, entry.row.refused(reason))
        return [entry for entry in found if entry.row.number not in refused]

    entries = left(entries, _repeats(entries))
    entries = left(entries, _strangers(entries))
    ids = _ids(entries)
    entries = [_renamed(entry, ids) for entry in entries]
    entries = left(entries, _crowds(entries))
    entries = left(entries, _takers(entries))
    in_order = sorted(refused.values(), key=lambda fault: fault.number)
    return People(_numbered(entries), ids, in_order)


def _repeats(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    known: dict[tuple[str, ...], int] = {}
    for entry in entries:
        number = known.setdefault(tuple(entry.row.cells.values()), entry.row.number)
        if number != entry.row.number:
            yield entry, f"it repeats row {number}"


def _by_address(entries: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for address in entry.addresses:
            found[address].append(entry)
    return found


def _strangers(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Rows of one address whose ids have no name in common."""
    names: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        name = " ".join(entry.employment.name.casefold().split())
        names[entry.employment.roster_id].add(name)
    for sharing in _by_address(entries).values():
        for one, other in combinations(sharing, 2):
            if names[one.employment.roster_id].isdisjoint(names[other.employment.roster_id]):
                for entry, opposite in ((one, other), (other, one)):
                    reason = "an e-mail address belongs to another person_id in row"
                    yield entry, f"{reason} {opposite.row.number}; give one person one person_id"


def _ids(entries: Sequence[Entry]) -> Mapping[str, str]:
    """Ids that share an address -> the one that was the first to hold."""
    own = {entry.employment.roster_id: entry.employment.roster_id for entry in entries}
    for sharing in _by_address(entries).values():
        together = {own[entry.employment.roster_id] for entry in sharing}
        own = {each: min(together) if known in together else known for each, known in own.items()}
    first: dict[str, str] = {}
    for entry in sorted(entries, key=lambda each: (each.first, each.row.number)):
        first.setdefault(own[entry.employment.roster_id], entry.employment.roster_id)
    return {each: first[known] for each, known in own.items() if each != first[known]}


def known_as(record: _Known, ids: Mapping[str, str]) -> _Known:
    """A record with the id that stands for its person, in whatever field it has one."""
    known = str(getattr(record, "roster_id", ""))
    if known in ids:
        return structs.replace(record, roster_id=ids[known])
    key = str(getattr(record, "person_key", ""))
    known = key.removeprefix(_ROSTER)
    if key.startswith(_ROSTER) and known in ids:
        return structs.replace(record, person_key=f"{_ROSTER}{ids[known]}")
    return record


def _renamed(entry: Entry, ids: Mapping[str, str]) -> Entry:
    return Entry(entry.row, known_as(entry.employment, ids))


def _crowds(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Rows of one person at once that are together more than one job."""
    for own in _by_person(entries).values():
        for entry in own:
            at_once = [each for each in own if each.first <= entry.first <= each.last]
            if sum(each.employment.fte for each in at_once) <= _WHOLE:
                continue
            for each in at_once:
                number = next(o.row.number for o in at_once if o is not each)
                reason = f"valid at a time for which row {number} has the same person"
                yield each, f"{reason}; the fte of two jobs at once is at most 1 together"


def _by_person(entries: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda each: (each.first, each.row.number)):
        found[entry.employment.roster_id].append(entry)
    return found


def _takers(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Rows that name one account for two people at once."""
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for column, handle in handles(entry.row):
            found[column, handle.lower()].append(entry)
    for (column, _), sharing in found.items():
        for one, other in combinations(sharing, 2):
            is_one_id = one.employment.roster_id == other.employment.roster_id
            if not is_one_id and one.is_at_once_with(other):
                for entry, opposite in ((one, other), (other, one)):
                    number = opposite.row.number
                    yield entry, f"{column} is the account of another person in row {number}"


def handles(row: Row) -> Iterator[tuple[str, str]]:
    """The ``account:`` columns of a row and the handles in them."""
    for column in row.cells:
        if column.startswith(_ACCOUNT):
            for handle in row.several(column):
                yield column, handle


def _numbered(entries: Sequence[Entry]) -> list[Entry]:
    """Gives each row of a person with several the days on which it holds, and its job a number."""
    done: list[Entry] = []
    for own in _by_person(entries).values():
        busy: dict[int, date] = {}
        for entry in own:
            job = next(n for n in range(len(own)) if busy.get(n, date.min) < entry.first)
            busy[job] = entry.last
            found = structs.replace(entry.employment, job=job)
            if own[1:]:
                last = entry.last if entry.last < date.max else None
                found = structs.replace(found, valid_from=max(entry.first, ALWAYS), valid_to=last)
            done.append(Entry(entry.row, found))
    return sorted(done, key=lambda entry: entry.row.number)
