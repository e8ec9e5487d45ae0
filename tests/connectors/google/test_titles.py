"""What titles of documents tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.google.dates import date_in
from connectors.google.titles import (
    is_notes_title,
    meeting_hash,
    subject_hash,
    title_class,
    title_hash,
)
from connectors.text.machine_notes import is_machine_name, is_machine_title


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
        ("Budget", "plan"),
        ("Q3 plan", "plan"),
        ("Planning notes", None),
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
        ("Sprint Sync \u2013 2026/05/15 10:00 CEST \u2013 Notizen von Gemini", True),
        ("Avances_ 2026_04_08 12_50 CST - Notas de Gemini", True),
        ("Point - 2026/08/05 10:00 CEST - Notes par Gemini", True),
        ("Ritmo semanal - Anotações do Gemini", True),
        ("Flussi - 2026/09/07 10:00 CEST - Appunti di Gemini", True),
        ("定例 - 2026/06/29 18:58 JST - Gemini によるメモ", True),
        ("2026/03/10 15:06 JST に開始した会議 - Gemini によるメモ", True),
        ("Sync - 2026/09/17 17:27 WEST - Notes by Gemini (part 2 of 37)", True),
        ("Projet \u2013 2026/05/15 10:00 CEST \u2013 Notes par Gemini (Anglais)", True),
        ("Sync - 2026/09/17 17:27 CET - Gemini muistiinpanot", True),
        ("Notes by Gemini", True),
        ("Weekly sync \u2013 Transkript", True),
        ("Weekly sync - Otter.ai notes", True),
        ("weekly_sync_otter_ai.txt", True),
        ("Meeting summary by Fireflies.ai", True),
        ("Weekly sync - Zoom AI Companion summary", True),
        ("Meeting Summary for Weekly sync (08/21/2026)", True),
        ("Weekly sync - Copilot meeting recap", True),
        ("Notes by Gemini are bad", False),
        ("Transcript", False),
        ("Gemini rollout notes", False),
        ("Notes on Otter and Fireflies", False),
        ("Copilot notes", False),
        ("Bewertung - Copilot", False),
        ("Zoom AI Companion rollout plan", False),
        ("Summary of the trip with Otter friends", False),
        ("Transcript API - design", False),
    ],
)
def test_titles_that_machines_write_are_known(title: str, expected: bool):
    assert is_machine_title(title) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(
            (name, True)
            for name in ("Gemini", "Otter.ai", "Fireflies.ai Notetaker", "AI", "Copilot")
        ),
        *((name, True) for name in ("transcriber", "Read AI", "Zoom AI Companion", "RRSAgent")),
        *((name, False) for name in ("Ada", "Claude", "Otter Lind", "Bo Gemini", "Aino")),
    ],
)
def test_a_scribe_may_be_a_machine(name: str, expected: bool):
    assert is_machine_name(name) is expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Notes - Weekly sync", True),
        ("Notes", True),
        ("Weekly 2026-03-02", True),
        ("2026-03-02", True),
        ("Protokoll", True),
        ("Agenda", True),
        ("Planning notes", True),
        ("Notes on the Q3 plan", True),
        ("Q3 plan", False),
        ("Plan 2026-03-02", False),
        ("Budget 2026-03-02", False),
        ("Design: queues 2026-03-02", False),
        ("Team hub", False),
        ("", False),
    ],
)
def test_a_title_says_whether_what_a_meeting_attaches_is_its_notes(title: str, expected: bool):
    assert is_notes_title(title) is expected


def test_a_document_may_be_called_as_its_meeting():
    assert subject_hash("Weekly sync, 2 March 2026") == title_hash("Weekly sync")
    assert subject_hash("2026-03-02") is None


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
