"""Rosters that an organisation already keeps beside its code: a mailmap, or TOML files.

Both become the columns of the roster's table. Their people have no number, so a person's id is
the address, or, where there is none, ``github:`` and the handle.
"""

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from connectors.errors import BadPayload
from connectors.tables.csv_file import decode
from connectors.tables.grid import Grid, Line

_ENTRY = re.compile(r"([^<>]*)<([^<>]*)>(?:([^<>]*)<([^<>]*)>)?\s*")
_COLUMNS = (
    "person_id",
    "name",
    "email",
    "other_emails",
    "team",
    "role_family",
    "level",
    "fte",
    "manager_email",
    "start_date",
    "end_date",
    "account:github",
)
_SAME = ("team", "role_family", "level", "fte", "manager_email", "start_date", "end_date")
_MACHINE = "[bot]"


def is_people_file(path: Path) -> bool:
    """Whether a path is read here and not as a table."""
    # os.path.isdir answers for paths that cannot exist, too.
    return path.name == ".mailmap" or path.suffix in (".mailmap", ".toml") or os.path.isdir(path)  # noqa: PTH112  # because Path.is_dir raises for a name that is too long


def read_people(path: Path, date: datetime) -> Grid:
    """Reads a mailmap, a TOML file or a folder of TOML files.

    Raises:
        Permanent: It cannot be opened.
        BadPayload: It is not what its name says.
    """
    if path.is_dir():
        # The files are named after people, so messages count them.
        label, lines, notes = f"{path.name} file", [], []
        for number, file in enumerate(sorted(path.glob("*.toml")), 1):
            text, guessed = decode(file)
            lines += [_line(number, person) for person in _toml(text, f"{label} {number}")]
            notes += [f"{label} {number}: {guessed}"] if guessed else []
        return Grid(path.name, label, _COLUMNS, lines, date, notes)
    text, guessed = decode(path)
    if path.suffix == ".toml":
        label = f"{path.name} entry"
        lines = [_line(n, person) for n, person in enumerate(_toml(text, path.name), 1)]
    else:
        label = f"{path.name} line"
        lines = list(_mailmap(text, path.name))
    notes = [f"{path.name}: {guessed}"] if guessed else []
    return Grid(path.name, label, _COLUMNS, lines, date, notes)


def _mailmap(content: str, place: str) -> Iterator[Line]:
    """One person for each proper address; https://git-scm.com/docs/gitmailmap says the format."""
    people: dict[str, tuple[int, str, list[str]]] = {}
    for number, text in enumerate(content.splitlines(), start=1):
        text = text.partition("#")[0].strip()
        if not text:
            continue
        match = _ENTRY.fullmatch(text)
        if match is None:
            action = "correct the line; nothing was read from the file"
            raise BadPayload(f"{place} line {number}: it is not a mailmap entry", action=action)
        name, email = match[1].strip(), match[2].strip().lower()
        first, known, others = people.setdefault(email, (number, name, []))
        # A later line may only add an address; the first name stays unless it was empty.
        people[email] = (first, known or name, others)
        other = (match[4] or "").strip().lower()
        if other and other != email and other not in others:
            others.append(other)
    named = Counter(other for _, _, others in people.values() for other in others)
    for email, (number, name, others) in people.items():
        if name and _MACHINE not in name + email:
            # An address that several people committed with is nobody's.
            own = [other for other in others if named[other] == 1]
            person = {"name": name, "email": email, "other_emails": own}
            yield _line(number, person)


def _toml(text: str, place: str) -> Iterator[Mapping[str, Any]]:
    try:
        document = tomllib.loads(text)
        people = [
            {key: _texts(value) for key, value in person.items()} for person in _people(document)
        ]
    except (ValueError, RecursionError):
        action = "correct the file; nothing was read from the roster"
        raise BadPayload(f"{place}: it is not valid TOML", action=action) from None
    yield from people


def _people(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A file is one person, or holds a table for each."""
    if node.keys() & {"name", "email", "emails", "github", "handle"}:
        yield node
        return
    for value in node.values():
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, Mapping):
                yield from _people(entry)


def _line(number: int, person: Mapping[str, Any]) -> Line:
    """The cells of a person; keys that the roster does not have are left where they are."""
    texts = {key: _texts(person.get(key)) for key in (*person, "email", "emails")}
    addresses = [address.lower() for address in [*texts["email"], *texts["emails"]]]
    handles = texts.get("github") or texts.get("handle") or []
    numbers = texts.get("github-id") or texts.get("github_id") or []
    others = [*addresses[1:], *(texts.get("other_emails") or [])]
    email = addresses[0] if addresses else ""
    own = texts.get("person_id") or ([email] if email else [f"github:{h.lower()}" for h in handles])
    cells = {
        "person_id": own[0] if own else "",
        "name": " ".join((texts.get("name") or handles[:1])[:1]),
        "email": email,
        "other_emails": ";".join(dict.fromkeys(others)),
        "account:github": ";".join([*handles, *numbers]),
    }
    cells |= {key: ";".join(texts.get(key) or []) for key in _SAME}
    fault = None if own else "it has neither an address nor a handle"
    return Line(number, [cells[name] for name in _COLUMNS], fault=fault)


def _texts(value: Any) -> list[str]:
    """What a key says; a team's file writes ``email = false`` for none."""
    values = value if isinstance(value, list) else [value]
    return [
        str(each).strip()
        for each in values
        if each is not None and not isinstance(each, bool | dict | list) and str(each).strip()
    ]
