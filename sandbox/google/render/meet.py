"""How the meet API writes calls, spaces, participants and documents."""

from datetime import UTC, datetime
from typing import Any

from sandbox.google.model.meet import KEPT, Call, Stay, Written


def record(call: Call) -> dict[str, Any]:
    """A call; one that goes on has no end."""
    row = {
        "name": f"conferenceRecords/{call.id}",
        "space": f"spaces/{call.space}",
        "startTime": _instant(call.start),
    }
    if call.end is not None:
        row |= {"endTime": _instant(call.end), "expireTime": _instant(call.end + KEPT)}
    return row


def space(name: str, code: str) -> dict[str, Any]:
    """The place behind a code."""
    return {
        "name": f"spaces/{name}",
        "meetingUri": f"https://meet.google.com/{code}",
        "meetingCode": code,
    }


def participant(call: Call, stay: Stay) -> dict[str, Any]:
    """Who was in a call; of a nameless guest little is told."""
    row: dict[str, Any] = {
        "name": f"conferenceRecords/{call.id}/participants/{stay.id}",
        "earliestStartTime": _instant(stay.joined_at),
    }
    if stay.left_at is not None:
        row["latestEndTime"] = _instant(stay.left_at)
    if stay.account is None:
        return {**row, "anonymousUser": {"displayName": "Somebody Unknown"}}
    user = {"user": f"users/{stay.account.id}", "displayName": stay.account.name}
    return {**row, "signedinUser": user}


def document(call: Call, kind: str, written: Written) -> dict[str, Any]:
    """What a machine wrote about a call: smart notes or a transcript."""
    row: dict[str, Any] = {
        "name": f"conferenceRecords/{call.id}/{kind}/{written.id}",
        "state": "FILE_GENERATED" if written.document else "STARTED",
        "startTime": _instant(written.start),
    }
    if written.end is not None:
        row["endTime"] = _instant(written.end)
    if written.document is not None:
        uri = f"https://docs.google.com/document/d/{written.document}/view"
        row["docsDestination"] = {"document": written.document, "exportUri": uri}
    return row


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
