"""What titles of documents tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.google.dates import date_in
from connectors.google.titles import is_machine_title, meeting_hash, title_class, title_hash


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Minutes of the platform meeting", "minutes"),
        ("2026-03-02 Meeting notes", "minutes"),
        ("Notes - Weekly sync", "minutes"),
        ("Notes from 12 March 2026", "minutes"),
        ("Notes from the field", None),
        ("Protokoll 02.03.2026", "minutes"),
        ("Protokoll", None),
        ("Deploy in minutes", None),
        ("Runbook: restart in 5 minutes", "runbook"),
        ("Postmortem: checkout", "postmortem"),
        ("Service dependency map", "dependency_map"),
        ("Agenda for Monday", "agenda"),
        ("Design doc: queues", "design"),
        ("RFC 12: queues", "design"),
        ("Weekly sync - 2026/03/02 10:00 UTC - Notes by Gemini", None),
        ("Budget", None),
        ("", None),
    ],
)
def test_a_title_has_a_class(title: str, expected: str | None):
    assert title_class(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Weekly sync - 2026/03/02 10:00 UTC - Notes by Gemini", True),
        ("Weekly sync (2026-03-02 10:00 GMT) - Transcript", True),
        ("Weekly sync - Transcript (part 2 of 3)", True),
        ("Meeting started 2026/03/02 10:00 UTC - Notes by Gemini", True),
        ("Notes by Gemini are bad", False),
        ("Transcript", False),
    ],
)
def test_titles_that_google_writes_are_known(title: str, expected: bool):
    assert is_machine_title(title) is expected


@pytest.mark.parametrize(
    ("title", "meeting"),
    [
        ("Notes - Weekly sync", "weekly sync"),
        ("Weekly  Sync - Notes", "weekly sync"),
        ("Sprint 12 - Minutes", "sprint 12"),
        ("Sprint 12 notes", "sprint 12"),
        ("Meeting notes: Weekly sync", "weekly sync"),
        ("Minutes of the Weekly sync", "weekly sync"),
        ("Minutes from Weekly sync, 3 Nov 2026", "weekly sync"),
        ("Weekly sync minutes 2026-11-03", "weekly sync"),
        ("2026-11-03 Weekly sync meeting notes", "weekly sync"),
        ("Weekly sync \u2013 notes (Nov 3, 2026)", "weekly sync"),
        ("Protokoll: Jour fixe 03.11.2026", "jour fixe"),
        ("Compte rendu - Point hebdo", "point hebdo"),
        ("Notes from 12 March 2026", None),
        ("Meeting notes 2026-11-03", None),
        ("Minutes", None),
        ("Deploy in minutes", None),
        ("Ready in 5 minutes", None),
        ("Weekly sync", None),
        ("Weekly sync - 2026/03/02 10:00 UTC - Notes by Gemini", None),
    ],
)
def test_a_title_of_notes_names_its_meeting(title: str, meeting: str | None):
    assert meeting_hash(title) == (None if meeting is None else title_hash(meeting))


@given(st.text())
def test_any_title_can_be_read(title: str):
    assert meeting_hash(title) is None or len(meeting_hash(title) or "") == 16
    assert title_class(title) is None or not is_machine_title(title)
    assert date_in(title) is None or len(date_in(title) or "") == 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-03", "2026-11-03"),
        ("Weekly, 3 Nov 2026", "2026-11-03"),
        ("3rd November 2026", "2026-11-03"),
        ("Nov 3, 2026 | Weekly", "2026-11-03"),
        ("November 3 2026", "2026-11-03"),
        ("03.11.2026", "2026-11-03"),
        ("2026/11/3", "2026-11-03"),
        ("03/11/2026", None),
        ("31.02.2026", None),
        ("Nov 3", None),
    ],
)
def test_a_heading_holds_a_date_only_if_it_can_mean_one(text: str, expected: str | None):
    assert date_in(text) == expected
