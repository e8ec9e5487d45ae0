"""The files of a drive: what exists when it is first read, then what changes.

The changes of a drive have one entry for each file, however often it was edited. So they say which
files to look at below, and never count edits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.errors import BadPayload, Permanent
from connectors.google.client import DRIVE, Session
from connectors.google.file_records import FIELDS, Changed, file_record, is_kept
from connectors.google.place import Place
from connectors.rest.answer import Answer
from connectors.rest.paging import Page, Row, as_utc, parse_instant
from connectors.stream import Batch, Cursor, ParentKeys
from connectors.sync import Sync

OVERLAP = timedelta(hours=1)
"""How late Google may tell of an activity after it told of the change."""

_PAGE = 1000
_FOLDERS = "mimeType != 'application/vnd.google-apps.{}'"
_KINDS = " and ".join(_FOLDERS.format(kind) for kind in ("folder", "shortcut"))


def files(place: Place, cursor: Cursor | None, parents: ParentKeys) -> Sync:
    """Lists a drive once and then reads its changes, from a token taken before the list began."""
    del parents
    drive = _Drive(place, place.session(DRIVE))
    covered = None
    if cursor is None:
        answer = drive.start_token()
        covered = answer.date
        cursor = {
            "start": _token(answer.body, "startPageToken", answer.label),
            "at": as_utc(answer.date),
            "since": as_utc(place.since(answer.date)),
        }
    if "start" in cursor:
        for page, reached in drive.listed(cursor):
            covered, cursor = covered or page.date, reached
            yield _batch(page.rows(), page, reached, None)
    since = parse_instant(cursor["at"], "the cursor") - OVERLAP
    begun: datetime | None = None
    for page in drive.changes(cursor["changes"]):
        begun = begun or page.date
        covered = covered or begun
        if page.token is None:
            token = _token(page.body, "newStartPageToken", page.label)
            cursor = {"changes": token, "at": as_utc(begun)}
        else:
            cursor = {**cursor, "changes": page.token}
        yield _batch(_changed_rows(page.rows()), page, cursor, since)
    if covered is None:
        raise BadPayload("drive.changes.list answered no page")
    return covered


@dataclass(frozen=True)
class _Drive:
    """The lists of one drive: a shared one, or all that is one's own or shared with one."""

    place: Place
    session: Session

    @property
    def service(self) -> Any:
        return self.session.service

    @property
    def which(self) -> dict[str, Any]:
        """What restricts a list to this drive; a shared drive opts in by itself."""
        if not self.place.is_shared_drive:
            return {"supportsAllDrives": True}
        drive = {"driveId": self.place.target, "includeItemsFromAllDrives": True}
        return {"supportsAllDrives": True, **drive}

    def start_token(self) -> Answer:
        """Where the changes from now on will begin."""
        shared = {"driveId": self.place.target} if self.place.is_shared_drive else {}
        request = self.service.changes().getStartPageToken(supportsAllDrives=True, **shared)
        return self.session.ask(request)

    def listed(self, cursor: Cursor) -> Iterator[tuple[Page, Cursor]]:
        """Yields the pages of what exists, with the cursor after each.

        A token of this list lives for hours only: https://developers.google.com/workspace/drive/api
        /reference/rest/v3/files/list. A refused one starts the list anew.
        """
        token = cursor.get("token")
        try:
            for page in self._pages(cursor["since"], token):
                token = None
                yield page, _after(cursor, page)
        except Permanent as error:
            if token is None or type(error) is not Permanent:
                raise
            for page in self._pages(cursor["since"], None):
                yield page, _after(cursor, page)

    def _pages(self, since: str, token: str | None) -> Iterator[Page]:
        corpora = "drive" if self.place.is_shared_drive else "user"

        def make(token: str | None) -> Any:
            return self.service.files().list(
                q=f"modifiedTime > '{since}' and {_KINDS}",
                corpora=corpora,
                spaces="drive",
                orderBy="createdTime",
                pageSize=_PAGE,
                pageToken=token,
                fields=f"nextPageToken,files({FIELDS})",
                **self.which,
            )

        return self.session.pages(make, "files", token)

    def changes(self, token: str) -> Iterator[Page]:
        """Yields the pages of what changed since a token, which does not expire."""

        def make(token: str | None) -> Any:
            return self.service.changes().list(
                pageToken=token,
                spaces="drive",
                includeRemoved=True,
                pageSize=_PAGE,
                fields="nextPageToken,newStartPageToken,"
                f"changes(changeType,removed,fileId,file({FIELDS}))",
                **self.which,
            )

        return self.session.pages(make, "changes", token)


def _after(cursor: Cursor, page: Page) -> Cursor:
    if page.token is None:
        return {"changes": cursor["start"], "at": cursor["at"]}
    return {**cursor, "token": page.token}


def _changed_rows(rows: list[Row]) -> list[Row]:
    """The files that changes show; one removed for this reader may be there for others."""
    shown = (row.get("file") for row in rows if not row.get("removed"))
    return [row for row in shown if isinstance(row, dict)]


def _batch(rows: list[Row], page: Page, cursor: Cursor, since: datetime | None) -> Batch:
    kept = [row for row in rows if is_kept(row)]
    found = (file_record(row, page.date) for row in kept)
    keys = (Changed.of(row, since) for row in kept)
    return Batch(
        {"file": [record for record in found if record is not None]},
        cursor,
        {"file": [key.as_key() for key in keys if key is not None]},
    )


def _token(body: Any, name: str, label: str) -> str:
    token = body.get(name) if isinstance(body, dict) else None
    if not isinstance(token, str) or not token:
        raise BadPayload(f"{label} answered no {name}")
    return token
