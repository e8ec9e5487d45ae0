"""Work on the platform, whose patches go by mail: its maintainers apply what others wrote."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from sandbox.company.acts import Act, Actor, Claim, Credit, Patch, Step, Stranger, Week, act, claim
from sandbox.company.engineering import CODERS
from sandbox.company.people import Company, Person, pick
from sandbox.company.phrases import CHANGES, PARTS
from sandbox.company.worktime import NEVER, after, amount, moment, soon, weekday

PLATFORM = "acme/platform"
STABLE = "stable/1.x"
NOTES = "CHANGELOG.md"
UPKEEP_PATHS = (".github/workflows/ci.yml", "requirements.lock", "tox.ini")

_RATE = 0.05
"""How many patches a person sends in a week, on average."""

_UPKEEP, _TOPIC, _OWN = 0.2, 0.15, 0.6
"""Shares of patches: for upkeep alone, on branches of their own, applied by who wrote them if
that is a maintainer."""

_REVERTED, _BACKPORTED = 0.2, 0.3
RELEASE_EVERY = 4

_NAMED = (
    ("Reported-by", "testing.reported", 0.3),
    ("Suggested-by", "coordination.suggested", 0.25),
    ("Diagnosed-by", "fix.diagnosis_only", 0.12),
    ("Helped-by", "fix.helped", 0.25),
    ("Tested-by", "testing.tested", 0.35),
    ("Reviewed-by", "review.code", 0.5),
    ("Acked-by", "review.code", 0.15),
)
"""Whom messages name in which words, for what, and in which share of them."""

_MENTORED, _TAUGHT = 0.8, ("junior", "mid")
"""The share of their patches that name a mentor, and the levels of who wrote them."""

OUTSIDER = Stranger("Rowan Outside", is_machine=False)


def patches(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Who codes sends patches, and what becomes of them in the weeks after."""
    coders = [person for team in company.teams for person in team.of(*CODERS)]
    maintainers = [team.lead for team in company.teams[:3]]
    for _ in range(amount(random, _RATE * len(company.members))):
        day = week.day(random)
        author = pick(random, coders, day)
        is_own = author in maintainers and random.random() < _OWN
        maintainer = author if is_own else pick(random, maintainers, day, author)
        if author and maintainer:
            at = moment(author, day, random)
            if random.random() < _TOPIC and author is not maintainer:
                yield from _topic(week, random, author, maintainer, at)
            else:
                yield from _mailed(company, week, random, author, maintainer, at)


def _mailed(
    company: Company, week: Week, random: Random, author: Person, maintainer: Person, at: datetime
) -> Iterator[Act]:
    """One patch, and perhaps its way back or to the branch of the last release."""
    applied = after(maintainer, at, random, (4, 60))
    is_upkeep = random.random() < _UPKEEP
    named, claims = _named(company, random, author, maintainer, applied)
    if random.random() < 0.1:
        second = pick(random, company.members, at.date(), author, maintainer, roles=CODERS)
        if second and second not in {person for _, person in named}:
            named.append(("Co-authored-by", second))
            kind = "fix.upkeep" if is_upkeep else "delivery.feature"
            claims.append(claim(random, second, kind, applied))
    patch = Patch(author, at, *_matter(random, is_upkeep=is_upkeep), tuple(named))
    claims += _delivered(random, author, maintainer, applied, is_upkeep=is_upkeep)
    key = week.key("patch")
    credit = (Credit(author, "author"),)
    step = Step(applied, maintainer, "apply", patch, tuple(claims), credit)
    yield act("git", PLATFORM, key, [step])
    if applied != NEVER:
        yield from _aftermath(company, week, random, key, maintainer, applied)


def _matter(random: Random, *, is_upkeep: bool) -> tuple[str, tuple[str, ...]]:
    """What a patch says and changes; one in five also says it in the changelog."""
    if is_upkeep:
        path = random.choice(UPKEEP_PATHS)
        return f"ci: renew {path.rpartition('/')[2]}", (path,)
    paths = random.sample(PARTS, random.randint(1, 3))
    area, change = paths[0].rpartition("/")[2].removesuffix(".py"), random.choice(CHANGES)
    told = [NOTES] if random.random() < 0.2 else []
    return f"{area}: {change.lower()}", (*paths, *told)


def _named(
    company: Company, random: Random, author: Person, maintainer: Person, applied: datetime
) -> tuple[list[tuple[str, Actor]], list[Claim]]:
    """Whom the message names, and what these did; authors who name themselves did nothing more."""
    named: list[tuple[str, Actor]] = []
    claims: list[Claim] = []
    day = applied.date()
    for role, kind, share in _NAMED:
        person = pick(random, company.members, day, author, maintainer)
        if random.random() < share and person:
            named.append((role, person))
            read = author if kind == "review.code" else None
            claims.append(claim(random, person, kind, applied, helps=read))
    elders = [person for person in company.members if person.is_senior_to(author)]
    mentor = pick(random, elders, day, author, maintainer)
    if mentor and author.level in _TAUGHT and random.random() < _MENTORED:
        named.append(("Mentored-by", mentor))
        claims.append(claim(random, mentor, "mentoring.named", applied))
    if random.random() < 0.06:
        named.append(("Reported-by", OUTSIDER))
    if random.random() < 0.05:
        named.append(("Tested-by", author))
    named.append(("Signed-off-by", author))
    return named, claims


def _delivered(
    random: Random, author: Person, maintainer: Person, at: datetime, *, is_upkeep: bool = False
) -> list[Claim]:
    kind = "fix.upkeep" if is_upkeep else "delivery.feature"
    claims = [claim(random, author, kind, at)]
    if maintainer is not author:
        claims.append(claim(random, maintainer, "coordination.integration", at))
    return claims


def _topic(
    week: Week, random: Random, author: Person, maintainer: Person, at: datetime
) -> Iterator[Act]:
    """Two patches on a branch, which a maintainer merges."""
    merged = after(maintainer, at, random, (4, 60))
    if merged == NEVER:
        return
    branch = week.key("topic")
    claims: list[Claim] = []
    for number in range(2):
        key, written = week.key("patch"), soon(at, number * 20)
        patch = Patch(author, written, *_matter(random, is_upkeep=False), branch=branch)
        credit = (Credit(author, "author"),)
        yield act("git", PLATFORM, key, [Step(written, author, "apply", patch, (), credit)])
        delivered = _delivered(random, author, maintainer, merged)
        claims += [Claim(c.person, c.kind, c.minutes, c.at, key) for c in delivered]
    step = Step(merged, maintainer, "merge", branch, tuple(claims))
    yield act("git", PLATFORM, week.key("merge"), [step])


def _aftermath(
    company: Company, week: Week, random: Random, key: str, maintainer: Person, applied: datetime
) -> Iterator[Act]:
    """A change is taken back when it breaks something, and some are wanted in an old release."""
    coders = [person for team in company.teams for person in team.of(*CODERS)]
    later = weekday(applied.date() + timedelta(days=random.randint(1, 9)))
    reverter, picker = (pick(random, coders, later) for _ in range(2))
    if random.random() < 0.04:
        oops = Step(soon(applied, 12), maintainer, "revert", key)
        yield act("git", PLATFORM, week.key("revert"), [oops])
    elif reverter and random.random() < _REVERTED:
        at = moment(reverter, later, random)
        took_back = claim(random, reverter, "fix.revert", at)
        step = Step(at, reverter, "revert", key, (took_back,))
        yield act("git", PLATFORM, week.key("revert"), [step])
    if picker and random.random() < _BACKPORTED:
        at = moment(picker, later, random)
        brought = claim(random, picker, "fix.backport", at)
        step = Step(at, picker, "pick", (key, STABLE), (brought,))
        yield act("git", PLATFORM, week.key("pick"), [step])


def platform_releases(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """A release of the platform: its notes, a candidate, and the release itself."""
    if week.number % RELEASE_EVERY != 1:
        return
    coders = [person for team in company.teams for person in team.of(*CODERS)]
    writer, first, last = (pick(random, coders, week.days[day]) for day in (0, 1, 4))
    tag = f"v2.{week.turn('platform release')}.0"
    if writer:
        yield notes(week, random, PLATFORM, tag, writer, moment(writer, week.days[0], random))
    for person, day, name in ((first, 1, f"{tag}-rc1"), (last, 4, tag)):
        if person:
            at = moment(person, week.days[day], random)
            ran = claim(random, person, "coordination.release", at)
            key = f"release/{PLATFORM}/{tag}"
            yield act("git", PLATFORM, key, [Step(at, person, "tag", (name, tag), (ran,))])


def notes(week: Week, random: Random, place: str, tag: str, writer: Person, at: datetime) -> Act:
    """Somebody writes what is new in a release and commits it alone."""
    wrote = claim(random, writer, "coordination.release_notes", at, f"notes/{place}")
    patch = Patch(writer, at, f"Changelog of {tag}", (NOTES,))
    return act("git", place, week.key("notes"), [Step(at, writer, "apply", patch, (wrote,))])
