"""What the calendar API answers: occurrences of events, whole or what changed since a token."""

import re
from datetime import datetime
from urllib.parse import unquote

from sandbox.google.model.calendar import Calendar, Calendars
from sandbox.google.model.workspace import Workspace
from sandbox.google.render import calendar as render
from sandbox.google.routes.listing import Bounds, Cut, shown
from sandbox.google.routes.route import Caller, Route, refused
from sandbox.server import Asked, Reply

_SCOPES = (
    "calendar.events.readonly",
    "calendar.events.owned.readonly",
    "calendar.events",
    "calendar.readonly",
    "calendar",
)
_BOUNDS = Bounds("maxResults", 250, 2500)
_FORBIDDEN_WITH_TOKEN = ("iCalUID", "orderBy", "q", "timeMin", "timeMax", "updatedMin")
_TOKEN = re.compile(r"(\d+)-(\d+)-(\d+)")


def _events(calendars: Calendars, name: str, asked: Asked) -> Reply:
    """One page of a calendar."""
    query, calendar = asked.query, calendars.calendar(name)
    size = _BOUNDS.size(asked)
    if size is None:
        return refused(400, "invalid", "Invalid value for maxResults")
    last = calendar.changes[-1][0] if calendar.changes else 0
    after = 0
    if "syncToken" in query:
        if any(parameter in query for parameter in _FORBIDDEN_WITH_TOKEN):
            return refused(400, "badRequest", "Sync token cannot be used with this parameter")
        generation, _, number = query["syncToken"].partition("-")
        if int(generation) != calendar.generation:
            text = "Sync token is no longer valid, a full sync is required."
            return refused(410, "fullSyncRequired", text)
        after = int(number)
    until, turn = last, 0
    if "pageToken" in query:
        match = _TOKEN.fullmatch(query["pageToken"])
        if match is None:
            return refused(400, "invalid", "Invalid page token value.")
        after, until, turn = map(int, match.groups())
    is_empty = turn < calendars.paging.empty
    most = 0 if is_empty else min(size, calendars.paging.most or size)
    rows, following = _page(calendar, asked, after, until, most)
    if following is not None:
        token = f"{following}-{until}-{turn + is_empty}"
        page, tail = Cut(rows, token), {}
    else:
        page, tail = Cut(rows, None), {"nextSyncToken": f"{calendar.generation}-{until}"}
    return shown(asked, page.body("items", kind="calendar#events", timeZone="UTC", **tail))


def _page(
    calendar: Calendar, asked: Asked, after: int, until: int, most: int
) -> tuple[list[dict[str, object]], int | None]:
    """Rows of a page, and after which change the next page starts."""
    query = asked.query
    since = datetime.fromisoformat(query["timeMin"]) if "timeMin" in query else None
    shows_deleted = query.get("showDeleted") == "true" or "syncToken" in query
    kinds, position = asked.all("eventTypes"), after
    rows: list[dict[str, object]] = []
    for number, meeting in calendar.after(after, until):
        is_shown = (
            (since is None or meeting.end > since)
            and (shows_deleted or not meeting.is_cancelled)
            and (not kinds or meeting.kind in kinds)
        )
        if is_shown:
            if len(rows) == most:
                return rows, position
            rows.append(render.event(meeting))
        position = number
    return rows, None


def _list(workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    name = unquote(match["calendar"])
    name = caller.email if name == "primary" else name
    calendars = workspace.calendars
    readers = calendars.shared_with.get(name, set())
    if caller.email != name and caller.email not in readers:
        if name in workspace.accounts:
            return refused(403, "forbidden", "Forbidden")
        return refused(404, "notFound", "Not Found")
    if asked.query.get("singleEvents") != "true":
        return refused(400, "badRequest", "This Workspace lists occurrences only.")
    return _events(calendars, name, asked)


ROUTES: tuple[Route, ...] = (
    Route(
        "calendar.events.list",
        "GET",
        r"/calendar/v3/calendars/(?P<calendar>[^/]+)/events",
        _SCOPES,
        _list,
    ),
)
