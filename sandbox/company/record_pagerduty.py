"""Records work in PagerDuty."""

from collections.abc import Callable
from datetime import datetime

from sandbox.company.acts import Act, Step, Stranger
from sandbox.company.identity import Accounts, Identities
from sandbox.company.people import Company, Person
from sandbox.company.record import Objects, Verbs
from sandbox.company.record_confluence import page_url
from sandbox.company.truth import Tell
from sandbox.pagerduty.model import Account
from sandbox.pagerduty.rows import Incident, Schedule, Service, User

SHIFTS: dict[str, Callable[[Step], tuple[datetime, datetime]]] = {
    "on_call": lambda step: (step.at, step.at + step.value),
    "override": lambda step: (step.value, step.at),
    "own_override": lambda step: (step.value, step.at),
}
"""From when until when the one who acts is on call."""


class PagerDuty:
    """The recorder."""

    def __init__(
        self, company: Company, account: Account, objects: Objects, who: Identities, tell: Tell
    ) -> None:
        self.account, self.objects, self.who = account, objects, who
        self.accounts: Accounts[User] = Accounts(
            "pagerduty", who, self._account, self._stranger, lambda user: user.id, tell
        )
        self.accounts.open()
        self.services: dict[str, Service] = {}
        self.schedules: dict[str, Schedule] = {}
        for team in company.teams:
            group = account.add_team(team.name)
            for person in team.members:
                for user in self.accounts.rows.get(person, ()):
                    account.add_member(group, user)
            self.schedules[team.key] = account.add_schedule(f"{team.name} on call")
            for name in team.services:
                self.services[name] = account.add_service(name, teams=[group])
        makes = {
            "trigger": self._trigger,
            "on_call": self._on_call,
            "override": self._override,
            "own_override": self._override,
        }
        changes = {
            "notify": self._notify,
            "acknowledge": self._acknowledge,
            "resolve": self._resolve,
            "note": self._note,
            "bot_note": self._bot_note,
            "link_page": self._link_page,
            "priority": self._priority,
            "role": self._role,
        }
        self.record = Verbs(objects, makes, changes).record

    def _account(self, person: Person, handle: str, number: int) -> User:
        address = self.who.address(person, number)
        return self.account.add_user(handle, name=person.name, email=address)

    def _stranger(self, stranger: Stranger) -> User:
        return self.account.add_user(stranger.handle, email=f"{stranger.handle}@acme.example")

    def _user(self, actor: object, act: Act) -> User:
        user = self.accounts.of(actor, act.key) if isinstance(actor, Person) else None
        if user is None:
            raise ValueError("only people act in PagerDuty")
        return user

    def _trigger(self, act: Act, step: Step) -> str:
        incident = self.account.trigger(self.services[act.place], step.value, at=step.at)
        return self.objects.add(act.key, incident, f"pagerduty:{incident.id}")

    def _on_call(self, act: Act, step: Step) -> str:
        user, schedule = self._user(step.actor, act), self.schedules[act.place]
        self.account.plan(schedule, user, step.at, step.at + step.value)
        self.account.add_on_call(schedule, user, step.at, step.at + step.value)
        return self.objects.add(act.key, schedule, f"pagerduty:schedule:{schedule.id}")

    def _override(self, act: Act, step: Step) -> str:
        """A shift that began at the step's value and ends with the step."""
        start: datetime = step.value
        schedule, user = self.schedules[act.place], self._user(step.actor, act)
        if step.verb == "own_override":
            self.account.plan(schedule, user, start, step.at, layer="Daytime")
        override = self.account.add_override(schedule, user, start, step.at)
        return self.objects.add(act.key, override, f"pagerduty:override:{override.id}")

    def _notify(self, incident: Incident, act: Act, step: Step) -> None:
        self.account.notify(incident, self._user(step.value, act), at=step.at)

    def _acknowledge(self, incident: Incident, act: Act, step: Step) -> None:
        self.account.acknowledge(incident, self._user(step.actor, act), at=step.at)

    def _resolve(self, incident: Incident, act: Act, step: Step) -> None:
        user = self._user(step.actor, act) if step.actor else None
        self.account.resolve(incident, user, at=step.at)

    def _note(self, incident: Incident, act: Act, step: Step) -> None:
        self.account.add_note(incident, self._user(step.actor, act), step.value, at=step.at)

    def _bot_note(self, incident: Incident, _act: Act, step: Step) -> None:
        self.account.add_note(incident, None, step.value, bot=True, at=step.at)

    def _link_page(self, incident: Incident, act: Act, step: Step) -> None:
        text = f"Postmortem: {page_url(self.objects.rows[step.value])}"
        self.account.add_note(incident, self._user(step.actor, act), text, at=step.at)

    def _priority(self, incident: Incident, act: Act, step: Step) -> None:
        self.account.set_priority(incident, self._user(step.actor, act), step.value, at=step.at)

    def _role(self, incident: Incident, act: Act, step: Step) -> None:
        self.account.set_role(incident, step.value, self._user(step.actor, act), at=step.at)
