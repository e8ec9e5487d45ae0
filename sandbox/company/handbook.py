"""The handbook, a repository of texts: documents, decisions, minutes, and who leads a release."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from sandbox.company.acts import Act, Step, Text, Week, act, claim
from sandbox.company.identity import has_account
from sandbox.company.onboarding import Pairing
from sandbox.company.people import Company, Person, first_name, pick
from sandbox.company.phrases import DECISIONS, SUBJECTS
from sandbox.company.worktime import after, amount, is_due, moment, weekday

HANDBOOK = "acme/handbook"
_DOCUMENTS, _DECISIONS = 0.025, 0.02
"""How many of each a person writes in a week."""

_GUILDS = {"Backend guild": ("eng", "sre"), "Product guild": ("pm", "design", "support")}
_PUBLISHED = 0.75
"""The share of minutes that somebody else commits than who took them."""

_UNNAMED, _FIRST_NAMES = 0.15, 0.2
"""The shares of minutes whose line names nobody, and of those that name the scribe in one word."""

TEAM_TABLES = "releases/*/release-team.md"
TEAM_EVERY, _ROLES = 4, ("Coordination", "Documentation", "Signal")
"""Weeks from one release team to the next, and what its people lead."""


def handbook(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """People write documents, and others keep them current or correct them in later weeks."""
    for _ in range(amount(random, _DOCUMENTS * len(company.members))):
        day = week.day(random)
        writer = pick(random, company.members, day)
        if writer:
            at = moment(writer, day, random)
            key, subject = week.key("document"), random.choice(SUBJECTS)
            path = f"docs/{_slug(subject)}-{week.turn('document') + 1}.md"
            text = Text(path, _body(subject, 12), f"docs: add {subject.lower()}")
            wrote = claim(random, writer, "documentation.create", at)
            yield act("git", HANDBOOK, key, [Step(at, writer, "write", text, (wrote,))])
            yield from _edits(company, random, key, writer, at)


def _edits(
    company: Company, random: Random, key: str, writer: Person, at: datetime
) -> Iterator[Act]:
    """Edits of others, and some that are no work: the writer's second thought, a comma."""
    second = after(writer, at, random, (1, 20))
    subject = "docs: say it shorter"
    yield act("git", HANDBOOK, key, [Step(second, writer, "edit", (subject, 4))])
    for _ in range(random.choice((1, 2, 2, 3, 4))):
        day = weekday(at.date() + timedelta(days=random.randint(7, 80)))
        editor = pick(random, company.members, day, writer)
        if editor is None:
            continue
        edited = moment(editor, day, random)
        is_comma, is_wrong = random.random() < 0.15, random.random() < 0.45
        if is_comma:
            yield act("git", HANDBOOK, key, [Step(edited, editor, "edit", ("docs: typo", 0))])
            continue
        kind = "fix.document" if is_wrong else "documentation.upkeep"
        subject = "fix: correct the steps" if is_wrong else "docs: follow the new version"
        step = Step(edited, editor, "edit", (subject, 6), (claim(random, editor, kind, edited),))
        yield act("git", HANDBOOK, key, [step])


def decisions(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Somebody writes down what was decided."""
    for _ in range(amount(random, _DECISIONS * len(company.members))):
        day = week.day(random)
        writer = pick(random, company.members, day, roles=("eng", "sre", "pm"))
        if writer:
            at = moment(writer, day, random)
            subject = random.choice(DECISIONS)
            number = week.turn("decision") + 1
            path = f"docs/decisions/{number:04}-{_slug(subject)}.md"
            text = Text(path, _body(subject, 18), f"docs: decide to {subject.lower()}")
            wrote = claim(random, writer, "coordination.decision_record", at)
            step = Step(at, writer, "write", text, (wrote,))
            yield act("git", HANDBOOK, week.key("decision"), [step])


def guilds(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Guilds meet in turns; one takes the minutes, and mostly another one commits them."""
    name, roles = list(_GUILDS.items())[week.number % 2]
    day, people = week.days[2], [p for team in company.teams for p in team.of(*roles)]
    able = [person for person in people if person.works_on(day)]
    if len(able) < 3:
        return
    present = random.sample(able, min(len(able), 8))
    scribe, other, *_ = present
    publisher = other if is_due(week.turn("guild"), _PUBLISHED) else scribe
    met = moment(scribe, day, random)
    published = after(publisher, met, random, (2, 26))
    is_named = not is_due(week.turn("guild's scribe"), _UNNAMED)
    claims = [claim(random, scribe, "meeting.minutes", met)] if is_named else []
    if publisher is not scribe or not is_named:
        claims.append(claim(random, publisher, "meeting.published_minutes", published))
    path = f"minutes/{day}-{_slug(name)}.md"
    called = _called(random, week, present) if is_named else "TBD, see wiki"
    text = Text(path, _minutes(random, name, day, present, called), f"minutes: {name.lower()}")
    step = Step(published, publisher, "write", text, tuple(claims))
    yield act("git", HANDBOOK, week.key("minutes"), [step])


def _called(random: Random, week: Week, present: list[Person]) -> str:
    """How the minutes call the first of those present, their scribe."""
    scribe, *others = present
    one_word = first_name(scribe)
    is_clear = all(first_name(other) != one_word for other in others)
    if is_due(week.turn("guild's first name"), _FIRST_NAMES) and is_clear:
        return one_word
    return random.choice((scribe.name, _with_handle(scribe)))


def _minutes(random: Random, name: str, day: date, present: list[Person], scribe: str) -> str:
    """What people write above what was said."""
    label = random.choice(("Scribe", "**Scribe**", "Note taker"))
    people = ", ".join(person.name for person in present)
    return f"# {name}, {day}\n\nPresent: {people}\n\n{label}: {scribe}\n\n{_body('Agenda', 9)}"


def release_teams(company: Company) -> list[Pairing]:
    """Every few weeks a release has a team, in which people with less time there shadow others."""
    found = []
    people = [person for team in company.teams for person in team.members[1:]]
    for number in range(2, company.weeks, TEAM_EVERY):
        day = company.monday + timedelta(weeks=number, days=1)
        random = company.random("release team", number)
        able = [person for person in people if person.works_on(day)]
        for shadow in random.sample(able, len(_ROLES)):
            leads = [lead for lead in able if lead.is_senior_to(shadow)]
            if leads:
                team = next(team for team in company.teams if shadow in team.members)
                found.append(Pairing(random.choice(leads), shadow, team, day, "table"))
    return found


def tables(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Somebody commits who leads and who shadows."""
    day = week.days[1]
    pairs = [pairing for pairing in release_teams(company) if pairing.started == day]
    writer = pick(random, company.members, day, roles=("pm", "eng"))
    if not pairs or writer is None:
        return
    at = moment(writer, day, random)
    version = f"2.{week.turn('release team') + 1}"
    rows = [f"| Role | Lead | Shadow |\n|{' --- |' * 3}"]
    claims = [claim(random, writer, "documentation.create", at)]
    for role, pairing in zip(_ROLES, pairs, strict=False):
        lead, shadow = pairing.mentor, pairing.newcomer
        rows.append(f"| {role} | {_with_handle(lead)} | {_with_handle(shadow)} |")
        about = f"pairing/{shadow.person_id}"
        claims.append(claim(random, lead, "mentoring.buddy", at, about))
    body = "\n".join([f"# Release team of {version}\n", *rows, ""])
    text = Text(f"releases/{version}/release-team.md", body, f"Form the team of {version}")
    step = Step(at, writer, "write", text, tuple(claims))
    yield act("git", HANDBOOK, week.key("release-team"), [step])


def _with_handle(person: Person) -> str:
    is_known = has_account(person, "github")
    return f"{person.name} (@{person.handle.replace('.', '-')})" if is_known else person.name


def _slug(words: str) -> str:
    return words.lower().replace(" ", "-")


def _body(title: str, lines: int) -> str:
    text = "\n".join(f"{title}, point {number}." for number in range(1, lines + 1))
    return f"# {title}\n\n{text}\n"
