"""What the forms API answers: forms, their questions and their responses."""

import re
from datetime import datetime
from urllib.parse import unquote

from sandbox.google.model.forms import Form
from sandbox.google.model.workspace import Workspace
from sandbox.google.render import forms as render
from sandbox.google.routes.listing import Bounds, Cut, cut
from sandbox.google.routes.route import Caller, Route, refused_newer
from sandbox.server import Asked, Reply

_FILTER = re.compile(r"timestamp (>=|>) (\S+)")
_MOST = 5000


def _found(workspace: Workspace, match: re.Match[str], caller: Caller) -> Form | Reply:
    form = workspace.forms.forms.get(unquote(match["id"]))
    if form is None:
        return refused_newer(404, "NOT_FOUND", "Requested entity was not found.")
    if caller.email not in form.shared_with:
        return refused_newer(403, "PERMISSION_DENIED", "The caller does not have permission")
    return form


def _get(workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    del asked
    form = _found(workspace, match, caller)
    if isinstance(form, Reply):
        return form
    return Reply(200, render.form(form))


def _list(workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    form = _found(workspace, match, caller)
    if isinstance(form, Reply):
        return form
    rows = list(form.responses.values())
    if "filter" in asked.query:
        bound = _FILTER.fullmatch(asked.query["filter"])
        if bound is None:
            return refused_newer(400, "INVALID_ARGUMENT", "Invalid filter.")
        since = datetime.fromisoformat(bound[2])
        rows = [
            row
            for row in rows
            if row.submitted_at > since or (bound[1] == ">=" and row.submitted_at == since)
        ]
    page = cut(asked, rows, Bounds("pageSize", _MOST, _MOST, is_cut=True), workspace.forms.paging)
    if isinstance(page, Reply):
        return page
    shown = Cut([render.response(row, form) for row in page.rows], page.token)
    return Reply(200, shown.body("responses"))


ROUTES: tuple[Route, ...] = (
    Route(
        "forms.forms.get",
        "GET",
        r"/v1/forms/(?P<id>[^/]+)",
        ("forms.body.readonly", "forms.body", "drive.readonly"),
        _get,
    ),
    Route(
        "forms.forms.responses.list",
        "GET",
        r"/v1/forms/(?P<id>[^/]+)/responses",
        ("forms.responses.readonly", "drive.readonly"),
        _list,
    ),
)
