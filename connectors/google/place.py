"""The scopes of Google: what each is called, what it reads, and as whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from connectors.google.client import Api, Client, Session
from connectors.google.settings import AUDIT, CALENDAR, DIRECTORY, DRIVE, Settings, hashed

FIRST_DAYS = timedelta(days=396)
"""How far the first pull goes back: 13 months."""


@dataclass(frozen=True)
class Place:
    """One scope of one pull.

    Attributes:
        kind: ``directory``, ``audit``, ``calendar`` or ``drive``.
        target: An address, a shared drive's id, or the domain.
        subject: Who is acted for, None for the credential itself.
        where: Its place in the configuration, for messages; no address.
    """

    kind: str
    target: str
    subject: str | None
    where: str
    client: Client
    settings: Settings

    @property
    def name(self) -> str:
        """The scope's own name: a hash, as it must not spell an address."""
        return hashed(self.target)

    @property
    def scope(self) -> str:
        """What landing pages and coverage call it."""
        return self.kind if self.kind in (DIRECTORY, AUDIT) else f"{self.kind}-{self.name}"

    @property
    def is_shared_drive(self) -> bool:
        """Whether this is a shared drive, not somebody's own."""
        return self.kind == DRIVE and "@" not in self.target

    def session(self, api: Api) -> Session:
        """An API as it is asked here."""
        return self.client.session(api, self.subject)

    def since(self, now: datetime) -> datetime:
        """Where the first pull starts, UTC."""
        first: date | None = self.settings.since
        if first is None:
            return now - FIRST_DAYS
        return datetime(first.year, first.month, first.day, tzinfo=UTC)


def places(settings: Settings, client: Client) -> Iterator[Place]:
    """Yields what the configuration names, each once."""

    def place(kind: str, target: str, subject: str | None, where: str) -> Place:
        return Place(kind, target, subject, where, client, settings)

    delegates = client.credential.is_service_account and settings.delegation
    admin = settings.admin if delegates else None
    if settings.domain is not None:
        yield place(DIRECTORY, settings.domain, admin, "domain")
    if settings.drive == "audit":
        yield place(AUDIT, settings.domain or "", admin, "drive: audit")
    for kind, targets in ((CALENDAR, settings.calendars), (DRIVE, settings.drives)):
        for number, target in enumerate(dict.fromkeys(targets), start=1):
            own = target if target.endswith(f"@{settings.domain}") else None
            subject = settings.drive_member if "@" not in target else own
            yield place(kind, target, subject if delegates else None, f"{kind}s, entry {number}")
