"""What the reports API answers: the administrator's log, newest first."""

import re
from datetime import datetime

from sandbox.google.model.workspace import Workspace
from sandbox.google.render import reports as render
from sandbox.google.routes.listing import Bounds, Cut, cut, shown
from sandbox.google.routes.route import Caller, Route, is_admin, refused
from sandbox.server import Asked, Reply

_SCOPES = ("admin.reports.audit.readonly",)


def _list(workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    if not is_admin(workspace, caller) or match["user"] != "all":
        return refused(403, "forbidden", "Caller does not have access to the customers reports.")
    now, query = workspace.clock(), asked.query
    start = datetime.fromisoformat(query.get("startTime", "1970-01-01T00:00:00Z"))
    end = datetime.fromisoformat(query.get("endTime", now.isoformat()))
    if start >= end or start > now:
        return refused(400, "invalid", "Start time must be before end time and the current time.")
    entries = workspace.log.between(start, end)
    page = cut(asked, entries, Bounds("maxResults", 1000, 1000), workspace.log.paging)
    if isinstance(page, Reply):
        return page
    rows = [render.activity(entry, workspace.domain) for entry in page.rows]
    return shown(asked, Cut(rows, page.token).body("items", kind="admin#reports#activities"))


ROUTES: tuple[Route, ...] = (
    Route(
        "reports.activities.list",
        "GET",
        "/admin/reports/v1/activity/users/(?P<user>[^/]+)/applications/drive",
        _SCOPES,
        _list,
    ),
)
