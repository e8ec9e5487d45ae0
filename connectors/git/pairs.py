"""Who is paired with whom in a table of leads and shadows, or of buddies and newcomers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.git.markup import HANDLE, PROFILE, cells, said
from connectors.text.scribes import NOBODY, mention_hash, name_hash

_ASIDE = re.compile(r"\([^()]*\)")
_NAMES = re.compile(r"\s+names?$")
_BETWEEN = re.compile(r"[,;&]|<br\s*/?>|\band\b", re.IGNORECASE)
_HANDLE = re.compile(rf"(?<![\w@/.])@({HANDLE})(?![\w/@])")
_PROFILE = re.compile(PROFILE)
_ADDRESS = re.compile(r"https?://\S+")
_LINK_TARGET = re.compile(r"\]\((?:[^()]*)\)")
_LEADS = {
    **dict.fromkeys(("lead", "leads", "role lead", "release lead"), "lead_shadow"),
    **dict.fromkeys(("mentor", "mentors", "buddy", "buddies"), "buddy"),
}
"""What the column of the experienced one may be called -> the role of the pairing."""

_SHADOWS = frozenset(
    {"shadow", "shadows", "mentee", "mentees", "newcomer", "newcomers", "new hire"}
)
_MOST_WORDS = 6


@dataclass(frozen=True)
class Pair:
    """One pairing by the hashes of both; where in the file's tables it stands."""

    row_number: int
    position: int
    lead_hash: str
    shadow_hash: str
    role: str


@dataclass(frozen=True)
class _Columns:
    lead: int
    shadow: int
    role: str


def pairs(source: str) -> Iterator[Pair]:
    """Yields the pairings of every table of a Markdown file that has both columns."""
    columns: _Columns | None = None
    is_inside = False
    number = 0
    for line in source.split("\n"):
        row = cells(line)
        if not row:
            # The line below a header belongs to the table as well.
            is_inside = is_inside and line.lstrip().startswith("|")
            continue
        if not is_inside:
            columns, is_inside = _columns(row), True
            continue
        number += 1
        if columns is not None:
            yield from _row(row, columns, number)


def _columns(header: list[str]) -> _Columns | None:
    names = [_NAMES.sub("", " ".join(_ASIDE.sub(" ", said(c)).lower().split())) for c in header]
    leads = [index for index, name in enumerate(names) if name in _LEADS]
    shadows = [index for index, name in enumerate(names) if name in _SHADOWS]
    if len(leads) != 1 or len(shadows) != 1:
        return None
    return _Columns(leads[0], shadows[0], _LEADS[names[leads[0]]])


def _row(row: list[str], columns: _Columns, number: int) -> Iterator[Pair]:
    if len(row) <= max(columns.lead, columns.shadow):
        return
    leads, shadows = _people(row[columns.lead]), _people(row[columns.shadow])
    found = [(lead, shadow) for lead in leads for shadow in shadows if lead != shadow]
    for position, (lead, shadow) in enumerate(found):
        yield Pair(number, position, lead, shadow, columns.role)


def _people(cell: str) -> list[str]:
    """The hash of everybody in a cell, each once."""
    hidden = _ASIDE.sub(lambda aside: _BETWEEN.sub(" ", aside[0]), _LINK_TARGET.sub(_spared, cell))
    found = (_hash(part) for part in _BETWEEN.split(hidden))
    return list(dict.fromkeys(part for part in found if part is not None))


def _spared(target: re.Match[str]) -> str:
    """A link's target without what would separate people, or be taken for an aside."""
    return f"] {_BETWEEN.sub(' ', target[0][2:-1])} "


def _hash(part: str) -> str | None:
    """By the one handle that a part tells, for it names one account only; else by the name."""
    profiles = {handle.lower() for handle in _PROFILE.findall(part)}
    handles = profiles or {handle.lower() for handle in _HANDLE.findall(part)}
    if len(handles) == 1:
        return mention_hash("login", handles.pop())
    name = said(_HANDLE.sub(" ", _ASIDE.sub(" ", _ADDRESS.sub(" ", part)))).strip(" .-*_")
    is_name = any(map(str.isalpha, name)) and len(name.split()) <= _MOST_WORDS
    return name_hash(name) if is_name and name.lower() not in NOBODY else None
