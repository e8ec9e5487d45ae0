"""Reads the people out of a `*-by` line of a commit message."""

import re
from functools import lru_cache

_LINE_LIMIT = 1_000
_ADDRESSED = re.compile(r"([^<>]*)<([^<>]*)>")
_BARE_EMAIL = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")
_NOTE = re.compile(r"\s(?:#.*|\[[^\]]*\])$")
_SHA = re.compile(r"(?:commit\s+)?(?=[a-f]*[0-9])[0-9a-f]{6,64}\b.*", re.IGNORECASE)
_NAME_WORDS = 5
CONTROL = dict.fromkeys([*range(32), *range(127, 160)])
"""For `str.translate`: removes NUL and the other control characters."""

Person = tuple[str | None, str | None]
"""Name and e-mail; one of them may be missing."""


@lru_cache(maxsize=16_384)
def people(value: str) -> tuple[Person, ...]:
    """Everybody a line names.

    Several people count only if each has an ``<e-mail>`` and commas stand between them. A value
    that is no person (a commit, an address of a page, a sentence) gives nobody.
    """
    value = value[:_LINE_LIMIT].replace("\t", " ").translate(CONTROL).strip()
    found: list[Person] = []
    for match in _ADDRESSED.finditer(value):
        before, email = match.groups()
        if found and not before.lstrip().startswith(","):
            break
        email = email.strip()
        person = _name(before), email if len(email.split()) == 1 else None
        if any(person):
            found.append(person)
    return tuple(found) or _without_brackets(value)


def _without_brackets(value: str) -> tuple[Person, ...]:
    value = _NOTE.sub("", f" {value}").strip()
    if "://" in value:
        return ()
    if match := _BARE_EMAIL.search(value):
        return ((_name(value[: match.start()]), match.group()),)
    name = _name(value)
    if name is None or _SHA.fullmatch(name) or len(name.split()) > _NAME_WORDS:
        return ()
    return ((name, None),)


def _name(text: str) -> str | None:
    return " ".join(text.replace("<", " ").replace(">", " ").split()).strip(" ,;:(\"'") or None
