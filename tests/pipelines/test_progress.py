"""What a user sees while a run goes on: in a terminal, in a file, as events."""

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.cli.display import Events, Lines, Moving
from pipelines.progress import Progress, Stop
from tests.pipelines.conftest import GitRepository

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Time:
    """A clock that goes on only when told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def progress(time: Time) -> Progress:
    return Progress(monotonic=lambda: time.seconds, clock=time.now)


def _drawn(progress: Progress, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Draws once and returns what was added to the terminal."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    terminal = Terminal()
    moving = Moving(progress, terminal)

    def draw() -> str:
        terminal.seek(0)
        terminal.truncate()
        moving.tick()
        return terminal.getvalue()

    return draw


def test_a_terminal_changes_every_second_though_the_tool_says_nothing(
    progress: Progress, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = _drawn(progress, monkeypatch)
    with progress.task("git"):
        seen = []
        for _ in range(5):
            time.seconds += 1
            seen.append(draw())
    assert len(set(seen)) == 5


def test_a_terminal_shows_what_how_much_and_how_long(
    progress: Progress, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = _drawn(progress, monkeypatch)
    with progress.task("github") as task:
        task.requests = lambda: 1_234
        progress.step("review of acme/widget", records=0, done=0, total=400)
        time.seconds += 30
        progress.step("review of acme/widget", records=5_000, done=100, total=400)
        shown = draw()
    for words in ("github", "review of acme/widget", "5,000 records", "1,234 requests", "25%"):
        assert words in shown
    assert "about 90 s left" in shown


def test_a_new_walk_does_not_inherit_the_pace_of_the_last(progress: Progress, time: Time) -> None:
    with progress.task("github") as task:
        progress.step("pull", done=0, total=10)
        time.seconds = 1000
        progress.step("review", done=0, total=500)
        time.seconds = 1010
        progress.step("review", done=100, total=500)
        assert task.seconds_left(time.seconds) == pytest.approx(40)


def test_a_wait_says_until_when(progress: Progress, time: Time) -> None:
    stream = io.StringIO()
    lines = Lines(progress, stream)
    with progress.task("github") as task:
        task.waiting_until = time.now() + timedelta(seconds=90)
        lines.tick()
    assert "waiting until 12:01:30 UTC" in stream.getvalue()


def test_without_a_terminal_there_is_a_line_every_ten_seconds(
    progress: Progress, time: Time
) -> None:
    stream = io.StringIO()
    lines = Lines(progress, stream)
    with progress.task("git"):
        for _ in range(100):
            time.seconds += 0.25
            lines.tick()
    lines.close()
    told = stream.getvalue().splitlines()
    assert len(told) == 4
    assert told[-1].endswith("25 s")


def test_events_are_json_with_the_same_facts(progress: Progress, time: Time) -> None:
    stream = io.StringIO()
    events = Events(progress, stream)
    with progress.task("load") as task:
        progress.step("git__commit", records=7, done=1, total=2)
        time.seconds += 4
        events.tick()
        task.outcome = "done"
    events.close()
    first, last = map(json.loads, stream.getvalue().splitlines())
    assert (first["task"], first["doing"], first["records"]) == ("load", "git__commit", 7)
    assert (first["done"], first["total"], first["ended"]) == (1, 2, False)
    assert (last["ended"], last["outcome"]) == (True, "done")


def test_a_passing_task_shows_only_while_nothing_else_goes_on(progress: Progress) -> None:
    with progress.task("Dagster", is_passing=True):
        assert [task.name for task in progress.shown] == ["Dagster"]
        with progress.task("git"):
            assert [task.name for task in progress.shown] == ["git"]
        assert [task.name for task in progress.shown] == ["git", "Dagster"]
    assert [task.name for task in progress.shown] == ["git"]


def test_asked_to_stop_the_work_ends_at_its_next_step_or_wait(progress: Progress) -> None:
    progress.stop()
    for step in (lambda: progress.step("x"), lambda: progress.sleep(3600)):
        with pytest.raises(Stop):
            step()


def test_progress_reaches_a_terminal_although_dagster_takes_standard_error(
    repository: GitRepository, tmp_path: Path
) -> None:
    parent, child = pty.openpty()
    command = "from pipelines.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "run", "--git", str(repository.path)],
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path), "TERM": "xterm"},
        stdout=subprocess.DEVNULL,
        stderr=child,
    )
    os.close(child)
    seen = bytearray()
    while chunk := _read(parent):
        seen += chunk
    assert process.wait(timeout=60) == 0
    frames = seen.decode(errors="replace")
    for words in ("git", "load", "models: core", "models: marts", "publish"):
        assert words in frames
    # Moving: many pictures, not one.
    assert frames.count("models: core") > 3


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # the other end is closed
        return b""
