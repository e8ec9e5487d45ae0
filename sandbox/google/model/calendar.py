"""Calendars and their events.

Everybody who is invited has a copy of an event, with one iCalendar id, in the own calendar.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from sandbox.google.model.accounts import Account
from sandbox.google.model.paging import Paging


@dataclass(eq=False)
class Guest:
    """One invited address."""

    email: str
    response: str = "accepted"
    is_optional: bool = False
    is_room: bool = False


@dataclass(eq=False)
class File:
    """One attached file."""

    file_id: str
    title: str = "Notes"
    mime_type: str = "application/vnd.google-apps.document"


@dataclass(eq=False)
class Meeting:
    """One occurrence of a meeting, as all copies of it show it.

    Attributes:
        id: The same in every calendar, as Google does it for copies.
        whole_uid: The iCalendar id before the series was split, the same for all of its parts.
        series_id: The recurring event it is an occurrence of.
        original_start: Where the series put it.
        kind: Google's type of event; only ``default`` ones are meetings.
        calendars: Whose calendars show it.
    """

    id: str
    ical_uid: str
    organizer: str
    creator: str
    title: str
    start: datetime
    end: datetime
    original_start: datetime
    created_at: datetime
    updated_at: datetime
    whole_uid: str = ""
    series_id: str | None = None
    description: str = ""
    guests: list[Guest] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    code: str | None = None
    is_private: bool = False
    is_all_day: bool = False
    hides_guests: bool = False
    kind: str = "default"
    is_cancelled: bool = False
    calendars: list[str] = field(default_factory=list)


@dataclass(eq=False)
class Calendar:
    """The changes of one calendar, oldest first; of each event only the newest counts."""

    changes: list[tuple[int, Meeting]] = field(default_factory=list)
    newest: dict[str, int] = field(default_factory=dict)
    generation: int = 0

    def after(self, number: int, until: int) -> Iterator[tuple[int, Meeting]]:
        """The events that changed last between two changes."""
        start = bisect_right(self.changes, number, key=lambda change: change[0])
        for index in range(start, len(self.changes)):
            changed, meeting = self.changes[index]
            if changed > until:
                return
            if self.newest[meeting.id] == changed:
                yield changed, meeting


@dataclass
class Calendars:
    """Holds calendars and their events.

    Attributes:
        shared_with: Calendar -> further addresses that may read it.
        paging: How lists are cut into pages.
    """

    shared_with: dict[str, set[str]] = field(default_factory=dict)
    paging: Paging = field(default_factory=Paging)
    _calendars: dict[str, Calendar] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def add_event(
        self,
        organizer: Account,
        attendees: Iterable[Account | Guest],
        start: datetime,
        end: datetime,
        title: str,
        *,
        series: str | None = None,
        private: bool = False,
        attachments: Iterable[File] = (),
        code: str | None = None,
        description: str = "",
        creator: Account | None = None,
        through: Iterable[Account] = (),
        all_day: bool = False,
        hides_guests: bool = False,
        kind: str = "default",
        split_at: datetime | None = None,
        at: datetime | None = None,
    ) -> Meeting:
        """Puts a copy of a meeting into the calendars of its organizer and attendees.

        Args:
            organizer: Owns the meeting; is no attendee unless named as one.
            attendees: Accounts have accepted; a `Guest` says what it says.
            start: When it begins.
            end: When it ends.
            title: Never leaves a connector.
            series: Any name that the occurrences of one recurring meeting share.
            private: Whether only its guests may see more than its times.
            attachments: Files attached from the beginning.
            code: Of its call.
            description: What the invitation says.
            creator: Who put it in, if not the organizer.
            through: Accounts invited through a group, which is one of the guests.
            all_day: Whether it has dates instead of times.
            hides_guests: Whether Google leaves a part of the guests out.
            kind: Google's type of event.
            split_at: From which occurrence on somebody changed "this and following" of the series:
                they become a series whose id is the old one's and that time.
            at: When it was put in.
        """
        number = next(self._numbers)
        base = f"s{series.encode().hex()}" if series else f"e{number:08d}"
        whole = base if split_at is None else f"{base}_R{split_at.astimezone(UTC):%Y%m%dT%H%M%S}"
        guests = [each if isinstance(each, Guest) else Guest(each.email) for each in attendees]
        people = [organizer.email, *(each.email for each in guests), *(p.email for p in through)]
        at = at or min(start, end)
        meeting = Meeting(
            id=f"{base}_{start.astimezone(UTC):%Y%m%dT%H%M%SZ}" if series else base,
            ical_uid=f"{whole}@google.com",
            organizer=organizer.email,
            creator=(creator or organizer).email,
            title=title,
            start=start,
            end=end,
            original_start=start,
            created_at=at,
            updated_at=at,
            whole_uid=f"{base}@google.com",
            series_id=whole if series else None,
            description=description,
            guests=guests,
            files=list(attachments),
            code=code,
            is_private=private,
            is_all_day=all_day,
            hides_guests=hides_guests,
            kind=kind,
            calendars=list(dict.fromkeys(people)),
        )
        self._changed(meeting)
        return meeting

    def change(
        self, meeting: Meeting, at: datetime, do: Callable[[Meeting], object] = lambda _: None
    ) -> None:
        """Changes a meeting in any way; its copies are updated."""
        do(meeting)
        meeting.updated_at = at
        self._changed(meeting)

    def move(self, meeting: Meeting, start: datetime, end: datetime, at: datetime) -> None:
        """Gives a meeting other times."""
        meeting.start, meeting.end = start, end
        self.change(meeting, at)

    def cancel(self, meeting: Meeting, at: datetime) -> None:
        """Deletes a meeting; what is left of it says little more than its id."""
        meeting.is_cancelled = True
        self.change(meeting, at)

    def attach(self, meeting: Meeting, file: File, at: datetime) -> None:
        """Attaches a file, such as notes after the meeting."""
        meeting.files.append(file)
        self.change(meeting, at)

    def expire_tokens(self, calendar: str) -> None:
        """Forgets what was changed since the sync tokens that were given out."""
        self.calendar(calendar).generation += 1

    def meetings(self, calendar: str) -> list[Meeting]:
        """What a calendar shows, in the order of the last changes."""
        found = self.calendar(calendar)
        return [meeting for _, meeting in found.after(0, found.changes[-1][0])]

    def calendar(self, name: str) -> Calendar:
        """The calendar of a name; every name has one."""
        return self._calendars.setdefault(name, Calendar())

    def _changed(self, meeting: Meeting) -> None:
        for name in meeting.calendars:
            number, calendar = next(self._numbers), self.calendar(name)
            calendar.changes.append((number, meeting))
            calendar.newest[meeting.id] = number
