"""Tells what really happened, line by line, in the tools' own ids. No pipeline reads it.

============ ======================================================================
type         the line says
============ ======================================================================
person       who works here
account      whose an account is; ``person_id`` is null for machines and outsiders
activity     one unit of a kind of work (``kinds.KINDS`` says what each kind means)
credit       who is formally named on an object, in which capacity
pairing      who helps which newcomer, and where that is recorded, if anywhere
share        which part of the minutes on an outcome was whose
part         in which roles, and how often, somebody contributed to an outcome
shift        who is on call when
diary        who keeps a diary of the own work
claim        what somebody reports, and what there is to corroborate or contradict it
============ ======================================================================

An ``object`` is ``github:<repository id>#<number>``, ``release:<repository>:<tag>``,
``jira:<issue id>``, ``jira:link:<source issue id>:<target issue id>``, ``confluence:<page id>``,
``pagerduty:<incident id>``, ``pagerduty:override:<override id>``,
``google:<file id>``, ``google:<file id>:<thread>``, ``google:meeting:<hash of the occurrence>``,
``google:series:<hash>``, ``git:<commit>``, ``git:<repository>:<path>``,
``git:<repository>:release-notes``, ``pairing:<person id>`` or ``batch:jira:<project id>``.
``bucket`` is the Monday of weekly kinds, the day of batches, the month of pairings. ``minutes``
end with the last trace of the activity; nobody does two things at once.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sandbox.company.acts import Act, Claim, Credit, Step
from sandbox.company.diary import Worked, volunteers
from sandbox.company.handbook import release_teams
from sandbox.company.kinds import KINDS
from sandbox.company.onboarding import Pairing, pairings
from sandbox.company.outcomes import Outcomes
from sandbox.company.people import Company, Person
from sandbox.company.plan import lay_down
from sandbox.company.worktime import monday_of

Tell = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class _Unit:
    """One activity: what it took each time, by when that ended."""

    person: Person
    kind: str
    object_id: str
    bucket: str | None
    wanted: dict[datetime, int] = field(default_factory=dict)
    minutes: dict[datetime, float] = field(default_factory=dict)

    @property
    def worked(self) -> tuple[str, str, str, float]:
        """Its kind, object, person and minutes."""
        spent = sum(self.minutes.values())
        return self.kind, self.object_id, self.person.person_id, spent


@dataclass
class Truth:
    """Gathers each activity once, however often it was claimed, and tells it in the end.

    Attributes:
        tell: Gets every line.
        end: What is not over by then was not done.
    """

    tell: Tell
    end: datetime
    _units: dict[tuple[str, str, str, str | None], _Unit] = field(default_factory=dict)
    _outcomes: Outcomes = field(default_factory=Outcomes)
    _pairs: dict[tuple[Person, Person], list[Pairing]] = field(
        default_factory=lambda: defaultdict(list)
    )

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
        for pairing in (*pairings(company), *release_teams(company)):
            self._pairs[pairing.mentor, pairing.newcomer].append(pairing)
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

    def step(self, act: Act, step: Step, object_id: str, ids: dict[str, str]) -> None:
        """Something happens to an object, and with it what becomes true.

        Args:
            act: What it is part of.
            step: What happens.
            object_id: The tool's id of the object.
            ids: The tools' ids of all objects so far.
        """
        for claim in step.claims:
            self.activity(claim, ids[claim.about] if claim.about else object_id)
        for credit in step.credits:
            self.credit(credit, object_id, step.at)
        self._outcomes.add(act, step, object_id, ids)

    def activity(self, claim: Claim, object_id: str) -> None:
        """A person has done one unit of a kind of work, or some more of it."""
        if claim.at > self.end:
            return
        bucket = self._bucket(claim)
        key = (claim.person.person_id, claim.kind, object_id, bucket)
        if key not in self._units:
            self._units[key] = _Unit(claim.person, claim.kind, object_id, bucket)
        self._units[key].wanted.setdefault(claim.at, claim.minutes)
        if claim.helps:
            self._guidance(claim, claim.helps)

    def _guidance(self, claim: Claim, newcomer: Person) -> None:
        """What somebody did for a newcomer, they did as a buddy or mentor if they are one."""
        pairs = self._pairs.get((claim.person, newcomer), ())
        then = [pair for pair in pairs if pair.started <= claim.at.date() <= pair.ended]
        if then:
            is_recorded = any(pair.record for pair in then)
            kind = "mentoring.buddy" if is_recorded else "mentoring.possible"
            guided = Claim(claim.person, kind, 0, claim.at)
            self.activity(guided, f"pairing:{newcomer.person_id}")

    def shift(self, person: Person, first: datetime, last: datetime) -> None:
        """A person is on call, which is time allocated to alerts and incidents."""
        self.tell(
            {
                "type": "shift",
                "person_id": person.person_id,
                "from": first.isoformat(),
                "to": last.isoformat(),
            }
        )

    def settle(self, company: Company) -> Worked:
        """Tells all activities and shares, and returns what the volunteers worked."""
        people: dict[Person, list[_Unit]] = defaultdict(list)
        for unit in self._units.values():
            people[unit.person].append(unit)
        for units in people.values():
            _lay_down(units)
            for unit in units:
                self._told(unit)
        for line in self._outcomes.lines(unit.worked for unit in self._units.values()):
            self.tell(line)
        writers = volunteers(company)
        for writer in writers:
            self.tell({"type": "diary", "person_id": writer.person_id})
        worked: dict[tuple[Person, date, str], float] = defaultdict(float)
        for unit in self._units.values():
            for at, minutes in unit.minutes.items() if unit.person in writers else ():
                worked[unit.person, monday_of(at), unit.kind] += minutes
        return worked

    def _told(self, unit: _Unit) -> None:
        self.tell(
            {
                "type": "activity",
                "person_id": unit.person.person_id,
                "kind": unit.kind,
                "tool": _tool(unit.object_id),
                "object": unit.object_id,
                "bucket": unit.bucket,
                "minutes": round(sum(unit.minutes.values()), 2),
                "at": max(unit.wanted).isoformat(),
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
        if unit == "month":
            return f"{claim.at:%Y-%m}"
        return claim.at.date().isoformat() if unit == "day" else None


def _lay_down(units: list[_Unit]) -> None:
    """Gives the units of one person their minutes; units done in one go share its minutes."""
    goes: dict[tuple[datetime, str], list[_Unit]] = defaultdict(list)
    for unit in units:
        for at, minutes in unit.wanted.items():
            unit.minutes[at] = 0.0
            if minutes:
                goes[at, unit.object_id].append(unit)
    order = sorted(goes)
    wanted = [(key[0], max(unit.wanted[key[0]] for unit in goes[key])) for key in order]
    for key, granted in zip(order, lay_down(wanted), strict=True):
        for unit in goes[key]:
            unit.minutes[key[0]] = granted / len(goes[key])


def _tool(object_id: str) -> str:
    first, second, *_ = object_id.split(":")
    return {"batch": second, "release": "github"}.get(first, first)
