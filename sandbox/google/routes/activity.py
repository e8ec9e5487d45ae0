"""What the activity API answers: what was done to files, newest first."""

import re
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from sandbox.google.model.drive import Drive
from sandbox.google.model.files import Act, File
from sandbox.google.model.workspace import Workspace
from sandbox.google.render import activity as render
from sandbox.google.routes.route import Caller, Route, refused_newer
from sandbox.server import Asked, Reply

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


def _query(workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
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
        reply["activities"] = [
            render.activity(file, act, caller.email) for file, act in rest[:size]
        ]
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


ROUTES: tuple[Route, ...] = (
    Route(
        "driveactivity.activity.query",
        "POST",
        "/v2/activity:query",
        ("drive.activity.readonly", "drive.activity"),
        _query,
    ),
)
