"""What the rows of the people tables become, and why one is refused."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise

from connectors.errors import BadPayload
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
from connectors.table import Columns, Row

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
)
DUTIES = Columns(("person_id", "duty", "from"), ("to", "minutes_per_week"))
ABSENCES = Columns(("person_id", "from", "to"))
DIARY = Columns(("person_id", "week", "kind", "minutes"))
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


def employment(row: Row, observed_at: datetime) -> Employment:
    """One person in one period; only who is known by a handle may have no address."""
    roster_id, name = row.required("person_id"), row.required("name")
    valid_from, valid_to = _interval(row, "valid_from", "valid_to")
    start, end = _interval(row, "start_date", "end_date")
    has_address = row.text("email") is not None or not roster_id.startswith(_HANDLE_ONLY)
    return Employment(
        roster_id=roster_id,
        name=name,
        email=row.address("email") if has_address else None,
        other_emails=tuple(address.lower() for address in row.several("other_emails")),
        team=row.text("team"),
        role_family=row.text("role_family"),
        level=row.text("level"),
        fte=_fte(row),
        manager_email=(row.text("manager_email") or "").lower() or None,
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
    try:
        fte = float(row.text("fte") or 1)
    except ValueError:
        raise row.refused("fte is not a number") from None
    if not 0 < fte <= 1:
        raise row.refused("fte is not between 0 and 1")
    return fte


def account_claims(row: Row, observed_at: datetime) -> Iterator[AccountClaim]:
    """The tool accounts that a person's `account:` columns name."""
    for column in row.cells:
        if column.startswith(_ACCOUNT):
            tool = column.removeprefix(_ACCOUNT)
            for handle in row.several(column):
                yield AccountClaim(row.required("person_id"), tool, handle, observed_at)


def refuse_shared_addresses(employments: Sequence[Employment]) -> None:
    """Two people with one address would be merged into one profile."""
    owner: dict[str, str] = {}
    for each in employments:
        for address in filter(None, (each.email, *each.other_emails)):
            if owner.setdefault(address, each.roster_id) != each.roster_id:
                cause = "one e-mail address belongs to two person_ids of the roster"
                raise BadPayload(cause, action="give each address to one person")


def refuse_overlaps(employments: Sequence[Employment]) -> None:
    """One person cannot be in two teams at one time; which one would be a guess."""
    periods = sorted((e.roster_id, e.valid_from, e.valid_to or date.max) for e in employments)
    for earlier, later in pairwise(periods):
        if earlier[0] == later[0] and later[1] <= earlier[2]:
            cause = f"two rows of one person_id are both valid on {later[1]}"
            raise BadPayload(cause, action="end the earlier row before the later one starts")


def absence(row: Row, observed_at: datetime) -> Absence:
    """One interval away."""
    first, last = row.required_day("from"), row.required_day("to")
    if last < first:
        raise row.refused("to is before from")
    return Absence(row.required("person_id"), first, last, observed_at)


def duties(rows: Sequence[Row], known: Collection[str], observed_at: datetime) -> Iterator[Duty]:
    """The duties of a table; of one duty a person has one row for each day.

    Raises:
        RowRefused: A duty is not one of the credit policy's, or two rows overlap.
    """
    held: dict[tuple[str, str], list[Duty]] = {}
    for row in rows:
        found = _duty(row, known, observed_at)
        others = held.setdefault((found.roster_id, found.duty), [])
        if any(_share_a_day(found, other) for other in others):
            raise row.refused("overlaps another row of this person and duty")
        others.append(found)
        yield found


def _duty(row: Row, known: Collection[str], observed_at: datetime) -> Duty:
    duty = row.one_of("duty", sorted(known))
    _, last = _interval(row, "from", "to")
    minutes = row.text("minutes_per_week")
    if minutes is not None and not minutes.isdecimal():
        raise row.refused("minutes_per_week is no whole number of minutes")
    return Duty(
        row.required("person_id"),
        duty,
        row.required_day("from"),
        last,
        None if minutes is None else int(minutes),
        observed_at,
    )


def _share_a_day(one: Duty, other: Duty) -> bool:
    return one.held_from <= (other.held_to or date.max) and other.held_from <= (
        one.held_to or date.max
    )


def diary(rows: Sequence[Row], observed_at: datetime) -> Iterator[DiaryEntry]:
    """What a diary says; only totals of a kind in a week are handed in.

    Raises:
        RowRefused: A week begins on no Monday, a kind stands twice in it, or it is too full.
    """
    kinds: set[tuple[str, date, str]] = set()
    spent: Counter[tuple[str, date]] = Counter()
    for row in rows:
        found = _diary_entry(row, observed_at)
        if (found.roster_id, found.week, found.kind) in kinds:
            raise row.refused("repeats an earlier row of this person, week and kind")
        kinds.add((found.roster_id, found.week, found.kind))
        spent[found.roster_id, found.week] += found.minutes
        if spent[found.roster_id, found.week] > _WEEK_MINUTES:
            raise row.refused("the week has more minutes than a week")
        yield found


def _diary_entry(row: Row, observed_at: datetime) -> DiaryEntry:
    week = row.required_day("week")
    if week.weekday() != 0:
        raise row.refused("week is no Monday")
    minutes = row.required("minutes")
    if not minutes.isdecimal():
        raise row.refused("minutes is no whole number of minutes")
    return DiaryEntry(
        row.required("person_id"), week, row.required("kind").lower(), int(minutes), observed_at
    )


def machine(row: Row, observed_at: datetime) -> Machine:
    """One account that is a machine."""
    return Machine(row.required("tool"), row.required("account"), observed_at)


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
        action=row.one_of("action", ("accept", "reject", "unlink")),
        account_id=row.required("account_id"),
        person_key=row.required("person_key"),
        valid_from=valid_from,
        valid_to=valid_to,
        has_reason=row.text("reason") is not None,
        observed_at=observed_at,
    )
