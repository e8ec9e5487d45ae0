"""What Google's list methods share: bounds of page sizes, page tokens, and partial answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.google.model.paging import Paging
from sandbox.google.routes.route import refused
from sandbox.server import Asked, Reply

Row = dict[str, Any]
_TOKEN = re.compile(r"([a-z]+)-(\d+)-(\d+)")


@dataclass(frozen=True)
class Cut:
    """One page of a list.

    Attributes:
        rows: What it shows.
        token: Where the next one starts, None on the last one.
    """

    rows: Sequence[Any]
    token: str | None

    def body(self, name: str, **more: Any) -> Row:
        """The answer; Google leaves out an empty list and an absent token."""
        given = {name: [*self.rows], "nextPageToken": self.token, **more}
        return {key: value for key, value in given.items() if value not in ([], None)}


@dataclass(frozen=True)
class Bounds:
    """The parameter that says how many rows a page has.

    Attributes:
        name: ``maxResults`` or ``pageSize``.
        most: More is refused, or cut to this.
        is_cut: Whether more is cut instead of refused.
    """

    name: str
    default: int
    most: int
    is_cut: bool = field(default=False)

    def size(self, asked: Asked) -> int | None:
        """How many rows are asked for, None if that is refused."""
        given = int(asked.query.get(self.name, self.default))
        if self.is_cut:
            return min(given, self.most)
        return given if 1 <= given <= self.most else None


def cut(asked: Asked, rows: Sequence[Any], bounds: Bounds, paging: Paging) -> Cut | Reply:
    """The page of a list that the token of a question leads to."""
    size = bounds.size(asked)
    if size is None:
        return refused(400, "invalid", f"Invalid value for {bounds.name}")
    given = asked.query.get("pageToken")
    match = _TOKEN.fullmatch(given or "page-0-0")
    if match is None or match[1] != "page" or int(match[2]) > len(rows):
        return refused(400, "invalid", "Invalid Value")
    start, turn = int(match[2]), int(match[3])
    if turn < paging.empty:
        return Cut([], f"page-{start}-{turn + 1}")
    end = start + min(size, paging.most or size)
    return Cut(rows[start:end], f"page-{end}-{turn}" if end < len(rows) else None)


def shown(asked: Asked, body: Row) -> Reply:
    """An answer with the fields that were asked for."""
    mask = asked.query.get("fields")
    return Reply(200, masked(body, parsed(mask)) if mask else body)


def parsed(mask: str) -> dict[str, Any]:
    """A field mask as nested names; an empty one below a name is everything there."""
    tokens = re.findall(r"[^,()/]+|[,()/]", mask)
    names, position = _names(tokens, 0)
    if position != len(tokens):
        raise ValueError(f"the mask {mask} does not close")
    return names


def masked(body: Any, names: dict[str, Any]) -> Any:
    """What a mask leaves of a body; lists are looked through."""
    if not names:
        return body
    if isinstance(body, list):
        return [masked(row, names) for row in body]
    return {key: masked(value, names[key]) for key, value in body.items() if key in names}


def _names(tokens: list[str], position: int) -> tuple[dict[str, Any], int]:
    names: dict[str, Any] = {}
    while position < len(tokens) and tokens[position] != ")":
        below = names.setdefault(tokens[position], {})
        position += 1
        while tokens[position : position + 1] == ["/"]:
            below = below.setdefault(tokens[position + 1], {})
            position += 2
        if tokens[position : position + 1] == ["("]:
            inner, position = _names(tokens, position + 1)
            below |= inner
            position += 1
        if tokens[position : position + 1] == [","]:
            position += 1
    return names, position
