"""Which accounts people have in which tool, and what ties them to a person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Generic, TypeVar
from zlib import crc32

from sandbox.company.acts import Actor, Stranger, Tool
from sandbox.company.people import HERO, Company, Person

SPLIT = 0.05
"""The share of people with two accounts in one tool."""

HIDDEN, UNLINKED = 0.15, 0.03
"""Shares of people who hide their address from others, and whom the roster does not tie."""

_CODE = frozenset({"eng", "sre", "design"})
_DUTY = frozenset({"eng", "sre", "support", "pm"})
T = TypeVar("T")


@dataclass
class Identities:
    """How people appear in the tools.

    Attributes:
        split: Person -> the tool in which there are two accounts.
        hidden: Who shows no address in Atlassian's tools.
        unlinked: Whom nothing ties to a GitHub account.
        lost: The one whose hidden Atlassian account the roster lacks as well.
        renamed: Who changes the names of accounts half-way.
    """

    company: Company
    split: dict[Person, Tool] = field(default_factory=dict)
    hidden: frozenset[Person] = frozenset()
    unlinked: frozenset[Person] = frozenset()
    lost: Person | None = None
    renamed: frozenset[Person] = frozenset()

    def __post_init__(self) -> None:
        random = self.company.random("identity")
        cast = {self.company.cast.hero, self.company.cast.peer, *self.company.cast.juniors}
        cast.update(self.company.twins)
        others = [person for person in self.company.people if person not in cast]
        self.hidden = _some(random, others, HIDDEN)
        self.lost = min(self.hidden, key=lambda person: person.person_id)
        self.unlinked = _some(random, [p for p in others if has_account(p, "github")], UNLINKED)
        self.renamed = _some(random, others, UNLINKED)
        apart = [
            person
            for person in others
            if has_account(person, "github") and person not in self.unlinked
        ]
        chosen = random.sample(apart, max(1, round(SPLIT * self.company.size)))
        for number, person in enumerate(sorted(chosen, key=lambda person: person.person_id)):
            has_both = has_account(person, "pagerduty") and len(person.emails) > 1
            self.split[person] = "pagerduty" if number % 2 and has_both else "github"

    def handles(self, person: Person, tool: Tool) -> list[str]:
        """What the tool calls a person's accounts; none if there is none."""
        if not has_account(person, tool):
            return []
        handle = person.handle.replace(".", "-") if tool == "github" else person.handle
        return [handle, f"{handle}-x"] if self.split.get(person) == tool else [handle]

    def address(self, person: Person, number: int) -> str:
        """The address of a person's n-th account; one in three is not the main one."""
        first = crc32(person.person_id.encode()) % 3 == 0
        return person.emails[(number + first) % len(person.emails)]


def has_account(person: Person, tool: Tool) -> bool:
    """Whether a person's work needs the tool."""
    wanted = {"github": _CODE, "pagerduty": _DUTY}.get(tool)
    return wanted is None or person.role_family in wanted or person.person_id == HERO


def _some(random: Random, people: list[Person], share: float) -> frozenset[Person]:
    return frozenset(random.sample(people, max(1, round(share * len(people)))))


@dataclass
class Accounts(Generic[T]):
    """The accounts of one tool, and whose they are.

    Attributes:
        make: Creates a person's n-th account of a handle.
        invite: Creates the account of a stranger.
        id_of: The tool's immutable id of an account.
        tell: Told of every account with the person behind it.
    """

    tool: Tool
    identities: Identities
    make: Callable[[Person, str, int], T]
    invite: Callable[[Stranger], T]
    id_of: Callable[[T], str]
    tell: Callable[[dict[str, Any]], None]
    rows: dict[Person, list[T]] = field(default_factory=dict)
    strangers: dict[Stranger, T] = field(default_factory=dict)

    def open(self) -> None:
        """Gives everybody the accounts he needs."""
        for person in self.identities.company.people:
            for number, handle in enumerate(self.identities.handles(person, self.tool)):
                row = self.make(person, handle, number)
                self.rows.setdefault(person, []).append(row)
                self._told(row, person.person_id, is_machine=False)

    def of(self, actor: Actor, about: str) -> T | None:
        """The account somebody uses for an object."""
        if actor is None:
            return None
        if isinstance(actor, Stranger):
            if actor not in self.strangers:
                self.strangers[actor] = self.invite(actor)
                self._told(self.strangers[actor], None, is_machine=actor.is_machine)
            return self.strangers[actor]
        rows = self.rows[actor]
        return rows[crc32(about.encode()) % len(rows)]

    def ids(self, person: Person) -> list[str]:
        """The immutable ids of a person's accounts."""
        return [self.id_of(row) for row in self.rows.get(person, ())]

    def _told(self, row: T, person_id: str | None, *, is_machine: bool) -> None:
        self.tell(
            {
                "type": "account",
                "tool": self.tool,
                "account_id": self.id_of(row),
                "person_id": person_id,
                "is_machine": is_machine,
            }
        )
