"""A simulated Google Workspace: its accounts, who may act for whom, and what each service holds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from sandbox.google.model.accounts import Account, Group
from sandbox.google.model.calendar import Calendars
from sandbox.google.model.docs import Docs
from sandbox.google.model.drive import Drive
from sandbox.google.model.forms import Forms
from sandbox.google.model.meet import Meet
from sandbox.google.model.paging import Paging
from sandbox.google.model.reports import Log
from sandbox.google.model.sheets import Sheets


@dataclass(eq=False)
class Workspace:
    """Everything there is.

    Attributes:
        domain: Its primary domain.
        clock: The current instant by Google, UTC.
        accounts: By address, aliases not included.
        granted: Short names of the scopes that domain-wide delegation grants; None grants all.
        own_scopes: Short names of the scopes the service account gets for itself; None is all.
        is_reader: Whether the service account itself holds a read-only administrator role.
        paging: How the directory's lists are cut into pages.
    """

    domain: str = "acme.example"
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    accounts: dict[str, Account] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    granted: set[str] | None = None
    own_scopes: set[str] | None = None
    is_reader: bool = False
    paging: Paging = field(default_factory=Paging)
    calendars: Calendars = field(default_factory=Calendars)
    meet: Meet = field(default_factory=Meet)
    drive: Drive = field(default_factory=Drive)
    docs: Docs = field(default_factory=Docs)
    log: Log = field(default_factory=Log)
    sheets: Sheets = field(default_factory=Sheets)
    forms: Forms = field(default_factory=Forms)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def new_id(self) -> int:
        """A number that nothing else here has."""
        return next(self._ids)

    def add_account(
        self, handle: str, *, name: str | None = None, at: datetime | None = None
    ) -> Account:
        """An account at the domain; change its other attributes afterwards."""
        account = Account(
            id=f"1{self.new_id():020d}",
            email=f"{handle}@{self.domain}",
            name=name or handle.title(),
            created_at=at or self.clock(),
        )
        self.accounts[account.email] = account
        return account

    def add_group(self, handle: str, *members: Account) -> Group:
        """A group of accounts."""
        group = Group(
            f"g{self.new_id():09d}", f"{handle}@{self.domain}", [each.email for each in members]
        )
        self.groups[group.email] = group
        return group

    def account(self, email: str) -> Account | None:
        """The account of an address or alias."""
        found = self.accounts.get(email.lower())
        return found or next(
            (each for each in self.accounts.values() if email.lower() in each.aliases), None
        )
