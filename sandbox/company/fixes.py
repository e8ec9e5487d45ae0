"""Work on the code of others that GitHub and the clones show: fixes, causes found, answers."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from sandbox.company.acts import Act, Claim, Credit, Proposal, Step, Week, act, claim
from sandbox.company.engineering import CODERS, pull_request
from sandbox.company.patches import UPKEEP_PATHS, notes
from sandbox.company.people import Company, Person, Team, pick
from sandbox.company.phrases import CHANGES, DIAGNOSES, PROBLEMS, QUESTIONS
from sandbox.company.worktime import NEVER, after, amount, moment, soon, weekday

_UPKEEP, _DRIVE_BY, _SUGGESTED = 0.02, 0.02, 0.03
_DIAGNOSED, _ANSWERED, _REVERTED = 0.02, 0.03, 0.01
"""How often each happens, for one member of a team in one week."""

_ACCEPTED = 0.25
"""The share of suggestions that the author takes over by GitHub's button, which names both."""

_NOTED = 0.6
"""The share of releases whose notes somebody commits alone."""


def upkeep_pulls(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Somebody keeps the build going and the dependencies new."""
    for team, day in _chances(company, week, random, _UPKEEP):
        author = pick(random, team.members, day, roles=CODERS)
        if author:
            path = random.choice(UPKEEP_PATHS)
            title = f"Renew {path.rpartition('/')[2]}"
            at = moment(author, day, random)
            proposal = Proposal(title, (path,))
            yield pull_request(team, week, random, author, at, proposal, "fix.upkeep")


def drive_bys(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Somebody of another team comes across a fault in one file and mends it."""
    for team, day in _chances(company, week, random, _DRIVE_BY):
        others = [
            person for other in company.teams if other is not team for person in other.members
        ]
        author = pick(random, others, day, roles=CODERS)
        if author:
            at = moment(author, day, random)
            path = f"src/part_{random.randrange(40)}.py"
            proposal = Proposal(f"Fix: {random.choice(PROBLEMS).lower()}", (path,))
            yield pull_request(team, week, random, author, at, proposal, "fix.drive_by")


def suggestions(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """A reviewer writes out how a line should be, and the author writes it so."""
    for team, day in _chances(company, week, random, _SUGGESTED):
        author = pick(random, team.members, day, roles=CODERS)
        reviewer = pick(random, team.members, day, author, roles=(*CODERS, "design"))
        if author is None or reviewer is None:
            continue
        at = moment(author, day, random)
        said = after(reviewer, at, random, (1, 20))
        pushed = after(author, said, random, (0.3, 6))
        merged = after(author, pushed, random, (0.3, 6))
        is_accepted = random.random() < _ACCEPTED
        claims = [claim(random, reviewer, "review.code", said, helps=author)]
        taken: tuple[Claim, ...] = (claim(random, author, "delivery.feature", merged),)
        if not is_accepted:
            taken = (*taken, claim(random, reviewer, "fix.absorbed_patch", said))
        opened = Proposal(random.choice(CHANGES))
        yield act("github", team.repositories[0], week.key("pull"), [
            Step(at, author, "open", opened, credits=(Credit(author, "author"),)),
            Step(said, reviewer, "suggest", None, tuple(claims), (Credit(reviewer, "reviewer"),)),
            Step(pushed, author, "push", reviewer if is_accepted else None),
            Step(merged, author, "merge", claims=taken),
        ])  # fmt: skip


def diagnoses(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Somebody finds where a reported fault lies, and somebody else mends it."""
    for team, day in _chances(company, week, random, _DIAGNOSED):
        reporter = pick(random, team.members, day, roles=(*CODERS, "design"))
        finder = pick(random, team.members, day, reporter, roles=(*CODERS, "design"))
        fixer = pick(random, team.members, day, reporter, finder, roles=CODERS)
        if reporter and finder and fixer:
            yield from _diagnosed(team, week, random, (reporter, finder, fixer), day)


def _diagnosed(
    team: Team, week: Week, random: Random, people: tuple[Person, Person, Person], day: date
) -> Iterator[Act]:
    reporter, finder, fixer = people
    place, issue = random.choice(team.repositories), week.key("issue")
    path = f"src/part_{random.randrange(40)}.py"
    reported = moment(reporter, day, random)
    found = after(finder, reported, random, (1, 30))
    opened = after(fixer, found, random, (2, 40))
    merged = after(fixer, opened, random, (1, 10))
    problem = random.choice(PROBLEMS)
    is_named = random.random() < 0.7
    cause = claim(random, finder, "fix.diagnosis_only", found)
    yield act("github", place, issue, [
        Step(reported, reporter, "report", problem),
        Step(found, finder, "comment", random.choice(DIAGNOSES).format(path)),
        Step(soon(merged, 1), fixer, "close", claims=(cause,)),
    ])  # fmt: skip
    proposal = Proposal(f"Fix: {problem.lower()}", (path,), issue if is_named else None)
    fixed = claim(random, fixer, "delivery.feature", merged)
    yield act("github", place, week.key("pull"), [
        Step(opened, fixer, "open", proposal, credits=(Credit(fixer, "author"),)),
        Step(merged, fixer, "merge", claims=(fixed,)),
    ])  # fmt: skip


def answers(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """An answer to one question is what others point to when it is asked again."""
    for team, day in _chances(company, week, random, _ANSWERED):
        people = team.of(*CODERS, "design")
        asker = pick(random, people, day)
        expert = pick(random, people, day, asker)
        if asker is None or expert is None:
            continue
        place, issue, answer = team.repositories[0], week.key("issue"), week.key("answer")
        asked = moment(asker, day, random)
        answered = after(expert, asked, random, (0.5, 8))
        pointed = list(_pointers(week, random, place, people, (asker, expert), answered, answer))
        claims = []
        linked = sorted(step.at for pointer in pointed for step in pointer.steps[1:])
        if len(linked) > 1:
            claims.append(Claim(expert, "documentation.reused_answer", 0, linked[1]))
        if expert.guides(asker, answered):
            claims.append(claim(random, expert, "mentoring.answer", answered, helps=asker))
        yield act("github", place, issue, [
            Step(asked, asker, "report", random.choice(QUESTIONS)),
            Step(answered, expert, "answer", answer, tuple(claims)),
        ])  # fmt: skip
        yield from pointed


def _pointers(
    week: Week,
    random: Random,
    place: str,
    people: list[Person],
    known: tuple[Person, Person],
    answered: datetime,
    answer: str,
) -> Iterator[Act]:
    """Other questions, under which somebody links the answer; one link does not make it known."""
    for _ in range(random.choice((1, 2, 2, 3)) if answered != NEVER else 0):
        day = weekday(answered.date() + timedelta(days=random.randint(2, 30)))
        asker, pointer = (pick(random, people, day, *known) for _ in range(2))
        if asker and pointer and asker is not pointer:
            asked = moment(asker, day, random)
            yield act("github", place, week.key("issue"), [
                Step(asked, asker, "report", random.choice(QUESTIONS)),
                Step(after(pointer, asked, random, (0.5, 8)), pointer, "cite", answer),
            ])  # fmt: skip


def pull_reverts(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """A merged pull request breaks something, and somebody opens another that takes it back."""
    for team, day in _chances(company, week, random, _REVERTED):
        author = pick(random, team.members, day, roles=CODERS)
        if author is None:
            continue
        at, place, key = moment(author, day, random), team.repositories[0], week.key("pull")
        merged = after(author, at, random, (1, 9))
        reverter = (
            pick(random, team.members, merged.date(), roles=CODERS) if merged != NEVER else None
        )
        if reverter is None:
            continue
        opened = after(reverter, merged, random, (2, 50))
        landed = after(reverter, opened, random, (0.2, 3))
        feature = claim(random, author, "delivery.feature", merged)
        yield act("github", place, key, [
            Step(at, author, "open", Proposal(random.choice(CHANGES)),
                 credits=(Credit(author, "author"),)),
            Step(merged, author, "merge", claims=(feature,)),
        ])  # fmt: skip
        took_back = claim(random, reverter, "fix.revert", landed, f"{key}/commit")
        yield act("github", place, week.key("pull"), [
            Step(opened, reverter, "open", Proposal("", reverts=key),
                 credits=(Credit(reverter, "author"),)),
            Step(landed, reverter, "merge", claims=(took_back,)),
        ])  # fmt: skip


def release_notes(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Before a team releases its service, somebody says what is new."""
    for team in company.teams:
        day = week.days[0]
        writer = pick(random, team.members, day, roles=(*CODERS, "pm", "design"))
        if week.number % 4 == team.number % 4 and writer and random.random() < _NOTED:
            at, tag = moment(writer, day, random), f"v1.{week.number}.0"
            yield notes(week, random, team.repositories[0], tag, writer, at)


def _chances(
    company: Company, week: Week, random: Random, rate: float
) -> Iterator[tuple[Team, date]]:
    """Teams and days on which something happens that happens so often."""
    for team in company.teams:
        for _ in range(amount(random, rate * len(team.members))):
            yield team, week.day(random)
