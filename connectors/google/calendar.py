"""Calendars: read once from a day on, then what changed since Google's sync token."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from connectors.errors import BadPayload, CursorInvalid, Gone, Permanent
from connectors.google.client import CALENDAR, Session
from connectors.google.event_records import (
    FIELDS,
    attachments,
    attendees,
    event,
    is_cancelled,
    is_private,
)
from connectors.google.place import Place
from connectors.google.restart import resumed
from connectors.rest.paging import Page, as_utc, parse_instant
from connectors.stream import Batch, Cursor, ParentKeys
from connectors.sync import Sync

PAGE = 500
"""Google allows 2500, but with long descriptions these would be more than one answer may hold."""


def occurrences(place: Place, cursor: Cursor | None, parents: ParentKeys) -> Sync:
    """Reads the occurrences of a calendar's meetings, their attendees and their files.

    The cursor holds ``sync``, the token of the last walk that ended, and inside a walk ``page``,
    where it is, ``since``, where one that reads everything starts, and ``started``. When Google
    refuses the sync token, as gone or as invalid, everything is read again and nothing is deleted.
    """
    del parents
    session = place.session(CALENDAR)
    try:
        return (yield from _walk(place, session, cursor or {}))
    except Gone as error:
        if not _is_synced(cursor):
            raise CursorInvalid(error.cause) from None
    except Permanent as error:
        if not _is_synced(cursor) or type(error) is not Permanent:
            raise
    return (yield from _walk(place, session, {}))


def _is_synced(cursor: Cursor | None) -> bool:
    """Whether the walk asks with a sync token."""
    return cursor is not None and cursor.get("sync") is not None


def _walk(place: Place, session: Session, cursor: Cursor) -> Sync:
    started = parse_instant(cursor["started"], "the cursor") if "started" in cursor else None
    since = cursor.get("since")
    if cursor.get("sync") is None and since is None:
        since = as_utc(place.since(place.client.credential.runtime.clock()))
    place_in_list = {"sync": cursor.get("sync"), "since": since}
    pages_from = partial(_pages, place, session, place_in_list)
    token = None
    for page in resumed(pages_from, cursor.get("page")):
        started = started or page.date
        token = page.body.get("nextSyncToken")
        if page.token is not None:
            after = {**place_in_list, "page": page.token, "started": as_utc(started)}
        else:
            after = {"sync": token}
        if page.token is None and not isinstance(token, str):
            raise BadPayload(f"{page.label} answered no nextSyncToken on its last page")
        yield _batch(page, place.name, after)
    if started is None:
        raise BadPayload("calendar.events.list answered no page")
    return started


def _pages(
    place: Place, session: Session, place_in_list: Cursor, token: str | None
) -> Iterator[Page]:
    """The pages of a list. With a sync token no bound of time may be given."""
    sync = place_in_list["sync"]
    bound = {"timeMin": place_in_list["since"]} if sync is None else {"syncToken": sync}

    def make(token: str | None) -> Any:
        return session.service.events().list(
            calendarId=place.target,
            singleEvents=True,
            showDeleted=True,
            eventTypes=["default"],
            maxResults=PAGE,
            fields=f"nextPageToken,nextSyncToken,items({FIELDS})",
            pageToken=token,
            **bound,
        )

    return session.pages(make, "items", token)


def _batch(page: Page, calendar: str, after: Cursor) -> Batch:
    """The records of a page. What is left of a deleted meeting does not tell who was invited."""
    read_at: datetime = page.date
    held = [row for row in page.rows() if not is_cancelled(row)]
    told = [row for row in held if not is_private(row)]
    whole = [row for row in held if is_private(row) or not row.get("attendeesOmitted")]
    return Batch(
        {
            "event": [event(row, calendar, read_at) for row in page.rows()],
            "attendee": [each for row in told for each in attendees(row, calendar, read_at)],
            "attachment": [each for row in told for each in attachments(row, calendar, read_at)],
        },
        after,
        complete={
            "attendee": [[calendar, row["id"]] for row in whole],
            "attachment": [[calendar, row["id"]] for row in held],
        },
    )
