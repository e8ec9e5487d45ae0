"""Whom minutes name as scribe or as present. Bodies are read for that, and dropped.

Rule W1: a line such as ``Scribe: Ada Example and Bo Sample``. Of each name the SHA-256 is kept, in
lower case with single spaces. Of a mentioned account it is that of ``account:ID``, of an address
that of ``email:ADDRESS``, of a code host's handle that of ``login:HANDLE``.

A tool's reader turns its own format into lines: what people typed goes through ``typed``, a
mention becomes ``mention(kind, id)``, and a line that is ``CELL`` or ``BULLET`` stands before the
line that starts a table's cell or is an entry of a list.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence

RULE = "W1"
CELL = "\ue001"
BULLET = "\ue002"
_MENTION = "\ue000"
_MARKS = str.maketrans("", "", CELL + BULLET + _MENTION)

_SCRIBE = re.compile(
    r"^(?:Scribes?(?:\(s\))?|(?:Scribed|Minuted) by|(?:Note|Minutes?)[- ]?takers?(?:\(s\))?"
    r"|(?:Minutes|Notes) (?:(?:taken|written|recorded) )?by|Protokoll(?:ant(?:in)?)?"
    r"|Protokollführer(?:in)?|Secr[eé]taire)"
    r"(?!\w)(?:[^:]{0,40}:(.*)|$)",
    re.IGNORECASE,
)
# Without a colon a name must follow, which begins with a capital or is a mention.
_SCRIBED_BY = re.compile(
    r"^(?i:(?:Scribed|Minuted|(?:Minutes|Notes) (?:(?:taken|written|recorded) )?)\s*by)\s+"
    rf"(?=[^\W\d_a-zß-ÿ]|,{_MENTION})([^:]*)$"
)
_PRESENT = re.compile(
    r"^(?:(?:(?:Remote|Virtual|Online|In[- ]person|and) ){1,3})?"
    r"(?:Present|Attendees|Participants|Anwesende?|Pr[eé]sents?)"
    r"(?:\s*\([^():]{0,40}\))?\s*(?::(.*)|$)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;&/]|\band\b|\bund\b|\bet\b", re.IGNORECASE)
_MARKUP = re.compile(r"[<>{}|\\=:]")
# What stands below those present under a label of its own is not theirs.
_LABELLED = re.compile(rf"^[^\W\d][\w ()-]{{0,30}}:(?!\s*,{_MENTION})")
_ASIDE = re.compile(r"\([^()]*\)|\bn/a\b", re.IGNORECASE)
NOBODY = frozenset(
    {"tbd", "tba", "tbc", "todo", "n/a", "na", "none", "nobody", "no one", "open", "vacant"}
    | {"volunteer", "volunteers", "volunteer needed", "unknown", "your name", "name", "names"}
)
"""What stands where nobody is named, in lower case."""

_LONGEST_NAME = 80
_MOST_WORDS = 6


def name_hash(name: str) -> str:
    """The hash of a name, however it was cased, spaced or composed."""
    return _sha256(" ".join(unicodedata.normalize("NFC", name).lower().split()))


def mention_hash(kind: str, identity: str) -> str:
    """The hash of an ``account``, an ``email`` or a ``login``; only accounts heed the case."""
    return _sha256(f"{kind}:{identity if kind == 'account' else identity.lower()}")


def mention(kind: str, identity: str) -> str:
    """What stands in a line for somebody whom the text links to."""
    return f",{_MENTION}{mention_hash(kind, identity)},"


def typed(text: str) -> str:
    """What somebody typed within one line, so that it cannot pass for a mark."""
    return " ".join(re.split(r"\s", text)).translate(_MARKS)


def scribe_hashes(lines: Sequence[str]) -> list[str]:
    """The hash of everybody whom a scribe line names, each once, in the order of the lines."""
    return list(dict.fromkeys(found for _, found in scribe_places(lines)))


def scribe_places(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yields the index of each scribe line, and the hash of everybody whom it names."""
    return _named((_SCRIBE, _SCRIBED_BY), lines)


def present_names(lines: Sequence[str]) -> list[str]:
    """The hash of everybody whom a line or list of those present names, each once, in order."""
    return list(dict.fromkeys(found for _, found in _named((_PRESENT,), lines)))


def _named(markers: Sequence[re.Pattern[str]], lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for index, line in enumerate(lines):
        tried = (marker.match(line.strip()) for marker in markers)
        match = next((match for match in tried if match is not None), None)
        if match is None:
            continue
        if match.re is _SCRIBE and match[1] is None and lines[index - 1 : index] == [BULLET]:
            # An item of an agenda, and not the label of the items after it.
            continue
        value = (match[1] or "").strip()
        below = [] if value else _below(lines, index, has_colon=match[1] is not None)
        for people in [value, *below]:
            for part in _BETWEEN.split(_ASIDE.sub(" ", people)):
                if found := _hash_of(part):
                    yield index, found


def _below(lines: Sequence[str], index: int, *, has_colon: bool) -> list[str]:
    """The value of a line that has none itself: the next cell, or the list that follows."""
    at = index + 1
    if has_colon and list(lines[at : at + 1]) == [CELL]:
        return list(lines[at + 1 : at + 2])
    found = []
    while at + 1 < len(lines) and lines[at] == BULLET:
        found.append(lines[at + 1])
        at += 2
    return [line for line in found if not _LABELLED.match(line)]


def _hash_of(part: str) -> str | None:
    part = part.strip(" .@*_-")
    if part.startswith(_MENTION):
        return part.removeprefix(_MENTION)
    is_name = any(map(str.isalpha, part)) and len(part) <= _LONGEST_NAME
    is_name &= len(part.split()) <= _MOST_WORDS and not _MARKUP.search(part)
    return name_hash(part) if is_name and part.lower() not in NOBODY else None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
