"""Meetings as calendars show them."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.errors import NotFound, Permanent, ScopeRevoked
from sandbox.google.model.calendar import File, Guest
from tests.connectors.conftest import NOW

CANARY = "canary-7f3a"
ADA, BO = "ada@acme.example", "bo@acme.example"
STREAMS = ("event", "attendee", "attachment")
START = NOW - timedelta(days=10)
HOUR = timedelta(hours=1)


def scope_of(address: str) -> str:
    return f"calendar-{hashlib.sha256(address.encode()).hexdigest()[:12]}"


@pytest.fixture
def case(world: Any) -> Any:
    """Two people whose calendars opted in."""
    world.calendars = world.workspace.calendars
    world.ada = world.workspace.add_account("ada", name="Ada Berg")
    world.bo = world.workspace.add_account("bo", name="Bo Lind")
    world.settings["calendars"] = (ADA, BO)
    world.scope = scope_of(ADA)
    return world


def meet(case: Any, title: str = "Weekly sync", start: datetime = START, **more: Any) -> Any:
    return case.calendars.add_event(
        case.ada, (case.ada, case.bo), start, start + HOUR, title, **more
    )


def only(case: Any, stream: str = "event") -> dict[str, Any]:
    case.pull(*STREAMS)
    (row,) = case.latest(stream).values()
    return row


def test_a_meeting_keeps_what_it_was_but_not_what_it_is_called(case: Any):
    title = f"Buddy  chat {CANARY}"
    meeting = meet(
        case, title, series="buddies", code="abc-defg-hij", description=CANARY, creator=case.bo
    )
    assert only(case) == {
        "calendar": scope_of(ADA).removeprefix("calendar-"),
        "event_id": meeting.id,
        "ical_uid": meeting.ical_uid,
        "series_id": meeting.series_id,
        "original_start": "2026-02-20T08:00:00Z",
        "starts_at": "2026-02-20T08:00:00Z",
        "ends_at": "2026-02-20T09:00:00Z",
        "is_all_day": False,
        "status": "confirmed",
        "is_private": False,
        "title_class": "onboarding",
        "title_hash": hashlib.sha256(f"buddy chat {CANARY}".encode()).hexdigest()[:16],
        "organizer_email": ADA,
        "creator_email": BO,
        "attendees_omitted": False,
        "has_agenda": True,
        "meeting_code": "abc-defg-hij",
        "created_at": "2026-02-20T08:00:00Z",
        "updated_at": "2026-02-20T08:00:00Z",
        "observed_at": "2026-03-02T08:00:00Z",
    }
    assert all(CANARY.encode() not in data for data in case.everything_landed())


def test_every_guests_copy_is_the_same_occurrence(case: Any):
    meeting = meet(case, series="weekly")
    case.pull(*STREAMS)
    copies = [case.latest("event", scope_of(address)) for address in (ADA, BO)]
    known = [{(r["ical_uid"], r["original_start"]) for r in rows.values()} for rows in copies]
    assert known[0] == known[1] == {(meeting.ical_uid, "2026-02-20T08:00:00Z")}


def test_this_and_following_of_a_series_have_another_id_that_begins_with_the_old_one(case: Any):
    meet(case, series="weekly")
    meet(case, start=START + timedelta(days=7), series="weekly", split_at=START + timedelta(days=7))
    case.pull(*STREAMS)
    first, second = (row["ical_uid"] for row in case.latest("event").values())
    assert second == first.replace("@", "_R20260227T080000@")


def test_attendees_say_how_they_answered(case: Any):
    guests = (
        case.ada,
        Guest("Bo@acme.example", "declined", is_optional=True),
        Guest("room@resource.calendar.google.com", is_room=True),
    )
    case.calendars.add_event(case.ada, guests, START, START + HOUR, "Planning")
    case.pull(*STREAMS)
    found = [
        (r["email"], r["response"], r["is_organizer"], r["is_optional"], r["is_room"])
        for r in case.landed("attendee")
    ]
    assert found == [
        (ADA, "accepted", True, False, False),
        (BO, "declined", False, True, False),
        ("room@resource.calendar.google.com", "accepted", False, False, True),
    ]


def test_notes_attached_after_the_meeting_are_found_and_machines_titles_told(case: Any):
    meeting = meet(case)
    case.pull(*STREAMS)
    case.calendars.attach(meeting, File("f1", f"{CANARY} - Notes by Gemini"), NOW)
    case.calendars.attach(meeting, File("f2", f"Notes - {CANARY}"), NOW)
    case.time.pass_by(days=1)
    case.pull(*STREAMS)
    assert [(r["file_id"], r["is_machine_title"]) for r in case.landed("attachment")] == [
        ("f1", True),
        ("f2", False),
    ]
    assert all(CANARY.encode() not in data for data in case.everything_landed())


def test_of_a_private_meeting_only_the_times_are_kept(case: Any):
    meeting = meet(case, CANARY, code="abc-defg-hij", attachments=[File("f1")], description="x")
    case.pull(*STREAMS)
    case.calendars.change(meeting, NOW, lambda each: setattr(each, "is_private", True))
    case.time.pass_by(days=1)
    row = only(case)
    assert row["is_private"]
    assert (row["starts_at"], row["ends_at"]) == ("2026-02-20T08:00:00Z", "2026-02-20T09:00:00Z")
    for name in ("title_class", "title_hash", "organizer_email", "creator_email", "meeting_code"):
        assert row[name] is None
    assert not row["has_agenda"]
    for stream in ("attendee", "attachment"):
        assert case.complete(stream) == [[row["calendar"], meeting.id]]
        assert len(case.landed(stream)) == {"attendee": 2, "attachment": 1}[stream]


def test_a_list_of_guests_that_google_cuts_is_not_whole(case: Any):
    meet(case, hides_guests=True)
    assert only(case)["attendees_omitted"]
    assert case.complete("attendee") == []
    assert len(case.landed("attendee")) == 1


def test_a_moved_occurrence_stays_where_its_series_put_it(case: Any):
    meeting = meet(case, series="weekly")
    case.pull(*STREAMS)
    case.calendars.move(meeting, START + 3 * HOUR, START + 4 * HOUR, NOW)
    row = only(case)
    assert row["original_start"] == "2026-02-20T08:00:00Z"
    assert row["starts_at"] == "2026-02-20T11:00:00Z"


@pytest.mark.parametrize("series", [None, "weekly"])
def test_a_deleted_meeting_is_told_as_cancelled_by_its_id_alone(case: Any, series: str | None):
    meeting = meet(case, series=series)
    case.pull(*STREAMS)
    case.calendars.cancel(meeting, NOW)
    case.time.pass_by(days=1)
    row = only(case)
    assert (row["event_id"], row["status"]) == (meeting.id, "cancelled")
    assert row["starts_at"] == ("2026-02-20T08:00:00Z" if series else "1970-01-01T00:00:00Z")
    assert len(case.landed("attendee")) == 2


def test_a_whole_day_has_dates_and_other_entries_are_no_meetings(case: Any):
    meet(case, "Offsite", datetime(2026, 2, 3, tzinfo=UTC), all_day=True)
    meet(case, "Focus", kind="focusTime")
    meet(case, "Away", kind="outOfOffice")
    row = only(case)
    assert row["is_all_day"]
    assert row["starts_at"] == "2026-02-03T00:00:00Z"


def test_the_first_pull_starts_where_it_is_configured_and_later_ones_ask_for_changes(case: Any):
    old = meet(case, start=datetime(2025, 5, 1, tzinfo=UTC))
    new = meet(case)
    case.pull(*STREAMS, since="2025-06-01")
    assert list(case.latest("event")) == [(scope_of(ADA).removeprefix("calendar-"), new.id)]
    case.time.pass_by(days=1)
    before = len(case.server.log)
    case.pull(*STREAMS, since="2025-06-01")
    asked = [each.query for each in case.server.log[before:] if "/events" in each.path]
    assert all("timeMin" not in query and query["syncToken"] for query in asked)
    assert old.id not in {key[1] for key in case.latest("event")}


def test_nothing_new_costs_a_token_and_a_request_for_each_calendar(case: Any):
    for number in range(1200):
        meet(case, start=START - number * HOUR)
    assert case.read_requests(*STREAMS) == 2 * (1 + 3)
    case.time.pass_by(days=1)
    assert case.read_requests(*STREAMS) == 2 * (1 + 1)
    assert len(case.latest("event")) == len(case.landed("event")) == 1200


def test_short_and_empty_pages_are_read_through(case: Any):
    for number in range(60):
        meet(case, start=START - number * HOUR)
    case.calendars.paging.most, case.calendars.paging.empty = 7, 3
    case.pull(*STREAMS)
    assert len(case.latest("event")) == 60
    case.calendars.paging.empty = 0
    case.time.pass_by(days=1)
    assert case.read_requests(*STREAMS) == 4


def test_a_meeting_that_changes_while_the_list_is_read_is_not_lost(case: Any):
    meetings = [meet(case, start=START - number * HOUR) for number in range(30)]
    case.calendars.paging.most = 10
    case.server.on(
        "/events",
        "run",
        nth=2,
        call=lambda: case.calendars.move(meetings[25], NOW, NOW + HOUR, NOW),
    )
    case.pull(*STREAMS)
    case.pull(*STREAMS)
    rows = case.latest("event")
    assert len(rows) == 30
    moved = next(row for key, row in rows.items() if key[1] == meetings[25].id)
    assert moved["starts_at"] == "2026-03-02T08:00:00Z"


def test_a_sync_token_that_is_gone_reads_everything_again_and_deletes_nothing(case: Any):
    kept, cancelled = meet(case), meet(case, start=START - HOUR)
    case.pull(*STREAMS)
    case.calendars.expire_tokens(ADA)
    case.calendars.cancel(cancelled, NOW)
    case.calendars.move(kept, NOW, NOW + HOUR, NOW)
    case.time.pass_by(days=1)
    assert [result.error for result in case.pull(*STREAMS)] == [None, None]
    rows = {key[1]: row for key, row in case.latest("event").items()}
    assert rows[kept.id]["starts_at"] == "2026-03-02T08:00:00Z"
    assert rows[cancelled.id]["status"] == "cancelled"
    assert case.complete("event") == []
    assert case.read_requests(*STREAMS) == 4


INVALID = (
    b'{"error": {"code": 400, "message": "Sync token is invalid", "errors":'
    b' [{"domain": "global", "reason": "invalid", "location": "syncToken"}]}}'
)


def test_a_sync_token_that_is_refused_reads_everything_again_and_deletes_nothing(case: Any):
    kept = meet(case)
    case.pull(*STREAMS)
    case.calendars.move(kept, NOW, NOW + HOUR, NOW)
    case.time.pass_by(days=1)
    case.server.on("/calendars/ada.*syncToken=", status=400, body=INVALID, times=99)
    assert [result.error for result in case.pull(*STREAMS)] == [None, None]
    assert case.latest("event").popitem()[1]["starts_at"] == "2026-03-02T08:00:00Z"
    assert case.complete("event") == []
    case.server.steps.clear()
    assert case.read_requests(*STREAMS) == 4


def test_a_refusal_on_a_later_page_of_changes_reads_everything_again(case: Any):
    case.pull(*STREAMS)
    meetings = [meet(case, start=START - number * HOUR) for number in range(5)]
    case.calendars.paging.most = 2
    case.time.pass_by(days=1)
    case.server.on("/calendars/ada.*syncToken=", status=400, body=INVALID, nth=2, times=99)
    assert [result.error for result in case.pull(*STREAMS)] == [None, None]
    assert {key[1] for key in case.latest("event")} == {each.id for each in meetings}


@pytest.mark.parametrize("is_first", [True, False])
def test_a_refusal_without_a_sync_token_fails(case: Any, is_first: bool):
    meet(case)
    if not is_first:
        case.pull(*STREAMS)
        case.time.pass_by(days=1)
    before = len(case.server.log)
    case.server.on("/calendars/ada", status=400, body=INVALID, times=99)
    failed = {result.scope: type(result.error) for result in case.pull(*STREAMS) if result.error}
    assert failed == {scope_of(ADA): Permanent}
    asked = [each.query for each in case.server.log[before:] if "/calendars/ada" in each.path]
    assert ["syncToken" in query for query in asked] == ([False] if is_first else [True, False])
    case.server.steps.clear()
    before = len(case.server.log)
    case.pull(*STREAMS)
    (again,) = (each.query for each in case.server.log[before:] if "/calendars/ada" in each.path)
    assert ("syncToken" in again) is not is_first


def test_a_calendar_whose_owner_withdrew_leaves_the_others(case: Any):
    meet(case)
    case.ada.is_suspended = True
    failed = {result.scope: type(result.error) for result in case.pull(*STREAMS) if result.error}
    assert failed == {scope_of(ADA): ScopeRevoked}
    assert len(case.latest("event", scope_of(BO))) == 1


@pytest.mark.parametrize(("status", "kind"), [(403, ScopeRevoked), (404, NotFound)])
def test_one_calendar_that_may_not_be_read_leaves_the_others(case: Any, status: int, kind: Any):
    meet(case)
    case.server.on(
        "/calendars/ada", status=status, body=b'{"error":{"errors":[{"reason":"forbidden"}]}}'
    )
    failed = {result.scope: type(result.error) for result in case.pull(*STREAMS) if result.error}
    assert failed == {scope_of(ADA): kind}
    assert len(case.latest("event", scope_of(BO))) == 1
    assert [result.error for result in case.pull(*STREAMS)] == [None, None]
    assert len(case.latest("event")) == 1


def test_without_delegation_a_calendar_is_seen_as_far_as_it_is_shared(case: Any):
    meet(case)
    case.calendars.shared_with[ADA] = {case.api.client_email}
    failed = [result.scope for result in case.pull(*STREAMS, delegation=False) if result.error]
    assert failed == [scope_of(BO)]
    assert len(case.latest("event")) == 1


def test_a_stream_that_is_left_out_does_not_land(case: Any):
    meet(case)
    assert [result.error for result in case.pull("event")] == [None, None]
    assert case.latest("event")
    assert case.landed("attendee") == []


def test_no_scope_and_no_error_spells_an_address(case: Any):
    case.server.on("/events", status=403, times=9)
    for result in case.pull(*STREAMS):
        assert "@" not in f"{result.error} {result.error!r} {result.scope}"
    assert all("@" not in str(path) for path in case.zone.root.rglob("*"))
