"""The Google connector: which walk reads which stream, and what a pull knows of its scopes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from connectors.google.activity import activities
from connectors.google.calendar import occurrences
from connectors.google.check import check_places
from connectors.google.client import Client, open_client
from connectors.google.directory import group_members, groups, users
from connectors.google.drive import files
from connectors.google.meet import conferences
from connectors.google.place import places
from connectors.google.reports import audit_events
from connectors.google.revisions import revisions
from connectors.google.scribes import scribes
from connectors.google.settings import Settings
from connectors.google.streams import STREAMS
from connectors.google.walk import Walk
from connectors.settings import Finding, Runtime
from connectors.stream import Batches, Connector, Cursor, ParentKeys, Stream
from connectors.sync import wanted_only

WALKS: Mapping[str, Walk] = {
    "user": users,
    "group": groups,
    "group_member": group_members,
    "audit_event": audit_events,
    "calendar": occurrences,
    "meet": conferences,
    "file": files,
    "activity": activities,
    "revision": revisions,
    "scribe": scribes,
}


def connect(settings: Settings, secrets: Mapping[str, str], runtime: Runtime) -> Connector:
    """Prepares Google for reading; nothing is requested yet.

    Args:
        settings: What the operator configured.
        secrets: ``credentials_file``: the path of the credentials file.
        runtime: Folder, clock, sleep and random.

    Raises:
        Permanent: The credentials file is no such file.
    """
    return Google(settings, open_client(settings, secrets["credentials_file"], runtime))


class Google:
    """One configured domain, as `connectors.stream.Connector` wants it."""

    source = "google"
    streams: Sequence[Stream] = STREAMS

    def __init__(self, settings: Settings, client: Client) -> None:
        self._client = client
        self._places = {place.scope: place for place in places(settings, client)}
        self._covered: dict[str, datetime] = {}
        self._files_covered: dict[str, datetime] = {}

    @property
    def requests(self) -> int:
        """Requests sent so far, those for tokens included."""
        return self._client.requests

    def scopes(self) -> Sequence[str]:
        """The directory, the audit log, each calendar and each drive; a pull begins here."""
        self._files_covered.clear()
        return list(self._places)

    def read(
        self, walk: Sequence[Stream], scope: str, cursor: Cursor | None, parents: ParentKeys
    ) -> Batches:
        """Yields everything new since the cursor, as `Connector.read` promises."""
        name = walk[0].walk or walk[0].name
        steps = WALKS[name](self._places[scope], cursor, parents)
        covered = yield from wanted_only(steps, {stream.name for stream in walk})
        if name == "file":
            self._files_covered[scope] = covered
        elif walk[0].children_of:
            # Children are complete up to where the files read in this pull are.
            covered = min(covered, self._files_covered.get(scope, covered))
        self._covered[scope] = covered

    def covered_until(self, scope: str) -> datetime:
        """What the walk that ended last covers."""
        return self._covered[scope]

    def check(self) -> Iterator[Finding]:
        """Says of every scope which scopes of OAuth are missing or more than needed."""
        yield from check_places(list(self._places.values()))
