"""GitHub, as the acceptance suite serves, fills and uses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from connectors.settings import Runtime
from sandbox.github import Hub, Server
from sandbox.github.model.repositories import Repository
from sandbox.github.server import message
from tests.connectors.acceptance.subject import CANARY, TOKEN, Subject
from tests.connectors.github.conftest import GitHubWorld


@contextmanager
def _serve(runtime: Runtime, time: Any, folder: Path) -> Iterator[GitHubWorld]:
    with Server(Hub(clock=time.now)) as server:
        world = GitHubWorld(server, runtime, time, folder)
        world.settings["titles"] = "off"
        world.secrets = {"token": TOKEN}
        yield world


def _fill(world: Any) -> None:
    """Three issues, three pull requests, and everything that hangs on them."""
    hub, start = world.hub, world.time.now() - timedelta(days=200)
    people = [hub.add_user(name) for name in ("ada", "bo", "chi")]
    repository = hub.add_repository("acme/widget", at=start)
    for number in range(3):
        at = start + timedelta(days=number)
        who, other = people[number % 3], people[(number + 1) % 3] if number else None
        issue = hub.add_issue(repository, CANARY, who, body=CANARY, labels=("bug",), at=at)
        for _ in range(2):
            hub.add_comment(issue, other, CANARY, at=at)
        hub.add_event(issue, "labeled", other, label="bug", at=at)
        hub.add_event(issue, "milestoned", other, at=at).milestone = CANARY
        pull = hub.add_pull(repository, CANARY, who, body=CANARY, at=at)
        for _ in range(3):
            review = hub.add_review(pull, other, "APPROVED", CANARY, at=at)
            hub.add_review_comment(pull, other, CANARY, review=review, at=at)
        for name in ("a", "b", "c"):
            hub.add_file(pull, f"src/{name}.py", 3, 1)
        hub.add_release(repository, f"v{number}", who, name=CANARY, body=CANARY, at=at)
        deployment = hub.add_deployment(repository, "production", who, at=at)
        for state in ("in_progress", "failure", "success"):
            hub.add_status(deployment, state, who, at=at)


def _shrink(world: Any) -> None:
    world.server.api.page_cap = 2


def _repository(world: Any) -> Repository:
    (found,) = world.hub.repositories.values()
    assert isinstance(found, Repository)
    return found


def _issue(world: Any, pick: int) -> Any:
    issues = list(_repository(world).issues.values())
    return issues[pick % len(issues)]


def _pull(world: Any, pick: int) -> Any:
    pulls = _repository(world).pulls
    return pulls[pick % len(pulls)]


def _close(world: Any, pick: int) -> None:
    _issue(world, pick).state = "closed"
    world.hub.touch(_issue(world, pick))


def _retitle(world: Any, pick: int) -> None:
    _issue(world, pick).title += "!"
    world.hub.touch(_issue(world, pick))


def _uncomment(world: Any, pick: int) -> None:
    rows = [issue.comments for issue in _repository(world).issues.values() if issue.comments]
    if rows:
        rows[pick % len(rows)].pop()


def _remove_line(world: Any, pick: int) -> None:
    rows = [pull.comments for pull in _repository(world).pulls if pull.comments]
    if rows:
        rows[pick % len(rows)].pop()


SUBJECTS = (
    Subject(
        "github",
        _serve,
        _fill,
        _shrink,
        edits={
            "open": lambda w, _: w.hub.add_issue(_repository(w), CANARY, None),
            "propose": lambda w, _: w.hub.add_file(
                w.hub.add_pull(_repository(w), CANARY, None), "a.py"
            ),
            "comment": lambda w, pick: w.hub.add_comment(_issue(w, pick), None, CANARY),
            "review": lambda w, pick: w.hub.add_review(_pull(w, pick), None, "APPROVED"),
            "line": lambda w, pick: w.hub.add_review_comment(_pull(w, pick), None, CANARY),
            "retitle": _retitle,
            "close": _close,
            "push": lambda w, pick: w.hub.push(_pull(w, pick)),
            "burst": lambda w, _: [w.hub.touch(i) for i in _repository(w).issues.values()],
            "uncomment": _uncomment,
            "remove line": _remove_line,
        },
        limits={
            "a secondary limit": {
                "status": 403,
                "headers": {"Retry-After": "30"},
                "body": message("You have exceeded a secondary rate limit"),
            },
            "a used-up limit": {
                "status": 403,
                "headers": {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1772438430"},
            },
        },
        forgotten={"pull_file": "files of earlier heads stay"},
        may_be_missing={
            "issue": "an event of an issue that was deleted",
            "line": "a comment on a line that a push changed",
            "name": "a label without a name",
            "pull_request": "only pull requests have it",
            "submitted_at": "a review that is pending",
        },
        may_be_null={
            "body": "an empty text",
            "issue": "an event of an issue that was deleted",
            "line": "a comment on a line that a push changed",
            "name": "a label without a name",
            "submitted_at": "a review that is pending",
            "published_at": "a release that is a draft",
        },
    ),
)
