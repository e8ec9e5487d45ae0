"""What people report of their own work and note about others', true and false."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from random import Random
from typing import Literal

from sandbox.company.gaming import thanks
from sandbox.company.people import Company, Person
from sandbox.company.record import Objects
from sandbox.company.record_confluence import page_url
from sandbox.company.truth import Tell
from sandbox.confluence.model import Page, User

Verdict = Literal["witnessed", "alone", "traced", "contradicted", "late"]

KINDS = (
    "social.welcome", "social.peer_support", "social.mediation", "citizenship.hiring_panel",
    "citizenship.training", "citizenship.employee_group", "relationship.liaison",
    "relationship.stakeholder_update",
)  # fmt: skip
"""Work that leaves no trace in any tool."""

SHARE = 0.5
"""How many reports there are for each person."""

_VERDICTS: tuple[Verdict, ...] = ("witnessed", "alone", "traced", "contradicted", "late")
_SHORTEST = 12
"""In a window of fewer weeks nobody reports yet."""

_DONE = "Took it over from the team and brought it to an end within the week."
_SEEN = "Took part and kept the list of open points."


@dataclass(frozen=True, slots=True)
class Report:
    """A self-report as somebody fills it in."""

    author: Person
    kind: str
    first: date
    last: date
    submitted_at: datetime
    object: str = ""
    text: str = _DONE


@dataclass(frozen=True, slots=True)
class Note:
    """A peer note as somebody fills it in."""

    author: Person
    about: Person
    kind: str
    day: date
    submitted_at: datetime
    relation: Literal["witness", "beneficiary"] = "witness"
    text: str = _SEEN


@dataclass
class Handed:
    """Everything handed in."""

    reports: list[Report] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


Users = Mapping[Person, Sequence[User]]


def hand_in(company: Company, objects: Objects, users: Users, tell: Tell) -> Handed:
    """Reports and notes of the window; truth says what each report should come to.

    Args:
        company: Whose people report.
        objects: What they report of, among it.
        users: Everybody's accounts in Confluence.
        tell: Gets a line of truth for each report.
    """
    random = company.random("reports")
    handed = Handed()
    if company.weeks < _SHORTEST:
        return handed
    pages = [row for row in objects.rows.values() if isinstance(row, Page)]
    twins = company.twins
    able = [p for p in company.people if p.ended is None and p not in twins]
    for number in range(round(SHARE * company.size)):
        verdict = _VERDICTS[number % len(_VERDICTS)]
        author = random.choice([p for p in able if p.started <= company.monday])
        report = _report(
            company, random, author, verdict, number, _of(pages, users[author], verdict)
        )
        if report is None:
            continue
        handed.reports.append(report)
        tell(_line(report, verdict))
        if verdict == "witnessed":
            handed.notes += _witnesses(random, able, report, number)
    for ring in ((able[-1], able[-2]), thanks(company)):
        handed.notes += _ring(company, ring)
    return handed


def _of(pages: list[Page], users: Sequence[User], verdict: Verdict) -> list[Page]:
    """Pages that the author created, or never touched."""
    return [
        page
        for page in pages
        if page.status == "current"
        and (
            page.author in users
            if verdict == "traced"
            else all(version.author not in users for version in page.versions)
        )
    ]


def _report(
    company: Company,
    random: Random,
    author: Person,
    verdict: Verdict,
    number: int,
    pages: list[Page],
) -> Report | None:
    first = company.monday + timedelta(weeks=random.randrange(4, company.weeks - 2))
    kind, place = KINDS[number % len(KINDS)], ""
    if verdict in ("traced", "contradicted"):
        if not pages:
            return None
        page = random.choice(pages)
        first = page.versions[0].created_at.date()
        kind = "documentation.upkeep" if verdict == "contradicted" else "social.peer_support"
        place = page_url(page)
    last = first + timedelta(days=4)
    days = 60 if verdict == "late" else 10
    submitted_at = datetime.combine(last, time(12), UTC) + timedelta(days=days)
    if submitted_at >= company.end:
        return None
    return Report(author, kind, first, last, submitted_at, place)


def _witnesses(random: Random, able: list[Person], report: Report, number: int) -> Iterator[Note]:
    """Two people of other teams, or the one whom it helped."""
    others = [person for person in able if person.team != report.author.team]
    if number % 2:
        helped = random.choice(others)
        yield _note(helped, report, "beneficiary")
        return
    for witness in random.sample(others, 2):
        yield _note(witness, report, "witness")


def _note(author: Person, report: Report, relation: Literal["witness", "beneficiary"]) -> Note:
    at = report.submitted_at + timedelta(hours=3)
    return Note(author, report.author, report.kind, report.first, at, relation)


def _ring(company: Company, people: Sequence[Person]) -> Iterator[Note]:
    """Some who thank each other again and again."""
    for number in range(4):
        day = company.monday + timedelta(weeks=4 + number)
        at = datetime.combine(day, time(9), UTC)
        for one, other in permutations(people, 2):
            yield Note(one, other, "social.peer_support", day, at)


def _line(report: Report, verdict: Verdict) -> dict[str, object]:
    return {
        "type": "claim",
        "person_id": report.author.person_id,
        "kind": report.kind,
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "verdict": verdict,
    }
