"""Who had which part in an outcome: in what roles, how often, and for how much of the work."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.company.acts import Act, Step
from sandbox.company.people import Person

OUTCOMES = {
    "delivery.feature": "code_change",
    "fix.absorbed_patch": "code_change",
    "fix.drive_by": "code_change",
    "fix.upkeep": "code_change",
    "incident.command": "incident",
    "incident.comms": "incident",
    "incident.scribe": "incident",
    "incident.responder": "incident",
    "incident.postmortem": "postmortem",
    "documentation.create": "document",
    "documentation.upkeep": "document",
    "documentation.runbook": "document",
    "documentation.dependency_map": "document",
    "mentoring.coaching_artifact": "document",
    "coordination.decision_record": "document",
    "fix.document": "document",
    "review.design": "document",
    "meeting.minutes": "meeting_record",
}
"""The kinds of work that make an outcome."""

_ROLES = {
    "delivery.feature": "author",
    "fix.absorbed_patch": "suggester",
    "fix.drive_by": "author",
    "fix.upkeep": "author",
    "incident.command": "commander",
    "incident.comms": "communicator",
    "incident.scribe": "scribe",
    "incident.responder": "responder",
    "meeting.minutes": "minute_taker",
}
"""Roles that somebody has by the work itself, whatever its traces."""

_VERBS = {
    ("confluence", "create"): "creator",
    ("confluence", "edit"): "editor",
    ("confluence", "comment_inline"): "commenter",
    ("git", "write"): "creator",
    ("git", "edit"): "editor",
    ("google", "write"): "creator",
    ("google", "edit"): "editor",
    ("google", "comment"): "commenter",
    ("google", "invite"): "organizer",
    ("pagerduty", "resolve"): "fixer",
    ("pagerduty", "acknowledge"): "observer",
    ("pagerduty", "note"): "observer",
    ("pagerduty", "priority"): "observer",
    ("pagerduty", "role"): "observer",
}
"""Roles that somebody has by doing something to the object."""

_OF_POSTMORTEMS = {"creator": "author", "editor": "contributor", "commenter": "reviewer"}

Worked = Iterable[tuple[str, str, str, float]]
"""Kind, object, person and minutes of every activity."""


@dataclass
class _Part:
    roles: set[str] = field(default_factory=set)
    moments: set[datetime] = field(default_factory=set)


@dataclass
class Outcomes:
    """Gathers roles and contributions as they happen."""

    _parts: dict[str, dict[str, _Part]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(_Part))
    )

    def add(self, act: Act, step: Step, object_id: str, ids: dict[str, str]) -> None:
        """Somebody does something to an object; ``ids`` are the tools' ids of all objects."""
        for claim in step.claims:
            if claim.kind in _ROLES:
                part = self._of(ids[claim.about] if claim.about else object_id, claim.person)
                part.roles.add(_ROLES[claim.kind])
                if claim.about:
                    part.moments.add(step.at)
        role = _VERBS.get((act.tool, step.verb))
        if role and isinstance(step.actor, Person):
            part = self._of(object_id, step.actor)
            part.roles.add(role)
            part.moments.add(step.at)

    def lines(self, worked: Worked) -> Iterator[dict[str, Any]]:
        """Truth of every outcome: ``share`` by minutes, and ``part`` by roles."""
        minutes: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for kind, object_id, person_id, spent in worked:
            if outcome := OUTCOMES.get(kind):
                minutes[outcome, object_id][person_id] += spent
        for (outcome, object_id), people in minutes.items():
            about = {"outcome": outcome, "object": object_id}
            total = sum(people.values())
            for person_id, spent in people.items():
                share = spent / total if total else 1 / len(people)
                yield {"type": "share", **about, "person_id": person_id, "share": share}
            for person_id, part in self._parts[object_id].items():
                named = _OF_POSTMORTEMS if outcome == "postmortem" else {}
                roles = sorted(named.get(role, role) for role in part.roles)
                times = max(len(part.moments), 1)
                said = {"person_id": person_id, "roles": roles, "times": times}
                yield {"type": "part", **about, **said}

    def _of(self, object_id: str, person: Person) -> _Part:
        return self._parts[object_id][person.person_id]
