"""The landing zone: what a kill, a failure or another store does to pages and cursors."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import AuthExpired, CursorInvalid, ScopeRevoked, Transient
from connectors.landing import LandingZone, PullInProgress
from connectors.pull import Step, pull
from connectors.stream import Batches
from tests.invented import NOTE, Clock, Note, Script


class _LongerNote(Note, frozen=True):
    author: str | None = None


def _zone(tmp_path: Path, **options: object) -> LandingZone:
    return LandingZone(tmp_path, "store", clock=Clock(), **options)  # type: ignore[arg-type]  # because options are named per test


def _batch(*notes: int) -> dict[str, object]:
    return {"records": {"note": [Note(note, "t", 1) for note in notes]}}


def _landed(zone: LandingZone) -> list[int]:
    files = sorted(zone.folder("demo", "note", "acme/widget").glob("*.jsonl"))
    return [json.loads(line)["note_id"] for file in files for line in file.read_text().splitlines()]


def test_a_second_pull_resumes_where_the_first_ended(tmp_path: Path) -> None:
    script = Script([_batch(1), _batch(2)])
    list(pull(script, [NOTE], _zone(tmp_path)))
    script.batches = [_batch(1), _batch(2), _batch(3)]
    list(pull(script, [NOTE], _zone(tmp_path)))
    assert script.seen == [None, {"done": 2}]
    assert _landed(_zone(tmp_path)) == [1, 2, 3]


def test_a_failed_walk_keeps_what_it_read_and_says_why(tmp_path: Path) -> None:
    script = Script([_batch(1)], Transient("GET /notes answered 502"))
    (result,) = pull(script, [NOTE], _zone(tmp_path))
    assert str(result.error).startswith("TRANSIENT: GET /notes answered 502; run the pull again")
    newest = _zone(tmp_path).newest("demo", "note", "acme/widget")
    assert newest is not None
    assert (newest["kind"], newest["status"], newest["code"]) == ("end", "failed", "TRANSIENT")
    assert newest["cursor_out"] == {"done": 1}
    assert newest["covered_until"] is None
    script.failure = None
    script.batches = [_batch(1), _batch(2)]
    list(pull(script, [NOTE], _zone(tmp_path)))
    assert _landed(_zone(tmp_path)) == [1, 2]


def test_a_pull_that_is_stopped_ends_what_its_connector_started(tmp_path: Path) -> None:
    ended: list[str] = []

    class Started(Script):
        def read(self, *given: Any) -> Batches:
            try:
                yield from super().read(*given)
            finally:
                ended.append("program")

    def stop(step: Step) -> None:
        if step.records:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as stopped:
        list(pull(Started([_batch(1), _batch(2)]), [NOTE], _zone(tmp_path), stop))
    assert ended == ["program"], "although a traceback still holds it"
    del stopped
    assert _landed(_zone(tmp_path)) == [1]


def test_an_invalid_cursor_starts_the_scope_again(tmp_path: Path) -> None:
    script = Script([_batch(1)])
    list(pull(script, [NOTE], _zone(tmp_path)))
    script.failure = CursorInvalid("the token is gone")
    list(pull(script, [NOTE], _zone(tmp_path)))
    script.failure = None
    list(pull(script, [NOTE], _zone(tmp_path)))
    assert script.seen == [None, {"done": 1}, None]


class _Scopes(Script):
    """A script that is the same for several scopes."""

    def scopes(self) -> list[str]:
        return ["acme/a", "acme/b", "acme/c"]


def test_what_holds_for_the_whole_tool_is_asked_once_and_no_cursor_is_lost(tmp_path: Path) -> None:
    script = _Scopes([_batch(1)])
    list(pull(script, [NOTE], _zone(tmp_path)))
    script.seen.clear()
    script.failure = AuthExpired("refused")
    results = list(pull(script, [NOTE], _zone(tmp_path)))
    assert script.seen == [{"done": 1}]
    assert [result.error for result in results] == [script.failure] * 3
    for scope in script.scopes():
        newest = _zone(tmp_path).newest("demo", "note", scope)
        assert newest is not None
        assert (newest["status"], newest["code"]) == ("failed", "AUTH_EXPIRED")
        assert (newest["covered_until"], newest["cursor_out"]) == (None, {"done": 1})


def test_what_holds_for_one_scope_leaves_the_others_to_be_read(tmp_path: Path) -> None:
    script = _Scopes([], ScopeRevoked("GET /notes answered 403"))
    list(pull(script, [NOTE], _zone(tmp_path)))
    assert script.seen == [None, None, None]


def test_a_record_type_that_changed_is_read_from_the_start(tmp_path: Path) -> None:
    script = Script([_batch(1)])
    list(pull(script, [NOTE], _zone(tmp_path)))
    longer = replace(NOTE, record=_LongerNote)
    script.streams = [longer]
    for _ in range(2):
        list(pull(script, [longer], _zone(tmp_path)))
    assert script.seen == [None, None, {"done": 1}]


def test_pages_of_another_store_do_not_count(tmp_path: Path) -> None:
    script = Script([_batch(1)])
    list(pull(script, [NOTE], LandingZone(tmp_path, "old store", clock=Clock())))
    list(pull(script, [NOTE], LandingZone(tmp_path, "new store", clock=Clock())))
    assert script.seen == [None, None]


def test_a_kill_between_data_and_manifest_loses_only_that_page(tmp_path: Path) -> None:
    reached: list[str] = []

    def mark(name: str) -> None:
        reached.append(name)
        if reached.count("landing.before_manifest") == 2:
            raise KeyboardInterrupt

    seconds = Clock(step=timedelta(minutes=1))
    zone = _zone(tmp_path, mark=mark, monotonic=lambda: seconds().timestamp())
    script = Script([_batch(1), _batch(2), _batch(3)])
    with pytest.raises(KeyboardInterrupt):
        list(pull(script, [NOTE], zone))
    list(pull(script, [NOTE], _zone(tmp_path)))
    assert script.seen == [None, {"done": 1}]
    committed = _zone(tmp_path).manifests("demo", "note", "acme/widget")
    files = [json.loads(path.read_text())["file"] for path in committed]
    assert len([file for file in files if file]) == 2


def test_runs_sort_by_time_even_if_the_clock_goes_back(tmp_path: Path) -> None:
    script = Script([_batch(1)])
    list(pull(script, [NOTE], _zone(tmp_path)))
    script.batches = [_batch(1), _batch(2)]
    yesterday = Clock(Clock().now - timedelta(days=1))
    list(pull(script, [NOTE], LandingZone(tmp_path, "store", clock=yesterday)))
    assert _landed(_zone(tmp_path)) == [1, 2]
    newest = _zone(tmp_path).newest("demo", "note", "acme/widget")
    assert newest is not None
    assert newest["cursor_out"] == {"done": 2}


def test_a_source_is_pulled_by_one_process_at_a_time(tmp_path: Path) -> None:
    zone = _zone(tmp_path)
    with zone.lock("demo"), pytest.raises(PullInProgress):
        list(pull(Script([]), [NOTE], zone))


def test_a_scope_stays_one_folder_whatever_it_is_called(tmp_path: Path) -> None:
    folder = _zone(tmp_path).folder("demo", "note", "../../etc/passwd")
    assert folder.resolve().parent == (tmp_path / "demo" / "note").resolve()
