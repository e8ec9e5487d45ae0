"""What the meet API holds and answers: calls, who was in them, what a machine wrote about them.

Google forgets a call 30 days after its end, and tells of it only those who were in it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from sandbox.google.listing import Bounds, Cut, Paging, cut, shown
from sandbox.google.route import Caller, Route, refused_newer
from sandbox.server import Asked, Reply

if TYPE_CHECKING:
    from sandbox.google.workspace import Account, Workspace

KEPT = timedelta(days=30)
_SCOPES = ("meetings.space.readonly", "meetings.space.created")
_FILTER = re.compile(r'start_time>="([^"]+)"')


@dataclass(eq=False)
class Stay:
    """One account, or one nameless guest, in one call."""

    id: str
    account: "Account | None"
    joined_at: datetime
    left_at: datetime | None


@dataclass(eq=False)
class Written:
    """One document that a machine wrote about one call; without a document it is not ready."""

    id: str
    document: str | None
    start: datetime
    end: datetime | None


@dataclass(eq=False)
class Call:
    """One call."""

    id: str
    code: str
    organizer: "Account"
    start: datetime
    end: datetime | None
    stays: list[Stay] = field(default_factory=list)
    smart_notes: list[Written] = field(default_factory=list)
    transcripts: list[Written] = field(default_factory=list)

    @property
    def space(self) -> str:
        """The id of the place behind its code."""
        return f"space{self.code.replace('-', '')}"


@dataclass
class Meet:
    """Holds calls.

    Attributes:
        calls: By id.
        paging: How lists are cut into pages.
    """

    calls: dict[str, Call] = field(default_factory=dict)
    paging: Paging = field(default_factory=Paging)
    _by_account: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    _codes: dict[str, str] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def add_call(
        self,
        code: str,
        organizer: "Account",
        start: datetime,
        end: datetime | None,
        *,
        people: Iterable["Account | None"] = (),
        smart_notes: str | None = None,
        transcript: str | None = None,
    ) -> Call:
        """A call; None among the people is a nameless guest.

        Args:
            code: Of the meeting it belongs to, such as ``abc-defg-hij``.
            organizer: Owns the space; was in the call only as one of the people.
            start: When it began.
            end: When it ended, None if it goes on.
            people: Who was in it, all the time.
            smart_notes: The document of the notes that a machine took.
            transcript: The document of the transcript.
        """
        call = Call(f"c{next(self._numbers):07d}", code, organizer, start, end)
        self.calls[call.id] = call
        self._codes[call.space] = code
        self._show(call, organizer)
        for account in people:
            self.join(call, account, start, end)
        for written, document in ((call.smart_notes, smart_notes), (call.transcripts, transcript)):
            if document is not None:
                written.append(Written(f"w{next(self._numbers):07d}", document, start, end))
        return call

    def join(
        self, call: Call, account: "Account | None", at: datetime, left: datetime | None
    ) -> Stay:
        """Lets somebody into a call."""
        stay = Stay(f"p{next(self._numbers):07d}", account, at, left)
        call.stays.append(stay)
        if account is not None:
            self._show(call, account)
        return stay

    def code_of(self, space: str) -> str | None:
        """The code of a space."""
        return self._codes.get(space)

    def seen_by(self, email: str, since: datetime | None) -> list[Call]:
        """The calls that somebody may see, oldest first."""
        known = self._by_account.get(email, [])
        start = 0 if since is None else bisect_left(known, (since, ""))
        return [self.calls[key] for _, key in known[start:]]

    def _show(self, call: Call, account: "Account") -> None:
        known = self._by_account.setdefault(account.email, [])
        place = bisect_left(known, (call.start, call.id))
        if known[place : place + 1] != [(call.start, call.id)]:
            known.insert(place, (call.start, call.id))


def _records(workspace: "Workspace", asked: Asked, _: re.Match[str], caller: Caller) -> Reply:
    match = _FILTER.fullmatch(asked.query.get("filter", 'start_time>="1970-01-01T00:00:00Z"'))
    if match is None:
        return refused_newer(400, "INVALID_ARGUMENT", "Request contains an invalid argument.")
    calls = workspace.meet.seen_by(caller.email, datetime.fromisoformat(match[1]))
    kept = [call for call in reversed(calls) if not _is_forgotten(workspace, call)]
    return _page(workspace, asked, "conferenceRecords", [_record(call) for call in kept], 100)


def _below(workspace: "Workspace", asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    call, kind = workspace.meet.calls.get(match["call"]), match["kind"]
    if call is None or _is_forgotten(workspace, call):
        return refused_newer(404, "NOT_FOUND", "Requested entity was not found.")
    people = {call.organizer.email} | {s.account.email for s in call.stays if s.account}
    if caller.email not in people:
        return refused_newer(403, "PERMISSION_DENIED", "The caller does not have permission")
    if kind == "participants":
        return _page(workspace, asked, kind, [_stay(call, stay) for stay in call.stays], 250)
    written = call.smart_notes if kind == "smartNotes" else call.transcripts
    rows = [_written(call, kind, each) for each in written]
    return _page(workspace, asked, kind, rows, 100)


def _space(workspace: "Workspace", asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    del caller
    code = workspace.meet.code_of(match["space"])
    if code is None:
        return refused_newer(404, "NOT_FOUND", "Requested entity was not found.")
    body = {
        "name": f"spaces/{match['space']}",
        "meetingUri": f"https://meet.google.com/{code}",
        "meetingCode": code,
    }
    return shown(asked, body)


def _page(
    workspace: "Workspace", asked: Asked, name: str, rows: list[dict[str, Any]], most: int
) -> Reply:
    page = cut(asked, rows, Bounds("pageSize", 25, most, is_cut=True), workspace.meet.paging)
    return page if isinstance(page, Reply) else shown(asked, Cut(page.rows, page.token).body(name))


def _is_forgotten(workspace: "Workspace", call: Call) -> bool:
    return call.end is not None and call.end + KEPT <= workspace.clock()


def _record(call: Call) -> dict[str, Any]:
    row = {
        "name": f"conferenceRecords/{call.id}",
        "space": f"spaces/{call.space}",
        "startTime": _instant(call.start),
    }
    if call.end is not None:
        row |= {"endTime": _instant(call.end), "expireTime": _instant(call.end + KEPT)}
    return row


def _stay(call: Call, stay: Stay) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": f"conferenceRecords/{call.id}/participants/{stay.id}",
        "earliestStartTime": _instant(stay.joined_at),
    }
    if stay.left_at is not None:
        row["latestEndTime"] = _instant(stay.left_at)
    if stay.account is None:
        return {**row, "anonymousUser": {"displayName": "Somebody Unknown"}}
    user = {"user": f"users/{stay.account.id}", "displayName": stay.account.name}
    return {**row, "signedinUser": user}


def _written(call: Call, kind: str, written: Written) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": f"conferenceRecords/{call.id}/{kind}/{written.id}",
        "state": "FILE_GENERATED" if written.document else "STARTED",
        "startTime": _instant(written.start),
    }
    if written.end is not None:
        row["endTime"] = _instant(written.end)
    if written.document is not None:
        uri = f"https://docs.google.com/document/d/{written.document}/view"
        row["docsDestination"] = {"document": written.document, "exportUri": uri}
    return row


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


_KINDS = ("participants", "smartNotes", "transcripts")
ROUTES: tuple[Route, ...] = (
    Route("meet.conferenceRecords.list", "GET", "/v2/conferenceRecords", _SCOPES, _records),
    Route("meet.spaces.get", "GET", "/v2/spaces/(?P<space>[^/]+)", _SCOPES, _space),
    *(
        Route(
            f"meet.conferenceRecords.{kind}.list",
            "GET",
            rf"/v2/conferenceRecords/(?P<call>[^/]+)/(?P<kind>{kind})",
            _SCOPES,
            _below,
        )
        for kind in _KINDS
    ),
)
