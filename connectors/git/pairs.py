"""Who is paired with whom in a table of leads and shadows, or of buddies and newcomers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.git.markup import HANDLE, PROFILE, cells, said
from connectors.text.scribes import NOBODY, mention_hash, name_hash

_ASIDE = re.compile(r"\([^()]*\)")
_HEADER_END = re.compile(r"[\s,.:…]+$")
_NAMES = re.compile(r"(?:\s+(?:names?|handles?))?(?:\s+#?\d)?$")
_BETWEEN = re.compile(r"[,;&]|<br\s*/?>|\band\b", re.IGNORECASE)
_HANDLE = re.compile(rf"(?<![\w@/.])@({HANDLE})(?![\w/@])")
_PROFILE = re.compile(PROFILE)
_ADDRESS = re.compile(r"https?://\S+")
_LINK_TARGET = re.compile(r"\]\((?:[^()]*)\)")
_LEADS = {
    **dict.fromkeys(
        ("lead", "leads", "role lead", "release lead", "team lead", "co-lead", "co-leads"),
        "lead_shadow",
    ),
    **dict.fromkeys(("mentor", "mentors", "buddy", "buddies"), "buddy"),
}
"""What a column of the experienced ones may be called -> the role of the pairing."""

_SHADOWS = frozenset(
    {"shadow", "shadows", "mentee", "mentees", "newcomer", "newcomers", "new hire"}
)
_ROLES = frozenset({"role", "roles", "team", "team/role", "subteam", "area", "position"})
_HOLDERS = frozenset({"name", "names"})
"""What the column of a role's holder, its lead, may be called beside the role."""

_MOST_WORDS = 6


@dataclass(frozen=True)
class Named:
    """One person of a cell.

    Attributes:
        known_by: By the one handle that the cell tells, for it names one account only; else by
            the name.
        name_hash: The name beside a handle, if there are both.
    """

    known_by: str
    name_hash: str | None


@dataclass(frozen=True)
class Pair:
    """One pairing; where in the file's tables it stands."""

    row_number: int
    position: int
    lead: Named
    shadow: Named
    role: str


@dataclass(frozen=True)
class _Columns:
    leads: tuple[int, ...]
    shadows: tuple[int, ...]
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
    names = [_title(cell) for cell in header]
    leads = [index for index, name in enumerate(names) if name in _LEADS]
    if not leads and any(name in _ROLES for name in names):
        leads = [index for index, name in enumerate(names) if name in _HOLDERS]
    shadows = [index for index, name in enumerate(names) if name in _SHADOWS]
    roles = {_LEADS.get(names[index], "lead_shadow") for index in leads}
    if len(roles) != 1 or not shadows:
        return None
    return _Columns(tuple(leads), tuple(shadows), roles.pop())


def _title(cell: str) -> str:
    title = " ".join(_ASIDE.sub(" ", said(cell)).lower().split())
    return _NAMES.sub("", _HEADER_END.sub("", title)) or title


def _row(row: list[str], columns: _Columns, number: int) -> Iterator[Pair]:
    leads, shadows = _people(row, columns.leads), _people(row, columns.shadows)
    found = [(a, b) for a in leads for b in shadows if a.known_by != b.known_by]
    for position, (lead, shadow) in enumerate(found):
        yield Pair(number, position, lead, shadow, columns.role)


def _people(row: list[str], columns: tuple[int, ...]) -> list[Named]:
    """Everybody in the cells of some columns, each once."""
    found: dict[str, Named] = {}
    for cell in (row[index] for index in columns if index < len(row)):
        spared = _LINK_TARGET.sub(_spared, cell)
        hidden = _ASIDE.sub(lambda aside: _BETWEEN.sub(" ", aside[0]), spared)
        for part in _BETWEEN.split(hidden):
            if person := _person(part):
                found.setdefault(person.known_by, person)
    return list(found.values())


def _spared(target: re.Match[str]) -> str:
    """A link's target without what would separate people, or be taken for an aside."""
    return f"] {_BETWEEN.sub(' ', target[0][2:-1])} "


def _person(part: str) -> Named | None:
    profiles = {handle.lower() for handle in _PROFILE.findall(part)}
    handles = profiles or {handle.lower() for handle in _HANDLE.findall(part)}
    name = said(_HANDLE.sub(" ", _ASIDE.sub(" ", _ADDRESS.sub(" ", part)))).strip(" .-*_:/")
    is_name = any(map(str.isalpha, name)) and len(name.split()) <= _MOST_WORDS
    hashed = name_hash(name) if is_name and name.lower() not in NOBODY else None
    if len(handles) == 1:
        return Named(mention_hash("login", handles.pop()), hashed)
    return Named(hashed, None) if hashed else None
