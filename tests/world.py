"""A simulated tool, and pulls from it into a landing zone through the real path."""

import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Self

from connectors.landing import LandingZone
from connectors.pull import WalkResult, pull
from connectors.settings import Runtime
from connectors.stream import Batch, Connector, ParentKeys, Stream
from sandbox.server import Server


class World:
    """One tool's server, and one store's landing zone.

    Args:
        tool: A connector package: ``STREAMS``, ``Settings`` and ``connect``.
        server: What it reads.
        settings: Valid settings for it, but for the base URL.
        secrets: What ``connect`` gets.
        scope: The scope that is looked at when none is named.

    Attributes:
        left_out: Streams that are read only where a test names them.
    """

    left_out: frozenset[str] = frozenset()

    def __init__(
        self,
        tool: ModuleType,
        server: Server,
        runtime: Runtime,
        time: Any,
        folder: Path,
        *,
        settings: Mapping[str, Any],
        secrets: Mapping[str, str],
        scope: str,
    ) -> None:
        self.tool, self.server, self.runtime, self.time = tool, server, runtime, time
        self.settings, self.secrets, self.scope = settings, secrets, scope
        self.source = tool.__name__.rpartition(".")[2]
        self.folder = folder
        self.zone = LandingZone(folder / "landing", "store-1", time.now, time.monotonic)

    def beside(self, folder: Path) -> Self:
        """The same tool, and another landing zone."""
        other = copy.copy(self)
        other.zone = LandingZone(folder, "store-1", self.time.now, self.time.monotonic)
        return other

    def connect(self, **settings: Any) -> Connector:
        given = {"base_url": self.server.base_url, **self.settings, **settings}
        connector: Connector = self.tool.connect(
            self.tool.Settings(**given), self.secrets, self.runtime
        )
        return connector

    def streams(self, *names: str) -> list[Stream]:
        wanted = names or {stream.name for stream in self.tool.STREAMS} - self.left_out
        return [stream for stream in self.tool.STREAMS if stream.name in wanted]

    def pull(self, *names: str, **settings: Any) -> list[WalkResult]:
        return list(pull(self.connect(**settings), self.streams(*names), self.zone))

    def read_requests(self, *names: str, **settings: Any) -> int:
        """Pulls without an error and counts what it cost."""
        before = len(self.server.log)
        assert [result.error for result in self.pull(*names, **settings) if result.error] == []
        return len(self.server.log) - before

    def walk(
        self, *names: str, cursor: Any = None, parents: ParentKeys | None = None
    ) -> list[Batch]:
        """Reads the streams of one walk without a landing zone."""
        connector = self.connect()
        connector.scopes()
        parents = parents or (lambda _stream, _after: iter(()))
        return list(connector.read(self.streams(*names), self.scope, cursor, parents))

    def landed(self, name: str, scope: str | None = None) -> list[dict[str, Any]]:
        """Every record of a stream, in the order in which they landed."""
        folder = self.zone.folder(self.source, name, scope or self.scope)
        pages = [path.read_text() for path in sorted(folder.glob("*.jsonl"))]
        return [json.loads(line) for page in pages for line in page.splitlines()]

    def latest(self, name: str, scope: str | None = None) -> dict[tuple[Any, ...], dict[str, Any]]:
        """What a store would hold: by key, the greatest version, later pages first."""
        (stream,) = self.streams(name)
        rows: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in self.landed(name, scope):
            key = tuple(row[part] for part in stream.key)
            version = stream.version
            if key not in rows or (version is not None and row[version] >= rows[key][version]):
                rows[key] = row
        return rows

    def manifests(self, name: str, scope: str | None = None) -> list[dict[str, Any]]:
        paths = self.zone.manifests(self.source, name, scope or self.scope)
        return [json.loads(path.read_text()) for path in paths]

    def complete(self, name: str) -> list[Any]:
        """What the newest pull listed completely."""
        newest = self.manifests(name)[-1]["cursor_out"]
        return [
            key
            for manifest in self.manifests(name)
            for key, _since in manifest["complete"]
            if manifest["cursor_out"] == newest
        ]

    def everything_landed(self) -> Iterator[bytes]:
        """Every byte in the landing zone."""
        for path in self.zone.root.rglob("*"):
            if path.is_file():
                yield path.read_bytes()
