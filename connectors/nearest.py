"""The right word that a wrong one was probably meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """``" (did you mean X?)"``, or nothing if no known word is near."""
    close = get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    return f" (did you mean {close[0]}?)" if close else ""
