"""Sandbox Jiras, and pulls from them into a landing zone through the real path."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest

from connectors import jira
from connectors.settings import Runtime
from sandbox.jira import Server, Site
from tests.world import World

NAMES = (
    *(
        "project",
        "field",
        "status",
        "issue",
        "issue_link",
        "sprint",
        "version",
        "comment",
        "pairing",
    ),
    *("change", "remote_link", "worklog", "worklog_deletion", "user"),
)


class JiraWorld(World):
    """A site, its server, and one store's landing zone."""

    def __init__(self, server: Server, runtime: Runtime, time: Any, folder: Path) -> None:
        cloud = server.api.deployment == "Cloud"
        super().__init__(
            jira,
            server,
            runtime,
            time,
            folder,
            settings={
                "token_env": "T",
                "projects": ("OPS",),
                **({"email_env": "E"} if cloud else {}),
            },
            secrets={"token": "t-1", "email": "reader@acme.example"},
            scope="OPS",
        )
        self.site = server.site

    def totals(self, scope: str = "OPS") -> dict[str, Any]:
        """What a store would hold, without when it was observed."""
        found = {name: self.latest(name, scope) for name in NAMES}
        for rows in found.values():
            for row in rows.values():
                row.pop("observed_at", None)
        return found


@contextmanager
def serve(
    deployment: Literal["Cloud", "Server"], runtime: Runtime, time: Any, folder: Path
) -> Iterator[JiraWorld]:
    """A world on Cloud, or on Data Center below a context path."""
    prefix = "" if deployment == "Cloud" else "/jira"
    with Server(Site(clock=time.now), deployment=deployment, prefix=prefix) as server:
        yield JiraWorld(server, runtime, time, folder)


@pytest.fixture
def cloud(runtime: Runtime, time: Any, tmp_path: Path) -> Iterator[JiraWorld]:
    with serve("Cloud", runtime, time, tmp_path) as world:
        yield world


@pytest.fixture
def data_center(runtime: Runtime, time: Any, tmp_path: Path) -> Iterator[JiraWorld]:
    with serve("Server", runtime, time, tmp_path) as world:
        yield world


@pytest.fixture(params=["Cloud", "Server"])
def either(
    request: pytest.FixtureRequest, runtime: Runtime, time: Any, tmp_path: Path
) -> Iterator[JiraWorld]:
    with serve(request.param, runtime, time, tmp_path) as world:
        yield world


def populate(site: Site, *, issues: int = 20, key: str = "OPS", body: str = "Well.") -> Any:
    """A project whose issues were made over the year before now, an hour apart."""
    start = site.clock() - timedelta(days=365)
    people = [site.add_user(name, name=f"{name.title()} Example") for name in ("ada", "bo", "cy")]
    bot = site.add_user("rules", name="Rules", type="app")
    project = site.add_project(key, lead=people[0], at=start)
    sprint = site.add_sprint("Sprint 1", started_at=start, goal=body)
    version = site.add_version(project, "1.0", description=body)
    made: list[Any] = []
    for number in range(issues):
        at = start + timedelta(hours=number)
        who, other = people[number % 3], people[(number + 1) % 3]
        issue = site.add_issue(project, "Task", f"Issue {number}", who, body=body, at=at)
        site.assign(issue, bot if number % 5 == 0 else other, other, at=at + timedelta(minutes=1))
        if number % 2:
            site.add_comment(issue, other, body, at=at + timedelta(minutes=2))
        if number % 3 == 0:
            site.transition(issue, other, "Done", at=at + timedelta(minutes=3))
        if number % 4 == 1:
            site.link(who, "Blocks", made[-1], issue, at=at + timedelta(minutes=4))
            site.change(issue, who, "Sprint", sprint, at=at + timedelta(minutes=5))
            site.change(issue, who, "Fix Version", [version], at=at + timedelta(minutes=6))
        if number % 6 == 2:
            site.add_worklog(issue, other, 30, remark=body, at=at + timedelta(minutes=7))
        if number % 7 == 3:
            page = f"https://acme.example/wiki/pages/{number}"
            site.add_remote_link(issue, str(number), page, at=at + timedelta(minutes=8))
        made.append(issue)
    return project
