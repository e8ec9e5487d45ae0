"""Work on call: alerts, declared incidents and what follows them, shifts taken over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from sandbox.company.acts import Act, Claim, Credit, Step, Stranger, Week, act, claim
from sandbox.company.people import Company, Person, Team, pick
from sandbox.company.phrases import ALERTS, STATUS, TIMELINE
from sandbox.company.tickets import Ticket
from sandbox.company.worktime import NEVER, after, amount, is_working_time, moment, soon

ON_CALL = ("eng", "sre")
MONITOR = Stranger("monitor")
COMMANDER, COMMUNICATOR, SCRIBE = "incident_commander", "communications_lead", "incident_scribe"
"""Custom fields of incidents that hold who had a role."""

_LASTS = 55


def alerts(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """One person looks at an alert and settles it."""
    for team in company.teams:
        for _ in range(amount(random, 0.16 * len(team.members))):
            day = week.day(random)
            person = pick(random, team.members, day, roles=ON_CALL)
            if person:
                yield _alert(team, week, random, person, moment(person, day, random))


def _alert(team: Team, week: Week, random: Random, person: Person, at: datetime) -> Act:
    closed = soon(at, random.randint(8, 50))
    looked = claim(random, person, "triage.alert_triage", closed)
    steps = [
        Step(soon(at, -6), MONITOR, "trigger", random.choice(ALERTS)),
        Step(soon(at, -5), None, "notify", person),
        Step(at, person, "acknowledge"),
    ]
    if random.random() < 0.3:
        steps.append(Step(soon(at, 5), person, "note", "Known peak, it goes down by itself."))
    closer = person if random.random() < 0.85 else None
    steps.append(Step(closed, closer, "resolve", claims=(looked,)))
    return act("pagerduty", random.choice(team.services), week.key("incident"), steps)


@dataclass(frozen=True)
class Crew:
    """Who works on one declared incident; the first responder notices it."""

    commander: Person
    comms: Person | None
    scribe: Person | None
    responders: tuple[Person, ...]

    @property
    def everybody(self) -> list[Person]:
        """Each of them once."""
        named = (self.commander, self.comms, self.scribe, *self.responders)
        return [person for person in named if person is not None]


def incidents(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """A team declares an incident every seven weeks or so; the hero's are in the scenario."""
    for team in company.teams:
        people = [person for person in team.members if person is not company.cast.hero]
        if random.random() < 0.14:
            day = week.day(random)
            first = pick(random, team.members, day, roles=ON_CALL)
            if first:
                at = moment(first, day, random)
                crew = crew_of(random, people, first, at)
                if crew:
                    author = random.choice((crew.commander, first, None))
                    yield from declared(team, week, random, crew, at, author)


def crew_of(
    random: Random,
    people: Sequence[Person],
    first: Person,
    at: datetime,
    comms: Person | None = None,
) -> Crew | None:
    """Those who are at work then, each in one role."""
    free = [p for p in people if is_awake(p, at) and p is not first and p is not comms]
    random.shuffle(free)
    able = [person for person in free if person.role_family != "design"]
    if not able:
        return None
    commander, *rest = able
    coders = [person for person in rest if person.role_family in ON_CALL]
    second = coders[:1] if len(rest) > 2 else []
    left = [person for person in rest if person not in second]
    informing = comms or (left.pop() if left else None)
    return Crew(commander, informing, left.pop() if left else None, (first, *second))


def is_awake(person: Person, at: datetime) -> bool:
    """Whether somebody is at work from then until an incident is over."""
    return is_working_time(person, at) and is_working_time(person, soon(at, _LASTS))


def declared(
    team: Team, week: Week, random: Random, crew: Crew, at: datetime, author: Person | None
) -> Iterator[Act]:
    """An incident with a priority and roles; its postmortem follows if it has an author."""
    key, service = week.key("incident"), random.choice(team.services)
    steps = [Step(soon(at, -4), MONITOR, "trigger", random.choice(ALERTS))]
    steps += _answered(crew, at)
    steps += _told(random, crew, at)
    closed = soon(at, _LASTS - 5)
    claims = _roles(random, crew, closed)
    credit = (Credit(crew.commander, "commander"),)
    steps.append(Step(closed, crew.responders[0], "resolve", claims=claims, credits=credit))
    yield act("pagerduty", service, key, sorted(steps, key=lambda step: step.at))
    if author:
        yield from _reviewed(team, week, random, (service, key), (author, crew), closed)


def _answered(crew: Crew, at: datetime) -> Iterator[Step]:
    """Every responder acknowledges and then does something."""
    for number, responder in enumerate(crew.responders):
        yield Step(soon(at, number * 3), responder, "acknowledge")
        text = "Looking at the last deployment." if number else "The database refuses connections."
        yield Step(soon(at, number * 3 + 9), responder, "note", text)
    yield Step(soon(at, 4), crew.commander, "priority", "P1")
    yield Step(soon(at, 5), crew.commander, "role", COMMANDER)


def _told(random: Random, crew: Crew, at: datetime) -> Iterator[Step]:
    """Updates for those outside, and the timeline."""
    if crew.comms:
        if random.random() < 0.6:
            yield Step(soon(at, 8), crew.comms, "role", COMMUNICATOR)
        for minute in (10, 40):
            yield Step(soon(at, minute), crew.comms, "note", STATUS)
    if crew.scribe:
        if random.random() < 0.6:
            yield Step(soon(at, 7), crew.scribe, "role", SCRIBE)
        for number, text in enumerate(TIMELINE):
            yield Step(soon(at, 11 + number * 10), crew.scribe, "note", text)


def _roles(random: Random, crew: Crew, closed: datetime) -> tuple[Claim, ...]:
    """What everybody did; nobody does so for longer than the incident lasts."""
    named = [("incident.command", crew.commander)]
    named += [("incident.comms", crew.comms)] if crew.comms else []
    named += [("incident.scribe", crew.scribe)] if crew.scribe else []
    named += [("incident.responder", person) for person in crew.responders]
    claims = [claim(random, person, kind, closed) for kind, person in named]
    return tuple(replace(done, minutes=min(done.minutes, _LASTS)) for done in claims)


def _reviewed(
    team: Team,
    week: Week,
    random: Random,
    incident: tuple[str, str],
    people: tuple[Person, Crew],
    closed: datetime,
) -> Iterator[Act]:
    """A postmortem that the incident points to, and action items that are closed."""
    (service, incident_key), (author, crew) = incident, people
    page = week.key("page")
    latest = written = after(author, closed, random, (20, 50))
    steps = [Step(written, author, "create", ("Postmortem", ("postmortem",), ()))]
    claims = [claim(random, author, "incident.postmortem", written, page)]
    editor = next((person for person in crew.responders if person is not author), None)
    if editor:
        latest = after(editor, written, random, (2, 20))
        steps.append(Step(latest, editor, "edit"))
        claims.append(claim(random, editor, "incident.postmortem", latest, page))
    yield act("confluence", team.key, page, steps)
    noted = after(author, latest, random, (1, 4))
    note = Step(noted, author, "link_page", page, tuple(claims))
    yield act("pagerduty", service, incident_key, [note])
    owners = [pick(random, team.members, closed.date(), author, roles=ON_CALL)]
    owners += [author] if author.role_family == "pm" else []
    for owner in filter(None, owners):
        yield _action_item(team, week, random, (author, owner), noted, page)


def _action_item(
    team: Team,
    week: Week,
    random: Random,
    people: tuple[Person, Person],
    noted: datetime,
    page: str,
) -> Act:
    author, owner = people
    item = Ticket(week, random, team, labels=("corrective-action",))
    planned = item.report(soon(noted, 10), author, owner, "Guard against the last outage")
    item.do(soon(planned, 2), author, "link_page", page)
    item.resolve(planned, owner, claim(random, owner, "incident.corrective_action", planned))
    return item.act()


def shifts(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """A rota names who is on call in the next week; somebody takes over if he is on leave."""
    monday = week.monday + timedelta(weeks=1)
    for team in company.teams:
        rota = [p for p in team.of(*ON_CALL) if p.ended is None and p.started <= monday]
        if not rota:
            continue
        holder = rota[week.number % len(rota)]
        start = datetime.fromisoformat(f"{monday}T00:00:00+00:00")
        duty = Step(start, holder, "on_call", timedelta(weeks=1))
        key = week.key("shift")
        yield act("pagerduty", team.key, key, [duty])
        taker = pick(random, team.members, monday, holder, roles=ON_CALL)
        if taker and holder.is_on_leave(monday):
            yield _covered(team, week, random, taker)


def _covered(team: Team, week: Week, random: Random, taker: Person) -> Act:
    days = [week.monday + timedelta(days=7 + index) for index in range(5)]
    starts = [at for at in (moment(taker, day, random) for day in days) if at != NEVER]
    first, last = starts[0], soon(starts[-1], 30)
    cover = claim(random, taker, "handoff.cover", last)
    return act("pagerduty", team.key, week.key("override"), [
        Step(last, taker, "override", first, (cover,))
    ])  # fmt: skip
