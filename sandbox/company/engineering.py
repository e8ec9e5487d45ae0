"""Work on code: pull requests and their reviews, GitHub issues, releases of repositories."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from sandbox.company.acts import Act, Claim, Credit, Proposal, Step, Week, act, claim
from sandbox.company.people import Company, Person, Team, pick
from sandbox.company.phrases import CHANGES, PLAIN, PROBLEMS, REASONED
from sandbox.company.worktime import NEVER, after, amount, moment, soon

CODERS = ("eng", "sre")
SORTED = (
    ("label", "bug"),
    ("type", "Bug"),
    ("milestone", "Autumn"),
    ("board", "project_v2_item_status_changed"),
)
"""How issues are sorted, one way a week."""


def pull_requests(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Everybody who codes opens pull requests, and team mates review them."""
    for team in company.teams:
        for _ in range(amount(random, 0.48 * len(team.of(*CODERS)))):
            day = week.day(random)
            author = pick(random, team.members, day, roles=CODERS)
            if author:
                yield pull_request(team, week, random, author, moment(author, day, random))


def pull_request(
    team: Team,
    week: Week,
    random: Random,
    author: Person,
    at: datetime,
    proposal: Proposal | None = None,
    kind: str = "delivery.feature",
) -> Act:
    """One pull request from its opening to its merge, which one in eight never reaches."""
    proposal = proposal or Proposal(random.choice(CHANGES))
    steps = [Step(at, author, "open", proposal, credits=(Credit(author, "author"),))]
    reviewers = [person for person in team.of(*CODERS, "design") if person is not author]
    latest = at
    for reviewer in random.sample(reviewers, min(len(reviewers), random.choice((0, 1, 1, 2)))):
        reviewed = after(reviewer, at, random, (1, 20))
        steps += _review(random, reviewer, author, reviewed)
        latest = max(latest, reviewed)
    if random.random() < 0.88:
        merged = after(author, latest, random)
        steps.append(Step(merged, author, "merge", claims=(claim(random, author, kind, merged),)))
    return act("github", random.choice(team.repositories), week.key("pull"), steps)


def _review(random: Random, reviewer: Person, author: Person, at: datetime) -> Iterator[Step]:
    """A review, perhaps with reasons, and perhaps a second one after a correction."""
    has_reason = random.random() < (0.8 if reviewer.guides(author, at) else 0.35)
    claims = [claim(random, reviewer, "review.code", at, helps=author)]
    if has_reason and reviewer.guides(author, at):
        claims.append(Claim(reviewer, "mentoring.review_guidance", 0, at))
    state = random.choice(("APPROVED", "COMMENTED", "CHANGES_REQUESTED"))
    text = random.choice(REASONED if has_reason else PLAIN)
    credit = (Credit(reviewer, "reviewer"),)
    yield Step(at, reviewer, "review", (state, text), tuple(claims), credit)
    if state == "CHANGES_REQUESTED":
        yield Step(soon(at, 40), reviewer, "review", ("APPROVED", ""))


def github_issues(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Problems reported on GitHub, sorted by one person and solved by another."""
    for team in company.teams:
        for _ in range(amount(random, 0.05 * len(team.members))):
            day = week.day(random)
            reporter = pick(random, team.members, day, roles=("eng", "sre", "design"))
            fixer = pick(random, team.members, day, reporter, roles=CODERS)
            sorter = pick(random, team.members, day, reporter, fixer, roles=CODERS)
            if reporter and fixer and sorter:
                opened = moment(reporter, day, random)
                sorted_at = after(sorter, opened, random, (1, 30))
                triage = claim(random, sorter, "triage.issue_triage", sorted_at)
                steps = [
                    Step(opened, reporter, "report", random.choice(PROBLEMS)),
                    Step(sorted_at, sorter, *SORTED[week.number % len(SORTED)], (triage,)),
                    Step(after(fixer, sorted_at, random, (24, 90)), fixer, "close"),
                ]
                yield act("github", team.repositories[0], week.key("issue"), steps)


def repository_releases(company: Company, week: Week, random: Random) -> Iterator[Act]:
    """Every team publishes a release of its service every four weeks, some by a machine."""
    for team in company.teams:
        if week.number % 4 != team.number % 4:
            continue
        day = week.day(random)
        publisher = pick(random, team.members, day, roles=CODERS)
        at = moment(publisher, day, random) if publisher else NEVER
        if publisher and at != NEVER:
            ran = claim(random, publisher, "coordination.release", at)
            tag = f"v1.{week.number}.0"
            step = Step(at, publisher, "publish", tag, (ran,), (Credit(publisher, "publisher"),))
            yield act("github", team.repositories[0], week.key("release"), [step])
