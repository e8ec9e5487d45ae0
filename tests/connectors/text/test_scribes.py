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
    present_in,
    present_names,
    scribe_hashes,
    scribe_places,
    scribes_in,
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
    assert [(named.index, named.name_hash) for named in scribe_places(lines)] == expected


@pytest.mark.parametrize(
    "value",
    [
        *(
            "TBD",
            "[name]",
            "[your name]",
            "<name>",
            "n/a",
            "?",
            "-",
            "\u2014",
            "12",
            "N.N.",
            "offen",
        ),
        *("Volunteer needed", "everyone", "rotating", "to be decided, see wiki"),
    ],
)
def test_a_scribe_line_that_names_nobody_keeps_nothing_but_that_it_is_there(value: str):
    (named,) = scribes_in(["Scribe:", "x", f"Scribe: {value}"])
    assert (named.index, named.number, named.form) == (2, 1, "nobody")
    assert (named.name_hash, named.first_name_hash) == (name_hash("nobody:1"), None)
    assert scribe_hashes([f"Scribe: {value}"]) == []


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("Bo", "first"),
        ("bo", "first"),
        ("Jean-Luc", "first"),
        ("Bo?", "other"),
        ("Bo Lind", "full"),
        ("BO LIND", "full"),
        ("Ludwig van Beethoven", "full"),
        ("J. R. Tolkien", "full"),
        ("张 伟", "full"),
        ("bo lind", "other"),
        ("see the page", "other"),
        ("See Wiki Page", "other"),
        ("whoever comes first", "other"),
        ("Bo or Cy?", "other"),
        ("Otter.ai", "machine"),
        ("Gemini", "machine"),
    ],
)
def test_the_form_of_a_name_says_whether_it_is_surely_somebodys(value: str, form: str):
    (named,) = scribes_in([f"Scribe: {value}"])
    first = value.lower().split()[0]
    assert (named.form, named.name_hash) == (form, name_hash(value))
    assert named.first_name_hash == (None if form == "machine" else name_hash(first))


def test_the_first_names_of_those_present_can_be_compared_with_a_scribe_of_one_word():
    (scribe,) = scribes_in(["Scribe: Bo"])
    bo, cy = present_in(["Present: Bo Lind, TBD, Cy"])
    assert scribe.name_hash == bo.first_name_hash != bo.name_hash
    assert cy.first_name_hash == cy.name_hash


def test_every_scribe_line_has_its_number_and_every_name_the_first_of_its_lines():
    lines = ["Scribe: TBD", "Scribe:", "Scribe: Ada Li, Bo", "Scribe: Bo", "Scribe: ?"]
    assert [(named.index, named.number, named.form) for named in scribes_in(lines)] == [
        (0, 1, "nobody"),
        (2, 2, "full"),
        (2, 2, "first"),
        (4, 4, "nobody"),
    ]


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
    assert all(named.index < len(lines) for named in scribe_places(lines))
