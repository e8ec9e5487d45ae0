"""What is counted and flagged in a text before it is dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.text import cleaning, flags


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (None, 0),
        ("", 0),
        ("Looks good to me.", 4),
        ("don't re-use v1.2", 3),
        ("See [the guide](https://example.org/a/b) and https://example.org/c now", 5),
        ("> quoted words\n> more of them\nmine", 1),
        ("before\n```python\ncode = here\n```\nafter", 2),
        ("```\nnever closed", 0),
        ("~~~\na b c\n~~~\nd", 1),
        ("run `make bench` twice", 2),
        ("<!-- template text -->yes", 1),
        ("größer 東京 Ünïcode", 3),
    ],
)
def test_only_own_words_count(body: str | None, words: int):
    assert flags.word_count(body) == words


@pytest.mark.parametrize(
    "body",
    [
        "Rename it because callers guess.",
        "Since this runs hourly, cache it.",
        "Split it so that tests can reach it.",
        "Use a lock, otherwise two writers race.",
        "The reason is memory.",
        "Close it to avoid a leak.",
        "It is unordered, which means flaky.",
        "See https://example.org/guide for why.",
        "see [docs](https://example.org)",
        "as in #123",
        "DUE TO rounding.",
    ],
)
def test_a_reason_is_a_rationale(body: str):
    assert flags.has_rationale(body)


@pytest.mark.parametrize(
    "body",
    [
        None,
        "LGTM",
        "Rename it.",
        "> because they said so\nok",
        "```\n# because of x\n```",
        "Broken since version 3.",
        "since yesterday",
        "`because`",
        "I see.",
    ],
)
def test_words_without_a_reason_are_none(body: str | None):
    assert not flags.has_rationale(body)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("```suggestion\nx\n```", True),
        ("Try:\n\n````suggestion\nx\n````", True),
        ("~~~suggestion:-0+0\nx\n~~~", True),
        ("a suggestion", False),
        ("```python\nx\n```", False),
        (None, False),
    ],
)
def test_a_suggestion_is_a_block_to_commit(body: str | None, found: bool):
    assert flags.has_suggestion(body) is found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Why?", True),
        ("Is it (really?)", True),
        ("Why? Because.", True),
        ("> Why?\nBecause.", False),
        ("https://example.org/?a=1", False),
        ("`a ? b : c`", False),
        ("No.", False),
    ],
)
def test_a_question_ends_with_its_mark(body: str, found: bool):
    assert flags.is_question(body) is found


def test_a_title_is_one_clean_line_of_200_characters():
    assert cleaning.title("a\x00b\nc\td\ud800 \x1b[31m") == "ab c d\ufffd [31m"
    assert len(cleaning.title("x" * 500)) == 200


def test_a_long_body_is_read_in_time_that_grows_with_its_length():
    for body in ("`" * 60_000, "```\n" * 15_000, "<!--" * 15_000, "](" * 30_000, "see " * 15_000):
        assert flags.word_count(body) >= 0
        assert flags.has_rationale(body) in (True, False)
        assert flags.is_question(body) is False


def test_a_template_is_known_by_what_does_not_vary():
    first = "Build #12 of 1a2b3c4d failed for @ada: see https://ci.example/12"
    assert flags.skeleton(first) == flags.skeleton(
        "build #9 of 99aa88bb77 failed for @bo: see https://ci.example/builds/9"
    )
    assert flags.skeleton(first) != flags.skeleton("Build #12 passed for @ada, all of it: thanks")


@pytest.mark.parametrize("body", [None, "", "LGTM", "Looks good, thanks!", "@ada please see #12"])
def test_what_people_repeat_is_no_template(body: str | None):
    assert flags.skeleton(body) is None


@given(st.text())
def test_of_a_template_eight_digits_are_kept(body: str):
    assert len(flags.skeleton(body) or "0" * 8) == 8
