"""Rows to the JSON that PagerDuty answers."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.pagerduty.rows import (
    AuditRecord,
    Incident,
    LogEntry,
    Note,
    OnCall,
    Override,
    Schedule,
    Service,
    Team,
    User,
)

Json = dict[str, Any]
WEB = "https://acme.pagerduty.example"
API = "https://api.pagerduty.example"
PRIVATE = "words that nobody may keep"
"""Stands in every field with text that the model does not hold."""


def stamp(instant: datetime) -> str:
    """An instant as PagerDuty writes it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp_or_none(instant: datetime | None) -> str | None:
    """An instant, or null."""
    return None if instant is None else stamp(instant)


def reference(identity: str, kind: str, summary: str) -> Json:
    """A pointer to another object."""
    path = f"{kind}s/{identity}"
    return {
        "id": identity,
        "type": f"{kind}_reference",
        "summary": summary,
        "self": f"{API}/{path}",
        "html_url": f"{WEB}/{path}",
    }


def user_reference(row: User) -> Json:
    """A pointer to a person."""
    return reference(row.id, "user", row.name)


def team_reference(row: Team) -> Json:
    """A pointer to a team."""
    return reference(row.id, "team", row.name)


def log_entry(row: LogEntry) -> Json:
    """A log entry without includes."""
    service = row.incident.service
    body: Json = {
        "id": row.id,
        "type": f"{row.type}_log_entry",
        "summary": row.summary or PRIVATE,
        "self": f"{API}/log_entries/{row.id}",
        "html_url": f"{WEB}/incidents/{row.incident.id}/log_entries/{row.id}",
        "created_at": stamp(row.created_at),
        "agent": _agent(row),
        "channel": {"type": row.channel, "summary": row.summary or PRIVATE, "details": PRIVATE},
        "service": reference(service.id, "service", service.name),
        "incident": reference(row.incident.id, "incident", row.incident.title),
        "teams": [team_reference(team) for team in service.teams],
        "contexts": [],
    }
    if row.type in ("assign", "escalate", "delegate"):
        body["assignees"] = [user_reference(user) for user in row.assignees]
    if row.type in ("escalate", "delegate"):
        body["assignees"].append(reference("PPOLICY", "escalation_policy", "Policy"))
    if row.type == "trigger":
        body["event_details"] = {"description": row.summary}
    if row.user is not None:
        body["user"] = user_reference(row.user)
    return body


def _agent(row: LogEntry) -> Json | None:
    service = row.incident.service
    if isinstance(row.agent, User):
        return user_reference(row.agent)
    if row.agent is None:
        return None
    identity = service.id if row.agent == "service" else service.integration_id
    return reference(identity, row.agent, service.name)


def incident(row: Incident) -> Json:
    """An incident."""
    changed = stamp(row.updated_at)
    service = row.service
    priority = row.priority and reference(f"P{row.priority}", "priority", row.priority)
    return {
        "id": row.id,
        "type": "incident",
        "summary": f"[#{row.number}] {row.title}",
        "self": f"{API}/incidents/{row.id}",
        "html_url": f"{WEB}/incidents/{row.id}",
        "incident_number": row.number,
        "title": row.title,
        "description": row.title,
        "created_at": stamp(row.created_at),
        "updated_at": changed,
        "status": row.status,
        "incident_key": PRIVATE,
        "service": reference(service.id, "service", service.name),
        "assignments": [
            {"at": changed, "assignee": user_reference(user)} for user in row.assignees
        ],
        "acknowledgements": [
            {"at": changed, "acknowledger": user_reference(user)} for user in row.acknowledgers
        ],
        "assigned_via": "escalation_policy",
        "last_status_change_at": changed,
        "last_status_change_by": reference(service.id, "service", service.name),
        "resolved_at": stamp_or_none(row.resolved_at),
        "resolve_reason": _merge(row),
        "escalation_policy": reference("PPOLICY", "escalation_policy", "Policy"),
        "teams": [team_reference(team) for team in service.teams],
        "priority": priority,
        "urgency": row.urgency,
        "body": {"type": "incident_body", "details": PRIVATE},
    }


def _merge(row: Incident) -> Json | None:
    left = row.merged_into
    if left is None:
        return None
    target = reference(left.id, "incident", left.title)
    return {"type": "merge_resolve_reason", "incident": target}


def field_value(name: str, value: str, number: int) -> Json:
    """The value of a custom field of an incident."""
    return {
        "id": f"PFIELD{number}",
        "type": "field_value",
        "name": name,
        "display_name": name.title(),
        "description": PRIVATE,
        "data_type": "string",
        "field_type": "single_value",
        "value": value,
    }


def note(row: Note) -> Json:
    """A note."""
    author = None if row.author is None else user_reference(row.author)
    if row.bot:
        author = reference("PBOT", "bot_user", "Helper")
    return {
        "id": row.id,
        "user": author,
        "channel": {"summary": "The PagerDuty website or APIs"},
        "content": row.content,
        "created_at": stamp(row.created_at),
        "updated_at": stamp(row.updated_at),
    }


def service(row: Service) -> Json:
    """A service."""
    return {
        **_whole(row.id, "service", row.name),
        "description": PRIVATE,
        "status": "active",
        "teams": [team_reference(team) for team in row.teams],
        "integrations": [
            reference(row.integration_id, "events_api_v2_inbound_integration", "Events")
        ],
        "escalation_policy": reference("PPOLICY", "escalation_policy", "Policy"),
    }


def user(row: User) -> Json:
    """An account with its contact methods."""
    return {
        **_whole(row.id, "user", row.name),
        "email": row.email,
        "role": row.role,
        "time_zone": "UTC",
        "job_title": PRIVATE,
        "description": PRIVATE,
        "contact_methods": [reference("PPHONE", "phone_contact_method", PRIVATE)],
        "teams": [],
    }


def team(row: Team) -> Json:
    """A team."""
    return {**_whole(row.id, "team", row.name), "description": PRIVATE, "parent": None}


def member(person: User, role: str) -> Json:
    """A person in a team."""
    return {"user": user_reference(person), "role": role}


def schedule(row: Schedule, teams: Sequence[Team]) -> Json:
    """A schedule, without its layers."""
    return {
        **_whole(row.id, "schedule", row.name),
        "time_zone": "UTC",
        "description": PRIVATE,
        "escalation_policies": [reference(row.policy_id, "escalation_policy", "Policy")],
        "teams": [team_reference(team) for team in teams],
    }


def layered(row: Schedule, teams: Sequence[Team], since: datetime, until: datetime) -> Json:
    """A schedule with its layers as they are in a stretch of time, whole shifts."""
    layers = [
        {
            "id": f"PLAYER{number}",
            "name": name,
            "start": stamp(since),
            "end": None,
            "rendered_schedule_entries": [
                {
                    "start": stamp(shift.start),
                    "end": stamp(shift.end),
                    "user": user_reference(shift.user),
                }
                for shift in shifts
                if shift.start < until and shift.end > since
            ],
        }
        for number, (name, shifts) in enumerate(row.layers.items())
    ]
    return {**schedule(row, teams), "schedule_layers": layers}


def override(row: Override, *, start: datetime, end: datetime) -> Json:
    """An override with the bounds that are shown of it."""
    return {
        "id": row.id,
        "start": stamp(start),
        "end": stamp(end),
        "user": user_reference(row.user),
    }


def on_call(row: OnCall) -> Json:
    """A stretch of duty."""
    duty = row.schedule
    return {
        "escalation_policy": reference(row.policy_id, "escalation_policy", "Policy"),
        "escalation_level": row.level,
        "schedule": None if duty is None else reference(duty.id, "schedule", duty.name),
        "user": user_reference(row.user),
        "start": stamp_or_none(row.start),
        "end": stamp_or_none(row.end),
    }


def audit_record(row: AuditRecord) -> Json:
    """A change of the configuration with the values that changed."""
    key = reference("PKEY", "api_key", PRIVATE)
    actor = key if row.actor is None else user_reference(row.actor)
    return {
        "id": row.id,
        "self": f"{API}/audit/records/{row.id}",
        "execution_time": stamp(row.executed_at),
        "execution_context": {"request_id": PRIVATE, "remote_address": PRIVATE},
        "actors": [actor],
        "method": {"type": "browser", "description": None, "truncated_token": None},
        "root_resource": reference(row.resource_id, row.resource_type, PRIVATE),
        "action": row.action,
        "details": {
            "resource": reference(row.resource_id, row.resource_type, PRIVATE),
            "fields": [{"name": "name", "before_value": PRIVATE, "value": PRIVATE}],
        },
    }


def _whole(identity: str, kind: str, name: str) -> Json:
    return {**reference(identity, kind, name), "type": kind, "name": name}
