"""The GitHub connector: which walk reads which stream, and what a pull knows of its scopes."""

from collections.abc import Iterator, Mapping, Sequence

from connectors.errors import Gone
from connectors.github.auth import credential
from connectors.github.check import check_credential, check_scope
from connectors.github.children import CHILDREN, below_changed
from connectors.github.client import Client, Target
from connectors.github.listings import (
    FALLING,
    REPLACED,
    RISING,
    described,
    falling,
    replaced,
    rising,
)
from connectors.github.records import Context
from connectors.github.settings import Settings
from connectors.github.streams import STREAMS
from connectors.settings import Finding, Runtime
from connectors.stream import Connector, Cursor, ParentKeys, Stream
from connectors.sync import Reader, Sync


def connect(settings: Settings, secrets: Mapping[str, str], runtime: Runtime) -> Connector:
    """Prepares GitHub for reading; nothing is requested yet.

    Args:
        settings: What the operator configured.
        secrets: ``token``, or ``app_private_key``.
        runtime: Clock, sleep and random.
    """
    return GitHub(settings, Client(settings, credential(settings, secrets, runtime), runtime))


class GitHub(Reader):
    """One configured GitHub, as `connectors.stream.Connector` wants it."""

    source = "github"
    streams: Sequence[Stream] = STREAMS

    def __init__(self, settings: Settings, client: Client) -> None:
        super().__init__()
        self._settings, self._client = settings, client
        self._targets: dict[str, Target] = {}

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._client.requests

    def scopes(self) -> Sequence[str]:
        """The configured repositories, organizations spelled out; a pull begins here."""
        self._targets.clear()
        self.coverage.begin()
        names = (
            name
            for configured in self._settings.repositories
            for name in self._client.names(configured)
        )
        return list(dict.fromkeys(names))

    def check(self) -> Iterator[Finding]:
        """Says of every scope whether it can be read, and what the credential could do besides."""
        for scope in self.scopes():
            yield from check_scope(self._client, scope)
        yield from check_credential(self._client)

    def _target(self, scope: str) -> Target:
        if scope not in self._targets:
            self._targets[scope] = self._client.resolve(scope)
        return self._targets[scope]

    def sync(
        self, walk: Sequence[Stream], scope: str, cursor: Cursor | None, parents: ParentKeys
    ) -> Sync:
        """Reads one listing of a scope."""
        (stream,) = walk
        target = self._target(scope)
        try:
            return (yield from self._listed(stream, scope, cursor, parents))
        except Gone:
            # A repository whose issues are switched off answers 410 to their list.
            if target.row.get("has_issues", True):
                raise
            return target.date

    def _listed(
        self, stream: Stream, scope: str, cursor: Cursor | None, parents: ParentKeys
    ) -> Sync:
        target, name, client = self._targets[scope], stream.name, self._client
        first = next(other for other, known in self._targets.items() if known.id == target.id)
        context = Context(target.id, target.date, titles=self._settings.titles == "on")
        if scope != first:
            return target.date
        if name in CHILDREN:
            yield from below_changed(stream, client, target, cursor, context, parents)
            return self.coverage.of_parents(scope, stream.children_of, target.date)
        if name in RISING:
            return (yield from rising(RISING[name], client, target, cursor, context))
        if name in FALLING:
            return (yield from falling(FALLING[name], client, target, cursor, context))
        if name in REPLACED:
            return (yield from replaced(REPLACED[name], client, target, cursor, context))
        return (yield from described(target, cursor, context))
