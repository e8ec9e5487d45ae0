"""What is kept of accounts, groups and who is in them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from connectors.errors import BadPayload
from connectors.google.streams import Group, GroupMember, User
from connectors.rest.paging import Row, parse_instant
from connectors.text.cleaning import title

USER_FIELDS = (
    "id,primaryEmail,name(fullName),aliases,nonEditableAliases,relations,creationTime,"
    "suspended,archived"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class People:
    """Who the accounts of a domain are by name: relations may hold a name instead of an address.

    Attributes:
        emails: Full name in lower case -> address, of names that exactly one account has.
    """

    emails: dict[str, str]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Self:
        """Learns the names of accounts."""
        named = [(_name(row).lower(), text(row, "primaryEmail", "a user").lower()) for row in rows]
        times = Counter(name for name, _ in named)
        return cls({name: email for name, email in named if name and times[name] == 1})

    def email(self, value: Any) -> str | None:
        """The address that a value is or names; None if that is not certain."""
        if not isinstance(value, str):
            return None
        if "@" in value:
            return value.strip().lower()
        return self.emails.get(" ".join(value.lower().split()))


def user(row: Row, people: People, buddy_field: str | None, read_at: datetime) -> User:
    """One account. Without a time of creation it counts as old, so never as a newcomer's."""
    created, buddies = row.get("creationTime"), _buddies(row, buddy_field)
    return User(
        user_id=text(row, "id", "a user"),
        display_name=_name(row),
        email=text(row, "primaryEmail", "a user").lower(),
        aliases=tuple(alias.lower() for alias in _aliases(row)),
        manager_email=next(_known(people, _related(row, "manager")), None),
        buddy_emails=tuple(dict.fromkeys(_known(people, buddies))),
        created_at=parse_instant(created, "creationTime") if created else _EPOCH,
        is_suspended=row.get("suspended") is True,
        is_archived=row.get("archived") is True,
        observed_at=read_at,
    )


def group(row: Row, read_at: datetime) -> Group:
    """One group."""
    return Group(
        group_id=text(row, "id", "a group"),
        email=text(row, "email", "a group").lower(),
        observed_at=read_at,
        aliases=tuple(alias.lower() for alias in _aliases(row)),
    )


def member(row: Row, group_id: str, read_at: datetime) -> GroupMember:
    """One account in one group."""
    email, kind = row.get("email"), row.get("type")
    return GroupMember(
        group_id=group_id,
        member_id=text(row, "id", "a member"),
        email=email.lower() if isinstance(email, str) and email else None,
        type=kind if isinstance(kind, str) else "",
        observed_at=read_at,
    )


def text(row: Row, name: str, what: str) -> str:
    """A text that identifies a row.

    Raises:
        BadPayload: There is none.
    """
    value = row.get(name)
    if not isinstance(value, str) or not value:
        raise BadPayload(f"{what} has no {name}")
    return value


def rows_in(row: Row, name: str) -> list[Row]:
    """The objects in an optional list.

    Raises:
        BadPayload: There is something else.
    """
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise BadPayload(f"{name} is not a list of objects")
    return value


def part(row: Row, name: str) -> Row:
    """An optional object, an empty one if it is not there.

    Raises:
        BadPayload: There is something else.
    """
    value = row.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadPayload(f"{name} is not an object")
    return value


def _name(row: Row) -> str:
    name = part(row, "name").get("fullName")
    return title(name) if isinstance(name, str) else ""


def _aliases(row: Row) -> list[str]:
    given = [*(row.get("aliases") or ()), *(row.get("nonEditableAliases") or ())]
    return list(dict.fromkeys(alias for alias in given if isinstance(alias, str)))


def _related(row: Row, kind: str) -> Iterator[Any]:
    """What the relations of a type name; a type of one's own has its name beside it."""
    for relation in rows_in(row, "relations"):
        custom = relation.get("customType")
        is_custom = relation.get("type") == "custom" and isinstance(custom, str)
        if relation.get("type") == kind or (is_custom and str(custom).lower() == kind):
            yield relation.get("value")


def _buddies(row: Row, buddy_field: str | None) -> Iterator[Any]:
    yield from _related(row, "buddy")
    if buddy_field is not None:
        schema, _, name = buddy_field.partition(".")
        value = part(part(row, "customSchemas"), schema).get(name)
        for each in value if isinstance(value, list) else [value]:
            yield each.get("value") if isinstance(each, dict) else each


def _known(people: People, values: Iterator[Any]) -> Iterator[str]:
    return (email for email in map(people.email, values) if email is not None)
