"""What is kept of a meeting in one calendar. Its title and description are read and dropped."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from connectors.errors import BadPayload
from connectors.google.people_records import part, rows_in, text
from connectors.google.streams import Attachment, Attendee, Event
from connectors.google.titles import title_hash
from connectors.rest.paging import Row, parse_instant
from connectors.text.machine_notes import is_machine_title

FIELDS = (
    "id,iCalUID,recurringEventId,originalStartTime(date,dateTime),start(date,dateTime),"
    "end(date,dateTime),status,visibility,summary,description,organizer(email),creator(email),"
    "attendeesOmitted,attendees(email,responseStatus,organizer,optional,resource),"
    "attachments(fileId,mimeType,title),conferenceData(conferenceId),created,updated"
)
_WHAT = "an event"
_PRIVATE = frozenset({"private", "confidential"})
_CODE = re.compile(r"[a-z]{3}-[a-z]{4}-[a-z]{3}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# The first that fits counts: an onboarding 1:1 is onboarding, an incident retro an incident.
_CLASSES = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "onboarding",
            r"\bon-?boarding\b|\bbuddy\b|\bmentor(?:ing|ship|at)?\b"
            r"|\bnew (?:joiner|hire|starter)s?\b|\beinarbeitung\b|\bpat(?:e|in)\b"
            r"|\bparrain(?:age)?\b|\bint[ée]gration de\b|\baccueil\b",
        ),
        (
            "interview",
            r"\binterviews?\b|\bhiring\b|\bcandidate\b|\brecruit\w*|\bbewerb\w*"
            r"|\bvorstellungsgespr[äa]ch\w*|\bentretien d.embauche\b|\brecrutement\b",
        ),
        (
            "incident",
            r"\bincident\w*|\bpost-?mortems?\b|\boutage\b|\bwar ?room\b|\bst[öo]rung\w*",
        ),
        (
            "retrospective",
            r"\bretro(?:s|spective|spectives)?\b|\blessons learned\b|\bretrospektive\b"
            r"|\br[ée]trospective\b|\br[üu]ckblick\b",
        ),
        (
            "release",
            r"\brelease\b|\bgo[ /-]?no[ -]?go\b|\bgo-?live\b|\blaunch\b|\bfreigabe\b"
            r"|\bmise en production\b",
        ),
        (
            "training",
            r"\btrainings?\b|\bworkshops?\b|\btech talks?\b|\blightning talks?\b|\bbrown ?bag\b"
            r"|\blunch (?:&|and|n) learn\b|\bschulung\w*|\bvortrag\b|\bformation\b|\batelier\b",
        ),
        (
            "community",
            r"\bcommunity\b|\bguild\b|\bchapter\b|\berg\b|\bemployee resource\b|\bmeet-?up\b"
            r"|\bgilde\b|\bstammtisch\b|\bcommunaut[ée]\b",
        ),
        (
            "planning",
            r"\bplanning\b|\bstand-?up\b|\bsync\b|\bdaily\b|\bgrooming\b|\brefinement\b"
            r"|\bcheck-?in\b|\bplanung\b|\babstimmung\b|\bplanification\b"
            r"|\bpoint (?:hebdo|quotidien)",
        ),
        (
            "one_to_one",
            r"(?<![\d:])1 ?(?::|on|-on-|-|to|/) ?1(?![\d:])|\bone[ -](?:on|to)[ -]one\b"
            r"|\bvier-?augen\b|\bt[êe]te-[àa]-t[êe]te\b|\b(?:jour fixe|bilat[ée]rale?)\b",
        ),
    )
)


def title_class(title: str) -> str:
    """What kind of meeting a title names, by words of English, German and French."""
    found = (name for name, pattern in _CLASSES if pattern.search(" ".join(title.split())))
    return next(found, "other")


def is_cancelled(row: Row) -> bool:
    """Whether a meeting was deleted: Google then tells little more than its id."""
    return row.get("status") == "cancelled"


def is_private(row: Row) -> bool:
    """Whether only the guests may see more than the times."""
    return row.get("visibility") in _PRIVATE


def event(row: Row, calendar: str, read_at: datetime) -> Event:
    """One occurrence of a meeting. A private one keeps its times only.

    Raises:
        BadPayload: A meeting that takes place has no id or no times.
    """
    if is_cancelled(row):
        return _cancelled(row, calendar, read_at)
    starts_at, is_all_day = _time(row, "start")
    original = row.get("originalStartTime")
    told = {} if is_private(row) else row
    title = told.get("summary") if isinstance(told.get("summary"), str) else ""
    status = row.get("status")
    return Event(
        calendar=calendar,
        event_id=text(row, "id", _WHAT),
        ical_uid=text(row, "iCalUID", _WHAT),
        series_id=row.get("recurringEventId") or None,
        original_start=_time(row, "originalStartTime")[0] if original else starts_at,
        starts_at=starts_at,
        ends_at=_time(row, "end")[0],
        is_all_day=is_all_day,
        status=status if isinstance(status, str) else "confirmed",
        is_private=is_private(row),
        title_class=None if is_private(row) else title_class(title or ""),
        title_hash=None if is_private(row) else title_hash(title or ""),
        organizer_email=_email(part(told, "organizer")),
        creator_email=_email(part(told, "creator")),
        attendees_omitted=told.get("attendeesOmitted") is True,
        has_agenda=bool(str(told.get("description") or "").strip()),
        meeting_code=_code(part(told, "conferenceData").get("conferenceId")),
        created_at=_instant(told, "created"),
        updated_at=_instant(row, "updated") or read_at,
        observed_at=read_at,
    )


def attendees(row: Row, calendar: str, read_at: datetime) -> Iterator[Attendee]:
    """Who was invited, each address once."""
    seen: set[str] = set()
    for each in rows_in(row, "attendees"):
        email, response = _email(each), each.get("responseStatus")
        if email is not None and email not in seen:
            seen.add(email)
            yield Attendee(
                calendar=calendar,
                event_id=text(row, "id", _WHAT),
                email=email,
                response=response if isinstance(response, str) else "needsAction",
                is_organizer=each.get("organizer") is True,
                is_optional=each.get("optional") is True,
                is_room=each.get("resource") is True,
                observed_at=read_at,
            )


def attachments(row: Row, calendar: str, read_at: datetime) -> Iterator[Attachment]:
    """What was attached; a file that is no file of Drive has no id."""
    seen: set[str] = set()
    for each in rows_in(row, "attachments"):
        file_id, mime_type = each.get("fileId"), each.get("mimeType")
        if isinstance(file_id, str) and file_id and file_id not in seen:
            seen.add(file_id)
            yield Attachment(
                calendar=calendar,
                event_id=text(row, "id", _WHAT),
                file_id=file_id,
                mime_type=mime_type if isinstance(mime_type, str) else None,
                is_machine_title=is_machine_title(str(each.get("title") or "")),
                observed_at=read_at,
            )


def _cancelled(row: Row, calendar: str, read_at: datetime) -> Event:
    """A deleted meeting: its times are those that Google still tells, or the Unix epoch."""
    updated = _instant(row, "updated")
    original = row.get("originalStartTime")
    start = _time(row, "originalStartTime")[0] if original else updated or _EPOCH
    return Event(
        calendar=calendar,
        event_id=text(row, "id", _WHAT),
        ical_uid=row.get("iCalUID") or "",
        series_id=row.get("recurringEventId") or None,
        original_start=start,
        starts_at=start,
        ends_at=start,
        is_all_day=False,
        status="cancelled",
        is_private=is_private(row),
        title_class=None,
        title_hash=None,
        organizer_email=None,
        creator_email=None,
        attendees_omitted=False,
        has_agenda=False,
        meeting_code=None,
        created_at=None,
        updated_at=updated or read_at,
        observed_at=read_at,
    )


def _time(row: Row, name: str) -> tuple[datetime, bool]:
    """An instant, and whether it is the midnight of a date."""
    given = part(row, name)
    if given.get("dateTime") is not None:
        return parse_instant(given["dateTime"], f"{_WHAT}'s {name}"), False
    try:
        return datetime.strptime(given["date"], "%Y-%m-%d").replace(tzinfo=UTC), True
    except (KeyError, TypeError, ValueError):
        raise BadPayload(f"{_WHAT} has no {name}") from None


def _instant(row: Row, name: str) -> datetime | None:
    given: Any = row.get(name)
    return parse_instant(given, f"{_WHAT}'s {name}") if given is not None else None


def _email(row: Row) -> str | None:
    email = row.get("email")
    return email.lower() if isinstance(email, str) and email else None


def _code(given: Any) -> str | None:
    """A code of Google Meet; other services give numbers that let people in."""
    return given if isinstance(given, str) and _CODE.fullmatch(given) else None
