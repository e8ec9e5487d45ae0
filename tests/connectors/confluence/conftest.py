"""Sandbox Confluences, and pulls from them into a landing zone through the real path."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest

from connectors import confluence
from connectors.settings import Runtime
from sandbox.confluence import Server, Wiki
from sandbox.confluence.model import Space
from tests.world import World


class ConfluenceWorld(World):
    """A wiki, its server, and one store's landing zone."""

    def __init__(self, server: Server, runtime: Runtime, time: Any, folder: Path) -> None:
        super().__init__(
            confluence,
            server,
            runtime,
            time,
            folder,
            settings={"token_env": "T", "spaces": ("ENG",)},
            secrets={"token": "t-1"},
            scope="ENG",
        )
        self.wiki = server.wiki


@contextmanager
def serve(
    deployment: Literal["Cloud", "Server"], runtime: Runtime, time: Any, folder: Path
) -> Iterator[ConfluenceWorld]:
    """A world on Cloud, or on Data Center below a context path."""
    prefix = "" if deployment == "Cloud" else "/confluence"
    with Server(Wiki(clock=time.now), deployment=deployment, prefix=prefix) as server:
        yield ConfluenceWorld(server, runtime, time, folder)


@pytest.fixture
def world(runtime: Runtime, time: Any, tmp_path: Path) -> Iterator[ConfluenceWorld]:
    with serve("Cloud", runtime, time, tmp_path) as cloud:
        yield cloud


@pytest.fixture
def data_center(runtime: Runtime, time: Any, tmp_path: Path) -> Iterator[ConfluenceWorld]:
    with serve("Server", runtime, time, tmp_path) as server:
        yield server


@pytest.fixture(params=["Cloud", "Server"])
def either(
    request: pytest.FixtureRequest, runtime: Runtime, time: Any, tmp_path: Path
) -> Iterator[ConfluenceWorld]:
    with serve(request.param, runtime, time, tmp_path) as world:
        yield world


def populate(
    wiki: Wiki, *, pages: int = 20, comments: int = 20, tasks: int = 10, key: str = "ENG"
) -> Space:
    """A space whose rows are spread over the year before now, an hour apart."""
    start = wiki.clock() - timedelta(days=365)
    people = [wiki.add_user(name, name=f"{name.title()} Example") for name in ("ada", "bo", "cy")]
    space = wiki.add_space(key, at=start)
    made = []
    for number in range(pages):
        at = start + timedelta(hours=number)
        parent = made[number // 2] if number > 2 else None
        page = wiki.add_page(space, f"Page {number}", people[number % 3], parent=parent, at=at)
        for version in range(number % 4):
            wiki.edit_page(page, people[version], body=f"v{version}", at=at + timedelta(minutes=5))
        if number % 10 == 0:
            wiki.label(page, "runbook")
        made.append(page)
    for number in range(comments):
        _comment(wiki, made[number % pages], people, number, start + timedelta(hours=number))
    for number in range(tasks):
        at = start + timedelta(hours=number)
        task = wiki.add_task(made[number % pages], people[0], assignee=people[1], at=at)
        if number % 2:
            wiki.complete_task(task, people[2], at=at + timedelta(days=1))
    return space


def _comment(wiki: Wiki, page: Any, people: list[Any], number: int, at: datetime) -> None:
    """A comment, every fourth with a reply, and half of those inline are settled."""
    comment = wiki.add_comment(page, people[number % 3], "Well.", inline=bool(number % 2), at=at)
    if number % 4 == 0:
        wiki.add_comment(page, people[1], "Yes.", reply_to=comment, at=at + timedelta(minutes=1))
    if number % 4 == 1:
        wiki.resolve_comment(comment, people[2], at=at + timedelta(minutes=2))
