"""Files and shared drives: who may see them and what was done to them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sandbox.google.model.accounts import Account

DOCUMENT = "application/vnd.google-apps.document"
Role = Literal["reader", "commenter", "writer"]
Nobody = Literal["anonymous", "administrator", "system", "deletedUser", "unknownUser"]


@dataclass(frozen=True)
class Impersonated:
    """An application that acts in the name of an account."""

    account: Account


Actor = Account | Impersonated | Nobody


@dataclass(eq=False)
class SharedDrive:
    """A drive that nobody owns.

    Attributes:
        members: The addresses of those who see it, with their role.
    """

    id: str
    name: str
    members: dict[str, Role] = field(default_factory=dict)


@dataclass(eq=False)
class Act:
    """One activity: of a comment or suggestion with the ids of its thread and of itself."""

    number: int
    actor: Actor
    detail: dict[str, Any]
    start: datetime
    end: datetime
    thread: str | None = None
    comment: str | None = None


@dataclass(eq=False)
class Revision:
    """One revision as it is told now."""

    id: int
    editor: Account | None
    at: datetime


@dataclass(eq=False)
class File:
    """One file.

    Attributes:
        owner: None in a shared drive.
        shared: Address -> role and since when, beside the owner and the members of its drive.
        last_editor: None when it was nobody who was signed in.
    """

    id: str
    title: str
    mime: str
    owner: Account | None
    drive: SharedDrive | None
    created_at: datetime
    modified_at: datetime
    last_editor: Account | None
    version: int = 1
    is_trashed: bool = False
    shared: dict[str, tuple[Role, datetime]] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    edits: dict[Any, Act] = field(default_factory=dict)

    @property
    def home(self) -> str:
        """Whose it is: a shared drive, or the address of its owner."""
        if self.drive is not None:
            return self.drive.id
        return self.owner.email if self.owner else ""

    def role(self, email: str) -> Role | None:
        """What an address may do with it, None if it may not even see it."""
        if self.owner is not None and self.owner.email == email:
            return "writer"
        if email in self.shared:
            return self.shared[email][0]
        return self.drive.members.get(email) if self.drive else None
