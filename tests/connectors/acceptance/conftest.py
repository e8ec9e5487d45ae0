"""Every subject, filled, and what one uninterrupted pull of it gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from connectors.settings import Runtime
from sandbox.server import Request
from tests.connectors.acceptance.observed import (
    Rows,
    Slice,
    errors,
    landed_rows,
    pull_in_slices,
    routes,
)
from tests.connectors.acceptance.subject import Subject, every_subject
from tests.connectors.conftest import Time
from tests.world import World


@dataclass
class Trial:
    """A subject that was filled and pulled once.

    Attributes:
        rows: What the pull left.
        slices: Its walks.
        folder: For further landing zones.
    """

    subject: Subject
    world: World
    rows: Rows
    slices: list[Slice]
    folder: Path

    @property
    def time(self) -> Time:
        """The clock of the tool and of the pulls."""
        time: Time = self.world.time
        return time

    @property
    def requests(self) -> list[Request]:
        """Every request of the first pull."""
        return [request for part in self.slices for request in part.requests]

    @property
    def routes(self) -> list[str]:
        """What kinds of paths the first pull asked for."""
        return routes(self.requests)

    def empty_zone(self, name: str) -> World:
        """The tool, and an empty landing zone."""
        return self.world.beside(self.folder / name)


def runtime_of(time: Time, folder: Path) -> Runtime:
    """A runtime in which time passes only when somebody waits."""
    return Runtime(folder, time.now, time.monotonic, time.sleep, Random(5))  # noqa: S311  # because jitter is no secret


@pytest.fixture(params=every_subject(), ids=lambda subject: subject.name)
def subject(request: pytest.FixtureRequest) -> Subject:
    found: Subject = request.param
    return found


def _opened(subject: Subject, folder: Path, *, is_shrunk: bool) -> Iterator[Trial]:
    time = Time()
    with subject.serve(runtime_of(time, folder), time, folder) as world:
        subject.fill(world)
        if is_shrunk and subject.shrink is not None:
            subject.shrink(world)
        slices = pull_in_slices(world)
        assert errors(slices) == {}
        yield Trial(subject, world, landed_rows(world), slices, folder)


@pytest.fixture
def trial(subject: Subject, tmp_path: Path) -> Iterator[Trial]:
    """Every list has several pages."""
    yield from _opened(subject, tmp_path, is_shrunk=True)


@pytest.fixture
def whole(subject: Subject, tmp_path: Path) -> Iterator[Trial]:
    """Every list has one page, where pages do not matter."""
    yield from _opened(subject, tmp_path / "whole", is_shrunk=False)


@pytest.fixture
def server(trial: Trial) -> Any:
    """The tool's server."""
    return trial.world.server
