"""Text that every store and page can hold."""

import re

TITLE_LENGTH = 200

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that every store and page can hold: no control characters, no lone surrogates."""
    return _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", text))


def title(text: str) -> str:
    """One line of at most 200 characters."""
    return clean(" ".join(text.split()))[:TITLE_LENGTH]
