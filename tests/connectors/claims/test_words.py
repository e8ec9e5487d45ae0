"""Claims tell acts on objects; words for people and feelings send a row back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.claims.words import TRAITS, describes_a_person


@pytest.mark.parametrize(
    "text",
    [
        "Ana is brilliant",
        "a LAZY rewrite",
        "one of the best engineers",
        "a rock-star",
        "She is so kind.",
        "difficult to work with",
        "I feel it went well",
        "they love the new build",
        "sehr fleißig",
        "Elle est géniale",
        "il déteste les tests",
    ],
)
def test_a_trait_or_feeling_is_found_however_it_is_written(text: str) -> None:
    assert describes_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "moved the nightly job to the new cluster",
        "a new kind of alert for disk space",
        "wrote down best practices for reviews",
        "lovelace: renamed the host",
        "made the error page user-friendly",
        "cut the worst case from 9 to 2 minutes",
        "answered 40 outstanding tickets on a dedicated queue",
    ],
)
def test_an_act_on_an_object_passes(text: str | None) -> None:
    assert not describes_a_person(text)


def test_each_word_is_listed_once_and_as_it_is_compared() -> None:
    assert len(set(TRAITS)) == len(TRAITS)
    for trait in TRAITS:
        assert describes_a_person(trait.upper()), trait


@given(st.sampled_from(TRAITS), st.text(max_size=30), st.text(max_size=30))
def test_no_surrounding_sentence_hides_a_word(trait: str, before: str, after: str) -> None:
    assert describes_a_person(f"{before}\n{trait}\n{after}")
