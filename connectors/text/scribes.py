"""Whom minutes name as scribe or as present. Bodies are read for that, and dropped.

Rule W1: a line such as ``Scribe: Ada Example and Bo Sample``. Of each name the SHA-256 is kept, in
lower case with single spaces, and that of its first word. Of a mentioned account it is that of
``account:ID``, of an address that of ``email:ADDRESS``, of a code host's handle that of
``login:HANDLE``. Of a line that names nobody only is kept that it is there.

A tool's reader turns its own format into lines: what people typed goes through ``typed``, a
mention becomes ``mention(kind, id)``, and a line that is ``CELL`` or ``BULLET`` stands before the
line that starts a table's cell or is an entry of a list.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.text.machine_notes import is_machine_name

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
    {"tbd", "tba", "tbc", "todo", "n/a", "na", "none", "nobody", "no one", "no-one", "open", "nn"}
    | {"n.n", "vacant", "volunteer", "volunteers", "volunteer needed", "volunteer wanted", "needed"}
    | {"unknown", "your name", "name", "names", "full name", "first last", "name here", "someone"}
    | {"somebody", "anyone", "anybody", "everyone", "everybody", "all", "team", "various", "other"}
    | {"me", "mention", "username", "handle", "person", "people", "x", "xx", "xxx", "same", "self"}
    | {"rotating", "rotates", "rotation", "to be decided", "to be determined", "to be confirmed"}
    | {"to be announced", "to be assigned", "unassigned", "see wiki", "see below", "see above"}
    | {"see agenda", "see calendar", "not assigned", "assigned", "missing", "scribe", "note taker"}
    | {"offen", "niemand", "noch offen", "wechselnd", "rotierend", "unbekannt", "alle", "jemand"}
    | {"personne", "inconnu", "tous", "à définir", "en rotation", "nadie", "por definir", "todos"}
    | {"rotativo", "nessuno", "da definire", "tutti", "a turno"}
)
"""What stands where nobody is named, in lower case."""

_LONGEST_NAME = 80
_MOST_WORDS = 6
# A name of several words has a capital in each, or a script without case, but for these.
_PARTICLES = frozenset(
    {"von", "van", "der", "den", "de", "da", "di", "du", "del", "della", "dos", "das", "la", "le"}
    | {"el", "al", "bin", "ibn", "ben", "af", "av", "zu", "zum", "zur", "ter", "ten", "y", "e"}
)
_WORD = re.compile(r"[^\W\d_]['\u2019\w-]*\.?(?:[^\W\d_]\.?)*")
# Who is told by such words is no one in particular.
_ROLES = frozenset(
    {"see", "wiki", "rotating", "rotation", "schedule", "tbd", "tba", "tbc", "volunteer", "your"}
    | {"needed", "wanted", "anyone", "everyone", "calendar", "agenda", "below", "above", "link"}
    | {"week", "meeting", "notes", "minutes", "scribe", "taker", "please", "add", "here", "siehe"}
)


@dataclass(frozen=True)
class Named:
    """One whom a line names; or that a line names nobody.

    Attributes:
        index: Of the line.
        number: Which of the lines of its sort it is, from 1.
        name_hash: Of the name or mention; of a line that names nobody, of its number.
        form: ``account`` for a mention, ``full`` for a name of several words, ``first`` for one
            word, ``other`` for words that need not be a name, ``machine`` for a product that
            writes notes, ``nobody``.
        first_name_hash: Of the first word of a name.
    """

    index: int
    number: int
    name_hash: str
    form: str
    first_name_hash: str | None


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
    return [
        named.name_hash for named in scribes_in(lines) if named.form not in ("nobody", "machine")
    ]


def scribes_in(lines: Sequence[str]) -> list[Named]:
    """Everybody whom a scribe line names, each once, and every such line that names nobody."""
    return _once(scribe_places(lines))


def scribe_places(lines: Sequence[str]) -> Iterator[Named]:
    """Yields whom each scribe line names, or that it names nobody."""
    return _named((_SCRIBE, _SCRIBED_BY), lines)


def present_names(lines: Sequence[str]) -> list[str]:
    """The hash of everybody whom a line or list of those present names, each once, in order."""
    return [named.name_hash for named in present_in(lines)]


def present_in(lines: Sequence[str]) -> list[Named]:
    """Everybody whom a line or list of those present names, each once, in order."""
    found = _named((_PRESENT,), lines)
    return _once(named for named in found if named.form not in ("nobody", "machine"))


def _once(found: Iterator[Named]) -> list[Named]:
    first: dict[str, Named] = {}
    for named in found:
        first.setdefault(named.name_hash, named)
    return list(first.values())


def _named(markers: Sequence[re.Pattern[str]], lines: Sequence[str]) -> Iterator[Named]:
    number = 0
    for index, line in enumerate(lines):
        tried = (marker.match(line.strip()) for marker in markers)
        match = next((match for match in tried if match is not None), None)
        if match is None:
            continue
        if match.re is _SCRIBE and match[1] is None and lines[index - 1 : index] == [BULLET]:
            # An item of an agenda, and not the label of the items after it.
            continue
        value = (match[1] or "").strip()
        values = [value] if value else _below(lines, index, has_colon=match[1] is not None)
        if not any(value.strip(CELL + BULLET) for value in values):
            continue
        number += 1
        parts = [part for value in values for part in _BETWEEN.split(_ASIDE.sub(" ", value))]
        who = [known for part in parts if (known := _who(part))]
        for known in who or [(_sha256(f"nobody:{number}"), "nobody", None)]:
            yield Named(index, number, *known)


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


def _who(part: str) -> tuple[str, str, str | None] | None:
    """The hash, the form and the hash of the first word of what stands for one person."""
    part = part.strip(" .@*_-[]")
    if part.startswith(_MENTION):
        return part.removeprefix(_MENTION), "account", None
    words = part.split()
    is_name = any(map(str.isalpha, part)) and len(part) <= _LONGEST_NAME
    is_name &= len(words) <= _MOST_WORDS and not _MARKUP.search(part)
    if not is_name or " ".join(words).lower() in NOBODY:
        return None
    if is_machine_name(part):
        return name_hash(part), "machine", None
    return name_hash(part), _form(words), name_hash(words[0])


def _form(words: Sequence[str]) -> str:
    are_words = all(map(_WORD.fullmatch, words)) and _ROLES.isdisjoint(map(str.lower, words))
    if len(words) == 1:
        return "first" if are_words else "other"
    are_capital = all(not word[0].islower() or word in _PARTICLES for word in words)
    return "full" if are_words and are_capital else "other"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
