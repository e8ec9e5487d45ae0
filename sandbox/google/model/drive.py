"""Drive: files and shared drives, the feeds of changes, and who is told of what is done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Literal

from sandbox.google.model.accounts import Account
from sandbox.google.model.files import (
    DOCUMENT,
    Act,
    Actor,
    File,
    Impersonated,
    Revision,
    Role,
    SharedDrive,
)

Listener = Callable[[Actor, str, File, datetime], None]
JOINED = timedelta(minutes=10)
"""Edits of one account that are no further apart are one activity."""

MERGED = timedelta(hours=1)
"""Revisions that are no further apart are one."""


@dataclass
class Drive:
    """Holds files and shared drives. The feeds have one entry for each file: the last change.

    Attributes:
        feeds: Address or shared drive -> file id -> number, file and whether it was removed.
        seen: Address or shared drive -> the files that are listed there.
        most_rows: No page of a list has more rows, whatever is asked for.
        most_revisions: Only so many of the newest revisions are told.
        listeners: Called with actor, action, file and instant after each act.
    """

    files: dict[str, File] = field(default_factory=dict)
    drives: dict[str, SharedDrive] = field(default_factory=dict)
    feeds: dict[str, dict[str, tuple[int, File, bool]]] = field(default_factory=dict)
    seen: dict[str, dict[str, File]] = field(default_factory=dict)
    most_rows: int = 1000
    most_revisions: int = 1000
    listeners: list[Listener] = field(default_factory=list)
    last: int = 0
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def add_drive(self, name: str, *members: Account, role: Role = "writer") -> SharedDrive:
        """A shared drive with members."""
        drive = SharedDrive(f"0A{next(self._ids):015d}PVA", name)
        drive.members.update({member.email: role for member in members})
        self.drives[drive.id] = drive
        return drive

    def add_file(
        self,
        place: Account | SharedDrive,
        title: str,
        mime: str = DOCUMENT,
        *,
        at: datetime,
        by: Actor | None = None,
        how: Literal["new", "upload", "copy"] = "new",
    ) -> File:
        """A file of an account, or in a shared drive; then say by whom."""
        drive = place if isinstance(place, SharedDrive) else None
        owner = place if not isinstance(place, SharedDrive) else None
        actor = by or owner or "unknownUser"
        file = File(
            f"1f{next(self._ids):031d}", title, mime, owner, drive, at, at, _signed_in(actor)
        )
        self.files[file.id] = file
        self.seen.setdefault(file.home, {})[file.id] = file
        file.revisions.append(Revision(next(self._ids), file.last_editor, at))
        self.act(file, actor, "create", {"create": {how: {}}}, at)
        return file

    def edit(self, file: File, by: Actor, at: datetime) -> None:
        """Somebody writes; close edits of one actor are told as one."""
        file.modified_at, file.last_editor = max(at, file.modified_at), _signed_in(by)
        newest = file.revisions[-1]
        if abs(at - newest.at) <= MERGED and newest.editor is file.last_editor:
            newest.at, newest.id = max(at, newest.at), next(self._ids)
        else:
            file.revisions.append(Revision(next(self._ids), file.last_editor, at))
        before = file.edits.get(by)
        if before is not None and before.start <= at <= before.end + JOINED:
            before.end = max(at, before.end)
            self._changed(file)
            self._tell(by, "edit", file, at)
        else:
            file.edits[by] = self.act(file, by, "edit", {"edit": {}}, at)

    def comment(self, file: File, by: Actor, at: datetime) -> str:
        """A comment that starts a thread, whose id it gives."""
        thread = f"AAA{next(self._ids):08d}"
        self._discuss(file, by, "comment", {"post": {"subtype": "ADDED"}}, thread, at, thread)
        return thread

    def reply(self, file: File, thread: str, by: Actor, at: datetime) -> None:
        """An answer in a thread."""
        detail = {"post": {"subtype": "REPLY_ADDED"}}
        self._discuss(file, by, "reply", detail, thread, at)

    def resolve(self, file: File, thread: str, by: Actor, at: datetime) -> None:
        """Somebody closes a thread."""
        self._discuss(file, by, "resolve", {"post": {"subtype": "RESOLVED"}}, thread, at)

    def reopen(self, file: File, thread: str, by: Actor, at: datetime) -> None:
        """Somebody opens a thread again."""
        self._discuss(file, by, "reopen", {"post": {"subtype": "REOPENED"}}, thread, at)

    def suggest(self, file: File, by: Actor, at: datetime) -> str:
        """A suggestion, whose id it gives."""
        thread = f"AAA{next(self._ids):08d}"
        detail = {"suggestion": {"subtype": "ADDED"}}
        self._discuss(file, by, "suggest", detail, thread, at, thread)
        return thread

    def accept(self, file: File, thread: str, by: Actor, at: datetime) -> None:
        """Somebody takes a suggestion over into the text."""
        self._discuss(file, by, "accept", {"suggestion": {"subtype": "ACCEPTED"}}, thread, at)

    def reject(self, file: File, thread: str, by: Actor, at: datetime) -> None:
        """Somebody turns a suggestion down."""
        self._discuss(file, by, "reject", {"suggestion": {"subtype": "REJECTED"}}, thread, at)

    def assign(
        self,
        file: File,
        by: Actor,
        to: Account,
        at: datetime,
    ) -> str:
        """A comment that gives somebody something to do."""
        thread = f"AAA{next(self._ids):08d}"
        assigned = {"knownUser": {"personName": f"people/{to.id}"}}
        detail = {"assignment": {"subtype": "ADDED", "assignedUser": assigned}}
        self._discuss(file, by, "assign", detail, thread, at, thread)
        return thread

    def rename(self, file: File, title: str, by: Actor, at: datetime) -> None:
        """Another title."""
        detail = {"rename": {"oldTitle": file.title, "newTitle": title}}
        file.title = title
        self.act(file, by, "rename", detail, at)

    def trash(self, file: File, by: Actor, at: datetime) -> None:
        """Into the trash, for everybody."""
        file.is_trashed = True
        self.act(file, by, "delete", {"delete": {"type": "TRASH"}}, at)

    def restore(self, file: File, by: Actor, at: datetime) -> None:
        """Out of the trash."""
        file.is_trashed = False
        self.act(file, by, "restore", {"restore": {"type": "UNTRASH"}}, at)

    def move(self, file: File, to: SharedDrive, by: Account, at: datetime) -> None:
        """From where it is into a shared drive; who saw it before may not any more."""
        for reader in (file.home, *file.shared):
            self._remove(file, reader)
        file.owner, file.drive, file.shared = None, to, {}
        self.seen.setdefault(to.id, {})[file.id] = file
        root = {"driveItem": {"name": f"items/{to.id}", "title": to.name, "folder": {}}}
        self.act(file, by, "move", {"move": {"addedParents": [root]}}, at)

    def share(self, file: File, email: str, at: datetime, role: Role = "writer") -> None:
        """Lets an address see it."""
        file.shared[email] = (role, at)
        self.seen.setdefault(email, {})[file.id] = file
        self._changed(file)

    def unshare(self, file: File, email: str) -> None:
        """Takes it from an address: a removal for this reader only."""
        del file.shared[email]
        self._remove(file, email)

    def delete_forever(self, file: File) -> None:
        """Out of the trash for good: a removal for everybody."""
        del self.files[file.id]
        for reader in (file.home, *file.shared):
            self._remove(file, reader)

    def act(
        self,
        file: File,
        by: Actor,
        action: str,
        detail: dict[str, Any],
        at: datetime,
    ) -> Act:
        """Notes an activity, a change and tells the listeners."""
        act = Act(next(self._ids), by, detail, at, at)
        file.acts.append(act)
        self._changed(file)
        self._tell(by, action, file, at)
        return act

    def _discuss(
        self,
        file: File,
        by: Actor,
        action: str,
        comment: dict[str, Any],
        thread: str,
        at: datetime,
        own: str | None = None,
    ) -> None:
        act = self.act(file, by, action, {"comment": comment}, at)
        act.thread, act.comment = thread, own or f"AAB{next(self._ids):08d}"

    def _changed(self, file: File) -> None:
        file.version += 1
        self.last += 1
        for reader in (file.home, *file.shared):
            self._feed(file, reader, is_removed=False)

    def _remove(self, file: File, reader: str) -> None:
        self.seen.get(reader, {}).pop(file.id, None)
        self.last += 1
        self._feed(file, reader, is_removed=True)

    def _feed(self, file: File, reader: str, *, is_removed: bool) -> None:
        feed = self.feeds.setdefault(reader, {})
        feed.pop(file.id, None)
        feed[file.id] = (self.last, file, is_removed)

    def _tell(self, by: Actor, action: str, file: File, at: datetime) -> None:
        for listener in self.listeners:
            listener(by, action, file, at)


def _signed_in(actor: Actor) -> Account | None:
    if isinstance(actor, str):
        return None
    return actor.account if isinstance(actor, Impersonated) else actor
