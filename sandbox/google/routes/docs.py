"""What the docs API answers: bodies of documents."""

import re

from sandbox.google.model.workspace import Workspace
from sandbox.google.render import docs as render
from sandbox.google.routes.route import Caller, Route, refused_newer
from sandbox.server import Asked, Reply


def _get(workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    file = workspace.drive.files.get(match["id"])
    if file is None or file.role(caller.email) is None:
        return refused_newer(404, "NOT_FOUND", "Requested entity was not found.")
    if file.id in workspace.docs.closed:
        return refused_newer(403, "PERMISSION_DENIED", "The caller does not have permission")
    tabs = workspace.docs.tabs.get(file.id, [[]])
    is_tabbed = asked.query.get("includeTabsContent") == "true"
    return Reply(200, render.document(file, tabs, is_tabbed=is_tabbed))


ROUTES: tuple[Route, ...] = (
    Route(
        "docs.documents.get",
        "GET",
        r"/v1/documents/(?P<id>[^/:]+)",
        ("documents.readonly", "documents", "drive.readonly", "drive"),
        _get,
    ),
)
