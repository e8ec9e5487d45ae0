"""Every tool is accepted, and what the other tests of this folder look at is not hollow."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.tools import find_tools
from tests.connectors.acceptance.conftest import Trial, runtime_of
from tests.connectors.acceptance.observed import landed_rows, pull_in_slices, stored_rows
from tests.connectors.acceptance.subject import CANARY, Subject, altered, subjects_of
from tests.connectors.conftest import Time


def test_every_tool_has_a_subject() -> None:
    missing = [
        f"tests/connectors/{tool}/acceptance.py"
        for tool in find_tools()
        if not Path("tests/connectors", tool, "acceptance.py").exists() or not subjects_of(tool)
    ]
    assert missing == []


def test_something_is_done_for_every_stream(trial: Trial) -> None:
    assert {stream for stream, rows in trial.rows.items() if not rows} == set()


def test_the_rows_of_a_landing_zone_are_those_that_a_store_loads(trial: Trial) -> None:
    assert stored_rows(trial.world) == trial.rows


def test_small_pages_bring_the_same_rows_in_more_requests(
    subject: Subject, trial: Trial, tmp_path: Path
) -> None:
    if subject.shrink is None:
        pytest.skip("nothing of this tool is paged")
    time = Time()
    with subject.serve(runtime_of(time, tmp_path), time, tmp_path / "large") as large:
        subject.fill(large)
        slices = pull_in_slices(large)
        assert landed_rows(large) == trial.rows
        for small, whole in zip(trial.slices, slices, strict=True):
            assert small.result.streams == whole.result.streams
        assert len(trial.requests) > sum(len(part.requests) for part in slices)


def test_the_canary_is_in_what_the_tool_answers(trial: Trial, server: Any) -> None:
    found: set[str] = set()

    def note(body: Any) -> Any:
        found.update(_fields_with_canary(body, ""))
        return body

    server.on("", "alter", times=100_000, change=altered(note))
    pull_in_slices(trial.empty_zone("noted"))
    assert bool(found) == bool(trial.routes)


def _fields_with_canary(value: Any, name: str) -> list[str]:
    if isinstance(value, dict):
        return [f for key, part in value.items() for f in _fields_with_canary(part, key)]
    if isinstance(value, list):
        return [f for part in value for f in _fields_with_canary(part, name)]
    return [name] if isinstance(value, str) and CANARY in value else []
