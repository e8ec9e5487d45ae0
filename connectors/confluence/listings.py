"""Walks the listings of a space: what changed since the last walk, and once a week all of it."""

import hashlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain

import msgspec

from connectors.confluence import streams
from connectors.confluence.site import Keys, Listing, Site, Target, row_id
from connectors.errors import CursorInvalid, Gone, Permanent
from connectors.rest.paging import Page, Row
from connectors.stream import Batch, Cursor, ParentKeys, Record
from connectors.sync import EPOCH, Position, Sync, if_changed

OVERLAP = timedelta(hours=24)
"""How far a walk looks back behind the start of the last: search indexes and labels lag, and Data
Center compares dates in a time zone that it does not tell."""

MOST_SWEEPS = 4


class Progress(Position):
    """How far one listing of a space was read.

    A sync of changes is short: one that was interrupted starts again at ``since``.
    """

    def __init__(self, cursor: Cursor | None, now: datetime) -> None:
        super().__init__(cursor, now, OVERLAP)
        self.past = self.past or {"since": None, "swept": None}
        self.resume_at: str | None = self.walk.get("at")
        self.is_whole = self.since is None or self.is_sweep_due or self.resume_at is not None

    def at(self, token: str | int | None) -> Cursor:
        """The cursor inside a listing of everything."""
        return self.finished(is_swept=False) if token is None else self.inside(at=token)

    def finished(self, *, is_swept: bool) -> Cursor:
        """The cursor after the sync."""
        return self.ended(swept=self.swept(is_swept=is_swept))


def listed(
    listing: Listing, cursor: Cursor | None, site: Site, target: Target, parents: ParentKeys
) -> Sync:
    """Reads what changed since the last walk; once a week everything, to find what is gone."""
    progress = Progress(cursor, listing.date)
    if listing.stream == "page":
        listing = _without_told(listing, parents)
    if progress.is_whole:
        yield from _everything(listing, progress, site, target)
        return progress.started
    since = progress.since or EPOCH
    for page in listing.news(since):
        yield _landed(listing, page, progress.past)
    yield Batch({}, progress.finished(is_swept=False))
    return progress.started


def _without_told(listing: Listing, parents: ParentKeys) -> Listing:
    """Leaves out the keys of pages in the version that a walk before told of."""
    told = {key[0]: key[1:3] for _, key in parents(listing.stream, None)}

    def land(rows: Sequence[Row], date: datetime) -> tuple[Sequence[Record], Keys]:
        records, keys = listing.land(rows, date)
        return records, [key for key in keys if told.get(key[0]) != key[1:3]]

    return replace(listing, land=land)


def _landed(listing: Listing, page: Page, cursor: Cursor) -> Batch:
    records, keys = listing.land(page.items, page.date)
    return Batch({listing.stream: records}, cursor, changed={listing.stream: keys})


def _everything(listing: Listing, progress: Progress, site: Site, target: Target) -> Sync:
    """Lists everything, in pages that are resumed, and then again until nothing was hidden.

    Rows are counted by their offset, so one that is deleted meanwhile can hide another. A walk
    that was resumed cannot tell what is gone; then the next one lists everything again.
    """
    seen: set[str] = set()
    number_of_pages = 0
    for page in _first_pass(listing, progress):
        number_of_pages += 1
        seen.update(map(row_id, page.items))
        if page.items:
            # What an empty page says about the next one is no place to resume at.
            yield _landed(listing, page, progress.at(page.token))
    is_settled = number_of_pages == 1
    for number in range(1, MOST_SWEEPS):
        if is_settled or progress.resume_at is not None:
            break
        is_settled = yield from _again(listing, number, progress, seen)
    is_swept = is_settled and progress.resume_at is None
    if is_swept:
        # Lists of a space that was taken from us are empty: this raises, and nothing is deleted.
        site.resolve(target.key)
    complete: dict[str, list[list[str]]] = {listing.stream: [[]]} if is_swept else {}
    yield Batch({}, progress.finished(is_swept=is_swept), complete=complete)
    return progress.started


def _first_pass(listing: Listing, progress: Progress) -> Iterator[Page]:
    pages = listing.whole(0, progress.resume_at)
    if progress.resume_at is None:
        return pages
    try:
        first = next(pages)
    except Permanent as error:
        if type(error) in (Permanent, Gone):
            raise CursorInvalid("Confluence no longer accepts the next-page link") from None
        raise
    return chain([first], pages)


def _again(
    listing: Listing, number: int, progress: Progress, seen: set[str]
) -> Generator[Batch, None, bool]:
    """Lists everything once more, lands what was not seen, and says whether that was all new."""
    was_hidden = False
    for page in listing.whole(number, None):
        fresh = [row for row in page.items if row_id(row) not in seen]
        was_hidden = was_hidden or any(listing.instant(row) < progress.started for row in fresh)
        seen.update(map(row_id, fresh))
        if fresh:
            yield _landed(listing, replace(page, items=fresh), progress.finished(is_swept=False))
    return not was_hidden


def labels(cursor: Cursor | None, site: Site, target: Target) -> Sync:
    """Lands the wanted labels of all pages when they are not what was landed last."""
    rows, read_at = site.labelled(target)
    pairs = [(row.page_id, row.label) for row in rows]
    state = hashlib.sha256(msgspec.json.encode(pairs)).hexdigest()
    if cursor is None or cursor["state"] != state:
        site.resolve(target.key)
        yield Batch({"page_label": rows}, {"state": state}, complete={"page_label": [[]]})
    return min(read_at, target.date)


def described(cursor: Cursor | None, target: Target) -> Sync:
    """Lands the space itself when anything about it changed."""
    record = streams.Space(
        space_id=target.space_id,
        key=target.key,
        url=f"{target.web}/display/{target.key}",
        observed_at=target.date,
    )
    yield from if_changed("space", [record], cursor)
    return target.date
