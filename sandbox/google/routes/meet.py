"""What the meet API answers: calls, who was in them, what a machine wrote about them.

Google forgets a call 30 days after its end, and tells of it only those who were in it.
"""

import re
from datetime import datetime
from typing import Any

from sandbox.google.model.workspace import Workspace
from sandbox.google.render import meet as render
from sandbox.google.routes.listing import Bounds, Cut, cut, shown
from sandbox.google.routes.route import Caller, Route, refused_newer
from sandbox.server import Asked, Reply

_SCOPES = ("meetings.space.readonly", "meetings.space.created")
_FILTER = re.compile(r'start_time>="([^"]+)"')


def _records(workspace: Workspace, asked: Asked, _: re.Match[str], caller: Caller) -> Reply:
    match = _FILTER.fullmatch(asked.query.get("filter", 'start_time>="1970-01-01T00:00:00Z"'))
    if match is None:
        return refused_newer(400, "INVALID_ARGUMENT", "Request contains an invalid argument.")
    calls = workspace.meet.seen_by(caller.email, datetime.fromisoformat(match[1]))
    kept = [call for call in reversed(calls) if not call.is_forgotten(workspace.clock())]
    return _page(workspace, asked, "conferenceRecords", [render.record(call) for call in kept], 100)


def _below(workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    call, kind = workspace.meet.calls.get(match["call"]), match["kind"]
    if call is None or call.is_forgotten(workspace.clock()):
        return refused_newer(404, "NOT_FOUND", "Requested entity was not found.")
    people = {call.organizer.email} | {s.account.email for s in call.stays if s.account}
    if caller.email not in people:
        return refused_newer(403, "PERMISSION_DENIED", "The caller does not have permission")
    if kind == "participants":
        return _page(
            workspace, asked, kind, [render.participant(call, stay) for stay in call.stays], 250
        )
    written = call.smart_notes if kind == "smartNotes" else call.transcripts
    rows = [render.document(call, kind, each) for each in written]
    return _page(workspace, asked, kind, rows, 100)


def _space(workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    del caller
    code = workspace.meet.code_of(match["space"])
    if code is None:
        return refused_newer(404, "NOT_FOUND", "Requested entity was not found.")
    return shown(asked, render.space(match["space"], code))


def _page(
    workspace: Workspace, asked: Asked, name: str, rows: list[dict[str, Any]], most: int
) -> Reply:
    page = cut(asked, rows, Bounds("pageSize", 25, most, is_cut=True), workspace.meet.paging)
    return page if isinstance(page, Reply) else shown(asked, Cut(page.rows, page.token).body(name))


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
