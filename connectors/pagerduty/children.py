"""Incidents and their notes, read for the incidents that something happened to."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from connectors.errors import NotFound, ScopeRevoked
from connectors.pagerduty.client import Client, Target, one
from connectors.pagerduty.records import Context, converted, role_users
from connectors.pagerduty.settings import RoleFields
from connectors.rest.paging import as_utc, in_order
from connectors.stream import Batch, Cursor, ParentKeys
from connectors.sync import digest

PARENT = "log_entry"
MOST_MISSING = 10
"""So many changed incidents, and not one that can be read, are none that vanished."""

REREAD = timedelta(days=14)
"""How long after the last log entry an incident's notes are still looked at."""

Item = tuple[str | None, str | None]
"""The position up to which changed keys were read, and an incident; None ends the walk."""


@dataclass
class Roles:
    """Who had which role in an incident, read from its custom fields.

    Attributes:
        client: Reads the fields, and the users when a field holds an e-mail.
        fields: Which fields are roles.
    """

    client: Client
    fields: RoleFields
    _ids: dict[str, str] = field(default_factory=dict)

    def of(self, incident_id: str) -> Mapping[str, tuple[str, ...]]:
        """The user ids by role; what names no user of this account is dropped.

        Raises:
            ScopeRevoked: The custom fields cannot be read.
        """
        if not self.fields.are_set:
            return {}
        try:
            answer = self.client.http.get(f"/incidents/{incident_id}/custom_fields/values")
        except NotFound as error:
            # As a NotFound it would pass for an incident that vanished, and skip it.
            raise ScopeRevoked(error.cause) from None
        rows = answer.rows_of("custom_fields")
        return {role: self._known(role_users(rows, name)) for role, name in self.fields if name}

    def _known(self, values: Sequence[str]) -> tuple[str, ...]:
        if values and not self._ids:
            users, read_at = self.client.whole("/users", "users", {})
            known = [converted("user", row, Context(read_at)) for row in users]
            by_email = {user.email.lower(): user.user_id for user in known}
            self._ids = by_email | {user.user_id.lower(): user.user_id for user in known}
        found = (self._ids.get(value.lower()) for value in values)
        return tuple(each for each in found if each is not None)


def incidents(
    client: Client, target: Target, cursor: Cursor | None, parents: ParentKeys, roles: Roles
) -> Iterator[Batch]:
    """Reads every incident that changed since the cursor, each once."""

    def read(incident_id: str) -> list[Any]:
        answer = client.http.get(f"/incidents/{incident_id}")
        row = one(answer, "incident")
        context = Context(answer.date, roles=roles.of(incident_id))
        return [converted("incident", row, context)]

    unread = _unread(parents, (cursor or {}).get("after"), ())
    for reached, _, records in _read(client, target, read, unread):
        yield Batch({"incident": records or []}, {"after": reached})


def notes(
    client: Client, target: Target, cursor: Cursor | None, parents: ParentKeys
) -> Iterator[Batch]:
    """Reads the notes of every incident that changed since the cursor, and of the recent ones.

    A note can be rewritten or deleted, and no log entry tells of it. So the notes of incidents that
    are open, or had a log entry within 14 days, are read at every pull. Which these are follows
    from the keys of all log entries ever landed, so no state in a cursor can lose one. The cursor
    keeps a hash of their notes as long as they are recent, so that notes that stayed as they were
    land once; without its hash an incident's notes land again, which does no harm. Memory holds
    a date for each incident while the keys are read, and then the recent ones.
    """

    def read(incident_id: str) -> list[Any]:
        answer = client.http.get(f"/incidents/{incident_id}/notes")
        context = Context(answer.date, incident_id)
        return [converted("note", row, context) for row in answer.rows_of("notes")]

    past = cursor or {}
    recent = dict.fromkeys(_recent(parents, target.date - REREAD))
    known = {key: state for key, state in past.get("known", {}).items() if key in recent}
    for reached, key, records in _read(
        client, target, read, _unread(parents, past.get("after"), recent)
    ):
        state = None if records is None else digest(records)
        if key is None or records is None or state == known.get(key):
            yield Batch({}, {"after": reached, "known": known})
            continue
        if key in recent:
            known = {**known, key: state}
        landed = {"after": reached, "known": known}
        yield Batch({"note": records}, landed, complete={"note": [[key]]})


def _read(
    client: Client, target: Target, read: Callable[[str], list[Any]], items: Iterator[Item]
) -> Iterator[tuple[str | None, str | None, list[Any] | None]]:
    """Yields position, incident and its records; None of an incident that vanished.

    As long as nothing could be read the position stays, so that a credential which may not read
    incidents any more skips none.

    Raises:
        ScopeRevoked: There were several incidents and not one could be read.
    """

    def records_of(item: Item) -> list[Any] | None:
        try:
            return None if item[1] is None else read(item[1])
        except NotFound:
            client.resolve(target.scope)
            return None

    missing, is_any_found = 0, False
    for (reached, key), records in in_order(records_of, items, client.threads):
        if key is not None and records is None:
            missing += 1
        is_any_found = is_any_found or records is not None
        if key is None and not is_any_found and missing >= MOST_MISSING:
            raise ScopeRevoked(f"none of {missing} incidents can be read")
        if key is None or is_any_found:
            yield reached, key, records


def _unread(parents: ParentKeys, after: str | None, recent: Collection[str]) -> Iterator[Item]:
    """Yields every changed incident once, then the recent ones that are not among them."""
    done: set[str] = set()
    reached = after
    for position, key in parents(PARENT, after):
        reached = position
        if key[0] not in done:
            done.add(key[0])
            yield reached, key[0]
    for incident_id in recent:
        if incident_id not in done:
            yield reached, incident_id
    yield reached, None


def _recent(parents: ParentKeys, horizon: datetime) -> list[str]:
    """The incidents that no log entry resolved, or that had one since the horizon."""
    last: dict[str, tuple[str, bool]] = {}
    for _, (incident_id, instant, is_resolving) in parents(PARENT, None):
        before, was_resolved = last.get(incident_id, ("", False))
        last[incident_id] = (max(before, instant), was_resolved or is_resolving)
    return [
        incident_id
        for incident_id, (instant, is_resolved) in last.items()
        if not is_resolved or instant >= as_utc(horizon)
    ]
