"""How newcomers are received: buddies that a record names, mentors that nobody named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from sandbox.company.acts import Act, Claim, Week, act, claim
from sandbox.company.meetings import LENGTH, one_to_one, start_on
from sandbox.company.people import Company, Person, Team
from sandbox.company.phrases import REASONED
from sandbox.company.tickets import Ticket
from sandbox.company.worktime import NEVER, after, moment, soon

Record = Literal["sheet", "directory", "ticket", "table"]
RECORDS: tuple[Record, ...] = ("sheet", "directory", "ticket")
WINDOW = timedelta(days=90)
"""How long a buddy is one."""

_COMMITMENTS = 6
"""One in so many buddies is named and never seen."""

_MENTORED = 2
"""One in so many newcomers finds a mentor of their own."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Somebody who helps a newcomer.

    Attributes:
        record: Where it is written down; None if nowhere.
        is_lived: Whether anything came of it.
    """

    mentor: Person
    newcomer: Person
    team: Team
    started: date
    record: Record | None
    is_lived: bool = True

    @property
    def ended(self) -> date:
        """The last day."""
        return self.started + WINDOW


def pairings(company: Company) -> list[Pairing]:
    """Everybody who joined lately gets a buddy of the team; the scenario's juniors get the hero."""
    hero, (first, second) = company.cast.hero, company.cast.juniors
    found = [
        Pairing(hero, first, _team(company, first), first.started, "sheet"),
        Pairing(hero, second, _team(company, second), second.started, None),
    ]
    newest = company.monday - timedelta(days=80)
    for team in company.teams:
        for person in team.members[1:]:
            elders = [other for other in team.members[1:] if other.is_senior_to(person)]
            elders = [other for other in elders if other.ended is None]
            if person.started < newest or person in company.cast.juniors or len(elders) < 2:
                continue
            buddy, mentor = company.random("buddy", person.person_id).sample(elders, 2)
            number = len(found)
            record = RECORDS[number % len(RECORDS)]
            is_lived = number % _COMMITMENTS != 0
            found.append(Pairing(buddy, person, team, person.started, record, is_lived))
            if number % _MENTORED == 0:
                found.append(Pairing(mentor, person, team, person.started, None))
    return found


def _team(company: Company, person: Person) -> Team:
    return next(team for team in company.teams if person in team.members)


def onboarding(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Pairs meet every week, and who is new asks questions on tickets."""
    for number, pairing in enumerate(pairings(company)):
        if not pairing.started <= week.days[4] <= pairing.ended:
            continue
        is_first = (week.days[4] - pairing.started).days < 7 or week.number == 0
        if pairing.record == "ticket" and is_first:
            yield _ticket(pairing, week, random)
        if pairing.is_lived:
            yield from _meeting(pairing, week, random, 15 * (number % 8))
            yield from _question(pairing, week, random)


def acquaintances(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Twice a newcomer also meets somebody else who has long been here; that makes no mentor."""
    for pairing in pairings(company):
        others = [person for person in pairing.team.members[1:] if person is not pairing.mentor]
        elders = [person for person in others if person.is_senior_to(pairing.newcomer)]
        mentors = {p.mentor for p in pairings(company) if p.newcomer is pairing.newcomer}
        elder = next((person for person in elders if person not in mentors), None)
        weeks = (week.monday - pairing.started).days // 7
        if pairing.record and elder and weeks in (2, 5):
            day = week.days[2]
            over = start_on(day, 45) + LENGTH
            met = claim(random, elder, "mentoring.one_to_one", over, helps=pairing.newcomer)
            yield from one_to_one(
                elder, pairing.newcomer, week, day, 45, claims=(met,), title="Coffee"
            )


def _ticket(pairing: Pairing, week: Week, random: Random) -> Act:
    """The newcomer's own ticket, which names the buddy."""
    ticket = Ticket(week, random, pairing.team, "Task", ("onboarding",))
    value = {
        "type": "Task",
        "title": "Onboarding",
        "labels": ("onboarding",),
        "assignee": pairing.newcomer,
        "buddy": pairing.mentor,
    }
    at = after(pairing.team.lead, start_on(week.days[4], -60), random, (0, 1))
    ticket.do(at, pairing.team.lead, "create", value)
    return ticket.act()


def _meeting(pairing: Pairing, week: Week, random: Random, minutes: int) -> Iterator[Act]:
    day = week.days[0] if pairing.record else week.days[3]
    title = "Onboarding" if pairing.record else "1:1"
    over = start_on(day, minutes) + LENGTH
    mentor, newcomer = pairing.mentor, pairing.newcomer
    met = claim(random, mentor, "mentoring.one_to_one", over, helps=newcomer)
    yield from one_to_one(mentor, newcomer, week, day, minutes, claims=(met,), title=title)


def _question(pairing: Pairing, week: Week, random: Random) -> Iterator[Act]:
    """The newcomer asks on a ticket of the own, and the mentor is the first who answers."""
    newcomer, mentor = pairing.newcomer, pairing.mentor
    if random.random() < 0.5 or not newcomer.works_on(week.days[1]):
        return
    ticket = Ticket(week, random, pairing.team)
    asked = soon(ticket.report(moment(newcomer, week.days[1], random), newcomer, newcomer), 9)
    ticket.do(asked, newcomer, "comment", "Which of the two services owns this table?")
    at = after(mentor, asked, random, (1, 8))
    answered: tuple[Claim, ...] = ()
    if at != NEVER:
        answered = (claim(random, mentor, "mentoring.answer", at, helps=newcomer),)
    ticket.do(at, mentor, "comment", REASONED[2], *answered)
    yield act("jira", pairing.team.key, ticket.key, ticket.steps)
