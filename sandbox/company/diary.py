"""Diaries of volunteers: how long they worked on what, week by week, as people remember it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sandbox.company.people import Company, Person

VOLUNTEERS = 3
"""How many people of each role family keep one for the whole window."""

BLOCK = 15
NOISE = 0.1

Worked = Mapping[tuple[Person, date, str], float]
"""Minutes of each kind in the week of a Monday."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person spent on one kind of work in the week of a Monday."""

    person: Person
    week: date
    kind: str
    minutes: int


def volunteers(company: Company) -> tuple[Person, ...]:
    """Some of each role family who are there all the time and are not of the scenario."""
    apart = {company.cast.hero, company.cast.peer, *company.cast.juniors, *company.twins}
    families = defaultdict(list)
    for person in company.people:
        if person not in apart and person.started <= company.monday and person.ended is None:
            families[person.role_family].append(person)
    chosen: list[Person] = []
    for family, people in families.items():
        random = company.random("volunteers", family)
        chosen += random.sample(people, min(VOLUNTEERS, len(people)))
    return tuple(chosen)


def keep_diaries(company: Company, worked: Worked) -> list[Entry]:
    """What volunteers write down, off by a tenth and in blocks of a quarter of an hour.

    What does not fill a block counts with the next week of its kind, or short work would be lost.
    """
    random = company.random("diary")
    rest: dict[tuple[Person, str], float] = defaultdict(float)
    entries = []
    for (person, week, kind), minutes in sorted(worked.items(), key=_order):
        total = rest[person, kind] + max(minutes * random.gauss(1, NOISE), 0)
        blocks = round(total / BLOCK)
        rest[person, kind] = total - blocks * BLOCK
        entries.append(Entry(person, week, kind, max(blocks, 0) * BLOCK))
    return entries


def _order(row: tuple[tuple[Person, date, str], float]) -> tuple[str, date, str]:
    (person, week, kind), _ = row
    return person.person_id, week, kind
