"""The rows a simulated PagerDuty holds: plain dataclasses, changed through the ``Account``."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Machine = Literal["service", "events_api_v2_inbound_integration"]


@dataclass(slots=True)
class User:
    """An account; ``role`` is user, admin, owner, read_only_user, ..."""

    id: str
    handle: str
    name: str
    email: str
    role: str = "user"


@dataclass(slots=True)
class Team:
    """A team and the role of each member by user id."""

    id: str
    name: str
    members: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Service:
    """A service, and the integration that raises its incidents."""

    id: str
    name: str
    integration_id: str
    teams: tuple[Team, ...] = ()


@dataclass(slots=True)
class Note:
    """A note of a person or, with ``bot``, of a machine."""

    id: str
    author: User | None
    content: str
    bot: bool
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True)
class Incident:
    """An incident; ``roles`` holds the values of its custom fields by their names."""

    id: str
    number: int
    service: Service
    title: str
    urgency: str
    created_at: datetime
    updated_at: datetime
    status: str = "triggered"
    priority: str | None = None
    resolved_at: datetime | None = None
    merged_into: "Incident | None" = None
    assignees: tuple[User, ...] = ()
    acknowledgers: tuple[User, ...] = ()
    roles: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class LogEntry:
    """One thing that happened; an agent that is no user is a machine of the service."""

    id: str
    type: str
    incident: Incident
    agent: User | Machine | None
    channel: str
    summary: str
    created_at: datetime
    assignees: tuple[User, ...] = ()
    user: User | None = None


@dataclass(slots=True)
class Override:
    """A shift that somebody took over."""

    id: str
    user: User
    start: datetime
    end: datetime


@dataclass(slots=True)
class Shift:
    """A stretch of time for which a layer names somebody."""

    user: User
    start: datetime
    end: datetime


@dataclass(slots=True)
class Schedule:
    """A schedule with its layers and overrides, and the escalation policy that uses it."""

    id: str
    name: str
    policy_id: str
    overrides: list[Override] = field(default_factory=list)
    layers: dict[str, list[Shift]] = field(default_factory=dict)


@dataclass(slots=True)
class OnCall:
    """A stretch of duty; permanent without start and end."""

    policy_id: str
    schedule: Schedule | None
    user: User
    start: datetime | None
    end: datetime | None
    level: int = 1


@dataclass(slots=True)
class AuditRecord:
    """A change of the configuration; without a user it was made with an account's API key."""

    id: str
    actor: User | None
    action: str
    resource_type: str
    resource_id: str
    executed_at: datetime
