"""The administrator's log of what was done to files."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.google.model.accounts import Account
from sandbox.google.model.paging import Paging


@dataclass(eq=False)
class Entry:
    """One activity: one or more things that one actor did at one instant.

    Attributes:
        actor: None is nobody known.
        events: Names of events and their parameters.
        application: What acted in the actor's name: name, OAuth client, impersonating or not.
        is_agentic: Whether an agent acted.
    """

    number: int
    at: datetime
    actor: Account | None
    events: list[tuple[str, dict[str, Any]]]
    application: Mapping[str, Any] | None = None
    is_agentic: bool = False


@dataclass
class Log:
    """Holds the administrator's log of Drive.

    Attributes:
        paging: How the list is cut into pages.
    """

    paging: Paging = field(default_factory=Paging)
    _entries: list[Entry] = field(default_factory=list)
    _is_sorted: bool = True

    def add(
        self,
        action: str,
        file_id: str,
        actor: Account | None,
        at: datetime,
        *,
        application: Mapping[str, Any] | None = None,
        agentic: bool = False,
        **parameters: Any,
    ) -> Entry:
        """Writes one thing that happened to a file.

        Args:
            action: Google's name of the event, such as ``edit``.
            file_id: What it happened to.
            actor: None is nobody known.
            at: When.
            application: What acted in the actor's name.
            agentic: Whether an agent acted.
            **parameters: Further parameters of the event, or other values of the usual ones.
        """
        usual = {"doc_id": file_id, "doc_type": "document", "primary_event": True}
        events = [(action, {**usual, **parameters})]
        entry = Entry(len(self._entries) + 1, at, actor, events, application, agentic)
        self._is_sorted = self._is_sorted and (not self._entries or self._entries[-1].at <= at)
        self._entries.append(entry)
        return entry

    def between(self, start: datetime, end: datetime) -> list[Entry]:
        """What happened in a stretch of time, newest first."""
        if not self._is_sorted:
            self._entries.sort(key=lambda entry: (entry.at, entry.number))
            self._is_sorted = True
        first = bisect_left(self._entries, start, key=lambda entry: entry.at)
        last = bisect_right(self._entries, end, key=lambda entry: entry.at)
        return self._entries[first:last][::-1]
