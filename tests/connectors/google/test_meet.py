"""Calls, who was in them, and what a machine wrote about them."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.errors import ScopeRevoked
from sandbox.google.model.meet import Written
from tests.connectors.google.test_calendar import ADA, BO, scope_of

CODE = "abc-defg-hij"
STREAMS = ("conference", "participant", "meeting_file")
HOUR = timedelta(hours=1)


@pytest.fixture
def case(world: Any) -> Any:
    """Two people, of whom one has opted in."""
    world.meet = world.workspace.meet
    world.ada = world.workspace.add_account("ada", name="Ada Berg")
    world.bo = world.workspace.add_account("bo", name="Bo Lind")
    world.settings["calendars"] = (ADA,)
    world.scope = scope_of(ADA)
    return world


def call(case: Any, *people: Any, days: float = 2, code: str = CODE, **more: Any) -> Any:
    start = case.ago(days=days)
    return case.meet.add_call(code, case.ada, start, start + HOUR, people=people, **more)


def test_a_call_tells_when_it_was_and_who_was_in_it(case: Any):
    held = call(case, case.ada, case.bo, None)
    case.pull(*STREAMS)
    (row,) = case.landed("conference")
    assert row == {
        "conference_id": held.id,
        "meeting_code": CODE,
        "started_at": "2026-02-28T08:00:00Z",
        "ended_at": "2026-02-28T09:00:00Z",
        "observed_at": "2026-03-02T08:00:00Z",
    }
    assert [row["user_id"] for row in case.landed("participant")] == [case.ada.id, case.bo.id, None]
    assert case.landed("participant")[0]["joined_at"] == "2026-02-28T08:00:00Z"
    for name in (b"Ada Berg", b"Somebody Unknown"):
        assert name not in b"".join(case.everything_landed())


def test_documents_that_a_machine_wrote_are_told_when_they_are_ready(case: Any):
    held = call(case, case.ada, smart_notes="f-notes", transcript="f-transcript")
    held.smart_notes.append(Written("w9", None, held.start, None))
    case.pull(*STREAMS)
    found = [(r["file_id"], r["kind"], r["generated_at"]) for r in case.landed("meeting_file")]
    assert found == [
        ("f-notes", "smart_notes", "2026-02-28T09:00:00Z"),
        ("f-transcript", "transcript", "2026-02-28T09:00:00Z"),
    ]
    assert case.complete("participant") == case.complete("meeting_file") == [[held.id]]


def test_notes_that_come_a_day_late_and_calls_that_go_on_are_read_again(case: Any):
    going = case.meet.add_call(CODE, case.ada, case.ago(days=3), None, people=[case.ada])
    held = call(case, case.ada, days=0.1)
    case.pull(*STREAMS)
    case.time.pass_by(hours=12)
    going.end = case.time.now()
    case.meet.join(going, case.bo, case.time.now(), None)
    held.smart_notes.append(Written("w9", "f9", held.start, held.end))
    case.pull(*STREAMS)
    assert case.latest("conference")[going.id,]["ended_at"] == "2026-03-02T20:00:00Z"
    assert len(case.latest("participant")) == 3
    assert [row["file_id"] for row in case.landed("meeting_file")] == ["f9"]


def test_notes_that_come_after_a_call_two_days_newer_was_read_are_found(case: Any):
    held = call(case, case.ada, days=3)
    call(case, case.ada, days=0.1)
    case.pull(*STREAMS)
    case.time.pass_by(hours=1)
    held.smart_notes.append(Written("w9", "f9", held.start, held.end))
    case.pull(*STREAMS)
    assert [row["file_id"] for row in case.landed("meeting_file")] == ["f9"]


def test_an_old_call_is_not_read_again(case: Any):
    old = call(case, case.ada, days=20)
    call(case, case.ada, days=1)
    case.pull(*STREAMS)
    case.time.pass_by(days=1)
    before = len(case.server.log)
    case.pull(*STREAMS)
    assert [r for r in case.server.log[before:] if old.id in r.path] == []


def test_google_forgets_a_call_and_we_do_not(case: Any):
    held = call(case, case.ada)
    case.pull(*STREAMS)
    case.time.pass_by(days=40)
    assert [result.error for result in case.pull(*STREAMS)] == [None]
    assert list(case.latest("conference")) == [(held.id,)]
    assert case.complete("conference") == []


def test_a_call_forgotten_between_two_requests_is_skipped(case: Any):
    first, second = call(case, case.ada, days=3), call(case, case.ada)
    case.server.on(rf"{second.id}/participants", "run", call=lambda: case.meet.calls.pop(second.id))
    assert [result.error for result in case.pull(*STREAMS, threads=1)] == [None]
    assert list(case.latest("conference")) == [(first.id,)]


def test_only_calls_one_was_in_are_seen(case: Any):
    case.meet.add_call("zzz-zzzz-zzz", case.bo, case.ago(days=1), None, people=[case.bo])
    case.pull(*STREAMS)
    assert case.landed("conference") == []


def test_a_space_that_may_not_be_read_leaves_the_call_without_a_code(case: Any):
    call(case, case.ada)
    case.server.on("/v2/spaces", status=403)
    assert [result.error for result in case.pull(*STREAMS)] == [None]
    assert [row["meeting_code"] for row in case.landed("conference")] == [None]


def test_a_refusal_of_calls_leaves_the_calendar(case: Any):
    case.workspace.calendars.add_event(
        case.ada, [case.ada], case.ago(days=1), case.ago(hours=23), "Sync"
    )
    case.workspace.granted.remove("meetings.space.readonly")
    results = case.pull("event", *STREAMS)
    assert {type(r.error) for r in results if r.error} == {ScopeRevoked}
    assert [r.streams for r in results if r.error] == [STREAMS]
    assert len(case.landed("event")) == 1


def test_requests_are_three_for_each_call_and_one_for_each_space(case: Any):
    for number in range(120):
        call(case, case.ada, case.bo, days=number / 10 + 1, code=f"abc-defg-{'ab'[number % 2]}aa")
    assert case.read_requests(*STREAMS, threads=1) == 1 + 2 + 2 + 3 * 120
    case.settings["calendars"] = (ADA, BO)
    case.time.pass_by(days=1)
    newest = 31
    assert case.read_requests(*STREAMS, threads=1) == (2 + 2 + 3 * newest) + (3 + 2 + 3 * 120)
