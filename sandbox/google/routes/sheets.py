"""What the sheets API answers: values of the tabs that are asked for."""

import re
from urllib.parse import unquote

from sandbox.google.model.workspace import Workspace
from sandbox.google.render import sheets as render
from sandbox.google.routes.route import Caller, Route, refused_newer
from sandbox.server import Asked, Reply

_SCOPES = ("spreadsheets.readonly", "spreadsheets", "drive.readonly")
_RANGE = re.compile(r"'((?:[^']|'')*)'|([A-Za-z0-9_]+)")


def _batch_get(workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    sheets = workspace.sheets
    if sheets.is_over(workspace.clock(), caller.email):
        return refused_newer(429, "RESOURCE_EXHAUSTED", "Quota exceeded")
    sheet = sheets.sheets.get(unquote(match["id"]))
    if sheet is None:
        return refused_newer(404, "NOT_FOUND", "Requested entity was not found.")
    if caller.email not in sheet.shared_with:
        return refused_newer(403, "PERMISSION_DENIED", "The caller does not have permission")
    is_raw = asked.query.get("valueRenderOption") == "UNFORMATTED_VALUE"
    is_serial = asked.query.get("dateTimeRenderOption", "SERIAL_NUMBER") == "SERIAL_NUMBER"
    found = []
    for text in asked.all("ranges"):
        named = _RANGE.fullmatch(text)
        tab = (named[1] or named[2]).replace("''", "'") if named else text
        if tab not in sheet.tabs:
            return refused_newer(400, "INVALID_ARGUMENT", f"Unable to parse range: {text}")
        found.append(render.value_range(sheet, tab, is_raw=is_raw, is_serial=is_serial))
    return Reply(200, {"spreadsheetId": sheet.id, "valueRanges": found})


ROUTES: tuple[Route, ...] = (
    Route(
        "sheets.spreadsheets.values.batchGet",
        "GET",
        r"/v4/spreadsheets/(?P<id>[^/]+)/values:batchGet",
        _SCOPES,
        _batch_get,
    ),
)
