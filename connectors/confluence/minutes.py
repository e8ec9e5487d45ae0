"""Who a page of minutes names as its scribe. Its body is read for that and dropped.

Rule W1: a line such as ``Scribe: Ada Example and Bo Sample``. Of each name the SHA-256 is kept,
in lower case with single spaces. A mention of an account becomes the SHA-256 of ``account:ID``.
"""

import hashlib
import re
from html.parser import HTMLParser

RULE = "W1"

_MENTION = "\ue000"
"""Stands before the id of a mentioned account; typed ones are removed."""

_CELL = "\ue001"
"""Where a table's cell starts; typed ones are removed."""

_BREAKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_CELLS = frozenset({"td", "th"})
_SCRIBE = re.compile(
    r"^(?:Scribes?(?:\(s\))?|Note ?taker|Minutes by|Notes by|Protokoll(?:ant)?|Secr[eé]taire)"
    r"(?!\w)[^:]{0,40}:(.*)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;&/]|\band\b|\bund\b|\bet\b", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_LONGEST_NAME = 80
_MOST_WORDS = 6


class _Lines(HTMLParser):
    """Collects the lines of Confluence's storage format; code macros are CDATA and skipped."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _CELLS:
            self.parts.append(f"\n{_CELL}\n")
        elif tag in _BREAKS:
            self.parts.append("\n")
        elif tag == "ri:user":
            account = given.get("ri:account-id") or given.get("ri:userkey")
            if account:
                self.parts.append(f",{_MENTION}{account},")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS or tag in _CELLS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        spaced = " ".join(re.split(r"\s", data))
        self.parts.append(spaced.replace(_MENTION, "").replace(_CELL, ""))


def scribe_hashes(storage: str) -> list[str]:
    """The hash of every name that a scribe line gives, each once, in the order of the page."""
    parser = _Lines()
    parser.feed(storage)
    parser.close()
    lines = [line.strip() for line in "".join(parser.parts).split("\n")]
    lines = [line for line in lines if line]
    found: dict[str, None] = {}
    for index, line in enumerate(lines):
        match = _SCRIBE.match(line)
        if match is None:
            continue
        given = match[1].strip()
        if not given and lines[index + 1 : index + 2] == [_CELL]:
            given = "".join(lines[index + 2 : index + 3])
        found |= dict.fromkeys(_hashes(given))
    return list(found)


def _hashes(given: str) -> list[str]:
    names = (_normalised(part) for part in _BETWEEN.split(_ASIDE.sub(" ", given)))
    return [hashlib.sha256(name.encode()).hexdigest() for name in names if name]


def _normalised(part: str) -> str | None:
    part = part.strip(" .@*_-")
    if part.startswith(_MENTION):
        return f"account:{part.removeprefix(_MENTION)}"
    name = " ".join(part.lower().split())
    is_name = any(map(str.isalpha, name)) and len(name) <= _LONGEST_NAME
    return name if is_name and len(name.split()) <= _MOST_WORDS else None
