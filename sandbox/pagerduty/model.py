"""What the simulated PagerDuty holds, and all that can happen to it; actions write log entries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from sandbox.pagerduty.rows import (
    AuditRecord,
    Incident,
    LogEntry,
    Machine,
    Note,
    OnCall,
    Override,
    Schedule,
    Service,
    Shift,
    Team,
    User,
)


@dataclass
class Account:
    """Everything in one account. Every action takes the time it happened, default now."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    users: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    schedules: dict[str, Schedule] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    entries: list[LogEntry] = field(default_factory=list)
    on_calls: list[OnCall] = field(default_factory=list)
    audit_records: list[AuditRecord] = field(default_factory=list)
    _ids: count = field(default_factory=lambda: count(1))  # type: ignore[type-arg]  # because count is not generic at run time
    _numbers: count = field(default_factory=lambda: count(1))  # type: ignore[type-arg]  # because count is not generic at run time

    def add_user(
        self, handle: str, *, name: str | None = None, email: str, role: str = "user"
    ) -> User:
        """An account; the same handle is the same account."""
        if handle not in self.users:
            self.users[handle] = User(self._id("P"), handle, name or handle, email, role)
        return self.users[handle]

    def add_team(self, name: str) -> Team:
        """A team without members."""
        team = Team(self._id("P"), name)
        self.teams[team.id] = team
        return team

    def add_member(self, team: Team, user: User, role: str = "responder") -> None:
        """Puts somebody into a team: observer, responder or manager."""
        team.members[user.id] = role

    def add_service(self, name: str, *, teams: Sequence[Team] = ()) -> Service:
        """A service with one integration."""
        service = Service(self._id("P"), name, self._id("P"), tuple(teams))
        self.services[service.id] = service
        return service

    def add_schedule(self, name: str) -> Schedule:
        """A schedule with an escalation policy of its own."""
        schedule = Schedule(self._id("P"), name, self._id("P"))
        self.schedules[schedule.id] = schedule
        return schedule

    def trigger(
        self,
        service: Service,
        title: str,
        *,
        urgency: str = "high",
        by: User | None = None,
        at: datetime | None = None,
    ) -> Incident:
        """A new incident, by a person or by the service's integration."""
        at = self._at(at)
        identity, number = self._id("Q"), next(self._numbers)
        incident = Incident(identity, number, service, title, urgency, at, at)
        self.incidents[incident.id] = incident
        agent: User | Machine = by or "events_api_v2_inbound_integration"
        self._log("trigger", incident, agent, "website" if by else "api", at, title)
        return incident

    def acknowledge(
        self,
        incident: Incident,
        user: User,
        *,
        channel: str = "website",
        at: datetime | None = None,
    ) -> None:
        """Somebody starts to look at it."""
        incident.status = "acknowledged"
        incident.acknowledgers = tuple({u.id: u for u in (*incident.acknowledgers, user)}.values())
        self._log("acknowledge", incident, user, channel, self._at(at))

    def assign(
        self, incident: Incident, by: User | None, to: User, at: datetime | None = None
    ) -> None:
        """Gives it to somebody else."""
        self._hand_over("assign", incident, by, to, at)

    def escalate(
        self, incident: Incident, by: User | None, to: User, at: datetime | None = None
    ) -> None:
        """Raises it to the next level; without a person the waiting time ran out."""
        self._hand_over("escalate", incident, by, to, at)

    def delegate(
        self, incident: Incident, by: User | None, to: User, at: datetime | None = None
    ) -> None:
        """Hands it to another escalation policy."""
        self._hand_over("delegate", incident, by, to, at)

    def request_responder(
        self, incident: Incident, by: User, whom: User, at: datetime | None = None
    ) -> None:
        """Asks somebody to join; no list shows it but the log."""
        self._log("responder_request", incident, by, "website", self._at(at), user=whom)

    def set_priority(
        self, incident: Incident, by: User, name: str, at: datetime | None = None
    ) -> None:
        """Says how important it is."""
        incident.priority = name
        self._log("field_value_change", incident, by, "website", self._at(at), name)

    def set_role(
        self, incident: Incident, role_field: str, user: User, at: datetime | None = None
    ) -> None:
        """Somebody writes himself, by e-mail, into a custom field that names a role."""
        incident.roles[role_field] = user.email
        self._log("custom_field_value_change", incident, user, "website", self._at(at), user.email)

    def add_note(
        self,
        incident: Incident,
        author: User | None,
        content: str,
        *,
        bot: bool = False,
        at: datetime | None = None,
    ) -> Note:
        """A note; None is an author who was deleted."""
        at = self._at(at)
        note = Note(self._id("P"), author, content, bot, at, at)
        incident.notes.append(note)
        agent: User | Machine | None = "service" if bot else author
        self._log("annotate", incident, agent, "note", at, content)
        return note

    def edit_note(self, note: Note, content: str, at: datetime | None = None) -> None:
        """Rewrites a note; no log entry tells of it."""
        note.content, note.updated_at = content, self._at(at)

    def delete_note(self, note: Note) -> None:
        """Takes a note away; no log entry tells of it."""
        for incident in self.incidents.values():
            incident.notes = [kept for kept in incident.notes if kept.id != note.id]

    def resolve(
        self,
        incident: Incident,
        user: User | None,
        at: datetime | None = None,
        *,
        channel: str | None = None,
    ) -> None:
        """Closes it; without a person the integration or a timeout did."""
        at = self._at(at)
        incident.status, incident.resolved_at, incident.assignees = "resolved", at, ()
        agent: User | Machine = user or "service"
        self._log("resolve", incident, agent, channel or ("website" if user else "auto"), at)

    def merge(
        self, target: Incident, others: Sequence[Incident], user: User, at: datetime | None = None
    ) -> None:
        """Makes one incident of several: the others are resolved by whoever merges them."""
        for incident in others:
            incident.merged_into = target
            self.resolve(incident, user, at)

    def notify(self, incident: Incident, user: User, at: datetime | None = None) -> None:
        """PagerDuty calls somebody."""
        self._log("notify", incident, "service", "auto", self._at(at), user=user)

    def remove_incident(self, incident: Incident) -> None:
        """Takes an incident away; its log entries stay."""
        del self.incidents[incident.id]

    def plan(
        self,
        schedule: Schedule,
        user: User,
        start: datetime,
        end: datetime,
        *,
        layer: str = "Rota",
    ) -> None:
        """Names somebody for a shift in a layer, which is there from its first shift on."""
        schedule.layers.setdefault(layer, []).append(Shift(user, self._at(start), self._at(end)))

    def add_override(
        self, schedule: Schedule, user: User, start: datetime, end: datetime
    ) -> Override:
        """Somebody takes over a shift."""
        override = Override(self._id("Q"), user, self._at(start), self._at(end))
        schedule.overrides.append(override)
        return override

    def add_on_call(
        self,
        schedule: Schedule | None,
        user: User,
        start: datetime | None,
        end: datetime | None,
        level: int = 1,
    ) -> OnCall:
        """A stretch of duty; without a schedule somebody stands in the policy himself."""
        policy_id = schedule.policy_id if schedule else "PPOLICY"
        duty = OnCall(policy_id, schedule, user, start, end, level)
        self.on_calls.append(duty)
        return duty

    def add_audit(
        self,
        actor: User | None,
        action: str,
        resource_type: str,
        resource_id: str,
        at: datetime | None = None,
    ) -> AuditRecord:
        """A change of the configuration."""
        at = self._at(at)
        record = AuditRecord(self._id("A"), actor, action, resource_type, resource_id, at)
        self.audit_records.append(record)
        return record

    def _hand_over(
        self, kind: str, incident: Incident, by: User | None, to: User, at: datetime | None
    ) -> None:
        incident.assignees = (to,)
        agent: User | Machine = by or "service"
        self._log(
            kind, incident, agent, "website" if by else "timeout", self._at(at), assignees=(to,)
        )

    def _log(
        self,
        kind: str,
        incident: Incident,
        agent: User | Machine | None,
        channel: str,
        at: datetime,
        summary: str = "",
        *,
        assignees: tuple[User, ...] = (),
        user: User | None = None,
    ) -> None:
        incident.updated_at = max(incident.updated_at, at)
        entry = LogEntry(
            self._id("R"), kind, incident, agent, channel, summary, at, assignees, user
        )
        self.entries.append(entry)

    def _id(self, letter: str) -> str:
        return f"{letter}{next(self._ids):07d}"

    def _at(self, at: datetime | None) -> datetime:
        """PagerDuty keeps whole seconds."""
        return (at or self.clock()).astimezone(UTC).replace(microsecond=0)
