"""The words in which work is told before any tool has recorded it."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any, Literal

from sandbox.company.kinds import KINDS
from sandbox.company.people import Person, Team
from sandbox.company.worktime import NEVER

Tool = Literal["git", "github", "jira", "confluence", "pagerduty", "google"]


@dataclass(frozen=True)
class Stranger:
    """An account behind which nobody of the company stands: a machine or somebody outside.

    Attributes:
        type: What the tool calls it; empty for a person's type.
    """

    handle: str
    is_machine: bool = True
    type: str = ""


Actor = Person | Stranger | None
"""Who does something; None is a deleted account, or the tool itself."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A person has done a kind of work.

    Attributes:
        minutes: How long it takes, if nothing else is done meanwhile.
        at: When it is done; the minutes lie before.
        about: The key of the object, if it is not the one of the act.
        helps: For whose sake, if it is one other person's.
    """

    person: Person
    kind: str
    minutes: int
    at: datetime
    about: str | None = None
    helps: Person | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """A person is formally named, in some capacity, on the act's object."""

    person: Person
    capacity: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens to an object; what becomes true with it is told then.

    Attributes:
        verb: What the recorder of the tool knows how to do.
        value: What it needs for that.
    """

    at: datetime
    actor: Actor
    verb: str
    value: Any = None
    claims: tuple[Claim, ...] = ()
    credits: tuple[Credit, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Work on one object of one tool.

    Attributes:
        place: The repository, project, space or service; a key of the company.
        key: The object, new or known.
    """

    tool: Tool
    place: str
    key: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a pull request proposes.

    Attributes:
        paths: The files that it changes; some of the code if none are named.
        fixes: The key of the issue that its title names, if any.
        reverts: The key of the pull request that it takes back, if any.
    """

    title: str
    paths: tuple[str, ...] = ()
    fixes: str | None = None
    reverts: str | None = None


@dataclass(frozen=True, slots=True)
class Patch:
    """A commit that somebody wrote; who makes the step commits it.

    Attributes:
        paths: The files that it changes.
        named: Whom its message names, by the word before the name.
        branch: Where it goes; another branch than the main one is merged later.
    """

    author: Actor
    written_at: datetime
    subject: str
    paths: tuple[str, ...]
    named: tuple[tuple[str, Actor], ...] = ()
    branch: str = "main"


@dataclass(frozen=True, slots=True)
class Text:
    """A new document of a repository."""

    path: str
    body: str
    subject: str


@dataclass(frozen=True, slots=True)
class Document:
    """A page that others may edit later."""

    key: str
    place: str
    creator: Person
    created_at: datetime


@dataclass
class Week:
    """One week of the company.

    Attributes:
        number: Counted from the first week of the window.
        monday: Its first day.
        shelves: By team, its newest documents; carried from week to week.
        turns: How often something recurring has happened; carried too.
    """

    number: int
    monday: date
    shelves: dict[str, deque[Document]] = field(default_factory=dict)
    turns: Counter[str] = field(default_factory=Counter)
    _keys: count = field(default_factory=count)  # type: ignore[type-arg]  # because count is not generic at run time

    @property
    def days(self) -> list[date]:
        """Monday to Friday."""
        return [self.monday + timedelta(days=index) for index in range(5)]

    def day(self, random: Random) -> date:
        """One of its working days."""
        return random.choice(self.days)

    def key(self, word: str) -> str:
        """A name for a new object that no other object of the company has."""
        return f"{word}/{self.number}/{next(self._keys)}"

    def turn(self, name: str) -> int:
        """Counts one more of something that recurs, from zero."""
        self.turns[name] += 1
        return self.turns[name] - 1

    def shelf(self, team: Team) -> deque[Document]:
        """What a team wrote lately."""
        return self.shelves.setdefault(team.key, deque(maxlen=30))


def claim(
    random: Random,
    person: Person,
    kind: str,
    at: datetime,
    about: str | None = None,
    helps: Person | None = None,
) -> Claim:
    """A claim with minutes as they happen."""
    return Claim(person, kind, KINDS[kind].draw(random), at, about, helps)


def act(tool: Tool, place: str, key: str, steps: Iterable[Step]) -> Act:
    """An act without what nobody ever gets to."""
    return Act(tool, place, key, tuple(step for step in steps if step.at != NEVER))
