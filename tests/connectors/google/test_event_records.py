"""What a row of a calendar becomes, and what it becomes without its optional fields."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import BadPayload
from connectors.google.event_records import attachments, attendees, event, title_class
from tests.connectors.conftest import NOW

ROW: dict[str, Any] = {
    "id": "e1_20260301T090000Z",
    "iCalUID": "e1@google.com",
    "recurringEventId": "e1",
    "originalStartTime": {"dateTime": "2026-03-01T10:00:00+01:00"},
    "start": {"dateTime": "2026-03-01T11:00:00+01:00"},
    "end": {"dateTime": "2026-03-01T12:00:00+01:00"},
    "status": "tentative",
    "visibility": "default",
    "summary": "Ada / Bo 1:1",
    "description": "- topics",
    "organizer": {"email": "Ada@acme.example"},
    "creator": {"email": "bo@acme.example"},
    "attendees": [{"email": "Bo@acme.example", "responseStatus": "declined", "optional": True}],
    "attachments": [{"fileId": "f1", "mimeType": "text/plain", "title": "x - Notes by Gemini"}],
    "conferenceData": {"conferenceId": "abc-defg-hij"},
    "created": "2026-02-01T00:00:00Z",
    "updated": "2026-02-02T00:00:00Z",
}


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Ada / Bo 1:1", "one_to_one"),
        ("Onboarding 1:1", "onboarding"),
        ("Mentoring Ada", "onboarding"),
        ("Interview: Backend engineer", "interview"),
        ("Bewerbungsgespräch", "interview"),
        ("Postmortem of the outage", "incident"),
        ("Incident retro", "incident"),
        ("Sprint Retro", "retrospective"),
        ("Go/No-Go 4.2", "release"),
        ("Tech talk: storage", "training"),
        ("Schulung Datenschutz", "training"),
        ("Frontend guild", "community"),
        ("Daily Standup", "planning"),
        ("Point hebdo", "planning"),
        ("Tête-à-tête", "one_to_one"),
        ("Lunch", "other"),
        ("11:15 train", "other"),
        ("", "other"),
    ],
)
def test_a_title_has_a_class(title: str, kind: str):
    assert title_class(title) == kind


OPTIONAL = sorted(set(ROW) - {"id", "iCalUID", "start", "end"})


@given(st.sets(st.sampled_from(OPTIONAL)))
def test_a_meeting_without_its_optional_fields_is_still_one(dropped: set[str]):
    row = {name: value for name, value in ROW.items() if name not in dropped}
    converted = event(row, "c", NOW)
    assert converted.starts_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    moved = datetime(2026, 3, 1, 9, tzinfo=UTC)
    is_kept = "originalStartTime" not in dropped
    assert converted.original_start == (moved if is_kept else converted.starts_at)
    assert (converted.meeting_code is None) == ("conferenceData" in dropped)
    assert len(list(attendees(row, "c", NOW))) == ("attendees" not in dropped)
    assert len(list(attachments(row, "c", NOW))) == ("attachments" not in dropped)


@given(st.sets(st.sampled_from(("email", "responseStatus", "optional"))))
def test_an_attendee_without_an_address_is_nobody(dropped: set[str]):
    given = {n: value for n, value in ROW["attendees"][0].items() if n not in dropped}
    found = list(attendees({**ROW, "attendees": [given]}, "c", NOW))
    assert len(found) == ("email" not in dropped)


def test_what_identifies_a_meeting_is_never_guessed():
    for name in ("id", "iCalUID", "start", "end"):
        with pytest.raises(BadPayload):
            event({key: value for key, value in ROW.items() if key != name}, "c", NOW)
    with pytest.raises(BadPayload):
        event({"status": "cancelled"}, "c", NOW)
    told = event({"id": "e1", "status": "cancelled", "updated": "2026-02-02T00:00:00Z"}, "c", NOW)
    assert told.starts_at == datetime(2026, 2, 2, tzinfo=UTC)


def test_the_number_of_another_services_call_is_not_kept():
    row = {**ROW, "conferenceData": {"conferenceId": "81234567890"}}
    assert event(row, "c", NOW).meeting_code is None


@pytest.mark.parametrize(
    ("name", "value"), [("attendees", {"a": 1}), ("attachments", [7]), ("organizer", "ada")]
)
def test_a_field_of_another_type_is_refused(name: str, value: Any):
    row = {**ROW, name: value}
    with pytest.raises(BadPayload):
        [event(row, "c", NOW), *attendees(row, "c", NOW), *attachments(row, "c", NOW)]
