"""The administrator's log of Drive: who did what to which file, also what others cannot see."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from connectors.errors import BadPayload
from connectors.google.client import REPORTS
from connectors.google.people_records import part, rows_in, text
from connectors.google.place import Place
from connectors.google.restart import resumed
from connectors.google.streams import AuditEvent
from connectors.rest.paging import Page, Row, as_utc, parse_instant
from connectors.stream import Batch, Cursor, ParentKeys
from connectors.sync import Sync

OVERLAP = timedelta(hours=6)
"""How late Google may write what happened; it says "a couple of hours"."""

KEPT = timedelta(days=179)
"""How far back may be asked, a day less than Google keeps."""

ACTIONS = frozenset(
    {"create", "upload", "edit", "copy", "rename", "move", "trash", "untrash", "delete"}
)
_ANONYMOUS = "105250506097979753968"
_FIELDS = (
    "kind,nextPageToken,items(id,actor(profileId,applicationInfo(impersonation,oauthClientId),"
    "agentAttributionInfo(agentType)),isAgenticAction,"
    "events(name,parameters(name,value,boolValue)))"
)


def audit_events(place: Place, cursor: Cursor | None, parents: ParentKeys) -> Sync:
    """Reads the log from the start of the last walk, less an overlap, to the start of this one.

    Google lists it newest first, so the start moves only when the oldest page was read.
    """
    del parents
    session, now = place.session(REPORTS), place.client.credential.runtime.clock()
    walk = (cursor or {}).get("walk") or _walk(place, cursor, now)
    start, end = walk["start"], walk["end"]

    def pages(token: str | None) -> Iterator[Page]:
        def make(token: str | None) -> Any:
            return session.service.activities().list(
                userKey="all",
                applicationName="drive",
                startTime=start,
                endTime=end,
                maxResults=1000,
                fields=_FIELDS,
                pageToken=token,
            )

        return session.pages(make, "items", token)

    ended = parse_instant(end, "the cursor")
    for page in resumed(pages, walk.get("token")):
        if page.body.get("kind") != "admin#reports#activities":
            raise BadPayload(f"{page.label} answered no list of activities")
        # Google's clock may be behind ours: what it has not seen yet is not covered.
        ended = min(ended, page.date)
        records = [
            each for row in page.rows() for each in kept(row, place.client.credential.client_id)
        ]
        if page.token is None:
            after: Cursor = {"since": as_utc(ended - OVERLAP)}
        else:
            after = {"walk": {**walk, "token": page.token}}
        yield Batch({"audit_event": records}, after)
    return ended


def kept(row: Row, client_id: str) -> Iterator[AuditEvent]:
    """What one entry of the log says that somebody did; nothing if it was no person's doing."""
    identity, actor = _identity(row), part(row, "actor")
    application = part(actor, "applicationInfo")
    if (
        application.get("impersonation") is True
        or application.get("oauthClientId") == client_id
        or actor.get("profileId") == _ANONYMOUS
    ):
        return
    is_agent = row.get("isAgenticAction") is True or "agentAttributionInfo" in actor
    for index, event in enumerate(rows_in(row, "events")):
        told = {
            each["name"]: each.get("value", each.get("boolValue"))
            for each in rows_in(event, "parameters")
            if isinstance(each.get("name"), str)
        }
        is_made = _is_made_by_a_program(event.get("name"), told)
        if event.get("name") in ACTIONS and (is_made or _is_own_act(told)):
            yield _event(
                row, f"{identity}|{index}", event["name"], told, is_agent=is_agent or is_made
            )


def _walk(place: Place, cursor: Cursor | None, now: datetime) -> dict[str, Any]:
    since = (cursor or {}).get("since")
    start = parse_instant(since, "the cursor") if since else place.since(now)
    return {"start": as_utc(max(start, now - KEPT)), "end": as_utc(now)}


def _is_own_act(told: dict[str, Any]) -> bool:
    """Whether somebody did it to a file, and neither a program nor as a part of something else."""
    return (
        isinstance(told.get("doc_id"), str)
        and "api_method" not in told
        and told.get("primary_event") is not False
        and told.get("actor_is_collaborator_account") is not True
    )


def _is_made_by_a_program(action: Any, told: dict[str, Any]) -> bool:
    """Whether a program made a document, as note-takers do in the name of who invited them."""
    return (
        action == "create"
        and told.get("doc_type") == "document"
        and isinstance(told.get("doc_id"), str)
        and "api_method" in told
    )


def _identity(row: Row) -> str:
    """What tells an entry from every other one.

    Raises:
        BadPayload: A part of it is missing.
    """
    identity, what = part(row, "id"), "an audit event"
    owner, time = text(identity, "customerId", what), text(identity, "time", what)
    return f"{owner}|drive|{time}|{identity.get('uniqueQualifier', '')}"


def _event(
    row: Row, identity: str, action: str, told: dict[str, Any], *, is_agent: bool
) -> AuditEvent:
    actor_id, file_type = part(row, "actor").get("profileId"), told.get("doc_type")
    return AuditEvent(
        event_id=hashlib.sha256(identity.encode()).hexdigest(),
        action=action,
        file_id=told["doc_id"],
        file_type=file_type if isinstance(file_type, str) else None,
        actor_id=actor_id if isinstance(actor_id, str) and actor_id else None,
        is_agent=is_agent,
        occurred_at=parse_instant(part(row, "id")["time"], "an audit event's time"),
    )
