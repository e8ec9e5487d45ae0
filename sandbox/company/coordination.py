"""Work between teams: releases of several teams, links between their tickets, dependency maps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sandbox.company.acts import Act, Claim, Credit, Step, Week, act, claim
from sandbox.company.people import Company, Person, Team, pick
from sandbox.company.phrases import CHANGES
from sandbox.company.tickets import DOERS, Ticket
from sandbox.company.worktime import NEVER, after, moment, soon

COORDINATORS = ("pm", "eng")


@dataclass(frozen=True)
class Plan:
    """How a release goes.

    Attributes:
        holder: Who runs it.
        assignee: Who is named on its ticket.
        is_held: Whether the holder stops it before it is done.
        is_fixed: Whether a bug that the hold names is fixed before it goes on.
    """

    holder: Person
    assignee: Person
    is_held: bool = False
    is_fixed: bool = False


def epics(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """In the first week every team opens a large ticket that others refer to."""
    if week.number:
        return
    for team in company.teams:
        reporter = pick(random, team.members, week.monday)
        if reporter:
            ticket = Ticket(week, random, team, "Epic")
            ticket.report(moment(reporter, week.monday, random), reporter)
            yield ticket.act()


def releases(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Teams that release together do so every two weeks; the holders take turns."""
    if week.number % 2:
        return
    for number, train in enumerate(company.trains()):
        holders = [person for team in train for person in team.of("pm")] + [t.lead for t in train]
        able = [person for person in holders if person.works_on(week.days[0])]
        if number and len(train) > 1 and able:
            holder = able[week.number // 2 % len(able)]
            is_held = random.random() < 0.1
            plan = Plan(holder, random.choice((holder, *holders)), is_held, is_held)
            yield from release(train, week, random, plan)


def release(train: Sequence[Team], week: Week, random: Random, plan: Plan) -> Iterator[Act]:
    """The ticket of one release, which ties what several teams ship."""
    holder = plan.holder
    ticket = Ticket(week, random, train[0], "Release")
    ticket.report(
        moment(holder, week.days[0], random), holder, plan.assignee, f"Release {week.monday}"
    )
    tied = moment(holder, week.days[1], random)
    for number, team in enumerate(train):
        is_second = number == 1
        ran = (claim(random, holder, "coordination.release", soon(tied, 20)),) if is_second else ()
        ticket.do(soon(tied, number * 4), holder, "tie", team.key, *ran)
    begun = ticket.do(soon(tied, 20), holder, "move", "In Progress")
    released = after(holder, begun, random, (24, 60))
    stopped: list[Claim] = []
    if plan.is_held:
        held = ticket.do(after(holder, begun, random, (1, 8)), holder, "move", "On hold")
        bug, fixed = _bug(random.choice(train), week, random, plan, ticket.key, held)
        yield bug
        resumed = ticket.do(after(holder, fixed, random, (0.2, 2)), holder, "move", "In Progress")
        released = after(holder, resumed, random, (0.5, 3))
        if plan.is_fixed:
            stopped.append(claim(random, holder, "incident.interception", held))
    credit = (Credit(plan.assignee, "assignee_at_resolution"),)
    ticket.steps.append(Step(released, holder, "move", "Done", tuple(stopped), credit))
    yield ticket.act()


def _bug(
    team: Team, week: Week, random: Random, plan: Plan, release_key: str, held: datetime
) -> tuple[Act, datetime]:
    """What a hold waits for, and when the waiting is over."""
    holder, ticket = plan.holder, Ticket(week, random, team, "Bug")
    fixer = pick(random, team.members, held.date(), holder, roles=DOERS)
    reported = ticket.report(soon(held, 3), holder, fixer, "Release candidate fails")
    ticket.do(soon(reported, 1), holder, "relate", release_key)
    if fixer is None or not plan.is_fixed:
        return ticket.act(), soon(held, 90)
    fixed = after(fixer, reported, random, (0.5, 3))
    done = claim(random, fixer, "delivery.ticket_work", fixed)
    credit = (Credit(fixer, "assignee_at_resolution"),)
    ticket.steps.append(Step(fixed, fixer, "move", "Done", (done,), credit))
    return ticket.act(), fixed


def links(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Somebody sees that one team waits for another, and says so in the tickets."""
    for number, train in enumerate(company.trains()):
        if number and len(train) > 1 and random.random() < 0.7:
            day = week.day(random)
            people = [person for team in train for person in team.members]
            person = pick(random, people, day, roles=COORDINATORS)
            if person:
                first, second = random.sample(train, 2)
                yield link(week, random, person, (first, second), moment(person, day, random))


def link(week: Week, random: Random, person: Person, teams: tuple[Team, Team], at: datetime) -> Act:
    """A link that says that a ticket of one team blocks one of the other."""
    made = claim(random, person, "coordination.dependency_link", at)
    step = Step(at, person, "link", (teams[0].key, teams[1].key), (made,))
    return act("jira", teams[0].key, week.key("link"), [step])


def maps(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Every train but the scenario's keeps a map of who waits for whom, in turns."""
    for number, train in enumerate(company.trains()):
        if number and len(train) > 1 and (not week.number or random.random() < 0.4):
            day = week.day(random)
            people = [person for team in train for person in team.members]
            person = pick(random, people, day, roles=COORDINATORS)
            if person:
                yield map_edit(train, week, random, person, moment(person, day, random))


def map_edit(
    train: Sequence[Team], week: Week, random: Random, person: Person, at: datetime
) -> Act:
    """One edit of a dependency map; the first of all creates it."""
    kept = claim(random, person, "documentation.dependency_map", at)
    value = ("Dependency map", ("dependency-map",), ())
    step = Step(at, person, "edit", claims=(kept,))
    if not week.number:
        step = Step(at, person, "create", value, (kept,), (Credit(person, "owner"),))
    return act("confluence", train[0].key, f"map/{train[0].key}", [step])


def launch_stories(team: Team, week: Week, random: Random, owner: Person) -> Iterator[Act]:
    """The tickets of a launch; its owner has his name on most of them."""
    for index in range(3):
        reporter = owner
        at = moment(reporter, week.day(random), random)
        doer = owner if index < 2 else pick(random, team.members, at.date(), owner, roles=DOERS)
        if doer and at != NEVER:
            ticket = Ticket(week, random, team, "Story", ("launch",))
            reported = ticket.report(at, reporter, doer, random.choice(CHANGES))
            ticket.resolve(reported, doer)
            yield ticket.act()
