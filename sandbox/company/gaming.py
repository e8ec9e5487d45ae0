"""Twins who do the same work: one leaves its traces as they come, one makes them look like more.

The second one splits what is said into many comments and what is written into many edits, changes
tickets field by field, sorts tickets of the own, fills the calendar with meetings of one person and
has two friends with whom thanks go round (``reports.py``).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from sandbox.company.acts import Act, Credit, Proposal, Step, Week, act, claim
from sandbox.company.meetings import Invitation, start_on
from sandbox.company.people import Company, Person, Team
from sandbox.company.phrases import CHANGES, PLAIN
from sandbox.company.tickets import Ticket
from sandbox.company.worktime import NEVER, moment, soon

PIECES = 5
_APART = (0.2, 1.0)
"""Minutes from one piece to the next."""

_SORTED_ITEMS = 2


def twins(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """The same week twice, if there are twins."""
    draw = random.random()
    for twin in company.twins:
        same, pieces = Random(draw), PIECES if twin is company.gamer else 1
        team = company.teams[0]
        yield _own_change(team, week, same, twin)
        for day in (0, 2, 4):
            yield _review(team, week, same, twin, day, pieces)
        for day in (1, 2, 3):
            yield _triage(team, week, same, twin, day, pieces)
        yield from _upkeep(team, week, same, twin, pieces)
    if company.gamer:
        yield from _padding(company.teams[0], week, random, company.gamer)


def _pieces(random: Random, end: datetime, pieces: int) -> list[datetime]:
    """One moment, or several within a few minutes that end with it."""
    gaps = [random.uniform(*_APART) for _ in range(PIECES - 1)][: pieces - 1]
    moments = [end]
    for gap in gaps if end != NEVER else ():
        moments.insert(0, soon(moments[0], -gap))
    return moments


def _own_change(team: Team, week: Week, random: Random, twin: Person) -> Act:
    at = moment(twin, week.days[1], random)
    done = soon(at, 200)
    feature = claim(random, twin, "delivery.feature", done)
    proposal = Proposal(random.choice(CHANGES))
    opened = Step(at, twin, "open", proposal, credits=(Credit(twin, "author"),))
    merged = Step(done, twin, "merge", claims=(feature,))
    return act("github", team.repositories[0], week.key("pull"), [opened, merged])


def _review(team: Team, week: Week, random: Random, twin: Person, day: int, pieces: int) -> Act:
    """A review of the lead's change, who never leaves."""
    at = moment(twin, week.days[day], random)
    done = claim(random, twin, "review.code", at)
    author = Credit(team.lead, "author")
    proposal = Proposal(random.choice(CHANGES))
    opened = Step(soon(at, -300), team.lead, "open", proposal, credits=(author,))
    said, credit = ("COMMENTED", PLAIN[1]), Credit(twin, "reviewer")
    *earlier, _ = _pieces(random, at, pieces)
    steps = [opened, *(Step(early, twin, "review", said) for early in earlier)]
    steps.append(Step(at, twin, "review", said, (done,), (credit,)))
    return act("github", team.repositories[1], week.key("pull"), steps)


def _triage(team: Team, week: Week, random: Random, twin: Person, day: int, pieces: int) -> Act:
    """A ticket that the lead reported."""
    ticket = Ticket(week, random, team)
    at = moment(twin, week.days[day], random)
    ticket.report(soon(at, -400), team.lead)
    done = claim(random, twin, "triage.issue_triage", at)
    for number, sorted_at in enumerate(_pieces(random, at, pieces)):
        is_last = sorted_at == at
        value = ("High", "Low")[number % 2]
        ticket.do(sorted_at, twin, "priority", value, *((done,) if is_last else ()))
    return ticket.act()


def _upkeep(team: Team, week: Week, random: Random, twin: Person, pieces: int) -> Iterator[Act]:
    """Every twin keeps a page of the lead's current."""
    key = f"twin/{twin.person_id}"
    if not week.number:
        written = start_on(week.days[0], -240)
        wrote = claim(random, team.lead, "documentation.create", written)
        owner = Credit(team.lead, "owner")
        value = (f"Habits of {twin.name}", (), ())
        step = Step(written, team.lead, "create", value, (wrote,), (owner,))
        yield act("confluence", team.key, key, [step])
    at = moment(twin, week.days[3], random)
    kept = claim(random, twin, "documentation.upkeep", at)
    edits = [
        Step(edited, twin, "edit", claims=(kept,) if edited == at else ())
        for edited in _pieces(random, at, pieces)
    ]
    yield act("confluence", team.key, key, edits)


def _padding(team: Team, week: Week, random: Random, gamer: Person) -> Iterator[Act]:
    """Tickets of the own that only the one who wrote them sorts, and meetings with nobody."""
    for _ in range(_SORTED_ITEMS):
        ticket = Ticket(week, random, team)
        reported = ticket.report(moment(gamer, week.days[1], random), gamer)
        ticket.do(soon(reported, 15), gamer, "priority", "High")
        ticket.do(moment(gamer, week.days[3], random), gamer, "component", "api")
        yield ticket.act()
    for number, day in enumerate(week.days):
        series = f"Focus {number}"
        start = start_on(day, 90)
        invitation = Invitation(series, start, gamer, gamer, (gamer,), is_called=False)
        step = Step(start - timedelta(hours=30), gamer, "invite", invitation)
        yield act("google", team.key, f"meeting/{series}/{week.number}", [step])


def thanks(company: Company) -> tuple[Person, ...]:
    """Who is in the ring: the one who games, and two friends."""
    if company.gamer is None:
        return ()
    friends = [person for person in company.teams[1].members if person.ended is None]
    return (company.gamer, *friends[:2])
