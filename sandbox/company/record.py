"""What recorders of all tools share: they know the objects by the company's names for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.company.acts import Act, Step


@dataclass
class Objects:
    """What exists so far, in all tools.

    Attributes:
        rows: The tools' rows by the company's keys.
        ids: The tools' ids, as truth names them.
    """

    rows: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, row: Any, object_id: str) -> str:
        """Remembers a new object."""
        self.rows[key] = row
        self.ids[key] = object_id
        return object_id


class Recorder(Protocol):
    """Writes what happens into one tool."""

    def record(self, act: Act, step: Step) -> str | None:
        """Writes one step and returns the object's id; None if there is no such object."""


Verb = Callable[[Act, Step], str | None]
Change = Callable[..., None]


@dataclass
class Verbs:
    """What a recorder can do.

    Attributes:
        makes: Steps that need nothing that exists; they return the new object's id, or
            None if there is nothing to make it of.
        changes: Steps that change the act's object.
    """

    objects: Objects
    makes: Mapping[str, Verb]
    changes: Mapping[str, Change]

    def record(self, act: Act, step: Step) -> str | None:
        """Does what a step says, unless its object was never made."""
        if step.verb in self.makes:
            return self.makes[step.verb](act, step)
        row = self.objects.rows.get(act.key)
        if row is None:
            return None
        self.changes[step.verb](row, act, step)
        return self.objects.ids[act.key]
