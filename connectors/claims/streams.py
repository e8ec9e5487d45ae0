"""What is kept of claims: who says what of which object and when. No text of theirs."""

from datetime import date, datetime

from connectors.stream import Record, Stream
from connectors.tables.content import Rejection


class SelfReport(Record, frozen=True):
    """One piece of work that a person says is theirs."""

    claim_id: str
    author_email: str
    is_verified: bool
    """Whether Google checked the author's address."""
    kind: str
    object_ref: str | None
    """An https address or an id; None where the work has no object."""
    started_on: date
    ended_on: date
    minutes_low: int | None
    minutes_high: int | None
    other_emails: tuple[str, ...]
    """Who else worked on it, as the author says."""
    beneficiary_email: str | None
    beneficiary_team: str | None
    share: float | None
    visibility: str
    """private or panel."""
    words: int
    """How long the dropped text was."""
    submitted_at: datetime
    observed_at: datetime


class PeerNote(Record, frozen=True):
    """One piece of work that a person says is another's."""

    note_id: str
    author_email: str
    is_verified: bool
    about_email: str
    tag: str
    kind: str
    object_ref: str | None
    noted_on: date
    relation: str
    """beneficiary or witness."""
    words: int
    submitted_at: datetime
    observed_at: datetime


STREAMS = (
    Stream(
        "self_report",
        SelfReport,
        ("claim_id",),
        "observed_at",
        frozenset({"author_email", "other_emails", "beneficiary_email", "beneficiary_team"}),
        walk="claims",
        replaces=(),
    ),
    Stream(
        "peer_note",
        PeerNote,
        ("note_id",),
        "observed_at",
        frozenset({"author_email", "about_email"}),
        walk="claims",
        replaces=(),
    ),
    Stream(
        "rejection",
        Rejection,
        ("table_name", "row_number"),
        "observed_at",
        walk="claims",
        replaces=(),
    ),
)
