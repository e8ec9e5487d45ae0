"""Meetings in the calendar: team syncs with notes, one-to-ones, and what keeps meetings going."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from sandbox.company.acts import Act, Claim, Step, Week, act, claim
from sandbox.company.people import Company, Person, Team, first_name, pick
from sandbox.company.phrases import PLAIN
from sandbox.company.worktime import is_due

HOUR = 14
"""When meetings start, UTC; most of the company is awake."""

LENGTH = timedelta(minutes=30)
CURATED = 0.4
"""The share of machine-made notes that somebody puts right the next day."""

TYPED = 0.25
"""The share of scribe lines that link to nobody: they say TBD, or the scribe's first name."""

NAMES = (
    "- {:%Y/%m/%d %H:%M} UTC - Notes by Gemini",
    "\u2013 {:%Y/%m/%d %H:%M} UTC \u2013 Notizen von Gemini",
    "- {:%Y/%m/%d %H:%M} UTC - Notas de Gemini",
)
"""How Google calls notes that it takes, by the language of who hosts the meeting."""

SPLIT = 13
"""The week from which on every retrospective changes what follows of its series."""

PLANNED = 0.3
"""The share of meetings in which somebody changes the plan that they attach."""

AGENDA = 0.3
FOLLOWED = 0.25
STYLES = ("sole", "named", "several", "machine")
"""How teams keep notes: one writes; a line names the scribe; several type; a machine does it."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """One occurrence of a meeting.

    Attributes:
        series: The company's name of the series; its title too.
        organizer: Whose meeting it is.
        creator: Who booked it.
        guests: Everybody asked, the organizer among them.
        notes: The key of the document that it attaches, None without one.
        is_called: Whether it is held over Meet.
        has_machine: Whether Google takes notes, which are told with the call.
        papers: The keys of further documents that it attaches.
        split_at: From when somebody changed "this and following" of the series, if it is later.
    """

    series: str
    start: datetime
    organizer: Person
    creator: Person
    guests: tuple[Person, ...]
    notes: str | None = None
    is_private: bool = False
    is_called: bool = True
    has_machine: bool = False
    end: datetime | None = None
    papers: tuple[str, ...] = ()
    split_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to be written.

    Attributes:
        title: What it is called.
        scribe_of: Day and scribes whose names its text gets, None for no such line.
        meeting: The meeting about which Google itself writes it, None for people's own.
        scribe_as: What the line says instead of linking to the scribes.
    """

    title: str
    scribe_of: tuple[date, tuple[Person, ...]] | None = None
    meeting: str | None = None
    scribe_as: str | None = None


def start_on(day: date, minutes: int = 0) -> datetime:
    """The start of a meeting on a day, UTC."""
    return datetime(day.year, day.month, day.day, HOUR, tzinfo=UTC) + timedelta(minutes=minutes)


def syncs(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Every team meets on Tuesdays; notes go into one document that grows from week to week."""
    day = week.days[1]
    for team in company.teams:
        able = [person for person in team.members if person.works_on(day)]
        if team.lead in able and len(able) >= 4:
            yield from _sync(team, week, random, able, day)


def _sync(team: Team, week: Week, random: Random, able: list[Person], day: date) -> Iterator[Act]:
    style = STYLES[team.number % len(STYLES)]
    series, start = f"{team.name} sync", start_on(day)
    occurrence = f"meeting/{series}/{week.number}"
    notes = f"notes/{series}/{week.number}" if style == "machine" else f"notes/{series}"
    booked = start - timedelta(days=1, hours=3)
    if style != "machine" and week.turn(notes) == 0:
        paper = Step(booked, team.lead, "write", Paper(f"Notes - {series}"))
        yield act("google", team.key, notes, [paper])
    is_machine = style == "machine"
    attached = None if is_machine else notes
    guests = tuple(able)
    plan = f"plan/{series}"
    if style == "several":
        yield from _plan(team, week, random, able, plan, start)
    invitation = Invitation(
        *(series, start, team.lead, team.lead, guests, attached),
        has_machine=is_machine,
        papers=(plan,) if style == "several" else (),
    )
    yield act("google", team.key, occurrence, [Step(booked, team.lead, "invite", invitation)])
    if is_machine:
        yield act(
            "google", team.key, notes, _machine(random, team, week, able, occurrence, start, day)
        )
        return
    others = [person for person in able if person is not team.lead]
    random.shuffle(others)
    scribe, helper = others.pop(), others.pop()
    is_typed = is_due(week.number, TYPED)
    line = _line(style, day, scribe, able, is_typed=is_typed)
    steps = [*_typed(random, style, (scribe, helper), occurrence, start, line)]
    if random.random() < AGENDA:
        at = start - timedelta(hours=2)
        wrote = claim(random, helper, "meeting.logistics", at, occurrence)
        steps.append(Step(at, helper, "edit", claims=(wrote,)))
    yield act("google", team.key, notes, sorted(steps, key=lambda step: step.at))
    yield from _items(team, week, random, able, notes, start)


def _plan(
    team: Team, week: Week, random: Random, able: list[Person], key: str, start: datetime
) -> Iterator[Act]:
    """A plan that the meeting attaches is kept current while it is talked about."""
    if week.turn(key) == 0:
        at = start - timedelta(days=1, hours=4)
        wrote = claim(random, team.lead, "documentation.create", at)
        paper = Paper(f"{team.name} plan")
        yield act("google", team.key, key, [Step(at, team.lead, "write", paper, (wrote,))])
        return
    editor = next(person for person in reversed(able) if person is not team.lead)
    if is_due(week.number, PLANNED):
        at = start + timedelta(minutes=9)
        kept = claim(random, editor, "documentation.upkeep", at)
        yield act("google", team.key, key, [Step(at, editor, "edit", claims=(kept,))])


def _line(
    style: str, day: date, scribe: Person, able: list[Person], *, is_typed: bool
) -> Paper | None:
    """The scribe line of a day; one that names nobody changes nothing for the only editor."""
    if style == "sole" and is_typed:
        return Paper("", (day, ()), scribe_as="TBD")
    one_word = first_name(scribe)
    is_clear = sum(first_name(person) == one_word for person in able) == 1
    if style == "named":
        return Paper("", (day, (scribe,)), scribe_as=one_word if is_typed and is_clear else None)
    return None


def _typed(
    random: Random,
    style: str,
    pair: tuple[Person, Person],
    occurrence: str,
    start: datetime,
    line: Paper | None,
) -> Iterator[Step]:
    """The scribe types all along; beside named and several ones others type as well."""
    scribe, helper = pair
    wrote: tuple[Claim, ...] = (
        claim(random, scribe, "meeting.minutes", start + LENGTH, occurrence),
    )
    for number, minutes in enumerate((3, 14, 25)):
        at = start + timedelta(minutes=minutes + random.random())
        yield Step(at, scribe, "edit", line if number == 0 else None, wrote)
    if style == "named":
        for minutes in (5, 16, 28):
            yield Step(start + timedelta(minutes=minutes), helper, "edit")
    elif style == "several":
        yield Step(start + timedelta(minutes=12), helper, "edit")


def _machine(
    random: Random,
    team: Team,
    week: Week,
    able: list[Person],
    occurrence: str,
    start: datetime,
    day: date,
) -> Iterator[Step]:
    """Google writes the notes; the next day somebody may put them right."""
    title = f"{team.name} sync {NAMES[week.number % len(NAMES)].format(start)}"
    ended = start + LENGTH
    yield Step(ended + timedelta(minutes=2), team.lead, "write", Paper(title, meeting=occurrence))
    morrow = day + timedelta(days=1)
    curator = pick(random, able, morrow, team.lead)
    if curator and random.random() < CURATED:
        at = start_on(morrow, 5)
        right = claim(random, curator, "meeting.curated_notes", at, occurrence)
        yield Step(at, curator, "edit", claims=(right,))


def _items(
    team: Team, week: Week, random: Random, able: list[Person], notes: str, start: datetime
) -> Iterator[Act]:
    """Action items in the notes: mostly who has one closes it, sometimes somebody else does."""
    giver, holder, closer = random.sample(able, 3)
    at = start + timedelta(minutes=26)
    item = week.key("item")
    closed = start_on(week.days[3], random.randrange(60))
    is_followed = random.random() < FOLLOWED
    done = closer if is_followed else holder
    if not done.works_on(week.days[3]):
        return
    claims = (claim(random, closer, "meeting.action_followup", closed),) if is_followed else ()
    yield act("google", team.key, item, [
        Step(at, giver, "assign", (notes, holder)),
        Step(closed, done, "resolve", claims=claims),
    ])  # fmt: skip


def reviews(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Every fourth week teams look back; somebody else books that for the lead."""
    for team in company.teams:
        day = week.days[3]
        able = [person for person in team.members if person.works_on(day)]
        booker = next((person for person in team.members[1:] if person.role_family == "pm"), None)
        is_due = week.number % 4 == team.number % 4
        if not is_due or booker is None or team.lead not in able or booker not in able:
            continue
        series, start = f"{team.name} retrospective", start_on(day)
        key = f"meeting/{series}/{week.number}"
        invitation = Invitation(
            *(series, start, team.lead, booker, tuple(able)),
            is_called=False,
            split_at=start if week.number >= SPLIT else None,
        )
        at = start - timedelta(days=2)
        booked: tuple[Claim, ...] = ()
        if week.turn(series) == 0:
            booked = (claim(random, booker, "meeting.logistics", at, f"series/{series}"),)
        yield act("google", team.key, key, [Step(at, booker, "invite", invitation, booked)])


def one_to_ones(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Leads meet their people, which is management; two old hands of a team meet as equals."""
    for team in company.teams:
        for number, person in enumerate(team.members[1:]):
            if week.number % 2 == number % 2:
                yield from one_to_one(team.lead, person, week, week.days[2], 30 * number)
        if len(team.members) > 6:
            one, other = sorted(team.members[1:], key=lambda member: member.started)[:2]
            yield from one_to_one(one, other, week, week.days[4], 0, is_private=team.number == 1)
    del random


def one_to_one(
    one: Person,
    other: Person,
    week: Week,
    day: date,
    minutes: int,
    *,
    claims: tuple[Claim, ...] = (),
    title: str = "1:1",
    is_private: bool = False,
) -> Iterator[Act]:
    """Two people meet, if both work on that day."""
    if not (one.works_on(day) and other.works_on(day)):
        return
    series = f"{title} {one.person_id} {other.person_id}"
    start = start_on(day, minutes)
    guests = (one, other)
    invitation = Invitation(series, start, one, one, guests, None, is_private, is_called=False)
    at = start - timedelta(hours=20)
    key = f"meeting/{series}/{week.number}"
    yield act("google", one.team.upper(), key, [Step(at, one, "invite", invitation, claims)])


def designs(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Engineers write designs; colleagues comment, and keep old ones current."""
    for team in company.teams:
        day = week.day(random)
        author = pick(random, team.members, day, roles=("eng", "sre", "design"))
        if author is None or random.random() > 0.35:
            continue
        at = start_on(day, -180)
        wrote = claim(random, author, "documentation.create", at)
        steps = [Step(at, author, "write", Paper(f"Design: {week.key('matter')}"), (wrote,))]
        steps += _comments(week, random, team, author)
        keeper = pick(random, team.members, week.days[4], author)
        if keeper and random.random() < 0.4:
            kept_at = start_on(week.days[4], 90)
            kept = claim(random, keeper, "documentation.upkeep", kept_at)
            steps.append(Step(kept_at, keeper, "edit", claims=(kept,)))
        key = week.key("design")
        yield act("google", team.key, key, sorted(steps, key=lambda step: step.at))


def _comments(week: Week, random: Random, team: Team, author: Person) -> Iterator[Step]:
    """Two or more comments are a review; one is a remark."""
    day = week.days[4]
    reviewer = pick(random, team.members, day, author)
    other = pick(random, team.members, day, author, reviewer)
    if reviewer and reviewer.is_senior_to(author) is False:
        at = start_on(day, 20)
        again = at + timedelta(minutes=7)
        reviewed = claim(random, reviewer, "review.design", again, helps=author)
        yield Step(at, reviewer, "comment", PLAIN[0], (reviewed,))
        yield Step(again, reviewer, "comment", PLAIN[1])
    if other:
        yield Step(start_on(day, 45), other, "comment", PLAIN[2])
