"""The Confluence connector: which walk reads which stream, and what a pull knows of its scopes."""

from collections.abc import Iterator, Mapping, Sequence

from connectors.atlassian import open_http
from connectors.confluence import children
from connectors.confluence.check import check_scope
from connectors.confluence.listings import described, labels, listed
from connectors.confluence.settings import Settings
from connectors.confluence.site import Site, Target
from connectors.confluence.sites import find_site, site_url
from connectors.confluence.streams import STREAMS
from connectors.rest.http import HttpClient
from connectors.settings import Finding, Runtime
from connectors.stream import Batch, Connector, Cursor, ParentKeys, Stream
from connectors.sync import Reader, Sync


def connect(settings: Settings, secrets: Mapping[str, str], runtime: Runtime) -> Connector:
    """Prepares Confluence for reading; nothing is requested yet.

    Args:
        settings: What the operator configured.
        secrets: ``token``, and ``email`` for Cloud's API tokens.
        runtime: Clock, sleep and random.
    """
    email = secrets["email"] if settings.email_env is not None else None
    threads = settings.threads or 1
    http = open_http(site_url(settings), email, secrets["token"], runtime, threads)
    return Confluence(settings, http)


class Confluence(Reader):
    """One configured Confluence, as `connectors.stream.Connector` wants it."""

    source = "confluence"
    streams: Sequence[Stream] = STREAMS

    def __init__(self, settings: Settings, http: HttpClient) -> None:
        super().__init__()
        self._settings, self._http = settings, http
        self._found: Site | None = None
        self._targets: dict[str, Target] = {}

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._http.requests

    def scopes(self) -> Sequence[str]:
        """The configured spaces; a pull begins here."""
        self._targets.clear()
        self.coverage.begin()
        if self._found is not None:
            self._found.begin()
        return list(dict.fromkeys(self._settings.spaces))

    def check(self) -> Iterator[Finding]:
        """Says of every space whether it can be read."""
        for scope in self.scopes():
            yield from check_scope(self._site(), scope)

    def _site(self) -> Site:
        if self._found is None:
            self._found = find_site(self._settings, self._http)
        return self._found

    def _target(self, scope: str) -> Target:
        if scope not in self._targets:
            self._targets[scope] = self._site().resolve(scope)
        return self._targets[scope]

    def sync(
        self, walk: Sequence[Stream], scope: str, cursor: Cursor | None, parents: ParentKeys
    ) -> Sync:
        """Reads one listing of a scope."""
        (stream,) = walk
        target = self._target(scope)
        site, name = self._site(), stream.name
        if stream.children_of:
            yield from self._below(stream, target, cursor, parents)
            return self.coverage.of_parents(scope, stream.children_of, target.date)
        if name == "space":
            return (yield from described(cursor, target))
        if name == "page_label":
            return (yield from labels(cursor, site, target))
        return (yield from listed(site.listing(name, target), cursor, site, target, parents))

    def _below(
        self, stream: Stream, target: Target, cursor: Cursor | None, parents: ParentKeys
    ) -> Iterator[Batch]:
        site, threads = self._site(), self._settings.threads or 1
        if stream.name == "user":
            return children.users(site, cursor, stream.children_of, parents)
        if stream.name == "page_version":
            return children.versions(site, target, cursor, parents, threads)
        if not self._settings.reads("page_scribe"):
            return iter(())
        return children.scribes(site, target, cursor, parents, threads)
