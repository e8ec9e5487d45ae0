"""What the rows of the people tables become, and why one is refused."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime

from connectors.roster.streams import (
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
_ALWAYS = date(1900, 1, 1)
_ACCOUNT = "account:"
_HANDLE_ONLY = "github:"
_WEEK_MINUTES = 7 * 24 * 60


class Employments:
    """Takes the roster's rows: one person in one period each.

    Two people with one address or account would become one profile, and one person in two teams at
    one time would be a guess, so such rows are refused.
    """

    def __init__(self, observed_at: datetime) -> None:
        self._observed_at = observed_at
        self._addresses: dict[str, tuple[str, int]] = {}
        self._accounts: dict[tuple[str, str], list[tuple[Employment, int]]] = {}
        self._periods: dict[str, list[tuple[Employment, int]]] = {}

    def __call__(self, row: Row) -> Employment:
        """One row.

        Raises:
            RowRefused: It is wrong, or cannot be right together with an earlier one.
        """
        found = _employment(row, self._observed_at)
        for address in filter(None, (found.email, *found.other_emails)):
            owner, number = self._addresses.setdefault(address, (found.roster_id, row.number))
            if owner != found.roster_id:
                raise row.refused(f"an e-mail address belongs to another person_id in row {number}")
        for earlier, number in self._periods.get(found.roster_id, ()):
            if _at_once(earlier, found):
                raise row.refused(f"valid at a time for which row {number} has the same person_id")
        for column, handle in _handles(row):
            for earlier, number in self._accounts.get((column, handle.lower()), ()):
                if earlier.roster_id != found.roster_id and _at_once(earlier, found):
                    raise row.refused(f"{column} is the account of another person in row {number}")
            self._accounts.setdefault((column, handle.lower()), []).append((found, row.number))
        self._periods.setdefault(found.roster_id, []).append((found, row.number))
        return found


def _at_once(one: Employment, other: Employment) -> bool:
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (
        one.valid_to or date.max
    )


def _employment(row: Row, observed_at: datetime) -> Employment:
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
        valid_from=valid_from or _ALWAYS,
        valid_to=valid_to,
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


def _handles(row: Row) -> Iterator[tuple[str, str]]:
    """The ``account:`` columns of a row and the handles in them."""
    for column in row.cells:
        if column.startswith(_ACCOUNT):
            for handle in row.several(column):
                yield column, handle


def account_claims(row: Row, observed_at: datetime) -> Iterator[AccountClaim]:
    """The tool accounts that a person's `account:` columns name."""
    for column, handle in _handles(row):
        tool = column.removeprefix(_ACCOUNT)
        yield AccountClaim(row.required("person_id"), tool, handle, observed_at)


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
