"""What the reports API holds and answers: the administrator's log, newest first."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sandbox.google.directory import CUSTOMER, is_admin
from sandbox.google.listing import Bounds, Cut, Paging, cut, shown
from sandbox.google.route import Caller, Route, refused
from sandbox.server import Asked, Reply

if TYPE_CHECKING:
    from sandbox.google.workspace import Account, Workspace

ANONYMOUS = "105250506097979753968"
_SCOPES = ("admin.reports.audit.readonly",)


@dataclass(eq=False)
class Entry:
    """One activity: one or more things that one actor did at one instant.

    Attributes:
        actor: None is nobody known.
        events: Names of events and their parameters.
        application: What acted in the actor's name: name, OAuth client, impersonating or not.
        is_agentic: Whether an agent acted.
    """

    number: int
    at: datetime
    actor: "Account | None"
    events: list[tuple[str, dict[str, Any]]]
    application: Mapping[str, Any] | None = None
    is_agentic: bool = False


@dataclass
class Log:
    """Holds the administrator's log of Drive.

    Attributes:
        paging: How the list is cut into pages.
    """

    paging: Paging = field(default_factory=Paging)
    _entries: list[Entry] = field(default_factory=list)
    _is_sorted: bool = True

    def add(
        self,
        action: str,
        file_id: str,
        actor: "Account | None",
        at: datetime,
        *,
        application: Mapping[str, Any] | None = None,
        agentic: bool = False,
        **parameters: Any,
    ) -> Entry:
        """Writes one thing that happened to a file.

        Args:
            action: Google's name of the event, such as ``edit``.
            file_id: What it happened to.
            actor: None is nobody known.
            at: When.
            application: What acted in the actor's name.
            agentic: Whether an agent acted.
            **parameters: Further parameters of the event, or other values of the usual ones.
        """
        usual = {"doc_id": file_id, "doc_type": "document", "primary_event": True}
        events = [(action, {**usual, **parameters})]
        entry = Entry(len(self._entries) + 1, at, actor, events, application, agentic)
        self._is_sorted = self._is_sorted and (not self._entries or self._entries[-1].at <= at)
        self._entries.append(entry)
        return entry

    def between(self, start: datetime, end: datetime) -> list[Entry]:
        """What happened in a stretch of time, newest first."""
        if not self._is_sorted:
            self._entries.sort(key=lambda entry: (entry.at, entry.number))
            self._is_sorted = True
        first = bisect_left(self._entries, start, key=lambda entry: entry.at)
        last = bisect_right(self._entries, end, key=lambda entry: entry.at)
        return self._entries[first:last][::-1]


def _list(workspace: "Workspace", asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    if not is_admin(workspace, caller) or match["user"] != "all":
        return refused(403, "forbidden", "Caller does not have access to the customers reports.")
    now, query = workspace.clock(), asked.query
    start = datetime.fromisoformat(query.get("startTime", "1970-01-01T00:00:00Z"))
    end = datetime.fromisoformat(query.get("endTime", now.isoformat()))
    if start >= end or start > now:
        return refused(400, "invalid", "Start time must be before end time and the current time.")
    entries = workspace.log.between(start, end)
    page = cut(asked, entries, Bounds("maxResults", 1000, 1000), workspace.log.paging)
    if isinstance(page, Reply):
        return page
    rows = [_rendered(workspace, entry) for entry in page.rows]
    return shown(asked, Cut(rows, page.token).body("items", kind="admin#reports#activities"))


def _rendered(workspace: "Workspace", entry: Entry) -> dict[str, Any]:
    actor: dict[str, Any] = {"profileId": entry.actor.id if entry.actor else ANONYMOUS}
    if entry.actor is not None:
        actor |= {"email": entry.actor.email, "callerType": "USER"}
    if entry.application is not None:
        actor["applicationInfo"] = dict(entry.application)
    row: dict[str, Any] = {
        "kind": "admin#reports#activity",
        "id": {
            "time": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "uniqueQualifier": str(-entry.number),
            "applicationName": "drive",
            "customerId": CUSTOMER,
        },
        "actor": actor,
        "ownerDomain": workspace.domain,
        "ipAddress": "192.0.2.1",
        "events": [_event(name, parameters) for name, parameters in entry.events],
    }
    if entry.is_agentic:
        row["isAgenticAction"] = True
        actor["agentAttributionInfo"] = {"agentName": "Assistant"}
    return row


def _event(name: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    listed = []
    for key, value in parameters.items():
        kind = "boolValue" if isinstance(value, bool) else "value"
        listed.append({"name": key, kind: value})
    return {"type": "access", "name": name, "parameters": listed}


ROUTES: tuple[Route, ...] = (
    Route(
        "reports.activities.list",
        "GET",
        "/admin/reports/v1/activity/users/(?P<user>[^/]+)/applications/drive",
        _SCOPES,
        _list,
    ),
)
