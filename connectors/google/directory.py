"""The directory: accounts, groups, and who is in them. Google lists them whole only."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from connectors.errors import BadPayload, NotFound
from connectors.google.client import DIRECTORY, Session
from connectors.google.people_records import USER_FIELDS, People, group, member, text, user
from connectors.google.place import Place
from connectors.google.streams import GroupMember
from connectors.rest.paging import Row, in_order
from connectors.stream import Cursor, ParentKeys, Record
from connectors.sync import Sync, if_changed

_MINE = "my_customer"


def users(place: Place, cursor: Cursor | None, parents: ParentKeys) -> Sync:
    """Reads the accounts. Only what is kept is asked for: no phones, no homes, no birthdays."""
    del parents
    session, buddy_field = place.session(DIRECTORY), place.settings.buddy_field
    fields = USER_FIELDS
    if buddy_field is not None:
        fields += ",customSchemas({}({}))".format(*buddy_field.split("."))

    def make(token: str | None) -> Any:
        return session.service.users().list(
            customer=_MINE,
            maxResults=500,
            projection="full",
            fields=f"kind,nextPageToken,users({fields})",
            pageToken=token,
        )

    rows, read_at = _whole(session, make, "users")
    people = People.of(rows)
    records = [user(row, people, buddy_field, read_at) for row in rows]
    return (yield from _landed("user", records, read_at, cursor))


def groups(place: Place, cursor: Cursor | None, parents: ParentKeys) -> Sync:
    """Reads the groups."""
    del parents
    rows, read_at = _groups(place.session(DIRECTORY))
    records = [group(row, read_at) for row in rows]
    return (yield from _landed("group", records, read_at, cursor))


def group_members(place: Place, cursor: Cursor | None, parents: ParentKeys) -> Sync:
    """Reads who is in each group, also through groups in it."""
    del parents
    session = place.session(DIRECTORY)
    rows, read_at = _groups(session)
    ids = [text(row, "id", "a group") for row in rows]

    def read(group_id: str) -> list[GroupMember]:
        return _members(session, group_id)

    lists = in_order(read, ids, place.client.threads)
    records = [record for _, members in lists for record in members]
    return (yield from _landed("group_member", records, read_at, cursor))


def _groups(session: Session) -> tuple[list[Row], datetime]:
    def make(token: str | None) -> Any:
        return session.service.groups().list(
            customer=_MINE,
            maxResults=200,
            fields="kind,nextPageToken,groups(id,email,aliases,nonEditableAliases)",
            pageToken=token,
        )

    return _whole(session, make, "groups")


def _members(session: Session, group_id: str) -> list[GroupMember]:
    """The members of a group, none if it vanished meanwhile.

    Raises:
        NotFound: The group is still there.
    """

    def make(token: str | None) -> Any:
        return session.service.members().list(
            groupKey=group_id,
            includeDerivedMembership=True,
            maxResults=200,
            fields="kind,nextPageToken,members(id,email,type)",
            pageToken=token,
        )

    try:
        rows, read_at = _whole(session, make, "members")
    except NotFound:
        if any(row.get("id") == group_id for row in _groups(session)[0]):
            raise
        return []
    return [member(row, group_id, read_at) for row in rows]


def _whole(
    session: Session, make: Callable[[str | None], Any], name: str
) -> tuple[list[Row], datetime]:
    """Every row of a list, and when its first page was read.

    Google leaves out an empty list, so the kind of the answer says that there is none.
    """
    rows: list[Row] = []
    read_at: datetime | None = None
    for page in session.pages(make, name):
        if page.body.get("kind") != f"admin#directory#{name}":
            raise BadPayload(f"{page.label} answered no list of {name}")
        read_at = read_at or page.date
        rows += page.rows()
    if read_at is None:
        raise BadPayload(f"the list of {name} has no page")
    return rows, read_at


def _landed(name: str, records: Sequence[Record], read_at: datetime, cursor: Cursor | None) -> Sync:
    """Lands a whole list when it differs from the one that was landed last."""
    yield from if_changed(name, records, cursor, is_complete=True)
    return read_at
