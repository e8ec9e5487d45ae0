"""Ctrl-C and SIGTERM in every phase: one line, nothing lost, nobody retries."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import duckdb
import pytest
import yaml
from dagster import DagsterInstance, DagsterRunStatus

from pipelines.cli.group import CommandGroup
from pipelines.place import Place
from pipelines.runner import instance
from tests.pipelines.conftest import GitRepository

COMMAND = "from pipelines.cli import main; main()"
PHASES = {
    "pull": "landing.before_manifest",
    "load": "load.after_commit",
    "models of core": "model.core",
    "models of marts": "model.marts:9",
    "publish": "publish.before_rename",
}
Start = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def start(tmp_path: Path, repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Runs a command as a process of its own, which a mark sends a signal."""
    monkeypatch.delenv("DAGSTER_HOME")
    config = {
        "organization": "Acme",
        "purpose": "open_source",
        "sources": {"git": {"repositories": [{"path": str(repository.path)}]}},
    }
    (tmp_path / "unsung.yaml").write_text(yaml.safe_dump(config))

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", COMMAND, *words],
            cwd=tmp_path,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run


def _rows(folder: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder / "var/published/current/unsung.duckdb"), read_only=True) as con:
        return con.execute(
            "select person_id, period_id, kind, object_count, minutes_low, minutes_high"
            " from marts.contribution_profile order by all"
        ).fetchall()


def _stop_line(result: subprocess.CompletedProcess[str]) -> str:
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("STOPPED")]
    assert "Traceback" not in result.stderr
    return line


def test_stopped_in_every_phase_it_says_so_in_one_line_and_goes_on_from_there(
    start: Start, tmp_path: Path
) -> None:
    as_of = ("--as-of", "2026-06-01")
    for number, (phase, mark) in enumerate(PHASES.items()):
        name, code = ("TERM", 143) if number % 2 else ("INT", 130)
        stopped = start("run", *as_of, UNSUNG_FAULT_AT=mark, UNSUNG_FAULT_SIGNAL=name)
        assert stopped.returncode == code, (phase, stopped.stderr)
        line = _stop_line(stopped)
        assert "what was read is kept" in line, phase
        assert "run the same command again" in line, phase
        is_published = (tmp_path / "var/published/current").exists()
        assert is_published == ("the new version is published" in line), phase
    with instance(Place(tmp_path / "unsung.yaml", tmp_path / "var")) as dagster:
        _nobody_retries(dagster)
    whole = start("run", *as_of)
    assert whole.returncode == 0, whole.stderr
    stopped_often = _rows(tmp_path)
    again = start("run", *as_of, "--config", "unsung.yaml")
    assert again.returncode == 0
    assert _rows(tmp_path) == stopped_often != []


def _nobody_retries(dagster: DagsterInstance) -> None:
    runs = dagster.get_runs()
    stopped = [run for run in runs if run.status is DagsterRunStatus.CANCELED]
    # Publishing may have ended before the signal arrives.
    assert len(stopped) >= len(PHASES) - 1
    assert {run.tags.get("dagster/will_retry", "false") for run in runs} == {"false"}


def test_a_second_signal_ends_it_at_once(start: Start) -> None:
    # Two of one kind could arrive as one.
    stopped = start("pull", UNSUNG_FAULT_AT="landing.before_data", UNSUNG_FAULT_SIGNAL="INT,TERM")
    assert stopped.returncode == 143
    assert "STOPPED" not in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_a_command_that_only_looks_is_stopped_in_one_line(
    capfd: pytest.CaptureFixture[str],
) -> None:
    before = signal.getsignal(signal.SIGINT)

    def interrupted() -> None:
        os.kill(os.getpid(), signal.SIGINT)

    group = CommandGroup("unsung", {})
    group.add_command(click.Command("look", callback=interrupted))
    group.get_command = click.Group.get_command.__get__(group)  # type: ignore[method-assign]  # because the group has no modules
    with pytest.raises(SystemExit, match="130"):
        group.main(["look"])
    assert capfd.readouterr().err == "STOPPED: nothing was changed\n"
    assert signal.getsignal(signal.SIGINT) is before
