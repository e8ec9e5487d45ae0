"""The listings of a whole repository, and how far each was read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from connectors.errors import CursorInvalid, Unprocessable
from connectors.github.client import PAGE, Client, Target
from connectors.github.records import Context, converted
from connectors.rest.answer import Answer
from connectors.rest.paging import (
    Row,
    as_utc,
    following,
    linked,
    newest_first,
    parse_instant,
    reanchored,
)
from connectors.stream import Batch, Cursor
from connectors.sync import SWEEP_EVERY, Position, Sync, if_changed, instant

OVERLAP = timedelta(minutes=5)


@dataclass(frozen=True)
class Listing:
    """How one stream is listed.

    Attributes:
        stream: Its name.
        path: Below the repository.
        order: Field whose instant orders the listing and tells the versions of a row apart.
        params: What the query says.
        changed: Gives the key by which child streams know a changed row, None if they need not.
        is_swept: Whether all of it is listed again once a week.
    """

    stream: str
    path: str
    order: str
    params: Mapping[str, str]
    changed: Callable[[Row], list[Any] | None] | None = None
    is_swept: bool = False

    def version(self, row: Row) -> tuple[Any, datetime]:
        """A row's id and instant."""
        return row.get("id"), parse_instant(row.get(self.order), f"{self.stream}.{self.order}")


class Progress(Position):
    """How far one listing of a repository was read."""

    def __init__(self, listing: Listing, cursor: Cursor | None, now: datetime) -> None:
        super().__init__(cursor, now, OVERLAP)
        self._listing = listing
        self.resumed = bool(self.walk)
        self.resume_at = self.walk.get("at")
        self.etag: str | None = self.walk.get("etag")
        self.whole: bool = self.walk.get("whole", listing.is_swept and self.is_sweep_due)

    def news(self, rows: Sequence[Row], date: datetime) -> list[Row]:
        """Remembers the rows for the next overlap and returns those the last sync did not land."""
        fresh = []
        for row in rows:
            number, changed_at = self._listing.version(row)
            if self.is_news(str(number), row[self._listing.order], changed_at, date):
                fresh.append(row)
        return fresh

    def batch(self, rows: Sequence[Row], fresh: Sequence[Row], context: Context, at: Any) -> Batch:
        """Lands rows, tells child streams about the fresh ones, and resumes at a position."""
        name, changed = self._listing.stream, self._listing.changed
        landed = [converted(name, row, context) for row in rows]
        keys = [key for row in fresh if changed and (key := changed(row)) is not None]
        cursor = self.inside(at=at, whole=self.whole, etag=self.etag, recent=dict(self.recent))
        records = [record for record in landed if record is not None]
        return Batch({name: records}, cursor, changed={name: keys})

    def finished(self) -> Cursor:
        """The cursor after the sync."""
        return self.ended(seen=self.recent, swept=self.swept(is_swept=self.whole), etag=self.etag)


def rising(
    listing: Listing, client: Client, target: Target, cursor: Cursor | None, context: Context
) -> Sync:
    """Walks a listing that has ``since``; once a week all of it, which also finds deletions."""
    progress = Progress(listing, cursor, target.date)
    # GitHub answers an empty list to since=1970-01-01: chaoss/grimoirelab-perceval#865.
    since = None if progress.whole else progress.since
    query = {**listing.params, "sort": "updated", "direction": "asc"}

    def pages_from(anchor: datetime | None) -> Iterator[Answer]:
        bound = {} if anchor is None else {"since": as_utc(anchor)}
        return linked(client.http, target.path + listing.path, {**query, **bound})

    start = instant(progress.resume_at) or since
    for step in reanchored(pages_from, listing.version, start):
        fresh = progress.news(step.rows, step.date)
        at = None if step.anchor is None else as_utc(step.anchor)
        yield progress.batch(step.rows if progress.whole else fresh, fresh, context, at)
    is_complete = progress.whole and not progress.resumed
    complete: dict[str, list[list[Any]]] = {listing.stream: [[]]} if is_complete else {}
    yield Batch({}, progress.finished(), complete=complete)
    return progress.started


def falling(
    listing: Listing, client: Client, target: Target, cursor: Cursor | None, context: Context
) -> Sync:
    """Walks a listing without ``since`` from its newest row to those the last walk landed."""
    progress = Progress(listing, cursor, target.date)
    if progress.resume_at is None:
        known = None if progress.resumed else (cursor or {}).get("etag")
        first = client.http.get_if_changed(target.path + listing.path, listing.params, known)
        if first is None:
            return progress.started
        progress.etag = first.headers.get("ETag")
    else:
        first = _resumed(client, progress.resume_at)
    pages = newest_first(following(client.http, first), progress.since, listing.version)
    for answer in pages:
        fresh = progress.news(answer.rows(), answer.date)
        yield progress.batch(fresh, fresh, context, client.relative(answer.next))
    yield Batch({}, progress.finished())
    return progress.started


def _resumed(client: Client, link: str) -> Answer:
    try:
        return client.http.get(link)
    except Unprocessable:
        raise CursorInvalid("GitHub no longer accepts the next-page link") from None


def replaced(
    listing: Listing, client: Client, target: Target, cursor: Cursor | None, context: Context
) -> Sync:
    """Reads a short listing in full whenever its first page changed, at least once a week."""
    past = cursor or {}
    read = instant(past.get("since"))
    known = past.get("etag") if read and target.date - read < SWEEP_EVERY else None
    first = client.http.get_if_changed(target.path + listing.path, listing.params, known)
    if first is None:
        return target.date
    for answer in following(client.http, first):
        context = replace(context, observed_at=answer.date)
        landed = [converted(listing.stream, row, context) for row in answer.rows()]
        yield Batch({listing.stream: [record for record in landed if record is not None]}, past)
    after = {"since": as_utc(target.date), "etag": first.headers.get("ETag")}
    yield Batch({}, after, complete={listing.stream: [[]]})
    return target.date


def described(target: Target, cursor: Cursor | None, context: Context) -> Sync:
    """Lands the repository itself when anything about it changed."""
    yield from if_changed("repository", [converted("repository", target.row, context)], cursor)
    return target.date


def _pull_key(row: Row) -> list[Any]:
    return [row["number"], row["head"]["sha"]]


def _commented_pull_key(row: Row) -> list[Any]:
    return [int(row["pull_request_url"].rpartition("/")[2])]


def _issue_key(row: Row) -> list[Any] | None:
    return [row["number"]] if "pull_request" in row else None


_NEWEST = {"sort": "updated", "direction": "desc", "state": "all"}

RISING = {
    name: Listing(name, path, "updated_at", params, changed, is_swept=True)
    for name, path, params, changed in (
        ("issue", "/issues", {**PAGE, "state": "all"}, _issue_key),
        ("issue_comment", "/issues/comments", PAGE, None),
        ("review_comment", "/pulls/comments", PAGE, _commented_pull_key),
    )
}
FALLING = {
    "pull": Listing("pull", "/pulls", "updated_at", {**PAGE, **_NEWEST}, _pull_key),
    "issue_event": Listing("issue_event", "/issues/events", "created_at", PAGE),
    # Listed by creation; a new status moves updated_at, which is looked for on the pages read.
    "deployment": Listing(
        "deployment", "/deployments", "updated_at", PAGE, lambda row: [row["id"]]
    ),
}
REPLACED = {"release": Listing("release", "/releases", "published_at", PAGE)}
