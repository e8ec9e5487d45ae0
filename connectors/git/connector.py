"""The configured repositories as one source."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from connectors.errors import Permanent
from connectors.git.client import open_repository
from connectors.git.documents import Documents
from connectors.git.gaps import count_missing
from connectors.git.history import BATCH_RECORDS, SLICE_COMMITS, History
from connectors.git.repository import Repository
from connectors.git.sides import Sides
from connectors.git.streams import STREAMS
from connectors.settings import Finding, Runtime, SourceSettings
from connectors.stream import Batches, Connector, Cursor, ParentKeys, Stream

_WORKERS = 2


class RepositorySettings(BaseModel):
    """One local clone.

    Attributes:
        path: Its folder, bare or with a work tree; relative to the configuration's folder.
        name: What to call it; None is owner and name of its origin, or else its folder's name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Path
    name: str | None = None


class Settings(SourceSettings):
    """The clones to read.

    Attributes:
        repositories: Where they are.
        read_minutes: ``on`` reads files with minutes of meetings for whom they name.
        pairing_tables: Globs of the paths of Markdown files with tables of leads and shadows.
    """

    repositories: tuple[RepositorySettings, ...] = Field(min_length=1)
    read_minutes: Literal["on", "off"] = "off"
    pairing_tables: tuple[str, ...] = ()

    def reads(self, stream: str) -> bool:
        """Minutes and pairings are read only where the settings say so."""
        reads_minutes = self.read_minutes == "on"
        is_on = {
            "minutes": reads_minutes,
            "minutes_person": reads_minutes,
            "pairing": bool(self.pairing_tables),
        }
        return super().reads(stream) and is_on.get(stream, True)

    def named(self, scopes: Collection[str], folder: Path) -> set[str]:
        """Scopes are the repositories' names, which they may say themselves.

        One that cannot be opened now may have any name, so nothing is taken for removed then.
        """
        names = set()
        for settings in self.repositories:
            try:
                names.add(find_repository(settings, folder).name)
            except Permanent:
                return set(scopes)
        return names & set(scopes)


def find_repository(settings: RepositorySettings, folder: Path) -> Repository:
    """Opens a configured repository.

    Raises:
        Permanent: There is none that this user may read.
    """
    path = folder / settings.path.expanduser()
    return Repository(open_repository(settings.path, path), path.resolve(), settings.name)


class GitConnector:
    """Reads local clones with the installed git. It fetches nothing and changes nothing."""

    source = "git"
    streams: Sequence[Stream] = STREAMS

    def __init__(
        self,
        settings: Settings,
        runtime: Runtime,
        *,
        slice_commits: int = SLICE_COMMITS,
        batch_records: int = BATCH_RECORDS,
    ) -> None:
        self._settings, self._runtime = settings, runtime
        self._slice_commits, self._batch_records = slice_commits, batch_records
        self._opened: list[Repository] = []
        self._started: dict[str, datetime] = {}

    def scopes(self) -> Sequence[str]:
        """The names of the repositories.

        Raises:
            Permanent: Two of them have the same name.
        """
        return list(self._repositories)

    @cached_property
    def _repositories(self) -> dict[str, Repository | Permanent]:
        """Every repository, or why it cannot be read, by name."""
        found: dict[str, Repository | Permanent] = {}
        for settings in self._settings.repositories:
            repository: Repository | Permanent
            try:
                repository = self._open(settings)
                name = repository.name
            except Permanent as error:
                repository, name = error, settings.name or settings.path.name
            if name in found:
                raise Permanent(
                    f"two repositories are called {name}", action="give one another `name`"
                )
            found[name] = repository
        return found

    def _open(self, settings: RepositorySettings) -> Repository:
        repository = find_repository(settings, self._runtime.folder)
        self._opened.append(repository)
        return repository

    def _readable(self, scope: str) -> Repository:
        repository = self._repositories[scope]
        if isinstance(repository, Permanent):
            raise repository
        return repository

    def read(
        self, walk: Sequence[Stream], scope: str, cursor: Cursor | None, parents: ParentKeys
    ) -> Batches:
        """Yields everything new since the cursor; None reads from the beginning.

        Raises:
            SourceError: The repository cannot be read (further).
        """
        del parents
        self._started[scope] = self._runtime.clock()
        repository = self._readable(scope)
        if walk[0].walk == "side_commit":
            yield from Sides(repository, self._started[scope], self._batch_records).read(cursor)
            return
        if walk[0].walk != "history":
            if self._settings.reads(walk[0].name):
                yield from self._documents(walk, scope).read(cursor)
            return
        yield from History(
            repository,
            walk,
            self._runtime.clock,
            self._settings.threads or _WORKERS,
            self._slice_commits,
            self._batch_records,
        ).read(cursor)

    def _documents(self, walk: Sequence[Stream], scope: str) -> Documents:
        is_pairing = walk[0].name == "pairing"
        return Documents(
            self._readable(scope),
            walk,
            self._started[scope],
            self._batch_records,
            tables=self._settings.pairing_tables if is_pairing else (),
        )

    def check(self) -> Iterator[Finding]:
        """Says which repositories can be read, and where history is missing."""
        for scope in self.scopes():
            try:
                repository = self._readable(scope)
                ends, missing = repository.snapshot().boundary, count_missing(repository.git)
            except Permanent as error:
                yield Finding("missing", str(error))
                continue
            yield Finding("ok", f"{scope} can be read")
            if ends:
                yield Finding(
                    "missing",
                    f"{scope} is a shallow clone: nothing before {len(ends)} of its commits is "
                    "read, nor what these changed; run `git fetch --unshallow` there",
                )
            if missing:
                yield Finding(
                    "warning",
                    f"{scope} lacks {missing} files or folders, as partial clones do: nobody knows "
                    "which lines the commits changed that touch them; run "
                    "`git fetch --refetch --no-filter` there",
                )

    def covered_until(self, scope: str) -> datetime:
        """When the last read of the repository started."""
        return self._started[scope]

    @property
    def requests(self) -> int:
        """How many git programs were started."""
        return sum(repository.git.programs for repository in self._opened)


def connect(settings: Settings, secrets: Mapping[str, str], runtime: Runtime) -> Connector:
    """The configured repositories, ready to read. Local clones need no secrets."""
    del secrets
    return GitConnector(settings, runtime)
