"""The only loops over API pages. Generators: nothing is accumulated."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from connectors.errors import BadPayload, CursorStuck
from connectors.rest.answer import Answer
from connectors.rest.http import HttpClient, Params

Row = dict[str, Any]
Version = Callable[[Row], tuple[Any, datetime]]
"""Gives a row's id and the instant by which its listing is ordered."""

MOST_PASSES = 20


@dataclass(frozen=True)
class Step:
    """What one step of a walk in rising order brought.

    Attributes:
        rows: Rows not yielded before.
        date: The tool's clock when it listed them.
        anchor: Where to resume after them.
    """

    rows: list[Row]
    date: datetime
    anchor: datetime | None


class Listed(Protocol):
    """One page of a listing."""

    def rows(self) -> list[Row]:
        """Its rows."""


@dataclass(frozen=True)
class Page:
    """One page of a listing that is paged by a token, a cursor or an offset.

    Attributes:
        label: Method and path, for messages.
        items: Its rows.
        date: The tool's clock when it listed them.
        token: Where the next page starts, None on the last one.
        body: What the answer says beside its rows.
    """

    label: str
    items: list[Row]
    date: datetime
    token: str | int | None
    body: Row = field(default_factory=dict)

    def rows(self) -> list[Row]:
        """Its rows."""
        return self.items


_Page = TypeVar("_Page", bound=Listed)
_SECOND = timedelta(seconds=1)
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def linked(http: HttpClient, path: str, params: Params | None = None) -> Iterator[Answer]:
    """Yields a page and every page its ``next`` links lead to.

    Raises:
        CursorStuck: A link repeats, a page repeats, or an empty page promises more.
    """
    return following(http, http.get(path, params))


def following(http: HttpClient, answer: Answer) -> Iterator[Answer]:
    """Yields an answer and every page its ``next`` links lead to, as ``linked`` does."""
    followed: set[str] = set()
    while True:
        rows = answer.rows()
        yield answer
        if answer.next is None:
            return
        if not rows or answer.next in followed:
            raise CursorStuck(f"{answer.label}: paging does not advance")
        followed.add(answer.next)
        answer = http.get(answer.next)
        if answer.rows() == rows:
            raise CursorStuck(f"{answer.label}: paging repeats a page")


def by_token(
    fetch: Callable[[str | int | None], Page],
    token: str | int | None = None,
    *,
    may_be_empty: bool = False,
) -> Iterator[Page]:
    """Yields a page and every page that the tokens of pages lead to.

    Args:
        fetch: Reads the page that starts at a token; None is the first page.
        token: Where to start or resume.
        may_be_empty: Whether the tool may give an empty page before the last one.

    Raises:
        CursorStuck: A token repeats, or an empty page promises more although it must not.
    """
    followed: set[str | int] = set()
    while True:
        page = fetch(token)
        yield page
        if page.token is None:
            return
        is_stuck = not page.items and not may_be_empty
        if is_stuck or page.token in followed or page.token == token:
            raise CursorStuck(f"{page.label}: paging does not advance")
        followed.add(page.token)
        token = page.token


def newest_first(
    pages: Iterator[_Page], since: datetime | None, version: Version
) -> Iterator[_Page]:
    """Yields pages of a listing in falling order until a whole page is older than ``since``.

    A page's last row proves nothing: rows that change during the walk move the others down.
    """
    for page in pages:
        yield page
        if since is not None and all(version(row)[1] < since for row in page.rows()):
            return


def reanchored(
    pages_from: Callable[[datetime | None], Iterator[Answer]],
    version: Version,
    anchor: datetime | None,
) -> Iterator[Step]:
    """Walks a listing in rising order that changes meanwhile.

    After each page the listing starts again, inclusive, at the last row's instant, so that rows
    that move to the end or vanish cannot shift others past the reader.

    Args:
        pages_from: Lists from an instant on, inclusive; None lists from the beginning.
        version: Gives a row's id and instant.
        anchor: Where to start or resume.

    Raises:
        CursorStuck: The order or the lower bound is not kept, or a tie never settles.
    """
    known: set[tuple[Any, datetime]] = set()
    while True:
        page = next(pages_from(anchor))
        versions = [version(row) for row in page.rows()]
        news = [row for row, key in zip(page.rows(), versions, strict=True) if key not in known]
        last = versions[-1][1] if versions else anchor
        if page.next is None:
            yield Step(news, page.date, last)
            return
        if last is None or (anchor is not None and last < anchor):
            raise CursorStuck(f"{page.label}: the listing is not in rising order")
        if last == anchor:
            yield from _tie(pages_from, version, anchor, known)
            anchor, known = anchor + _SECOND, set()
        else:
            anchor, known = last, {key for key in versions if key[1] == last}
            yield Step(news, page.date, anchor)


def _tie(
    pages_from: Callable[[datetime | None], Iterator[Answer]],
    version: Version,
    anchor: datetime,
    known: set[tuple[Any, datetime]],
) -> Iterator[Step]:
    """Reads more than a page of rows of one second until a whole pass brings nothing new."""
    for _ in range(MOST_PASSES):
        settled = True
        for page in pages_from(anchor):
            keys = {version(row): row for row in page.rows()}
            news = [key for key in keys if key[1] == anchor and key not in known]
            if news:
                settled = False
                known.update(news)
                yield Step([keys[key] for key in news], page.date, anchor)
            if any(instant > anchor for _, instant in keys):
                break
        if settled:
            return
    raise CursorStuck("the rows of one second keep changing")


def in_order(
    function: Callable[[_Item], _Result], items: Iterable[_Item], threads: int
) -> Iterator[tuple[_Item, _Result]]:
    """Yields (item, result) in the items' order, up to ``threads`` of them worked on at once."""
    if threads == 1:
        for item in items:
            yield item, function(item)
        return
    pool = ThreadPoolExecutor(threads)
    window: deque[tuple[_Item, Future[_Result]]] = deque()
    try:
        for item in items:
            window.append((item, pool.submit(function, item)))
            if len(window) >= 2 * threads:
                done, future = window.popleft()
                yield done, future.result()
        while window:
            done, future = window.popleft()
            yield done, future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def as_utc(instant: datetime) -> str:
    """Formats an instant as tools expect it in a query; seconds, UTC, ``Z``."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_instant(text: Any, label: str) -> datetime:
    """Reads an instant with its offset.

    Raises:
        BadPayload: It is none; the message names the label only.
    """
    try:
        instant = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise BadPayload(f"{label} is not an instant") from None
    if instant.tzinfo is None:
        raise BadPayload(f"{label} has no offset")
    return instant.astimezone(UTC)
