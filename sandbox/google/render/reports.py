"""How the reports API writes an entry of the administrator's log."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from sandbox.google.model.accounts import CUSTOMER
from sandbox.google.model.reports import Entry

ANONYMOUS = "105250506097979753968"


def activity(entry: Entry, domain: str) -> dict[str, Any]:
    """An entry as what somebody of the domain has done."""
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
        "ownerDomain": domain,
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
