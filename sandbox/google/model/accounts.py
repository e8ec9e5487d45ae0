"""The accounts and groups of a domain, which every other service refers to."""

from dataclasses import dataclass, field
from datetime import datetime

CUSTOMER = "C0acme"
"""Whose they all are."""


@dataclass(eq=False)
class Account:
    """One account of the domain.

    Attributes:
        id: 21 digits, the same in every API.
        aliases: Other addresses.
        manager_email: Who the directory says manages it.
        fields: Custom schemas: schema -> field -> value.
    """

    id: str
    email: str
    name: str
    created_at: datetime
    aliases: tuple[str, ...] = ()
    manager_email: str | None = None
    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    is_suspended: bool = False
    is_archived: bool = False
    is_admin: bool = False


@dataclass(eq=False)
class Group:
    """One group and the addresses in it; mail to an alias reaches it as well."""

    id: str
    email: str
    members: list[str] = field(default_factory=list)
    aliases: tuple[str, ...] = ()
