"""The revisions that Google still shows of a changed file. It merges them later, we do not."""

from datetime import datetime

from connectors.errors import BadPayload
from connectors.google.below import Below
from connectors.google.client import DRIVE, Session
from connectors.google.file_records import Changed, email
from connectors.google.place import Place
from connectors.google.streams import Revision
from connectors.rest.paging import Row, parse_instant
from connectors.stream import Cursor, ParentKeys
from connectors.sync import Sync

_FIELDS = "nextPageToken,revisions(id,modifiedTime,lastModifyingUser(emailAddress))"
_LABEL = "a revision of Google Drive"


def revisions(place: Place, cursor: Cursor | None, parents: ParentKeys) -> Sync:
    """Lists the revisions of every changed file whose revisions this reader may list."""
    session = place.session(DRIVE)

    def confirm(_: Changed) -> object:
        shared = {"driveId": place.target} if place.is_shared_drive else {}
        changes = session.service.changes()
        return session.ask(changes.getStartPageToken(supportsAllDrives=True, **shared))

    def read(file: Changed) -> list[Revision]:
        return _listed(session, file.file_id)

    below = Below(place, "revision", lambda file: file.may_list, read, confirm)
    return (yield from below.batches(cursor, parents))


def _listed(session: Session, file_id: str) -> list[Revision]:
    def make(token: str | None) -> object:
        return session.service.revisions().list(
            fileId=file_id, pageSize=1000, pageToken=token, fields=_FIELDS
        )

    found = (
        revision_record(row, file_id, page.date)
        for page in session.pages(make, "revisions")
        for row in page.rows()
    )
    return [record for record in found if record is not None]


def revision_record(row: Row, file_id: str, observed_at: datetime) -> Revision | None:
    """What is kept of a revision; None where Google hides its time.

    Raises:
        BadPayload: It has no id.
    """
    revision_id = row.get("id")
    if not isinstance(revision_id, str) or not revision_id:
        raise BadPayload(f"{_LABEL} has no id")
    if not row.get("modifiedTime"):
        return None
    return Revision(
        file_id=file_id,
        revision_id=revision_id,
        editor_email=email(row.get("lastModifyingUser")),
        modified_at=parse_instant(row["modifiedTime"], _LABEL),
        observed_at=observed_at,
    )
