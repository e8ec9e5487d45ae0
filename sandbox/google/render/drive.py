"""How the drive API writes files, changes and revisions."""

from datetime import datetime
from typing import Any

from sandbox.google.model.accounts import Account
from sandbox.google.model.files import File, Revision

_LINKS = {
    "application/vnd.google-apps.document": "document",
    "application/vnd.google-apps.spreadsheet": "spreadsheets",
    "application/vnd.google-apps.presentation": "presentation",
}


def change(changed: File, reader: str, *, is_removed: bool) -> dict[str, Any]:
    """That a file is another now, or not to be seen any more."""
    row = {
        "kind": "drive#change",
        "type": "file",
        "changeType": "file",
        "fileId": changed.id,
        "time": instant(max(changed.modified_at, changed.created_at)),
        "removed": is_removed,
    }
    return row if is_removed else {**row, "file": file(changed, reader)}


def file(row: File, reader: str) -> dict[str, Any]:
    """A file as the reader sees it."""
    body: dict[str, Any] = {
        "kind": "drive#file",
        "id": row.id,
        "name": row.title,
        "mimeType": row.mime,
        "createdTime": instant(row.created_at),
        "modifiedTime": instant(row.modified_at),
        "version": str(row.version),
        "trashed": row.is_trashed,
        "webViewLink": _link(row),
        "capabilities": {
            "canReadRevisions": row.role(reader) == "writer",
            "canDownload": True,
        },
        **_editor(row.last_editor, reader),
    }
    if row.drive is not None:
        return {**body, "driveId": row.drive.id}
    owner = _user(row.owner, reader) if row.owner else {}
    body |= {"ownedByMe": owner.get("me", False), "owners": [owner] if owner else []}
    if reader in row.shared:
        body["sharedWithMeTime"] = instant(row.shared[reader][1])
    return body


def revision(told: Revision, of: File, reader: str) -> dict[str, Any]:
    """One revision of a file."""
    row = {
        "kind": "drive#revision",
        "id": str(told.id),
        "mimeType": of.mime,
        "modifiedTime": instant(told.at),
    }
    return {**row, **_editor(told.editor, reader)}


def _link(file: File) -> str:
    if file.mime in _LINKS:
        return f"https://docs.google.com/{_LINKS[file.mime]}/d/{file.id}/edit?usp=drivesdk"
    return f"https://drive.google.com/file/d/{file.id}/view?usp=drivesdk"


def _editor(account: Account | None, reader: str) -> dict[str, Any]:
    return {"lastModifyingUser": _user(account, reader)} if account else {}


def _user(account: Account, reader: str) -> dict[str, Any]:
    return {
        "kind": "drive#user",
        "displayName": account.name,
        "emailAddress": account.email,
        "permissionId": account.id[-20:],
        "me": account.email == reader,
    }


def instant(at: datetime) -> str:
    """An instant as Drive writes it, with milliseconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
