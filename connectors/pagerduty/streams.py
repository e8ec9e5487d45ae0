"""What is read from PagerDuty, how it is walked, and what is kept of it.

Titles of incidents, contents of notes and messages of log entries are read for the flags below and
never kept. People are keyed by PagerDuty's user id; names and e-mails stand in the stream `user`
only. There is one scope, the account, or one for each configured team.

stream           endpoint                            cursor
log_entry        /log_entries, windows split below   start - 15 min, window and offset
                   the ceiling of 10,000
incident         /incidents/ID of changed incidents  place in the changed incidents
note             /incidents/ID/notes of changed and  place in the changed incidents
                   of recently open incidents
service          /services                           digest of the rows
user             /users                              digest of the rows
team             /teams                              digest of the rows
team_member      /teams/ID/members                   digest of the rows
schedule         /schedules                          digest of the rows
override         /schedules/ID/overrides, and        start - 15 min, windows
                   /schedules/ID for whose shift
on_call          /oncalls                            start - 15 min, windows
audit_record     /audit/records, newest first        start - 15 min, windows of 31 days

Start is PagerDuty's clock when a pull first asks it.
"""

from datetime import datetime

from connectors.stream import Record, Stream


class LogEntry(Record, frozen=True):
    """One thing that happened to one incident."""

    entry_id: str
    type: str
    """Without its ending `_log_entry`: acknowledge, annotate, assign, escalate, resolve, ..."""
    incident_id: str
    service_id: str | None
    url: str | None
    agent_id: str | None
    agent_type: str | None
    """user, service, integration or another machine, without its ending `_reference`."""
    channel_type: str | None
    """By what it came: website, mobile, email, api, auto, timeout, ..."""
    assignee_ids: tuple[str, ...]
    """Users an incident was assigned, delegated or escalated to."""
    created_at: datetime


class Incident(Record, frozen=True):
    """One incident; its title and description are dropped."""

    incident_id: str
    number: int
    url: str
    status: str
    urgency: str
    priority: str | None
    service_id: str | None
    team_ids: tuple[str, ...]
    assignee_ids: tuple[str, ...]
    commander_ids: tuple[str, ...]
    """Users in the configured role field of a commander."""
    communicator_ids: tuple[str, ...]
    scribe_ids: tuple[str, ...]
    merged_into_id: str | None
    """The incident that it was merged into, which resolved it."""
    created_at: datetime
    resolved_at: datetime | None
    observed_at: datetime


class Note(Record, frozen=True):
    """One note on one incident; its text is dropped."""

    note_id: str
    incident_id: str
    user_id: str | None
    user_type: str | None
    """user or bot_user, without the ending `_reference`."""
    word_count: int
    is_status_update: bool
    """It opens as an update for others: `Status update: ...`."""
    is_handover: bool
    """It opens as a handover: `Handover: ...`, `Handing over ...`."""
    page_ids: tuple[str, ...]
    """Confluence pages that its links lead to."""
    issue_keys: tuple[str, ...]
    """Jira issues that its links lead to."""
    created_at: datetime
    updated_at: datetime
    observed_at: datetime


class Service(Record, frozen=True):
    """One service."""

    service_id: str
    name: str
    url: str | None
    team_ids: tuple[str, ...]
    observed_at: datetime


class User(Record, frozen=True):
    """One account; phone numbers and contact methods are not read."""

    user_id: str
    display_name: str
    email: str
    role: str | None
    observed_at: datetime


class Team(Record, frozen=True):
    """One team."""

    team_id: str
    name: str
    observed_at: datetime


class TeamMember(Record, frozen=True):
    """One person in one team, as far as PagerDuty knows."""

    team_id: str
    user_id: str
    role: str | None
    observed_at: datetime


class Schedule(Record, frozen=True):
    """One on-call schedule."""

    schedule_id: str
    name: str
    url: str | None
    observed_at: datetime


class Override(Record, frozen=True):
    """One shift that a person put himself, or was put, into beside the layers of a schedule."""

    override_id: str
    schedule_id: str
    user_id: str
    covered_ids: tuple[str, ...]
    """Users whom the layers named then; none for an own shift, and where no layer names anybody."""
    started_at: datetime
    ended_at: datetime
    observed_at: datetime


class OnCall(Record, frozen=True):
    """One stretch of duty of one person."""

    escalation_policy_id: str
    escalation_level: int
    schedule_id: str
    """Empty for duty without a schedule."""
    user_id: str
    started_at: datetime | None
    """None for duty without an end."""
    ended_at: datetime | None
    on_call_id: str
    """Hash of what identifies the stretch; PagerDuty gives none."""
    observed_at: datetime


class AuditRecord(Record, frozen=True):
    """One change of the configuration, such as a schedule's; values are not kept."""

    record_id: str
    action: str
    resource_type: str
    resource_id: str
    actor_id: str | None
    actor_type: str | None
    executed_at: datetime


_USER = frozenset({"user_id"})
_ROLES = frozenset({"assignee_ids", "commander_ids", "communicator_ids", "scribe_ids"})

STREAMS = (
    Stream("log_entry", LogEntry, ("entry_id",), None, frozenset({"agent_id", "assignee_ids"})),
    Stream(
        "incident", Incident, ("incident_id",), "observed_at", _ROLES, children_of=("log_entry",)
    ),
    Stream(
        "note",
        Note,
        ("note_id",),
        "observed_at",
        _USER,
        children_of=("log_entry",),
        replaces=("incident_id",),
    ),
    Stream(
        "service", Service, ("service_id",), "observed_at", replaces=(), shared=True, holds=True
    ),
    Stream(
        "user",
        User,
        ("user_id",),
        "observed_at",
        frozenset({"user_id", "display_name", "email"}),
        replaces=(),
        shared=True,
    ),
    Stream("team", Team, ("team_id",), "observed_at", replaces=(), shared=True, holds=True),
    Stream("team_member", TeamMember, ("team_id", "user_id"), "observed_at", _USER, replaces=()),
    Stream(
        "schedule", Schedule, ("schedule_id",), "observed_at", replaces=(), shared=True, holds=True
    ),
    Stream(
        "override",
        Override,
        ("override_id",),
        "observed_at",
        frozenset({"user_id", "covered_ids"}),
    ),
    Stream("on_call", OnCall, ("on_call_id",), "observed_at", _USER),
    Stream("audit_record", AuditRecord, ("record_id",), None, frozenset({"actor_id"})),
)
