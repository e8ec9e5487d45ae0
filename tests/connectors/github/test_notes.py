"""Whom the notes of a release name, and nothing else of them."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from connectors.github.notes import named
from connectors.text.scribes import mention_hash

ADA, BO = (mention_hash("login", login) for login in ("ada", "bo"))


def test_a_handle_is_named_for_the_release_and_for_the_numbers_of_its_line() -> None:
    notes = (
        "* Faster start by @Ada in https://github.com/acme/widget/pull/12\n"
        "Thanks to @bo and @ada for finding #7 and #8!\n"
    )
    assert set(named(notes)) == {
        ADA,
        BO,
        f"{ADA}:12",
        *(f"{hashed}:{number}" for hashed in (ADA, BO) for number in (7, 8)),
    }


def test_what_is_no_mention_names_nobody() -> None:
    notes = (
        "mail ada@acme.example or see https://github.com/@ada/x and acme/@ada\n"
        "`@ada` > quoted\n> said @ada\n<!-- @ada -->\n@acme/maintainers\n@@ada"
    )
    assert named(notes) == ()
    assert named(None) == ()


@given(st.text())
def test_no_text_of_the_notes_stays(notes: str) -> None:
    for mention in named(notes):
        hashed, _, number = mention.partition(":")
        assert len(hashed) == 64
        assert number == "" or number.isdecimal()


def test_a_release_lands_with_whom_its_notes_name(world: Any) -> None:
    ada = world.hub.add_user("ada")
    repository = world.hub.add_repository("acme/widget")
    world.hub.add_release(repository, "v1", ada, body="canary, thanks @ada for #3")
    world.pull("release")
    (row,) = world.landed("release")
    assert row["named"] == sorted([ADA, f"{ADA}:3"])
    assert all(b"canary" not in data for data in world.everything_landed())
