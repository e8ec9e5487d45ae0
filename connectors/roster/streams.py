"""What is read from the people files: who works here, as of when, and what is a machine."""

from datetime import date, datetime

from connectors.stream import Record, Stream


class Employment(Record, frozen=True):
    """One person in one period of unchanged team, role, level and manager."""

    roster_id: str
    name: str
    email: str
    other_emails: tuple[str, ...]
    team: str | None
    role_family: str | None
    level: str | None
    fte: float
    manager_email: str | None
    start_date: date | None
    end_date: date | None
    valid_from: date
    """1900-01-01 where the file leaves it open."""
    valid_to: date | None
    observed_at: datetime


class AccountClaim(Record, frozen=True):
    """One tool account that an `account:<source>` column names for one person."""

    roster_id: str
    tool: str
    handle: str
    observed_at: datetime


class Absence(Record, frozen=True):
    """One interval in which one person was away, without a reason."""

    roster_id: str
    absent_from: date
    absent_to: date
    observed_at: datetime


class Machine(Record, frozen=True):
    """One tool account that is a machine although its tool does not know it."""

    tool: str
    handle: str
    observed_at: datetime


_PEOPLE = frozenset({"roster_id", "name", "email", "other_emails", "manager_email"})

STREAMS = (
    Stream(
        "employment",
        Employment,
        ("roster_id", "valid_from"),
        "observed_at",
        _PEOPLE,
        walk="people",
        replaces=(),
    ),
    Stream(
        "account_claim",
        AccountClaim,
        ("roster_id", "tool", "handle"),
        "observed_at",
        frozenset({"roster_id", "handle"}),
        walk="people",
        replaces=(),
    ),
    Stream(
        "absence",
        Absence,
        ("roster_id", "absent_from"),
        "observed_at",
        frozenset({"roster_id"}),
        walk="people",
        replaces=(),
    ),
    Stream("machine", Machine, ("tool", "handle"), "observed_at", walk="people", replaces=()),
)
