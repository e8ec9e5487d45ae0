"""What a row of claims becomes, and why one is refused. Texts are looked at and dropped."""

import hashlib
import re
from datetime import date, datetime, timedelta

import msgspec

from connectors.claims.streams import PeerNote, SelfReport
from connectors.claims.words import describes_a_person
from connectors.tables.content import Columns
from connectors.tables.rows import Row, is_address
from connectors.text.flags import word_count

SELF_REPORTS = Columns(
    ("kind", "from", "to"),
    (
        "author_email",
        "submitted_at",
        "object",
        "minutes_low",
        "minutes_high",
        "others_involved",
        "beneficiary",
        "share",
        "what_changed",
        "visibility",
    ),
)
PEER_NOTES = Columns(
    ("about", "tag", "kind", "date", "relation"),
    ("author_email", "submitted_at", "object", "text"),
)
TAGS = ("coordination", "mentorship", "problem_ownership", "upkeep", "sponsorship")

_LONGEST_TEXT = 280
_LONGEST_REFERENCE = 300
_MOST_DAYS = 26 * 7
_MINUTES_A_DAY = 24 * 60
_KIND = re.compile(r"[a-z][a-z_]*[.][a-z][a-z_]*")
_URL = re.compile(r"https://[^\s@?#]+")
# Confluence Data Center names some pages only in the query.
_PAGE_IN_QUERY = re.compile(r"[?&](pageId=\d+)")
_ID = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9_.:/#-]*")
_TEAM = re.compile(r"[\w &/.-]{1,60}")
_WHOLE = re.compile(r"\d{1,7}", re.ASCII)


def self_report(row: Row, observed_at: datetime) -> SelfReport:
    """One self-report.

    Raises:
        RowRefused: What is wrong with it.
    """
    author, is_verified = _author(row)
    submitted_at = _submitted_at(row)
    kind, reference = _kind(row), _reference(row)
    started_on, ended_on = _interval(row, min(submitted_at, observed_at))
    low, high = _minutes(row, (ended_on - started_on).days + 1)
    others = _others(row, author)
    email, team = _beneficiary(row)
    identity = (author, kind, reference, started_on, ended_on, others, email, team)
    return SelfReport(
        claim_id=_id(row, "self_reports", *identity),
        author_email=author,
        is_verified=is_verified,
        kind=kind,
        object_ref=reference,
        started_on=started_on,
        ended_on=ended_on,
        minutes_low=low,
        minutes_high=high,
        other_emails=others,
        beneficiary_email=email,
        beneficiary_team=team,
        share=_share(row),
        # What nobody released for others to see is private.
        visibility=row.one_of("visibility", ("private", "panel"))
        if row.text("visibility")
        else "private",
        words=_words(row, "what_changed"),
        submitted_at=submitted_at,
        observed_at=observed_at,
    )


def peer_note(row: Row, observed_at: datetime) -> PeerNote:
    """One peer note.

    Raises:
        RowRefused: What is wrong with it.
    """
    author, is_verified = _author(row)
    about = row.address("about")
    if about == author:
        raise row.refused("a note about oneself is a self-report")
    submitted_at = _submitted_at(row)
    tag, kind, reference = row.one_of("tag", TAGS), _kind(row), _reference(row)
    noted_on = row.required_day("date")
    _refuse_future(row, noted_on, min(submitted_at, observed_at))
    relation = row.one_of("relation", ("beneficiary", "witness"))
    identity = (author, about, tag, kind, reference, noted_on, relation)
    return PeerNote(
        note_id=_id(row, "peer_notes", *identity),
        author_email=author,
        is_verified=is_verified,
        about_email=about,
        tag=tag,
        kind=kind,
        object_ref=reference,
        noted_on=noted_on,
        relation=relation,
        words=_words(row, "text"),
        submitted_at=submitted_at,
        observed_at=observed_at,
    )


def _author(row: Row) -> tuple[str, bool]:
    """Who says it, and whether Google checked that it is them."""
    if row.response is not None and row.response.email is not None:
        return row.response.email.lower(), row.response.is_verified
    return row.address("author_email"), False


def _submitted_at(row: Row) -> datetime:
    return row.response.submitted_at if row.response else row.instant("submitted_at")


def _id(row: Row, table: str, *parts: object) -> str:
    """The response's own id, else a hash of what the claim is about."""
    if row.response is not None:
        return row.response.id
    return hashlib.sha256(msgspec.json.encode((table, *parts))).hexdigest()[:16]


def _kind(row: Row) -> str:
    kind = row.required("kind").lower()
    if not _KIND.fullmatch(kind):
        raise row.refused("kind is not of the form category.word")
    return kind


def _reference(row: Row) -> str | None:
    """The object, without the query and fragment of its address, which may hold anything."""
    text = row.text("object")
    if text is None or text.lower() == "none":
        return None
    address = re.split("[?#]", text, maxsplit=1)[0] if "://" in text else ""
    page = _PAGE_IN_QUERY.search(text)
    found = f"{address}?{page[1]}" if address and page else address or text
    is_object = _URL.fullmatch(address) if address else _ID.fullmatch(text)
    if is_object is None or len(found) > _LONGEST_REFERENCE:
        raise row.refused("object is neither an https address nor an id")
    return found


def _interval(row: Row, told_at: datetime) -> tuple[date, date]:
    started_on, ended_on = row.required_day("from"), row.required_day("to")
    if ended_on < started_on:
        raise row.refused("to is before from")
    if (ended_on - started_on).days >= _MOST_DAYS:
        raise row.refused("from and to are more than 26 weeks apart")
    _refuse_future(row, ended_on, told_at)
    return started_on, ended_on


def _refuse_future(row: Row, day: date, told_at: datetime) -> None:
    """A claim is about work that was done; where the day starts first, it is a day ahead of UTC."""
    if day > told_at.date() + timedelta(days=1):
        raise row.refused("it describes a day in the future")


def _minutes(row: Row, days: int) -> tuple[int | None, int | None]:
    texts = [row.text(column) for column in ("minutes_low", "minutes_high")]
    low, high = [int(text) if text and _WHOLE.fullmatch(text) else None for text in texts]
    if texts == [None, None]:
        return None, None
    if low is None or high is None:
        raise row.refused("minutes_low and minutes_high must be whole numbers")
    if low > high:
        raise row.refused("minutes_low is more than minutes_high")
    if high > days * _MINUTES_A_DAY:
        raise row.refused("it claims more minutes than the interval has")
    return low, high


def _others(row: Row, author: str) -> tuple[str, ...]:
    others = {address.lower() for address in row.several("others_involved")}
    if not all(map(is_address, others)):
        raise row.refused("others_involved must hold addresses separated by ;")
    return tuple(sorted(others - {author}))


def _beneficiary(row: Row) -> tuple[str | None, str | None]:
    """An address or a team's name."""
    text = row.text("beneficiary")
    if text is None:
        return None, None
    if is_address(text):
        return text.lower(), None
    if not _TEAM.fullmatch(text) or describes_a_person(text):
        raise row.refused("beneficiary is neither an address nor the name of a team")
    return None, text


def _share(row: Row) -> float | None:
    share = row.decimal("share")
    if share is not None and share > 1:
        raise row.refused("share is not a number between 0 and 1")
    return share


def _words(row: Row, column: str) -> int:
    """How many words a text has; the text itself ends here."""
    text = row.text(column) or ""
    if len(text) > _LONGEST_TEXT:
        raise row.refused(f"{column} is longer than {_LONGEST_TEXT} characters")
    if describes_a_person(text):
        raise row.refused("it describes a person, not an act on an object; rephrase")
    return word_count(text)
