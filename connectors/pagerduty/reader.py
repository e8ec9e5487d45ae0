"""The PagerDuty connector: which walk reads which stream, and what a pull knows of its scopes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from connectors.pagerduty.check import check_credential, check_scope
from connectors.pagerduty.children import PARENT, Roles, incidents, notes
from connectors.pagerduty.client import Client, Target
from connectors.pagerduty.listings import (
    audit_records,
    log_entries,
    on_calls,
    overrides,
    progress_of,
    snapshot,
)
from connectors.pagerduty.settings import ACCOUNT, Settings
from connectors.pagerduty.streams import STREAMS
from connectors.settings import Finding, Runtime
from connectors.stream import Batches, Connector, Cursor, ParentKeys, Stream
from connectors.sync import Sync

BY_TIME = {
    PARENT: log_entries,
    "override": overrides,
    "on_call": on_calls,
    "audit_record": audit_records,
}


def connect(settings: Settings, secrets: Mapping[str, str], runtime: Runtime) -> Connector:
    """Prepares PagerDuty for reading; nothing is requested yet.

    Args:
        settings: What the operator configured.
        secrets: ``token``.
        runtime: Clock, sleep and random.
    """
    return PagerDuty(settings, Client(settings, secrets["token"], runtime))


class PagerDuty:
    """One configured account, as `connectors.stream.Connector` wants it."""

    source = "pagerduty"
    streams: Sequence[Stream] = STREAMS

    def __init__(self, settings: Settings, client: Client) -> None:
        self._settings, self._client = settings, client
        self._targets: dict[str, Target] = {}
        self._parents_covered: dict[str, datetime] = {}
        self._covered: dict[str, datetime] = {}

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._client.http.requests

    def scopes(self) -> Sequence[str]:
        """The configured teams, or the account; a pull begins here."""
        self._targets.clear()
        self._parents_covered.clear()
        return list(dict.fromkeys(self._settings.teams)) or [ACCOUNT]

    def read(
        self, walk: Sequence[Stream], scope: str, cursor: Cursor | None, parents: ParentKeys
    ) -> Batches:
        """Yields everything new since the cursor, as `Connector.read` promises."""
        (stream,) = walk
        if scope not in self._targets:
            self._targets[scope] = self._client.resolve(scope)
        if stream.name == PARENT:
            progress = progress_of(cursor, self._targets[scope], self._settings.since)
            self._parents_covered[scope] = progress.since
        covered = yield from self._walk(stream.name, self._targets[scope], cursor, parents)
        if stream.name == PARENT:
            self._parents_covered[scope] = covered
        self._covered[scope] = covered

    def covered_until(self, scope: str) -> datetime:
        """The start of the walk that ended last, however often it was resumed."""
        return self._covered[scope]

    def check(self) -> Iterator[Finding]:
        """Says of every scope whether it can be read, and whose key it is."""
        for scope in self.scopes():
            yield from check_scope(self._client, scope)
        yield from check_credential(self._client)

    def _walk(self, name: str, target: Target, cursor: Cursor | None, parents: ParentKeys) -> Sync:
        client = self._client
        if name in BY_TIME:
            progress = progress_of(cursor, target, self._settings.since)
            return (yield from BY_TIME[name](client, target, progress))
        if name == "incident":
            roles = Roles(client, self._settings.role_fields)
            yield from incidents(client, target, cursor, parents, roles)
        elif name == "note":
            yield from notes(client, target, cursor, parents)
        else:
            return (yield from snapshot(name, client, target, cursor))
        # Children are complete up to where the log entries read in this pull are.
        return self._parents_covered.get(target.scope, target.date)
