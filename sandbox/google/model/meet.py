"""Calls, who was in them, and what a machine wrote about them."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from sandbox.google.model.accounts import Account
from sandbox.google.model.paging import Paging

KEPT = timedelta(days=30)
"""Google forgets a call so long after its end."""


@dataclass(eq=False)
class Stay:
    """One account, or one nameless guest, in one call."""

    id: str
    account: Account | None
    joined_at: datetime
    left_at: datetime | None


@dataclass(eq=False)
class Written:
    """One document that a machine wrote about one call; without a document it is not ready."""

    id: str
    document: str | None
    start: datetime
    end: datetime | None


@dataclass(eq=False)
class Call:
    """One call."""

    id: str
    code: str
    organizer: Account
    start: datetime
    end: datetime | None
    stays: list[Stay] = field(default_factory=list)
    smart_notes: list[Written] = field(default_factory=list)
    transcripts: list[Written] = field(default_factory=list)

    @property
    def space(self) -> str:
        """The id of the place behind its code."""
        return f"space{self.code.replace('-', '')}"

    def is_forgotten(self, now: datetime) -> bool:
        """Whether nothing is told of it any more."""
        return self.end is not None and self.end + KEPT <= now


@dataclass
class Meet:
    """Holds calls.

    Attributes:
        calls: By id.
        paging: How lists are cut into pages.
    """

    calls: dict[str, Call] = field(default_factory=dict)
    paging: Paging = field(default_factory=Paging)
    _by_account: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    _codes: dict[str, str] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def add_call(
        self,
        code: str,
        organizer: Account,
        start: datetime,
        end: datetime | None,
        *,
        people: Iterable[Account | None] = (),
        smart_notes: str | None = None,
        transcript: str | None = None,
    ) -> Call:
        """A call; None among the people is a nameless guest.

        Args:
            code: Of the meeting it belongs to, such as ``abc-defg-hij``.
            organizer: Owns the space; was in the call only as one of the people.
            start: When it began.
            end: When it ended, None if it goes on.
            people: Who was in it, all the time.
            smart_notes: The document of the notes that a machine took.
            transcript: The document of the transcript.
        """
        call = Call(f"c{next(self._numbers):07d}", code, organizer, start, end)
        self.calls[call.id] = call
        self._codes[call.space] = code
        self._show(call, organizer)
        for account in people:
            self.join(call, account, start, end)
        for written, document in ((call.smart_notes, smart_notes), (call.transcripts, transcript)):
            if document is not None:
                written.append(Written(f"w{next(self._numbers):07d}", document, start, end))
        return call

    def join(
        self, call: Call, account: Account | None, at: datetime, left: datetime | None
    ) -> Stay:
        """Lets somebody into a call."""
        stay = Stay(f"p{next(self._numbers):07d}", account, at, left)
        call.stays.append(stay)
        if account is not None:
            self._show(call, account)
        return stay

    def code_of(self, space: str) -> str | None:
        """The code of a space."""
        return self._codes.get(space)

    def seen_by(self, email: str, since: datetime | None) -> list[Call]:
        """The calls that somebody may see, oldest first."""
        known = self._by_account.get(email, [])
        start = 0 if since is None else bisect_left(known, (since, ""))
        return [self.calls[key] for _, key in known[start:]]

    def _show(self, call: Call, account: Account) -> None:
        known = self._by_account.setdefault(account.email, [])
        place = bisect_left(known, (call.start, call.id))
        if known[place : place + 1] != [(call.start, call.id)]:
            known.insert(place, (call.start, call.id))
