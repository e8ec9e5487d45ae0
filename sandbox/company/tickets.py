"""Work on Jira tickets: sorted, done, handed over, covered, unblocked, absorbed, swept."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sandbox.company.acts import Act, Actor, Claim, Credit, Step, Week, act, claim
from sandbox.company.people import Company, Person, Team, pick
from sandbox.company.phrases import CHANGES, PROBLEMS, SUMMARY, WAITING
from sandbox.company.worktime import NEVER, after, amount, is_within, moment, soon

DOERS = ("eng", "sre", "design")
_STALE_WEEKS = 5
_SWEEP_EVERY = 13


@dataclass(frozen=True)
class Holding:
    """A time in which somebody worked on a ticket."""

    holder: Person
    since: datetime
    until: datetime


@dataclass
class Ticket:
    """The life of a ticket as it is written, step by step."""

    week: Week
    random: Random
    team: Team
    kind: str = "Task"
    labels: tuple[str, ...] = ()
    steps: list[Step] = field(default_factory=list)
    key: str = ""

    def __post_init__(self) -> None:
        self.key = self.key or self.week.key("ticket")

    def do(
        self, at: datetime, actor: Actor, verb: str, value: Any = None, *claims: Claim
    ) -> datetime:
        """Adds a step and returns when it is done."""
        self.steps.append(Step(at, actor, verb, value, claims))
        return at

    def report(
        self, at: datetime, reporter: Actor, assignee: Person | None = None, title: str = ""
    ) -> datetime:
        """Somebody creates it."""
        title = title or self.random.choice(PROBLEMS if self.kind == "Bug" else CHANGES)
        value = {"type": self.kind, "title": title, "labels": self.labels, "assignee": assignee}
        return self.do(at, reporter, "create", value)

    def triage(self, at: datetime, sorter: Person, *, to: Person | None = None) -> datetime:
        """Somebody else says what it is, and perhaps whose."""
        sorted_at = after(sorter, at, self.random, (0.5, 12))
        done = claim(self.random, sorter, "triage.issue_triage", sorted_at)
        self.do(sorted_at, sorter, "priority", self.random.choice(("High", "Low")), done)
        self.do(soon(sorted_at, 1), sorter, "component", self.random.choice(("api", "web")))
        if to is not None:
            self.do(soon(sorted_at, 2), sorter, "assign", to)
        return soon(sorted_at, 2)

    def start(self, at: datetime, assignee: Person, *, takes: bool) -> datetime:
        """Who does it starts, and takes it if nobody gave it to him."""
        begun = after(assignee, at, self.random, (1, 20))
        if takes:
            self.do(begun, assignee, "assign", assignee)
        return self.do(soon(begun, 1), assignee, "move", "In Progress")

    def resolve(
        self, at: datetime, assignee: Person, *others: Claim, before: Holding | None = None
    ) -> datetime:
        """The assignee is done; whoever held it ``before`` for a good while has done a part."""
        done = after(assignee, at, self.random, (4, 50))
        claims = [replace(other, at=done) for other in others]
        if self.kind in ("Story", "Task", "Bug"):
            claims.append(claim(self.random, assignee, "delivery.ticket_work", done))
            if before and before.until - before.since >= (done - before.since) / 4:
                claims.append(claim(self.random, before.holder, "delivery.ticket_work", done))
        credit = (Credit(assignee, "assignee_at_resolution"),)
        self.steps.append(Step(done, assignee, "move", "Done", tuple(claims), credit))
        return done

    def act(self) -> Act:
        """What happened."""
        return act("jira", self.team.key, self.key, self.steps)


def tickets(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Every team's tickets of the week."""
    lives = (_plain, _handed_over, _blocked, _escalated)
    for team in company.teams:
        for _ in range(amount(random, 0.31 * len(team.members))):
            day = week.day(random)
            reporter = pick(random, team.members, day)
            assignee = pick(random, team.members, day, reporter, roles=DOERS)
            if reporter and assignee:
                (live,) = random.choices(lives, (70, 11, 9, 10))
                ticket = Ticket(week, random, team, random.choice(("Story", "Task", "Bug")))
                live(ticket, reporter, assignee, moment(reporter, day, random))
                yield ticket.act()


def _plain(ticket: Ticket, reporter: Person, assignee: Person, at: datetime) -> None:
    """Half are sorted by a third person; most are done in the end."""
    random = ticket.random
    reported = ticket.report(at, reporter)
    sorter = pick(random, ticket.team.members, at.date(), reporter, assignee)
    if sorter and random.random() < 0.55:
        is_given = random.random() < 0.5
        reported = ticket.triage(reported, sorter, to=assignee if is_given else None)
    else:
        is_given = False
    begun = ticket.start(reported, assignee, takes=not is_given)
    if random.random() < 0.85:
        ticket.resolve(begun, assignee)


def _handed_over(ticket: Ticket, reporter: Person, giver: Person, at: datetime) -> None:
    """The holder gives it to somebody else, mostly with a summary."""
    random = ticket.random
    taker = pick(random, ticket.team.members, at.date(), reporter, giver, roles=DOERS)
    begun = ticket.start(ticket.report(at, reporter), giver, takes=True)
    if taker is None:
        return
    given = ticket.do(after(giver, begun, random, (5, 40)), giver, "assign", taker)
    held = Holding(giver, begun, given)
    if random.random() < 0.75:
        note = claim(random, giver, "handoff.handoff_note", given)
        ticket.do(soon(given, random.choice((2, 4, 12))), giver, "comment", SUMMARY, note)
    ticket.resolve(soon(given, 30), taker, before=held)


def _blocked(ticket: Ticket, reporter: Person, assignee: Person, at: datetime) -> None:
    """It waits for something, and somebody else gets that done; one in five waits longer."""
    random = ticket.random
    begun = ticket.start(ticket.report(at, reporter), assignee, takes=True)
    blocked = ticket.do(after(assignee, begun, random), assignee, "move", "Blocked")
    helper = pick(random, ticket.team.members, at.date(), assignee)
    if helper is None or blocked == NEVER:
        return
    helped = ticket.do(after(helper, blocked, random, (1, 12)), helper, "comment", WAITING)
    wait = (0.5, 5) if random.random() < 0.8 else (120, 160)
    moved = after(assignee, helped, random, wait)
    did = (claim(random, helper, "coordination.unblock", helped),)
    ticket.do(moved, assignee, "move", "In Progress", *(did if is_within(helped, moved, 2) else ()))
    ticket.resolve(moved, assignee)


def _escalated(ticket: Ticket, reporter: Person, holder: Person, at: datetime) -> None:
    """It becomes urgent and somebody carries it to the end."""
    random = ticket.random
    ticket.kind = "Support" if random.random() < 0.7 else "Bug"
    reported = ticket.report(at, reporter)
    raised = ticket.do(after(reporter, reported, random), reporter, "labels", ["escalated"])
    ticket.do(soon(raised, 1), reporter, "assign", holder)
    other = pick(random, ticket.team.members, at.date(), reporter, holder, roles=DOERS)
    passed = raised
    if other and random.random() < 0.2:
        passed = ticket.do(after(holder, raised, random), holder, "assign", other)
        holder = other
    done = claim(random, holder, "relationship.escalation_absorbed", passed)
    ticket.resolve(soon(passed, 2), holder, done)


def covers(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Who goes on leave next week leaves a ticket behind, which somebody takes over then."""
    monday = week.monday + timedelta(weeks=1)
    for team in company.teams:
        for holder in team.of(*DOERS):
            if not holder.is_on_leave(monday) or random.random() < 0.3:
                continue
            taker = pick(random, team.members, monday, holder, roles=DOERS)
            reporter = pick(random, team.members, week.days[1], holder, taker)
            if taker and reporter and holder.works_on(week.days[1]):
                yield _covered(Ticket(week, random, team), reporter, holder, taker)


def _covered(ticket: Ticket, reporter: Person, holder: Person, taker: Person) -> Act:
    random, monday = ticket.random, ticket.week.monday + timedelta(weeks=1)
    reported = ticket.report(moment(reporter, ticket.week.days[1], random), reporter)
    begun = ticket.start(reported, holder, takes=True)
    taken = moment(taker, monday, random)
    cover = claim(random, taker, "handoff.cover", taken)
    ticket.do(taken, taker, "assign", taker, cover)
    ticket.resolve(soon(taken, 5), taker, before=Holding(holder, begun, taken))
    return ticket.act()


def backlogs(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Tickets that nobody touches for weeks, until somebody sorts them at one sitting."""
    for team in company.teams:
        if (week.number + team.number) % _SWEEP_EVERY != 4:
            continue
        day = week.day(random)
        sweeper = pick(random, team.members, day + timedelta(weeks=_STALE_WEEKS))
        reporter = pick(random, team.members, day, sweeper)
        if sweeper and reporter:
            opened = moment(reporter, day, random)
            swept = moment(sweeper, day + timedelta(weeks=_STALE_WEEKS), random)
            yield from _stale(week, random, team, (reporter, opened), (sweeper, swept))


def _stale(
    week: Week,
    random: Random,
    team: Team,
    reported: tuple[Person, datetime],
    swept: tuple[Person, datetime],
) -> Iterator[Act]:
    (reporter, opened), (sweeper, at) = reported, swept
    count = random.randint(6, 9)
    swept_by = soon(at, count * 3 - 2)
    batch = claim(random, sweeper, "triage.backlog_hygiene", swept_by, f"batch/{team.key}")
    for number in range(count):
        ticket = Ticket(week, random, team)
        ticket.report(soon(opened, number * 5), reporter)
        ticket.do(soon(at, number * 3), sweeper, "priority", "Low")
        is_last = number == count - 1
        ticket.do(
            soon(at, number * 3 + 1), sweeper, "labels", ["stale"], *([batch] if is_last else ())
        )
        yield ticket.act()
