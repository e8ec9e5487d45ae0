"""Calls: who was in them, and what a machine wrote about them. Google forgets them in 30 days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from connectors.errors import BadPayload, NotFound, ScopeRevoked
from connectors.google.client import MEET, Session
from connectors.google.people_records import part, text
from connectors.google.place import Place
from connectors.google.restart import resumed
from connectors.google.streams import Conference, MeetingFile, Participant
from connectors.rest.paging import Page, Row, as_utc, in_order, parse_instant
from connectors.stream import Batch, Cursor, ParentKeys
from connectors.sync import Sync

OVERLAP = timedelta(days=3)
"""How long after a call its notes and transcripts may still come."""

_RECORD = "a conference record"


def conferences(place: Place, cursor: Cursor | None, parents: ParentKeys) -> Sync:
    """Reads the calls that began since three days before the newest one of the last walk.

    Google lists them newest first. The cursor holds ``since``, and inside a walk ``walk``: where
    it started, its token, when the newest call began and the oldest that was still going on.
    """
    del parents
    reader = _Reader(place.session(MEET))
    walk: Cursor = (cursor or {}).get("walk") or {"since": (cursor or {}).get("since")}
    if walk["since"] is None:
        walk = {"since": as_utc(place.since(place.client.credential.runtime.clock()))}
    started: datetime | None = None
    for page in resumed(partial(reader.records, walk["since"]), walk.get("token")):
        started = started or parse_instant(walk.get("started", as_utc(page.date)), "the cursor")
        walk = {**walk, "token": page.token, "started": as_utc(started), **_seen(walk, page)}
        read = partial(reader.call, page.date)
        for _, batch in in_order(read, page.rows(), place.client.threads):
            if batch is not None:
                # The page is read again if the walk stops inside it.
                yield Batch(batch.records, cursor or {"since": None}, complete=batch.complete)
        cursor = {"walk": walk} if page.token is not None else {"since": _next(walk)}
        yield Batch({}, cursor)
    if started is None:
        raise BadPayload("meet.conferenceRecords.list answered no page")
    return started


@dataclass(frozen=True)
class _Reader:
    """Calls as one person may see them.

    Attributes:
        codes: Space -> the code of its meeting; a call does not tell it.
    """

    session: Session
    codes: dict[str, str | None] = field(default_factory=dict)

    def records(self, since: str, token: str | None) -> Iterator[Page]:
        """Yields the pages of calls that began at an instant or later."""

        def make(token: str | None) -> Any:
            return self._calls().list(
                filter=f'start_time>="{since}"',
                pageSize=100,
                fields="nextPageToken,conferenceRecords(name,space,startTime,endTime)",
                pageToken=token,
            )

        return self.session.pages(make, "conferenceRecords", token)

    def call(self, read_at: datetime, row: Row) -> Batch | None:
        """Everything about one call; None if Google forgot it meanwhile."""
        name = text(row, "name", _RECORD)
        identity = name.rpartition("/")[2]
        conference = Conference(
            conference_id=identity,
            meeting_code=self._code(row.get("space")),
            started_at=parse_instant(row.get("startTime"), f"the start of {_RECORD}"),
            ended_at=_instant(row, "endTime"),
            observed_at=read_at,
        )
        try:
            people = [_participant(each, identity, read_at) for each in self._participants(name)]
            files = [
                MeetingFile(identity, *found, read_at)
                for kind in ("smart_notes", "transcript")
                for found in _files(self._written(name, kind), kind)
            ]
        except NotFound:
            return None
        whole = [[identity]]
        return Batch(
            {"conference": [conference], "participant": people, "meeting_file": files},
            {},
            complete={"participant": whole, "meeting_file": whole},
        )

    def _calls(self) -> Any:
        return self.session.service.conferenceRecords()

    def _participants(self, name: str) -> Iterator[Row]:
        fields = (
            "nextPageToken,participants(name,earliestStartTime,latestEndTime,signedinUser(user))"
        )
        listed = self._calls().participants().list
        return self._below(listed, name, "participants", 250, fields)

    def _written(self, name: str, kind: str) -> Iterator[Row]:
        calls = self._calls()
        rows = "smartNotes" if kind == "smart_notes" else "transcripts"
        listed = (calls.smartNotes() if kind == "smart_notes" else calls.transcripts()).list
        fields = f"nextPageToken,{rows}(endTime,docsDestination(document))"
        return self._below(listed, name, rows, 100, fields)

    def _below(
        self, listed: Callable[..., Any], name: str, rows: str, size: int, fields: str
    ) -> Iterator[Row]:
        def make(token: str | None) -> Any:
            return listed(parent=name, pageSize=size, fields=fields, pageToken=token)

        for page in self.session.pages(make, rows):
            yield from page.rows()

    def _code(self, space: Any) -> str | None:
        """The code of a space; None of one that may not be read."""
        if not isinstance(space, str):
            return None
        if space not in self.codes:
            request = self.session.service.spaces().get(name=space, fields="meetingCode")
            try:
                body = self.session.ask(request).body
            except ScopeRevoked:
                body = {}
            self.codes[space] = part({"body": body}, "body").get("meetingCode")
        return self.codes[space]


def _seen(walk: Cursor, page: Page) -> Cursor:
    """When the newest call began, and the oldest that goes on, as far as the walk came."""
    starts = [row["startTime"] for row in page.rows() if isinstance(row.get("startTime"), str)]
    going = [
        row["startTime"]
        for row in page.rows()
        if not row.get("endTime") and isinstance(row.get("startTime"), str)
    ]
    found = {
        "newest": max([walk["newest"]] if walk.get("newest") else starts, key=_order, default=None),
        "going": min([*going, *filter(None, [walk.get("going")])], key=_order, default=None),
    }
    return {name: instant for name, instant in found.items() if instant is not None}


def _order(instant: str) -> datetime:
    return parse_instant(instant, f"the start of {_RECORD}")


def _next(walk: Cursor) -> str:
    """Where the next walk starts: it reads calls that are not over, or were not long ago, again."""
    if "newest" not in walk:
        return str(walk["since"])
    first = _order(walk["newest"]) - OVERLAP
    if "going" in walk:
        first = min(first, _order(walk["going"]))
    return as_utc(first)


def _participant(row: Row, conference_id: str, read_at: datetime) -> Participant:
    user = part(row, "signedinUser").get("user")
    return Participant(
        conference_id=conference_id,
        participant_id=text(row, "name", "a participant").rpartition("/")[2],
        user_id=user.removeprefix("users/") if isinstance(user, str) and user else None,
        joined_at=_instant(row, "earliestStartTime"),
        left_at=_instant(row, "latestEndTime"),
        observed_at=read_at,
    )


def _files(rows: Iterator[Row], kind: str) -> Iterator[tuple[str, str, datetime | None]]:
    """The documents that are ready."""
    for row in rows:
        document = part(row, "docsDestination").get("document")
        if isinstance(document, str) and document:
            yield document, kind, _instant(row, "endTime")


def _instant(row: Row, name: str) -> datetime | None:
    given = row.get(name)
    return parse_instant(given, f"the {name} of {_RECORD}") if given is not None else None
