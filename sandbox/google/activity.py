"""What the activity API answers: what was done to files, newest first."""

import re
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from sandbox.google.files import Act, Drive, File, Impersonated
from sandbox.google.route import Caller, Route, refused_newer
from sandbox.server import Asked, Reply

if TYPE_CHECKING:
    from sandbox.google.workspace import Workspace

_KNOWN = {"itemName", "ancestorName", "filter", "consolidationStrategy", "pageSize", "pageToken"}
_TIME = re.compile(r'time (?P<sign>>=|<=|>|<) "(?P<at>[^"]+)"')
_CASES = re.compile(r"(?P<no>-?)detail\.action_detail_case:(?:\((?P<many>[A-Z_ ]+)\)|(?P<one>\w+))")
_SIGNS = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
}
_NAMED = {"CREATE", "EDIT", "MOVE", "RENAME", "DELETE", "RESTORE", "PERMISSION_CHANGE", "COMMENT"}
_DEFAULT = 50


def _query(workspace: "Workspace", asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    del match
    body = asked.payload if isinstance(asked.payload, dict) else {}
    size = body.get("pageSize", _DEFAULT)
    if set(body) - _KNOWN or not isinstance(size, int) or not 1 <= size <= 1000:
        return _invalid()
    files = _files(workspace.drive, body, caller)
    if files is None:
        return refused_newer(403, "PERMISSION_DENIED", "The caller does not have permission")
    try:
        found = [(file, act) for file in files for act in file.acts if _passes(act, body)]
        start = _start(body)
    except ValueError:
        return _invalid()
    found.sort(key=lambda pair: _place(pair[1]), reverse=True)
    rest = [pair for pair in found if start is None or _place(pair[1]) < start]
    size = min(size, workspace.drive.most_rows)
    reply: dict[str, Any] = {}
    if rest:
        reply["activities"] = [_row(file, act, caller) for file, act in rest[:size]]
    if len(rest) > size:
        at, number = _place(rest[size - 1][1])
        reply["nextPageToken"] = f"{_digest(body)}|{at.isoformat()}|{number}"
    return Reply(200, reply)


def _invalid() -> Reply:
    return refused_newer(400, "INVALID_ARGUMENT", "Request contains an invalid argument.")


def _files(drive: Drive, body: dict[str, Any], caller: Caller) -> list[File] | None:
    """The files a query is about, None where the caller may see none of that."""
    item = body.get("itemName", "").removeprefix("items/")
    if item:
        file = drive.files.get(item)
        return None if file is None or file.role(caller.email) is None else [file]
    root = body.get("ancestorName", "items/root").removeprefix("items/")
    if root == "root":
        return list(drive.seen.get(caller.email, {}).values())
    shared = drive.drives.get(root)
    if shared is None or caller.email not in shared.members:
        return None
    return list(drive.seen.get(root, {}).values())


def _passes(act: Act, body: dict[str, Any]) -> bool:
    """Whether an activity is what the filter asks for.

    Raises:
        ValueError: The filter has an expression that the API does not know.
    """
    for clause in filter(None, re.split(r" AND ", body.get("filter", ""))):
        if time := _TIME.fullmatch(clause):
            if not _SIGNS[time["sign"]](act.end, datetime.fromisoformat(time["at"])):
                return False
        elif cases := _CASES.fullmatch(clause):
            named = set((cases["many"] or cases["one"]).split())
            if named - _NAMED:
                raise ValueError(clause)
            is_named = next(iter(act.detail)).upper() in named
            if is_named == bool(cases["no"]):
                return False
        else:
            raise ValueError(clause)
    return True


def _place(act: Act) -> tuple[datetime, int]:
    return act.end, act.number


def _start(body: dict[str, Any]) -> tuple[datetime, int] | None:
    token = body.get("pageToken")
    if token is None:
        return None
    digest, at, number = token.split("|")
    if digest != _digest(body):
        raise ValueError(token)
    return datetime.fromisoformat(at), int(number)


def _digest(body: dict[str, Any]) -> str:
    """A token is good for the body it was given for only."""
    same = {name: value for name, value in body.items() if name != "pageToken"}
    return sha256(msgspec.json.encode(same, order="sorted")).hexdigest()[:12]


def _row(file: File, act: Act, caller: Caller) -> dict[str, Any]:
    item: dict[str, Any] = {
        "name": f"items/{file.id}",
        "title": file.title,
        "mimeType": file.mime,
        "driveFile": {},
    }
    if file.owner is not None:
        item["owner"] = {"user": _user(file.owner.id, caller, file.owner.email)}
    target = {"driveItem": item}
    if act.thread is not None:
        comment = {"legacyCommentId": act.comment, "legacyDiscussionId": act.thread}
        target = {"fileComment": {**comment, "parent": item}}
    row: dict[str, Any] = {
        "primaryActionDetail": act.detail,
        "actors": [_actor(act, caller)],
        "actions": [{"detail": act.detail}],
        "targets": [target],
    }
    if act.start == act.end:
        return {**row, "timestamp": _time(act.end)}
    return {**row, "timeRange": {"startTime": _time(act.start), "endTime": _time(act.end)}}


def _actor(act: Act, caller: Caller) -> dict[str, Any]:
    who = act.actor
    if isinstance(who, Impersonated):
        user = _user(who.account.id, caller, who.account.email)
        return {"impersonation": {"impersonatedUser": user}}
    if not isinstance(who, str):
        return {"user": _user(who.id, caller, who.email)}
    if who in ("deletedUser", "unknownUser"):
        return {"user": {who: {}}}
    return {who: {"type": "USER_DELETION"} if who == "system" else {}}


def _user(account_id: str, caller: Caller, email: str) -> dict[str, Any]:
    known = {"personName": f"people/{account_id}"}
    return {"knownUser": {**known, "isCurrentUser": True} if email == caller.email else known}


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


ROUTES: tuple[Route, ...] = (
    Route(
        "driveactivity.activity.query",
        "POST",
        "/v2/activity:query",
        ("drive.activity.readonly", "drive.activity"),
        _query,
    ),
)
