"""Fills a hub with a year of one repository, the same for the same seed."""

from datetime import UTC, datetime, timedelta
from random import Random

from sandbox.github.model.accounts import User
from sandbox.github.model.hub import Hub, fake_sha
from sandbox.github.model.repositories import Pull, Repository

START = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)
STATES = ("COMMENTED", "APPROVED", "CHANGES_REQUESTED", "APPROVED")
SAYINGS = (
    "Looks good to me.",
    "Could we split this, because the second half is a different concern?",
    "Please rename it so that callers see what it does.",
    "```suggestion\nreturn total\n```",
    "> quoted words do not count\nAgreed.",
    "Why is this needed?",
)


def populate(
    hub: Hub,
    name: str = "acme/widget",
    *,
    seed: int = 7,
    pulls: int = 1000,
    issues: int = 250,
    events: int = 0,
    releases: int = 0,
    deployments: int = 0,
    at: datetime = START,
    within: timedelta = timedelta(days=365),
) -> Repository:
    """Adds a repository with pull requests, issues and what people said about them.

    Some pull requests have a second page of reviews, some rows have no author, and rows are
    spread evenly over ``within``, so that none lies near its end.
    """
    random = Random(seed)
    people = _people(hub)
    repository = hub.add_repository(name, at=at)
    step = within / max(pulls + issues + 1, 1)
    kinds = ["pull"] * pulls + ["issue"] * issues
    random.shuffle(kinds)
    for index, kind in enumerate(kinds):
        moment = at + step * (index + 1)
        author = _someone(random, people)
        if kind == "issue":
            issue = hub.add_issue(repository, f"Issue {index}", author, body="It fails.", at=moment)
            if random.random() < 0.6:
                hub.add_comment(issue, _someone(random, people), random.choice(SAYINGS), at=moment)
        else:
            pull = hub.add_pull(repository, f"Change {index}", author, body="Why.", at=moment)
            _discuss(hub, random, people, pull, index, moment)
    _extras(hub, random, people, repository, (events, releases, deployments), at, within)
    return repository


def _people(hub: Hub) -> list[User]:
    people = [hub.add_user(name) for name in ("ada", "bo", "chi", "dee", "eve", "fin")]
    return [*people, hub.add_user("helper[bot]", "Bot")]


def _someone(random: Random, people: list[User]) -> User | None:
    """An account; one in forty was deleted."""
    return None if random.random() < 0.025 else random.choice(people)


def _discuss(
    hub: Hub, random: Random, people: list[User], pull: Pull, index: int, moment: datetime
) -> None:
    reviews = 105 if index % 331 == 17 else random.randint(0, 3)
    for number in range(reviews):
        state = STATES[number % len(STATES)]
        author = _someone(random, people)
        review = hub.add_review(pull, author, state, random.choice(SAYINGS), at=moment)
        if number < 2 and random.random() < 0.5:
            body = random.choice(SAYINGS)
            hub.add_review_comment(pull, author, body, review=review, at=moment)
    if random.random() < 0.5:
        hub.add_comment(pull.issue, _someone(random, people), random.choice(SAYINGS), at=moment)
    hub.add_file(pull, f"src/part_{index % 40}.py", 10, 2)
    hub.add_file(pull, f"docs/part_{index % 40}.md", 3, 1)
    if random.random() < 0.8:
        pull.issue.state, pull.issue.closed_at = "closed", moment
        pull.merged_at, pull.merge_commit_sha = moment, fake_sha(f"merge {pull.id}")


def _extras(
    hub: Hub,
    random: Random,
    people: list[User],
    repository: Repository,
    counts: tuple[int, int, int],
    at: datetime,
    within: timedelta,
) -> None:
    events, releases, deployments = counts
    numbers = list(repository.issues)
    for index in range(events):
        moment = at + within * ((index + 1) / (events + 2))
        issue = repository.issues[random.choice(numbers)]
        latest = issue.updated_at
        actor = _someone(random, people)
        hub.add_event(issue, "labeled", actor, label="bug", at=moment)
        hub.touch(issue, max(latest, moment))
    for index in range(releases):
        moment = at + within * ((index + 1) / (releases + 2))
        hub.add_release(repository, f"v1.{index}", people[0], name=f"Release {index}", at=moment)
    for index in range(deployments):
        moment = at + within * ((index + 1) / (deployments + 2))
        deployment = hub.add_deployment(repository, "production", people[0], at=moment)
        for state in ("in_progress", "success"):
            hub.add_status(deployment, state, people[0], at=moment)
