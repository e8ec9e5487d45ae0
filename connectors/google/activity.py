"""Who did what to each changed file. Of comments and suggestions only that they were made."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import product
from typing import Any

from connectors.google.below import Below, now
from connectors.google.client import ACTIVITY, Session
from connectors.google.file_records import Changed
from connectors.google.place import Place
from connectors.google.streams import Activity
from connectors.rest.paging import Row, as_utc, parse_instant
from connectors.stream import Cursor, ParentKeys
from connectors.sync import Sync

_ACTIONS = ("create", "edit", "comment", "rename", "move", "delete", "restore")
_CASES = " ".join(action.upper() for action in _ACTIONS)
_DETAIL = (
    "detail(create,edit,comment(post,assignment,suggestion),rename/newTitle,move,delete,restore)"
)
_WHO_WHEN = "timestamp,timeRange"
_COMMENT = "fileComment(legacyCommentId,legacyDiscussionId)"
_FIELDS = (
    f"nextPageToken,activities({_WHO_WHEN},actors,targets({_COMMENT}),"
    f"actions({_WHO_WHEN},actor,target({_COMMENT}),{_DETAIL}))"
)
_PAGE = 500
_LABEL = "an activity of Google Drive"
_USERS = {"deletedUser": "deleted_user", "unknownUser": "unknown_user"}
_OTHERS = ("anonymous", "impersonation", "administrator", "system")


def activities(place: Place, cursor: Cursor | None, parents: ParentKeys) -> Sync:
    """Queries the activity of every changed file since it was last told of."""
    session = place.session(ACTIVITY)
    first = as_utc(place.since(now(place)))

    def confirm(_: Changed) -> object:
        root = place.target if place.is_shared_drive else "root"
        body = {"ancestorName": f"items/{root}", "pageSize": 1}
        return session.ask(session.service.activity().query(body=body, fields="nextPageToken"))

    def read(file: Changed) -> list[Activity]:
        return _queried(session, file.file_id, max(file.since or first, first))

    below = Below(place, "activity", lambda _: True, read, confirm)
    return (yield from below.batches(cursor, parents))


def _queried(session: Session, file_id: str, since: str) -> list[Activity]:
    body = {
        "itemName": f"items/{file_id}",
        "filter": f'time >= "{since}" AND detail.action_detail_case:({_CASES})',
        "consolidationStrategy": {"none": {}},
        "pageSize": _PAGE,
    }

    def make(token: str | None) -> Any:
        given = body if token is None else {**body, "pageToken": token}
        return session.service.activity().query(body=given, fields=_FIELDS)

    return [
        record
        for page in session.pages(make, "activities")
        for row in page.rows()
        for record in activity_records(row, file_id)
    ]


def activity_records(row: Row, file_id: str) -> Iterator[Activity]:
    """Yields each action of an activity by each of its actors; one without a time is skipped.

    An action without actor, target or time of its own has those of its activity.
    """
    for action in _objects(row.get("actions")):
        kind, detail, assignee = _what(_object(action.get("detail")))
        times = _times(action) or _times(row)
        if kind is None or times is None:
            continue
        targets = _objects([action.get("target")]) or _objects(row.get("targets"))
        actors = _objects([action.get("actor")]) or _objects(row.get("actors")) or [{}]
        comments = [_object(target.get("fileComment")) for target in targets] or [{}]
        for actor, comment in dict.fromkeys(product(map(_who, actors), map(_comment, comments))):
            yield Activity(
                activity_id=_hash(file_id, times[1], actor, kind, detail, comment),
                file_id=file_id,
                action=kind,
                detail=detail,
                actor_id=actor[1],
                actor_type=actor[0],
                comment_id=comment[0] or comment[1],
                assignee_id=assignee,
                started_at=times[0],
                occurred_at=times[1],
            )


def _what(detail: Row) -> tuple[str | None, str | None, str | None]:
    """The action, its detail, and whom it was assigned to; None of what is not kept."""
    kind = next((name for name in _ACTIONS if isinstance(detail.get(name), dict)), None)
    if kind == "create":
        made = next((name for name in ("new", "upload", "copy") if name in detail[kind]), None)
        return kind, made, None
    if kind != "comment":
        return kind, None, None
    comment = detail[kind]
    for name in ("post", "suggestion", "assignment"):
        if isinstance(comment.get(name), dict):
            subtype = str(comment[name].get("subtype") or "").lower()
            known = subtype if subtype and subtype != "subtype_unspecified" else None
            assignee = _who({"user": _object(comment[name].get("assignedUser"))})[1]
            return ("comment" if name == "post" else name), known, assignee
    return None, None, None


def _who(actor: Row) -> tuple[str, str | None]:
    """What kind of actor it is, and the account if Google tells one that acted itself."""
    for name in _OTHERS:
        if name in actor:
            return name, None
    user = _object(actor.get("user"))
    person = _object(user.get("knownUser")).get("personName")
    if isinstance(person, str) and (account := person.removeprefix("people/")):
        return "user", account
    return next((kind for name, kind in _USERS.items() if name in user), "unknown_user"), None


def _comment(comment: Row) -> tuple[str | None, str | None]:
    """The thread and the comment in it."""
    return comment.get("legacyDiscussionId"), comment.get("legacyCommentId")


def _times(row: Row) -> tuple[datetime, datetime] | None:
    """Start and end; the same of a single instant."""
    span = _object(row.get("timeRange"))
    end = row.get("timestamp") or span.get("endTime") or span.get("startTime")
    if not end:
        return None
    start = row.get("timestamp") or span.get("startTime") or end
    return parse_instant(start, _LABEL), parse_instant(end, _LABEL)


def _hash(file_id: str, at: datetime, *parts: Any) -> str:
    text = "|".join((file_id, at.isoformat(), *map(repr, parts)))
    return hashlib.sha256(text.encode()).hexdigest()


def _object(value: Any) -> Row:
    return value if isinstance(value, dict) else {}


def _objects(values: Any) -> list[Row]:
    return [value for value in values or () if isinstance(value, dict)]
