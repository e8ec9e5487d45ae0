"""What is kept of a file, and what the walks below it must know. Its title is dropped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from connectors.errors import BadPayload
from connectors.google.streams import File
from connectors.google.titles import is_notes_title, meeting_hash, subject_hash, title_class
from connectors.rest.paging import Row, as_utc, parse_instant
from connectors.text.machine_notes import is_machine_title

DOCUMENT = "application/vnd.google-apps.document"
FIELDS = (
    "id,name,mimeType,createdTime,modifiedTime,trashed,driveId,webViewLink,sharedWithMeTime,"
    "owners(emailAddress),lastModifyingUser(emailAddress),capabilities(canReadRevisions)"
)
_LABEL = "a file of Google Drive"
_EDITED = frozenset(
    {
        DOCUMENT,
        "application/vnd.google-apps.spreadsheet",
        "application/vnd.google-apps.presentation",
    }
)
_SKIPPED = frozenset({"application/vnd.google-apps.folder", "application/vnd.google-apps.shortcut"})


@dataclass(frozen=True)
class Changed:
    """One file whose activity, revisions or scribes may be new; the key of a changed file.

    Attributes:
        since: Where its unread activity starts, None at the beginning.
        may_list: Whether this reader may list its revisions.
        is_minutes: Whether its title is one of minutes.
    """

    file_id: str
    mime_type: str
    since: str | None
    may_list: bool
    is_minutes: bool

    @classmethod
    def of(cls, row: Row, since: datetime | None) -> Self | None:
        """What a row tells, None of a file that none of Google's editors edits.

        Args:
            row: A file.
            since: Up to where earlier changes have told of it. Of a file that was shared after
                that nothing was told before.
        """
        if row.get("mimeType") not in _EDITED:
            return None
        shared_at = row.get("sharedWithMeTime")
        if since is not None and shared_at and parse_instant(shared_at, _LABEL) >= since:
            since = None
        name = _text(row, "name")
        return cls(
            file_id=_id(row),
            mime_type=row["mimeType"],
            since=None if since is None else as_utc(since),
            may_list=_object(row, "capabilities").get("canReadRevisions") is True,
            is_minutes=title_class(name) == "minutes" or meeting_hash(name) is not None,
        )

    def as_key(self) -> list[Any]:
        """As a landing page holds it."""
        return [self.file_id, self.mime_type, self.since, self.may_list, self.is_minutes]


def is_kept(row: Row) -> bool:
    """Whether this is neither a folder nor a shortcut, which no one writes."""
    return row.get("mimeType") not in _SKIPPED


def file_record(row: Row, observed_at: datetime) -> File | None:
    """What is kept of a file; None where Google hides what kind it is, or its times.

    Raises:
        BadPayload: It has no id.
    """
    file_id = _id(row)
    mime_type, created, modified = (
        row.get(name) for name in ("mimeType", "createdTime", "modifiedTime")
    )
    if not (isinstance(mime_type, str) and created and modified):
        return None
    name = _text(row, "name")
    owners = row.get("owners") or [{}]
    return File(
        file_id=file_id,
        mime_type=mime_type,
        url=_url(row, file_id),
        drive_id=row.get("driveId"),
        owner_email=email(owners[0]),
        last_editor_email=email(row.get("lastModifyingUser")),
        title_class=title_class(name),
        is_machine_title=is_machine_title(name),
        meeting_hash=meeting_hash(name),
        is_trashed=row.get("trashed") is True,
        created_at=parse_instant(created, _LABEL),
        modified_at=parse_instant(modified, _LABEL),
        observed_at=observed_at,
        is_notes_title=is_notes_title(name),
        subject_hash=subject_hash(name),
    )


def email(user: Any) -> str | None:
    """The address of a user, where Google shows one."""
    address = user.get("emailAddress") if isinstance(user, dict) else None
    return address.lower() if isinstance(address, str) and address else None


def _url(row: Row, file_id: str) -> str:
    """A link without the query, so that a comment's can be made of it."""
    link = _text(row, "webViewLink").partition("?")[0]
    known = link.startswith("https://")
    return link if known else f"https://drive.google.com/file/d/{file_id}/view"


def _id(row: Row) -> str:
    file_id = row.get("id")
    if not isinstance(file_id, str) or not file_id:
        raise BadPayload(f"{_LABEL} has no id")
    return file_id


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _object(row: Row, name: str) -> Row:
    value = row.get(name)
    return value if isinstance(value, dict) else {}
