"""The listings of a whole repository, and how far each was read."""

import hashlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import structs

from connectors.answer import Answer
from connectors.errors import CursorInvalid
from connectors.github.client import PAGE, Client, Target
from connectors.github.records import Context, converted
from connectors.http import Unprocessable
from connectors.paging import (
    Row,
    as_utc,
    following,
    linked,
    newest_first,
    parse_instant,
    reanchored,
)
from connectors.stream import Batch, Cursor

OVERLAP = timedelta(minutes=5)
SWEEP_EVERY = timedelta(days=7)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Walk = Generator[Batch, None, datetime]
"""Yields batches and returns the instant up to which everything was read."""


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


class Progress:
    """What the last walk left and what this one has read; together they are the cursor.

    In the cursor, ``since`` is the start of the last walk minus the overlap, and ``seen`` are the
    versions it landed from there on, so that reading them again brings no news. ``walk`` is there
    only while a walk is under way.
    """

    def __init__(self, listing: Listing, cursor: Cursor | None, now: datetime) -> None:
        self._listing = listing
        self._past = {name: part for name, part in (cursor or {}).items() if name != "walk"}
        walk = (cursor or {}).get("walk", {})
        self.since = _instant(self._past.get("since"))
        self.resumed = bool(walk)
        self.resume_at = walk.get("at")
        self.started: datetime = _instant(walk.get("started")) or now
        self.etag: str | None = walk.get("etag")
        self.recent: dict[str, str] = dict(walk.get("recent", {}))
        swept = _instant(self._past.get("swept"))
        is_due = listing.is_swept and (swept is None or now - swept >= SWEEP_EVERY)
        self.whole: bool = walk.get("whole", is_due)

    def news(self, rows: Sequence[Row], date: datetime) -> list[Row]:
        """Remembers the rows for the next overlap and returns those the last walk did not land.

        A row of the second in which it was listed is not remembered: it may change once more
        without another instant to show it.
        """
        fresh = []
        for row in rows:
            number, instant = self._listing.version(row)
            stamp = row[self._listing.order]
            if self.started - OVERLAP <= instant != date:
                self.recent[str(number)] = stamp
            is_old = self.since is not None and instant < self.since
            if not is_old and self._past.get("seen", {}).get(str(number)) != stamp:
                fresh.append(row)
        return fresh

    def batch(self, rows: Sequence[Row], fresh: Sequence[Row], context: Context, at: Any) -> Batch:
        """Lands rows, tells child streams about the fresh ones, and resumes at a position."""
        name, changed = self._listing.stream, self._listing.changed
        landed = [converted(name, row, context) for row in rows]
        keys = [key for row in fresh if changed and (key := changed(row)) is not None]
        walk = {
            "started": as_utc(self.started),
            "at": at,
            "whole": self.whole,
            "etag": self.etag,
            "recent": dict(self.recent),
        }
        records = [record for record in landed if record is not None]
        return Batch({name: records}, {**self._past, "walk": walk}, changed={name: keys})

    def finished(self) -> Cursor:
        """The cursor after the walk: by its own first start, however often it was resumed."""
        return {
            "since": as_utc(self.started - OVERLAP),
            "seen": self.recent,
            "swept": as_utc(self.started) if self.whole else self._past.get("swept"),
            "etag": self.etag,
        }


def rising(
    listing: Listing, client: Client, target: Target, cursor: Cursor | None, context: Context
) -> Walk:
    """Walks a listing that has ``since``; once a week all of it, which also finds deletions."""
    progress = Progress(listing, cursor, target.date)
    # GitHub answers an empty list to since=1970-01-01: chaoss/grimoirelab-perceval#865.
    since = None if progress.whole else progress.since
    query = {**listing.params, "sort": "updated", "direction": "asc"}

    def pages_from(anchor: datetime | None) -> Iterator[Answer]:
        bound = {} if anchor is None else {"since": as_utc(anchor)}
        return linked(client.http, target.path + listing.path, {**query, **bound})

    start = _instant(progress.resume_at) or since
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
) -> Walk:
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
) -> Walk:
    """Reads a short listing in full whenever its first page changed, at least once a week."""
    past = cursor or {}
    read = _instant(past.get("since"))
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


def described(target: Target, cursor: Cursor | None, context: Context) -> Walk:
    """Lands the repository itself when anything about it changed."""
    record = converted("repository", target.row, context)
    state = hashlib.sha256(
        msgspec.json.encode(structs.replace(record, observed_at=EPOCH))
    ).hexdigest()
    if cursor is None or cursor["state"] != state:
        yield Batch({"repository": [record]}, {"state": state})
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


def _instant(text: str | None) -> datetime | None:
    return None if text is None else parse_instant(text, "cursor")
