"""Whom minutes name as their scribe, and that bodies stay closed unless they are asked for."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.google.scribes import named_scribes
from connectors.rest.http import BODY_BYTES
from connectors.text.scribes import mention_hash, name_hash
from sandbox.google.model.docs import Paragraph, Table
from tests.connectors.google.conftest import GoogleWorld
from tests.connectors.google.drives import SHEET, Drives, drives_of

WALKS = ("file", "scribe")


@pytest.fixture
def drives(world: GoogleWorld) -> Drives:
    return drives_of(world)


def minutes(drives: Drives, *lines: Any, title: str = "Team minutes", **more: Any) -> Any:
    file = drives.drive.add_file(drives.team, title, at=drives.world.ago(days=1), **more)
    drives.docs.write(file, *lines)
    return file


def named(drives: Drives) -> set[tuple[str, str]]:
    return {(row["meeting_date"], row["name_hash"]) for row in drives.world.landed("scribe")}


def test_each_meeting_of_a_rolling_document_has_its_own_scribes(drives: Drives):
    ada = drives.people[0]
    file = minutes(
        drives,
        "Scribe: Old",
        Paragraph([date(2026, 2, 24), " | Weekly"], "HEADING_2"),
        Paragraph(["Scribe: ", ada]),
        "# Topics",
        "Scribe: Bo\vPresent: Cy",
        "# Weekly, 17 Feb 2026",
        Table([[Paragraph(["Scribe:"]), Paragraph(["Dee and ", ada])]]),
        "# Weekly 10.02.2026",
        "Note taker:",
        "- Eve",
    )
    drives.docs.write(file, "# Feb 3, 2026", "Minutes by: Fay", tab=1)
    assert drives.errors(*WALKS) == {}
    chip = mention_hash("email", ada.email)
    assert named(drives) == {
        ("", name_hash("old")),
        ("2026-02-24", chip),
        ("2026-02-24", name_hash("bo")),
        ("2026-02-17", name_hash("dee")),
        ("2026-02-17", chip),
        ("2026-02-10", name_hash("eve")),
        ("2026-02-03", name_hash("fay")),
    }
    assert {row["rule_id"] for row in drives.world.landed("scribe")} == {"W1"}
    assert drives.world.complete("scribe") == [[file.id]]


def test_a_line_that_names_nobody_is_told_of_without_its_text(drives: Drives):
    minutes(drives, "Scribe: rotating", "Scribe: Bo", "# 2026-02-24", "Scribe: TBD")
    drives.pull(*WALKS)
    rows = {
        (row["meeting_date"], row["line_number"], row["form"])
        for row in drives.world.landed("scribe")
    }
    assert rows == {("", 1, "nobody"), ("", 2, "first"), ("2026-02-24", 3, "nobody")}
    texts = {name_hash(word) for word in ("rotating", "tbd")}
    assert not texts & {name for _, name in named(drives)}


def test_no_body_is_asked_for_unless_minutes_are_on(drives: Drives):
    minutes(drives, "Scribe: Ada")
    drives.pull(*WALKS, read_minutes="off")
    assert drives.world.server.paths("/v1/documents") == []
    drives.pull(*WALKS, read_minutes="on")
    assert named(drives) == {("", name_hash("ada"))}


def test_only_documents_whose_title_says_minutes_are_opened(drives: Drives):
    minutes(drives, "Scribe: Ada", title="Plan")
    minutes(drives, "Scribe: Ada", title="Weekly - 2026/03/01 10:00 UTC - Notes by Gemini")
    minutes(drives, "Scribe: Ada", mime=SHEET)
    wanted = minutes(drives, "Scribe: Ada", title="Weekly - Notes")
    drives.pull(*WALKS)
    assert drives.world.server.paths("/v1/documents") == [f"/v1/documents/{wanted.id}"]


def test_a_scribe_taken_off_is_missing_from_the_new_list(drives: Drives):
    file = minutes(drives, "Scribe: Ada")
    drives.pull(*WALKS)
    drives.world.time.pass_by(days=1)
    drives.docs.tabs[file.id] = [[]]
    drives.drive.edit(file, drives.people[0], drives.world.ago(hours=1))
    landed = len(drives.world.landed("scribe"))
    drives.pull(*WALKS)
    assert len(drives.world.landed("scribe")) == landed
    assert drives.world.complete("scribe") == [[file.id]]


def test_a_document_that_is_too_long_keeps_its_old_scribes_and_stops_no_other(drives: Drives):
    long, other = (minutes(drives, "Scribe: Ada") for _ in range(2))
    drives.pull(*WALKS)
    drives.world.time.pass_by(days=1)
    for file in (long, other):
        drives.docs.tabs[file.id] = [[]]
        drives.drive.edit(file, drives.people[0], drives.world.ago(hours=1))
    drives.world.server.on(f"/v1/documents/{long.id}", body=b" " * (BODY_BYTES + 1), times=99)
    assert drives.errors(*WALKS) == {}
    assert drives.world.complete("scribe") == [[other.id]]
    assert [row["file_id"] for row in drives.world.landed("scribe")] == [long.id, other.id]


def test_a_document_that_is_gone_or_closed_is_skipped_and_a_refused_api_is_not(drives: Drives):
    files = [minutes(drives, f"Scribe: Person {n}") for n in range(4)]
    drives.world.server.on(
        "/v1/documents", "run", call=lambda: drives.drive.delete_forever(files[0])
    )
    assert drives.errors(*WALKS) == {}
    assert len(named(drives)) == 3
    drives.world.time.pass_by(days=1)
    for file in files[1:]:
        drives.drive.edit(file, drives.people[0], drives.world.ago(hours=1))
        drives.docs.closed.add(file.id)
    errors = drives.errors(*WALKS)
    assert {(name, error.code) for (_, name), error in errors.items()} == {
        ("scribe", "SCOPE_REVOKED")
    }
    drives.docs.closed.clear()
    landed = len(drives.world.landed("scribe"))
    assert drives.errors(*WALKS) == {}
    assert len(drives.world.landed("scribe")) == landed + 3


PARTS = st.sampled_from(
    [
        {},
        {"textRun": {}},
        {"textRun": {"content": "Scribe: Ada\n"}},
        {"person": {}},
        {"dateElement": {}},
    ]
)
PARAGRAPHS = st.lists(PARTS, max_size=3).map(lambda parts: {"paragraph": {"elements": parts}})
ELEMENTS = st.one_of(st.sampled_from([{}, {"paragraph": {}}, {"table": {}}]), PARAGRAPHS)


@given(st.lists(ELEMENTS, max_size=5))
def test_a_document_of_which_anything_is_missing_can_be_read(content: list[dict[str, Any]]):
    document = {"tabs": [{"documentTab": {"body": {"content": content}}}, {}]}
    assert {named.name_hash for _, named in named_scribes(document)} <= {
        name_hash(name) for name in ("ada", "ada scribe: ada", "scribe: ada")
    }
