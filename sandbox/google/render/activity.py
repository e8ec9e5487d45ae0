"""How the activity API writes what was done to a file."""

from datetime import datetime
from typing import Any

from sandbox.google.model.files import Act, File, Impersonated


def activity(file: File, act: Act, reader: str) -> dict[str, Any]:
    """One activity on a file, or on a comment in it."""
    item: dict[str, Any] = {
        "name": f"items/{file.id}",
        "title": file.title,
        "mimeType": file.mime,
        "driveFile": {},
    }
    if file.owner is not None:
        item["owner"] = {"user": _user(file.owner.id, reader, file.owner.email)}
    target = {"driveItem": item}
    if act.thread is not None:
        comment = {"legacyCommentId": act.comment, "legacyDiscussionId": act.thread}
        target = {"fileComment": {**comment, "parent": item}}
    row: dict[str, Any] = {
        "primaryActionDetail": act.detail,
        "actors": [_actor(act, reader)],
        "actions": [{"detail": act.detail}],
        "targets": [target],
    }
    if act.start == act.end:
        return {**row, "timestamp": _time(act.end)}
    return {**row, "timeRange": {"startTime": _time(act.start), "endTime": _time(act.end)}}


def _actor(act: Act, reader: str) -> dict[str, Any]:
    who = act.actor
    if isinstance(who, Impersonated):
        user = _user(who.account.id, reader, who.account.email)
        return {"impersonation": {"impersonatedUser": user}}
    if not isinstance(who, str):
        return {"user": _user(who.id, reader, who.email)}
    if who in ("deletedUser", "unknownUser"):
        return {"user": {who: {}}}
    return {who: {"type": "USER_DELETION"} if who == "system" else {}}


def _user(account_id: str, reader: str, email: str) -> dict[str, Any]:
    known = {"personName": f"people/{account_id}"}
    return {"knownUser": {**known, "isCurrentUser": True} if email == reader else known}


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
