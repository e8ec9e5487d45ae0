"""What both kinds of Confluence offer the walks, and how their pages of rows are read."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from connectors.confluence import streams
from connectors.confluence.records import Context
from connectors.errors import BadPayload, CursorStuck, Permanent, RedirectRefused
from connectors.rest.answer import Answer
from connectors.rest.http import HttpClient
from connectors.rest.paging import MOST_PASSES, Page, Row
from connectors.stream import Record

Keys = Sequence[list[Any]]
"""Keys of changed parents; the last part of each is the list of accounts that it names.

Pages have a key each. Whatever else names accounts has one key for all rows that were read at once.
"""


class NotOffered(Permanent):
    """Data Center has no interface for this stream."""

    code = "NOT_OFFERED"
    action = "leave this stream out with `streams:`"


@dataclass(frozen=True)
class Target:
    """One space of one pull.

    Attributes:
        key: Its key, the scope.
        space_id: Immutable, unlike the key.
        web: Where people read Confluence.
        date: Confluence's clock at the first answer about this space in a pull.
    """

    key: str
    space_id: str
    web: str
    date: datetime

    def context(self, observed_at: datetime) -> Context:
        """What records need."""
        return Context(self.web, self.space_id, observed_at)


@dataclass(frozen=True)
class Listing:
    """How one stream of one space is listed.

    Attributes:
        stream: Its name.
        news: Yields pages with every row that changed since an instant.
        whole: Yields pages with every row in an order that changes do not touch, for the n-th
            time in this pull, or from a page's token on.
        land: Makes records of rows, and the keys of changed parents.
        instant: When a row was made or changed.
        date: Confluence's clock when the listing begins.
    """

    stream: str
    news: Callable[[datetime], Iterator[Page]]
    whole: Callable[[int, str | None], Iterator[Page]]
    land: Callable[[Sequence[Row], datetime], tuple[Sequence[Record], Keys]]
    instant: Callable[[Row], datetime]
    date: datetime


class Site(Protocol):
    """One Confluence, Cloud or Data Center."""

    http: HttpClient
    most_users: int
    """How many accounts are asked for at once."""

    def resolve(self, key: str) -> Target:
        """Asks for a space.

        Raises:
            ScopeRevoked: It does not exist, or the credential may not see it.
        """

    def begin(self) -> None:
        """Forgets what the last pull learned."""

    def listing(self, stream: str, target: Target) -> Listing:
        """How a stream is listed.

        Raises:
            NotOffered: It is not.
        """

    def labelled(self, target: Target) -> tuple[list[streams.PageLabel], datetime]:
        """The wanted labels of all pages of a space, and Confluence's clock when listed."""

    def versions(self, page_id: str, target: Target) -> Iterator[list[streams.PageVersion]]:
        """Yields pages of a page's versions, the newest first."""

    def body(self, page_id: str) -> tuple[int, str]:
        """A page's version and its body in storage format."""

    def users(self, account_ids: Sequence[str]) -> list[streams.User]:
        """The accounts that still exist, of at most ``most_users``."""

    def probes(self, target: Target) -> Mapping[str, str]:
        """What is needed to read a space -> a path that needs it."""


def fetch(http: HttpClient, link: str | int | None) -> Page:
    """Reads one page of a listing; its token is the link to the next, below the base URL.

    Raises:
        BadPayload: It is no listing.
        RedirectRefused: The link to the next is a whole address, which Confluence never gives.
    """
    answer = http.get(str(link))
    following = links(answer).get("next")
    if not isinstance(following, str | None):
        raise BadPayload(f"{answer.label} answered a next link that is not a URL")
    if following is not None and not following.startswith("/"):
        raise RedirectRefused(f"{answer.label} points outside base_url")
    return Page(answer.label, answer.rows_of("results"), answer.date, following)


def links(answer: Answer) -> dict[str, Any]:
    """The links beside an answer.

    Raises:
        BadPayload: The answer is not an object, or its links are none.
    """
    found = answer.body.get("_links", {}) if isinstance(answer.body, dict) else None
    if not isinstance(found, dict):
        raise BadPayload(f"{answer.label} answered something other than an object with links")
    return found


def body_of(row: Row) -> tuple[int, str]:
    """The number of a page's version and its body; no body is no empty one.

    Raises:
        TypeError: One of them has another type than documented.
    """
    number, value = row["version"]["number"], row["body"]["storage"]["value"]
    if not isinstance(number, int) or not isinstance(value, str):
        raise TypeError("body")
    return number, value


def row_id(row: Row) -> str:
    """A row's id.

    Raises:
        BadPayload: It has none.
    """
    found = row.get("id")
    if not isinstance(found, str):
        raise BadPayload("a row has no id")
    return found


_Read = TypeVar("_Read")


def settled(read: Callable[[], tuple[_Read, bool]], label: str) -> _Read:
    """Reads a list until it comes in one piece, or twice the same.

    Rows are counted by their offset, so one that leaves the list hides another from a reader that
    is between two pages.

    Args:
        read: Reads all of it, and says whether one page held it.
        label: What is read, for messages.

    Raises:
        CursorStuck: It never stood still.
    """
    found, is_whole = read()
    for _ in range(MOST_PASSES):
        if is_whole:
            return found
        before = found
        found, is_whole = read()
        if found == before:
            return found
    raise CursorStuck(f"{label} keep changing")


def page_keys(pages: Sequence[streams.Page], labelled: Container[str]) -> Keys:
    """Each page's id and version, whether it is one of minutes, and whom it names.

    Pages in the trash have none: their versions cannot be read.

    Args:
        pages: What was listed.
        labelled: Ids of the pages with a label of minutes.
    """
    return [
        [
            page.page_id,
            page.version_number,
            page.title_class == "minutes" or page.page_id in labelled,
            _accounts([page.creator_id, page.owner_id]),
        ]
        for page in pages
        if page.status != "trashed"
    ]


def named_keys(records: Sequence[Record], *fields: str) -> Keys:
    """The key of all accounts that some fields of records name, none if they name nobody."""
    named = _accounts([getattr(record, field) for record in records for field in fields])
    return [[named]] if named else []


def _accounts(ids: Sequence[str | None]) -> list[str]:
    return sorted({each for each in ids if each is not None})
