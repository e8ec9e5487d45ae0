"""What an operator configures for Google Workspace."""

import hashlib
from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from connectors.settings import SourceSettings

DIRECTORY, AUDIT, CALENDAR, DRIVE = "directory", "audit", "calendar", "drive"
"""The kinds of scopes."""


def hashed(target: str) -> str:
    """What a calendar or drive is called in scopes, which must not spell an address."""
    return hashlib.sha256(target.encode()).hexdigest()[:12]


Address = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", to_lower=True)]
SharedDrive = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{10,}$")]


class Settings(SourceSettings):
    """The ``google`` entry under ``sources:``.

    Attributes:
        base_url: Only for a simulated Google: every API is asked there.
        credentials_file_env: Names the variable with the path of a service account's key or of an
            authorized user's file, as Google's console and tools write them.
        delegation: Whether the service account acts for people, which an administrator grants
            domain-wide. Without it, it sees what is shared with it; an authorized user sees what
            that user sees.
        domain: The primary domain; its directory is read. None reads no directory.
        admin: Who is acted for in the directory and the audit log; None is the service account
            itself, which then holds a read-only administrator role.
        calendars: Addresses of calendars that opted in.
        drives: Shared drives by id, and people's own drives by address, that opted in.
        drive_member: Who is acted for in shared drives; None is the service account itself.
        drive: ``activity`` reads what people see, ``audit`` also what the administrator's log
            says of edits.
        buddy_field: Where the directory names the buddy of a newcomer: ``Schema.field``.
        read_minutes: Whether bodies of documents that meetings attach are read for a line that
            names their scribes, and dropped.
        since: Where the first pull starts; None is 13 months back.
    """

    base_url: str | None = None
    credentials_file_env: str
    delegation: bool = True
    domain: str | None = None
    admin: Address | None = None
    calendars: tuple[Address, ...] = ()
    drives: tuple[Address | SharedDrive, ...] = ()
    drive_member: Address | None = None
    drive: Literal["activity", "audit"] = "activity"
    buddy_field: Annotated[str, StringConstraints(pattern=r"^\w+[.]\w+$")] | None = None
    read_minutes: Literal["on", "off"] = "off"
    since: date | None = None

    def reads(self, stream: str) -> bool:
        """Bodies of minutes are read only where the settings say so."""
        return super().reads(stream) and (stream != "scribe" or self.read_minutes == "on")

    def names(self, scope: str) -> bool:
        """Scopes are the directory, the audit log, and each calendar and drive."""
        named = {f"{CALENDAR}-{hashed(calendar)}" for calendar in self.calendars}
        named |= {f"{DRIVE}-{hashed(drive)}" for drive in self.drives}
        if self.domain is not None:
            named.add(DIRECTORY)
        if self.drive == "audit":
            named.add(AUDIT)
        return scope in named
