"""Jira Cloud and Data Center, as the acceptance suite serves, fills and uses them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from connectors.jira.site import WrongFlavour
from connectors.settings import Runtime
from tests.connectors.acceptance.subject import CANARY, TOKEN, Subject
from tests.connectors.jira.conftest import JiraWorld, populate, serve
from tests.faults import ATLASSIAN


def _subject(name: str, deployment: Literal["Cloud", "Server"]) -> Subject:
    @contextmanager
    def opened(runtime: Runtime, time: Any, folder: Path) -> Iterator[JiraWorld]:
        with serve(deployment, runtime, time, folder) as world:
            world.settings["titles"] = "off"
            world.secrets = {**world.secrets, "token": TOKEN}
            yield world

    return Subject(
        name,
        opened,
        _fill,
        _shrink,
        _EDITS,
        unrecognised=(WrongFlavour,),
        limits=ATLASSIAN,
        forgotten={
            "change": "changes of issues that were deleted stay",
            "worklog": "worklogs of issues that were deleted stay",
        },
        may_be_missing=_MAY_BE_MISSING,
        may_be_null={**_MAY_BE_MISSING, "body": "an empty text"},
        landed_again={
            "worklog": "the feed lags, so its last two minutes are read again",
            "worklog_deletion": "as its worklog",
            "user": "who wrote such a worklog",
        },
    )


def _fill(world: Any) -> None:
    project = populate(world.site, issues=12, body=CANARY)
    for issue in project.issues.values():
        issue.title = CANARY
    first, *_ = _rows(world, "worklogs")
    world.site.delete_worklog(first, at=world.time.now() - timedelta(days=300))
    _pair(world, next(iter(project.issues.values())))


def _pair(world: Any, issue: Any) -> None:
    """An onboarding issue that names a newcomer's buddy."""
    long_ago, (newcomer, buddy, *_) = (
        world.time.now() - timedelta(days=300),
        world.site.users.values(),
    )
    field = world.site.add_field("Buddy", "user")
    world.site.assign(issue, None, newcomer, at=long_ago)
    world.site.fill(issue, None, field, buddy, at=long_ago)
    world.site.change(issue, None, "labels", ["onboarding"], at=long_ago)
    world.settings["onboarding"] = {"labels": ("onboarding",), "buddy_field": field.id}


def _shrink(world: Any) -> None:
    world.server.api.page_cap = 4
    world.server.api.worklog_page = 3


def _issue(world: Any, pick: int) -> Any:
    (project,) = world.site.projects.values()
    issues = list(project.issues.values())
    return issues[pick % len(issues)]


def _ada(world: Any) -> Any:
    return next(iter(world.site.users.values()))


def _rows(world: Any, name: str) -> list[Any]:
    (project,) = world.site.projects.values()
    return [row for issue in project.issues.values() for row in getattr(issue, name)]


def _on_one(name: str, act: Callable[[Any, Any], Any]) -> Callable[[Any, int], Any]:
    """Does something to one of the rows below all issues, if there are any."""

    def edit(world: Any, pick: int) -> None:
        if rows := _rows(world, name):
            act(world.site, rows[pick % len(rows)])

    return edit


def _delete(world: Any, pick: int) -> None:
    if len(next(iter(world.site.projects.values())).issues) > 3:
        world.site.delete_issue(_issue(world, pick))


_EDITS = {
    "delete": _delete,
    "rewrite": _on_one("comments", lambda site, row: site.edit_comment(row, CANARY)),
    "uncomment": _on_one("comments", lambda site, row: site.delete_comment(row)),
    "unlog work": _on_one("worklogs", lambda site, row: site.delete_worklog(row)),
    "unlink": _on_one("links", lambda site, row: site.unlink(None, row)),
    "rename": lambda w, pick: w.site.rename_user(_ada(w), f"Ada {pick}"),
    "link": lambda w, pick: w.site.link(_ada(w), "Blocks", _issue(w, pick), _issue(w, pick + 1)),
    "burst": lambda w, _: [
        w.site.touch(issue) for issue in next(iter(w.site.projects.values())).issues.values()
    ],
    "open": lambda w, _: w.site.add_issue(
        next(iter(w.site.projects.values())), "Task", CANARY, _ada(w), body=CANARY
    ),
    "close": lambda w, pick: w.site.transition(_issue(w, pick), _ada(w), "Done"),
    "rank": lambda w, pick: w.site.change(_issue(w, pick), None, "priority", "High"),
    "comment": lambda w, pick: w.site.add_comment(_issue(w, pick), _ada(w), CANARY),
    "log work": lambda w, pick: w.site.add_worklog(_issue(w, pick), _ada(w), 30, remark=CANARY),
}

_NOT_ON_THE_SCREEN = "a field that is not on an issue's screen says nothing"
_MAY_BE_MISSING = {
    "assignee": "nobody has the issue",
    "author": "somebody anonymous",
    "content": "a text without paragraphs",
    "text": "a part of a text that has none",
    "issuelinks": _NOT_ON_THE_SCREEN,
    "outwardIssue": "a link of which the other end is sent",
    "schema": "fields such as the key have none",
    "fixVersions": _NOT_ON_THE_SCREEN,
    "customfield_10020": _NOT_ON_THE_SCREEN,
    "customfield_10069": _NOT_ON_THE_SCREEN,
}

SUBJECTS = (_subject("jira cloud", "Cloud"), _subject("jira data center", "Server"))
