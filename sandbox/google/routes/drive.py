"""What the drive API answers: files, what changed of them, and their revisions."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sandbox.google.model.drive import Drive
from sandbox.google.model.files import File
from sandbox.google.model.workspace import Workspace
from sandbox.google.render import drive as render
from sandbox.google.routes.route import Caller, Route, refused
from sandbox.server import Asked, Reply

_READS = ("drive.metadata.readonly", "drive.readonly", "drive")
_CLAUSE = re.compile(
    r"modifiedTime > '(?P<after>[^']+)'|mimeType (?P<how>!=|=) '(?P<mime>[^']+)'"
    r"|trashed = (?P<trashed>true|false)|(?P<own>'me' in owners)|(?P<shared>sharedWithMe)"
)
_Test = Callable[[File], bool]


class _Refusal(Exception):
    """What a handler answers instead."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__()
        self.reply = refused(status, reason, message)


def _guarded(handler: Callable[[Workspace, Asked, re.Match[str], Caller], Any]) -> Any:
    """Makes a reply of a body, or of a refusal."""

    def answer(workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
        try:
            return Reply(200, handler(workspace, asked, match, caller))
        except _Refusal as refusal:
            return refusal.reply

    return answer


def _start_token(
    workspace: Workspace, asked: Asked, _: re.Match[str], caller: Caller
) -> dict[str, Any]:
    _feeds(workspace.drive, asked, caller)
    return {"kind": "drive#startPageToken", "startPageToken": str(workspace.drive.last + 1)}


def _changes(
    workspace: Workspace, asked: Asked, _: re.Match[str], caller: Caller
) -> dict[str, Any]:
    drive = workspace.drive
    token, size = asked.query.get("pageToken", ""), _size(drive, asked, 100)
    if not token.isdigit():
        raise _Refusal(400, "invalid", "Invalid Value: pageToken")
    found: list[tuple[int, File, bool]] = []
    for feed in _feeds(drive, asked, caller):
        for entry in reversed(feed.values()):
            if entry[0] < int(token):
                break
            found.append(entry)
    found.sort(key=lambda entry: entry[0])
    rows = [
        render.change(file, caller.email, is_removed=is_removed)
        for _, file, is_removed in found[:size]
    ]
    body: dict[str, Any] = {"kind": "drive#changeList", "changes": rows}
    if len(found) > size:
        return {**body, "nextPageToken": str(found[size - 1][0] + 1)}
    return {**body, "newStartPageToken": str(drive.last + 1)}


def _files(workspace: Workspace, asked: Asked, _: re.Match[str], caller: Caller) -> dict[str, Any]:
    drive, query = workspace.drive, asked.query
    size, tests = _size(drive, asked, 100), _tests(query.get("q", ""), caller)
    if query.get("orderBy", "createdTime") != "createdTime":
        raise _Refusal(400, "invalid", "The sandbox orders by createdTime only")
    if query.get("corpora", "user") == "drive":
        seen = drive.seen.get(_member(drive, query.get("driveId", ""), caller), {})
    elif query.get("corpora", "user") == "user" and "driveId" not in query:
        seen = drive.seen.get(caller.email, {})
    else:
        raise _Refusal(400, "invalid", "Invalid Value: corpora")
    found = sorted(
        (file for file in seen.values() if all(test(file) for test in tests)), key=_place
    )
    if token := query.get("pageToken"):
        after = _decoded(token)
        found = [file for file in found if _place(file) > after]
    rows = [render.file(file, caller.email) for file in found[:size]]
    body: dict[str, Any] = {"kind": "drive#fileList", "incompleteSearch": False, "files": rows}
    if len(found) > size:
        body["nextPageToken"] = urlsafe_b64encode(_place(found[size - 1]).encode()).decode()
    return body


def _place(file: File) -> str:
    return f"{render.instant(file.created_at)}|{file.id}"


def _decoded(token: str) -> str:
    try:
        return urlsafe_b64decode(token).decode()
    except ValueError:
        raise _Refusal(400, "invalid", "Invalid Value: pageToken") from None


def _tests(q: str, caller: Caller) -> list[_Test]:
    """What a query asks of a file."""
    tests: list[_Test] = []
    for clause in filter(None, q.split(" and ")):
        match = _CLAUSE.fullmatch(clause)
        if match is None:
            raise _Refusal(400, "invalid", "Invalid Value: q")
        tests.append(_test(match, caller))
    return tests


def _test(match: re.Match[str], caller: Caller) -> _Test:
    if match["after"]:
        after = datetime.fromisoformat(match["after"])
        return lambda file: file.modified_at > after
    if match["mime"]:
        return lambda file: (file.mime == match["mime"]) == (match["how"] == "=")
    if match["trashed"]:
        return lambda file: file.is_trashed == (match["trashed"] == "true")
    if match["own"]:
        return lambda file: file.owner is not None and file.owner.email == caller.email
    return lambda file: caller.email in file.shared


def _file(workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller) -> Any:
    del asked
    return render.file(_visible(workspace, match["id"], caller), caller.email)


def _revisions(
    workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller
) -> dict[str, Any]:
    drive, file = workspace.drive, _visible(workspace, match["id"], caller)
    if file.role(caller.email) != "writer":
        text = "The user does not have sufficient permissions for this file."
        raise _Refusal(403, "insufficientFilePermissions", text)
    size, token = _size(drive, asked, 200), asked.query.get("pageToken", "0")
    if not token.isdigit():
        raise _Refusal(400, "invalid", "Invalid Value: pageToken")
    told = [each for each in file.revisions[-drive.most_revisions :] if each.id > int(token)]
    rows = [render.revision(each, file, caller.email) for each in told[:size]]
    body: dict[str, Any] = {"kind": "drive#revisionList", "revisions": rows}
    return {**body, "nextPageToken": str(told[size - 1].id)} if len(told) > size else body


def _visible(workspace: Workspace, file_id: str, caller: Caller) -> File:
    """The file of an id, refused as if there were none where the caller may not see it."""
    file = workspace.drive.files.get(file_id)
    if file is None or file.role(caller.email) is None:
        raise _Refusal(404, "notFound", f"File not found: {file_id}.")
    return file


def _feeds(
    drive: Drive, asked: Asked, caller: Caller
) -> Iterable[dict[str, tuple[int, File, bool]]]:
    """The feeds that a request asks for: of one shared drive, or of all that one sees."""
    if (drive_id := asked.query.get("driveId")) is not None:
        return [drive.feeds.get(_member(drive, drive_id, caller), {})]
    feeds = [drive.feeds.get(caller.email, {})]
    if asked.query.get("includeItemsFromAllDrives") == "true":
        seen = (each.id for each in drive.drives.values() if caller.email in each.members)
        feeds += [drive.feeds.get(drive_id, {}) for drive_id in seen]
    return feeds


def _member(drive: Drive, drive_id: str, caller: Caller) -> str:
    shared = drive.drives.get(drive_id)
    if shared is None or caller.email not in shared.members:
        raise _Refusal(404, "notFound", f"Shared drive not found: {drive_id}")
    return drive_id


def _size(drive: Drive, asked: Asked, default: int) -> int:
    given = asked.query.get("pageSize", str(default))
    if not given.isdigit() or not 1 <= int(given) <= 1000:
        raise _Refusal(400, "invalid", "Invalid value for pageSize: within [1, 1000]")
    return min(int(given), drive.most_rows)


def _route(method: str, path: str, handler: Any) -> Route:
    return Route(f"drive.{method}", "GET", f"/drive/v3/{path}", _READS, _guarded(handler))


ROUTES: tuple[Route, ...] = (
    _route("changes.getStartPageToken", "changes/startPageToken", _start_token),
    _route("changes.list", "changes", _changes),
    _route("files.list", "files", _files),
    _route("files.get", r"files/(?P<id>[^/]+)", _file),
    _route("revisions.list", r"files/(?P<id>[^/]+)/revisions", _revisions),
)
