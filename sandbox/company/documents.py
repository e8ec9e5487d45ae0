"""Work on pages: new ones, their upkeep, runbooks, and the minutes of meetings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from sandbox.company.acts import Act, Credit, Document, Step, Week, act, claim
from sandbox.company.people import Company, Person, pick
from sandbox.company.phrases import SUBJECTS
from sandbox.company.worktime import after, amount, is_due, moment

SEVERAL = 0.41
"""The share of minutes with more than one scribe."""

KEEPER = 0.6
"""The share of the council's minutes that one person writes."""

SYNC_KEEPER = 12 / 13
"""The share of the scenario's release syncs whose minutes the hero writes."""


def founding(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """In the first week every service gets a runbook."""
    if week.number:
        return
    for team in company.teams:
        for service in team.services:
            day = week.day(random)
            writer = pick(random, team.members, day, roles=("eng", "sre"))
            if writer:
                at = moment(writer, day, random)
                wrote = claim(random, writer, "documentation.runbook", at)
                value = (f"Runbook: {service}", ("runbook",), ())
                key = runbook(service)
                yield act(
                    "confluence", team.key, key, [Step(at, writer, "create", value, (wrote,))]
                )


def runbook(service: str) -> str:
    """The key of a service's runbook."""
    return f"runbook/{service}"


def documents(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """People write new pages."""
    for team in company.teams:
        for _ in range(amount(random, 0.045 * len(team.members))):
            day = week.day(random)
            writer = pick(random, team.members, day)
            if writer:
                at = moment(writer, day, random)
                wrote = claim(random, writer, "documentation.create", at)
                credit = (Credit(writer, "owner"),)
                value = (random.choice(SUBJECTS), (), ())
                key = week.key("page")
                week.shelf(team).append(Document(key, team.key, writer, at))
                step = Step(at, writer, "create", value, (wrote,), credit)
                yield act("confluence", team.key, key, [step])


def upkeep(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """People keep current what others wrote, and the runbooks of their services."""
    for team in company.teams:
        edited: set[tuple[str, Person]] = set()
        for _ in range(amount(random, 0.09 * len(team.members))):
            day = week.day(random)
            editor = pick(random, team.members, day)
            known = [d for d in week.shelf(team) if d.created_at.date() < week.monday]
            others = [d for d in known if d.creator is not editor and (d.key, editor) not in edited]
            if editor and others:
                document = random.choice(others)
                edited.add((document.key, editor))
                at = moment(editor, day, random)
                kept = claim(random, editor, "documentation.upkeep", at)
                step = Step(at, editor, "edit", claims=(kept,))
                yield act("confluence", team.key, document.key, [step])


def runbooks(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Who is on call corrects the runbook."""
    for team in company.teams:
        if week.number and random.random() < 0.3:
            day = week.day(random)
            editor = pick(random, team.members, day, roles=("eng", "sre"))
            if editor:
                at = moment(editor, day, random)
                kept = claim(random, editor, "documentation.runbook", at)
                key = runbook(random.choice(team.services))
                step = Step(at, editor, "edit", claims=(kept,))
                yield act("confluence", team.key, key, [step])


@dataclass(frozen=True)
class Committee:
    """A meeting that recurs.

    Attributes:
        keeper: Who writes ``share`` of its minutes; None if all do in turn.
        every: Weeks from one meeting to the next.
        first: The week of the first one.
    """

    name: str
    place: str
    members: tuple[Person, ...]
    keeper: Person | None = None
    share: float = 0.0
    every: int = 2
    first: int = 0


def committees(company: Company) -> Iterator[Committee]:
    """Teams meet every two weeks, so do those who release together; the council every week."""
    for team in company.teams:
        yield Committee(f"{team.name} planning", team.key, team.members, first=team.number % 2)
    for number, train in enumerate(company.trains()):
        people = tuple(p for team in train for p in team.of("pm", "eng"))
        hero = None if number else company.cast.hero
        yield Committee(f"Release sync {number + 1}", train[0].key, people, hero, SYNC_KEEPER)
    council = tuple(person for team in company.teams[:3] for person in team.members)
    yield Committee("Council", company.teams[2].key, council, company.teams[2].lead, KEEPER, 1)


def minutes(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Scribes write down what a meeting decided; mostly somebody else publishes the page."""
    for committee in committees(company):
        day = week.days[2]
        able = [person for person in committee.members if person.works_on(day)]
        is_off = committee.keeper is not None and committee.keeper not in able
        if is_off or len(able) < 3 or (week.number - committee.first) % committee.every:
            continue
        yield _minutes(committee, week, random, able, day)


def _minutes(
    committee: Committee, week: Week, random: Random, able: list[Person], day: date
) -> Act:
    keeper = committee.keeper
    turn = week.turn(committee.name)
    others = [person for person in able if person is not keeper]
    random.shuffle(others)
    is_kept = keeper is not None and is_due(turn, committee.share)
    scribes = [keeper if keeper and is_kept else others.pop()]
    if is_due(week.turn("minutes"), SEVERAL):
        scribes.append(others.pop())
    publisher = scribes[0] if random.random() < 0.1 else (others or scribes)[-1]
    met = moment(scribes[0], day, random)
    at = after(publisher, met, random, (1, 6))
    claims = tuple(claim(random, person, "meeting.minutes", met) for person in scribes)
    value = (f"{committee.name} {day}", ("meeting-notes",), tuple(scribes))
    return act(
        "confluence",
        committee.place,
        week.key("page"),
        [Step(at, publisher, "create", value, claims)],
    )
