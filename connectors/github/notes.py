"""Whom the notes of a release name, read and dropped."""

import re

from connectors.text.flags import prose
from connectors.text.scribes import mention_hash

_MOST = 500
_MENTION = re.compile(r"(?<![\w/@.`-])@([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))(?![\w/-])")
_NUMBER = re.compile(r"(?<![\w&])#(\d+)\b|/(?:pull|issues)/(\d+)\b")


def named(notes: str | None) -> tuple[str, ...]:
    """The hashes of the handles that notes name, each with the issues or changes of its line.

    ``<hash>`` says that the notes name somebody, ``<hash>:12`` that they do so beside number 12 of
    the same repository. At most 500 of them are kept, sorted.
    """
    found: set[str] = set()
    for line in prose(notes).splitlines():
        numbers = [first or second for first, second in _NUMBER.findall(line)]
        for handle in _MENTION.findall(line):
            hashed = mention_hash("login", handle)
            found.add(hashed)
            found.update(f"{hashed}:{number}" for number in numbers)
    return tuple(sorted(found)[:_MOST])
