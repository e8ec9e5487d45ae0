"""A world where time passes only when somebody waits."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from connectors.settings import Runtime

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class Time:
    """A clock that is moved by sleeping, or by hand."""

    def __init__(self) -> None:
        self.instant = NOW
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return self.instant.timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_by(seconds=seconds)

    def pass_by(self, **delta: float) -> None:
        self.instant += timedelta(**delta)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def runtime(time: Time, tmp_path: Path) -> Runtime:
    return Runtime(tmp_path, time.now, time.monotonic, time.sleep, Random(5))  # noqa: S311  # because jitter is no secret
