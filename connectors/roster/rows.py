"""What the rows of the people tables become, and why one is refused."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime

from connectors.roster.conflicts import Entry, handles
from connectors.roster.streams import (
    ALWAYS,
    Absence,
    AccountClaim,
    DiaryEntry,
    Duty,
    Employment,
    IdentityDecision,
    Machine,
    Pairing,
)
from connectors.tables.content import Columns
from connectors.tables.rows import Row

PEOPLE = Columns(
    ("person_id", "name", "email"),
    (
        "other_emails",
        "team",
        "role_family",
        "level",
        "fte",
        "manager_email",
        "start_date",
        "end_date",
        "valid_from",
        "valid_to",
    ),
    prefix="account:",
    forms={
        "person_id": Row.required,
        "name": Row.required,
        "other_emails": Row.addresses,
        "fte": Row.decimal,
        "start_date": Row.day,
        "end_date": Row.day,
        "valid_from": Row.day,
        "valid_to": Row.day,
    },
)
PEOPLE_FILE = replace(
    PEOPLE, forms={name: form for name, form in PEOPLE.forms.items() if name != "other_emails"}
)
"""Of a mailmap or TOML: its further addresses are what git wrote, such as ``root@laptop``."""

DUTIES = Columns(
    ("person_id", "duty", "from"),
    ("to", "minutes_per_week"),
    forms={"person_id": Row.required, "from": Row.required_day, "to": Row.day},
)
ABSENCES = Columns(
    ("person_id", "from", "to"),
    forms={"person_id": Row.required, "from": Row.required_day, "to": Row.required_day},
)
DIARY = Columns(
    ("person_id", "week", "kind", "minutes"),
    forms={"person_id": Row.required, "week": Row.required_day, "kind": Row.required},
)
MACHINES = Columns(("tool", "account"))
PAIRINGS = Columns(
    ("newcomer_email", "buddy_email", "role", "start_date"), ("end_date", "source_note")
)
DECISIONS = Columns(
    ("decided_at", "decided_by", "action", "account_id", "person_key"),
    ("valid_from", "valid_to", "reason"),
)
_ACCOUNT = "account:"
_HANDLE_ONLY = "github:"
_WEEK_MINUTES = 7 * 24 * 60


def employment(row: Row, observed_at: datetime) -> Employment:
    """One person in one period; only who is known by a handle may have no address."""
    roster_id, name = row.required("person_id"), row.required("name")
    valid_from, valid_to = _interval(row, "valid_from", "valid_to")
    start, end = _interval(row, "start_date", "end_date")
    has_address = row.text("email") is not None or not roster_id.startswith(_HANDLE_ONLY)
    manager = (row.text("manager_email") or "").lower() or None
    email = row.address("email") if has_address else None
    others = tuple(address.lower() for address in row.several("other_emails"))
    if manager is not None and manager in (email, *others):
        raise row.refused("manager_email is the person's own address")
    return Employment(
        roster_id=roster_id,
        name=name,
        email=email,
        other_emails=others,
        team=row.text("team"),
        role_family=row.text("role_family"),
        level=row.text("level"),
        fte=_fte(row),
        manager_email=manager,
        start_date=start,
        end_date=end,
        valid_from=valid_from or ALWAYS,
        valid_to=valid_to,
        job=0,
        observed_at=observed_at,
    )


def _interval(row: Row, first: str, last: str) -> tuple[date | None, date | None]:
    start, end = row.day(first), row.day(last)
    if start and end and end < start:
        raise row.refused(f"{last} is before {first}")
    return start, end


def _fte(row: Row) -> float:
    fte = row.decimal("fte")
    if fte is not None and not 0 < fte <= 1:
        raise row.refused("fte is not between 0 and 1; 80 % is 0.8")
    return 1.0 if fte is None else fte


def account_claims(entry: Entry) -> Iterator[AccountClaim]:
    """The tool accounts that a person's `account:` columns name."""
    found = entry.employment
    for column, handle in handles(entry.row):
        tool = column.removeprefix(_ACCOUNT)
        yield AccountClaim(found.roster_id, tool, handle, found.observed_at)


class Absences:
    """Takes the rows of the absences; of two that begin on one day, one would be lost."""

    def __init__(self, observed_at: datetime) -> None:
        self._observed_at = observed_at
        self._begun: dict[tuple[str, date], int] = {}

    def __call__(self, row: Row) -> Absence:
        """One interval away.

        Raises:
            RowRefused: It is wrong, or begins on the day of another of the same person.
        """
        first, last = row.required_day("from"), row.required_day("to")
        if last < first:
            raise row.refused("to is before from")
        roster_id = row.required("person_id")
        number = self._begun.setdefault((roster_id, first), row.number)
        if number != row.number:
            raise row.refused(f"row {number} has the same person_id and from")
        return Absence(roster_id, first, last, self._observed_at)


class Duties:
    """Takes the rows of the duties; of one duty a person has one row for each day."""

    def __init__(self, known: Collection[str], observed_at: datetime) -> None:
        self._known, self._observed_at = known, observed_at
        self._held: dict[tuple[str, str], list[Duty]] = {}

    def __call__(self, row: Row) -> Duty:
        """One row.

        Raises:
            RowRefused: Its duty is not one of the credit policy's, or it overlaps an earlier one.
        """
        found = _duty(row, self._known, self._observed_at)
        others = self._held.setdefault((found.roster_id, found.duty), [])
        if any(_share_a_day(found, other) for other in others):
            raise row.refused("overlaps another row of this person and duty")
        others.append(found)
        return found


def _duty(row: Row, known: Collection[str], observed_at: datetime) -> Duty:
    duty = row.one_of("duty", sorted(known))
    _, last = _interval(row, "from", "to")
    minutes = row.whole("minutes_per_week")
    if minutes is not None and minutes > _WEEK_MINUTES:
        raise row.refused("minutes_per_week is more than a week has")
    return Duty(
        row.required("person_id"),
        duty,
        row.required_day("from"),
        last,
        minutes,
        observed_at,
    )


def _share_a_day(one: Duty, other: Duty) -> bool:
    return one.held_from <= (other.held_to or date.max) and other.held_from <= (
        one.held_to or date.max
    )


class Diary:
    """Takes the rows of the diary; only totals of a kind in a week are handed in."""

    def __init__(self, observed_at: datetime) -> None:
        self._observed_at = observed_at
        self._kinds: set[tuple[str, date, str]] = set()
        self._spent: Counter[tuple[str, date]] = Counter()

    def __call__(self, row: Row) -> DiaryEntry:
        """One row.

        Raises:
            RowRefused: Its week is not a Monday or still to come, or it makes the week too full.
        """
        found = _diary_entry(row, self._observed_at)
        week, key = (found.roster_id, found.week), (found.roster_id, found.week, found.kind)
        if found.week > self._observed_at.date():
            raise row.refused("week is in the future")
        if key in self._kinds:
            raise row.refused("repeats an earlier row of this person, week and kind")
        if self._spent[week] + found.minutes > _WEEK_MINUTES:
            raise row.refused("the week has more minutes than a week")
        self._kinds.add(key)
        self._spent[week] += found.minutes
        return found


def _diary_entry(row: Row, observed_at: datetime) -> DiaryEntry:
    week = row.required_day("week")
    if week.weekday() != 0:
        raise row.refused("week is not a Monday")
    minutes = row.whole("minutes")
    if minutes is None:
        raise row.refused("minutes is empty")
    return DiaryEntry(
        row.required("person_id"), week, row.required("kind").lower(), minutes, observed_at
    )


def machine(row: Row, observed_at: datetime) -> Machine:
    """One account that is a machine."""
    return Machine(row.required("tool").lower(), row.required("account"), observed_at)


def pairing(row: Row, observed_at: datetime) -> Pairing:
    """One newcomer and who was named to help; the note on where that was said is dropped."""
    newcomer, buddy = row.address("newcomer_email"), row.address("buddy_email")
    if newcomer == buddy:
        raise row.refused("newcomer_email and buddy_email are one address")
    role = row.one_of("role", ("buddy", "mentor", "manager"))
    start = row.required_day("start_date")
    _, end = _interval(row, "start_date", "end_date")
    return Pairing(newcomer, buddy, role, start, end, observed_at)


def decision(row: Row, observed_at: datetime) -> IdentityDecision:
    """One decision on whose an account is; its reason stays in the file."""
    valid_from, valid_to = _interval(row, "valid_from", "valid_to")
    return IdentityDecision(
        decided_at=row.instant("decided_at"),
        decided_by=row.required("decided_by"),
        action=row.one_of("action", ("accept", "reject", "unlink", "human", "machine")),
        account_id=row.required("account_id"),
        person_key=row.required("person_key"),
        valid_from=valid_from,
        valid_to=valid_to,
        has_reason=row.text("reason") is not None,
        observed_at=observed_at,
    )
