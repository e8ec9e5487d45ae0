"""Tells what really happened, line by line, in the tools' own ids. No pipeline reads it.

============ ======================================================================
type         the line says
============ ======================================================================
person       who works here
account      whose an account is; ``person_id`` is null for machines and outsiders
activity     one unit of a kind of work (``kinds.KINDS`` says what each kind means)
credit       who is formally named on an object, in which capacity
pairing      who helps which newcomer, and where that is recorded, if anywhere
claim        what somebody reports, and what there is to corroborate or contradict it
============ ======================================================================

An ``object`` is ``github:<repository id>#<number>``, ``release:<repository>:<tag>``,
``jira:<issue id>``, ``jira:link:<source issue id>:<target issue id>``, ``confluence:<page id>``,
``pagerduty:<incident id>``, ``pagerduty:override:<override id>``,
``google:<file id>``, ``google:<file id>:<thread>``, ``google:meeting:<hash of the occurrence>``,
``google:series:<hash>`` or ``batch:jira:<project id>``. ``bucket`` is
the Monday of weekly kinds, the day of batches.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.company.acts import Claim, Credit
from sandbox.company.kinds import KINDS
from sandbox.company.onboarding import pairings
from sandbox.company.people import Company
from sandbox.company.worktime import monday_of

Tell = Callable[[dict[str, Any]], None]


@dataclass
class Truth:
    """Passes on each activity once, however often it was claimed.

    Attributes:
        tell: Gets every line.
    """

    tell: Tell
    _told: set[tuple[str, str, str, str | None]] = field(default_factory=set)

    def company(self, company: Company) -> None:
        """Who there is, and who coaches whom."""
        for person in company.people:
            self.tell(
                {
                    "type": "person",
                    "person_id": person.person_id,
                    "name": person.name,
                    "team": person.team,
                    "role_family": person.role_family,
                    "level": person.level,
                    "start": person.started.isoformat(),
                    "end": person.ended.isoformat() if person.ended else None,
                }
            )
        for pairing in pairings(company):
            self.tell(
                {
                    "type": "pairing",
                    "mentor": pairing.mentor.person_id,
                    "mentee": pairing.newcomer.person_id,
                    "from": pairing.started.isoformat(),
                    "to": pairing.ended.isoformat(),
                    "record": pairing.record,
                    "is_lived": pairing.is_lived,
                }
            )

    def activity(self, claim: Claim, object_id: str) -> None:
        """A person has done one unit of a kind of work."""
        bucket = self._bucket(claim)
        key = (claim.person.person_id, claim.kind, object_id, bucket)
        if key in self._told:
            return
        self._told.add(key)
        self.tell(
            {
                "type": "activity",
                "person_id": claim.person.person_id,
                "kind": claim.kind,
                "tool": _tool(object_id),
                "object": object_id,
                "bucket": bucket,
                "minutes": claim.minutes,
                "at": claim.at.isoformat(),
            }
        )

    def credit(self, credit: Credit, object_id: str, at: datetime) -> None:
        """A person is formally named."""
        self.tell(
            {
                "type": "credit",
                "person_id": credit.person.person_id,
                "tool": _tool(object_id),
                "object": object_id,
                "capacity": credit.capacity,
                "at": at.isoformat(),
            }
        )

    def _bucket(self, claim: Claim) -> str | None:
        unit = KINDS[claim.kind].unit
        if unit == "week":
            return monday_of(claim.at).isoformat()
        return claim.at.date().isoformat() if unit == "day" else None


def _tool(object_id: str) -> str:
    first, second, *_ = object_id.split(":")
    return {"batch": second, "release": "github"}.get(first, first)
