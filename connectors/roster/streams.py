"""What is read from the people tables: who works here, as of when, and what is a machine."""

from datetime import date, datetime

from connectors.stream import Record, Stream
from connectors.tables.content import Rejection

ALWAYS = date(1900, 1, 1)
"""Since when a row holds that does not say it."""


class Employment(Record, frozen=True):
    """One job of one person in one period of unchanged team, role, level and manager."""

    roster_id: str
    name: str
    email: str | None
    """None only for who is known by a handle alone."""
    other_emails: tuple[str, ...]
    team: str | None
    role_family: str | None
    level: str | None
    fte: float
    manager_email: str | None
    start_date: date | None
    end_date: date | None
    valid_from: date
    """1900-01-01 where the table leaves it open."""
    valid_to: date | None
    job: int
    """0, or the number of a job that the person has beside others."""
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


class Duty(Record, frozen=True):
    """One interval in which one person held one duty for which time is allocated."""

    roster_id: str
    duty: str
    held_from: date
    held_to: date | None
    minutes_per_week: int | None
    """None: as the credit policy says."""
    observed_at: datetime


class DiaryEntry(Record, frozen=True):
    """What one volunteer spent on one kind of work in the week of a Monday."""

    roster_id: str
    week: date
    kind: str
    minutes: int
    observed_at: datetime


class Machine(Record, frozen=True):
    """One tool account that is a machine although its tool does not know it."""

    tool: str
    handle: str
    observed_at: datetime


class Pairing(Record, frozen=True):
    """One newcomer and the person who was named to help or lead them."""

    newcomer_email: str
    buddy_email: str
    role: str
    """buddy, mentor or manager."""
    start_date: date
    end_date: date | None
    observed_at: datetime


class IdentityDecision(Record, frozen=True):
    """One decision of a reviewer on whether an account belongs to a person."""

    decided_at: datetime
    decided_by: str
    action: str
    """accept, reject, unlink, human or machine."""
    account_id: str
    person_key: str
    """``roster:`` and a person_id, or another account; of a human or machine the account itself."""
    valid_from: date | None
    valid_to: date | None
    has_reason: bool
    observed_at: datetime


_PEOPLE = frozenset({"roster_id", "name", "email", "other_emails", "manager_email"})

STREAMS = (
    Stream(
        "employment",
        Employment,
        ("roster_id", "valid_from", "job"),
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
    Stream(
        "duty",
        Duty,
        ("roster_id", "duty", "held_from"),
        "observed_at",
        frozenset({"roster_id"}),
        walk="people",
        replaces=(),
    ),
    Stream(
        "diary",
        DiaryEntry,
        ("roster_id", "week", "kind"),
        "observed_at",
        frozenset({"roster_id"}),
        walk="people",
        replaces=(),
    ),
    Stream("machine", Machine, ("tool", "handle"), "observed_at", walk="people", replaces=()),
    Stream(
        "pairing",
        Pairing,
        ("newcomer_email", "buddy_email", "role", "start_date"),
        "observed_at",
        frozenset({"newcomer_email", "buddy_email"}),
        walk="people",
        replaces=(),
    ),
    Stream(
        "identity_decision",
        IdentityDecision,
        ("decided_at", "action", "account_id", "person_key"),
        None,
        frozenset({"decided_by", "account_id", "person_key"}),
        walk="people",
        replaces=(),
    ),
    Stream(
        "rejection",
        Rejection,
        ("table_name", "row_number"),
        "observed_at",
        walk="people",
        replaces=(),
    ),
)
