"""What lines of minutes say about who wrote them and who was there."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.text.scribes import (
    BULLET,
    CELL,
    mention,
    mention_hash,
    name_hash,
    present_names,
    scribe_hashes,
    scribe_places,
    typed,
)


def test_a_name_has_one_hash_however_it_is_written():
    expected = hashlib.sha256("jörg example".encode()).hexdigest()
    assert {name_hash(name) for name in ("Jörg Example", " JO\u0308RG  example ")} == {expected}


def test_accounts_heed_the_case_and_addresses_and_handles_do_not():
    assert mention_hash("account", "aB") != mention_hash("account", "ab")
    assert mention_hash("email", "Ada@Acme.example") == mention_hash("email", "ada@acme.example")
    assert mention_hash("login", "Ada") == hashlib.sha256(b"login:ada").hexdigest()


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Scribe: Ada, Bo"], ["ada", "bo"]),
        (["Scribe:", CELL, "Ada and Bo"], ["ada", "bo"]),
        (["Scribe:", CELL, CELL, "Ada"], []),
        (["Scribes:", BULLET, "Ada", BULLET, "Bo (late)", "Cy", BULLET, "Dee"], ["ada", "bo"]),
        (["Scribe:", BULLET, "Ada", CELL, "Bo"], ["ada"]),
        (["Scribe:", "Ada"], []),
        (["Scribe:", BULLET], []),
        (["Scribe:"], []),
    ],
)
def test_a_scribe_line_has_its_value_beside_it_or_in_the_cell_or_list_below(
    lines: list[str], names: list[str]
):
    assert scribe_hashes(lines) == [name_hash(name) for name in names]


def test_a_mention_counts_as_whom_it_links_to():
    lines = ["Intro", f"Scribe: {mention('email', 'bo-and-cy@acme.example')} and Ada"]
    expected = [(1, mention_hash("email", "bo-and-cy@acme.example")), (1, name_hash("Ada"))]
    assert list(scribe_places(lines)) == expected


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Present: Ada, Bo (chair)"], ["ada", "bo"]),
        (["Present (remote): Ada"], ["ada"]),
        (["Attendees", BULLET, "Ada", BULLET, "Bo"], ["ada", "bo"]),
        (["Anwesend: Jörg"], ["jörg"]),
        (["Anwesende: Jörg"], ["jörg"]),
        (["Présents : Ada et Bo"], ["ada", "bo"]),
        (["Participants:", CELL, "Ada"], ["ada"]),
        (["Presentation: Ada"], []),
        (["Present the design: Ada"], []),
        (["Not present: Ada"], []),
        (["Attendees", "Ada"], []),
    ],
)
def test_a_line_or_list_of_those_present_names_them(lines: list[str], names: list[str]):
    assert present_names(lines) == [name_hash(name) for name in names]


@given(st.text())
def test_no_typed_text_passes_for_a_mark(text: str):
    assert not set(typed(f"\ue000{text}\ue001\ue002")) & set("\ue000\ue001\ue002\n\r")


@given(st.lists(st.text(alphabet="scribe: A,(\n\ue000\ue001\ue002", max_size=12), max_size=8))
def test_any_lines_can_be_read(lines: list[str]):
    assert all(index < len(lines) for index, _ in scribe_places(lines))
