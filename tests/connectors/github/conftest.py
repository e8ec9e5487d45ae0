"""A sandbox GitHub, and pulls from it into a landing zone through the real path."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.github import STREAMS, Settings, connect
from connectors.landing import LandingZone
from connectors.pull import WalkResult, pull
from connectors.settings import Runtime
from connectors.stream import Batch, Connector, Stream
from sandbox.github import Hub, Server

SCOPE = "acme/widget"


class World:
    """A hub, its server, and one store's landing zone."""

    def __init__(self, server: Server, runtime: Runtime, time: Any, folder: Path) -> None:
        self.server, self.hub, self.runtime, self.time = server, server.hub, runtime, time
        self.zone = LandingZone(folder / "landing", "store-1", time.now, time.monotonic)

    def connect(self, **settings: Any) -> Connector:
        given = {"base_url": self.server.base_url, "token_env": "T", "repositories": (SCOPE,)}
        return connect(Settings(**{**given, **settings}), {"token": "t-1"}, self.runtime)

    def pull(self, *names: str, **settings: Any) -> list[WalkResult]:
        connector = self.connect(**settings)
        return list(pull(connector, streams(*names), self.zone))

    def read_requests(self, *names: str, **settings: Any) -> int:
        """Pulls without an error and counts what it cost."""
        before = len(self.server.log)
        assert [result.error for result in self.pull(*names, **settings) if result.error] == []
        return len(self.server.log) - before

    def walk(self, name: str, cursor: Any = None, parents: Any = None) -> list[Batch]:
        """Reads one stream without a landing zone."""
        connector = self.connect()
        connector.scopes()
        parents = parents or (lambda _stream, _after: iter(()))
        return list(connector.read(streams(name), SCOPE, cursor, parents))

    def landed(self, name: str, scope: str = SCOPE) -> list[dict[str, Any]]:
        """Every record of a stream, in the order in which they landed."""
        folder = self.zone.folder("github", name, scope)
        pages = [path.read_text() for path in sorted(folder.glob("*.jsonl"))]
        return [json.loads(line) for page in pages for line in page.splitlines()]

    def latest(self, name: str, scope: str = SCOPE) -> dict[tuple[Any, ...], dict[str, Any]]:
        """What a store would hold: by key, the greatest version, later pages first."""
        (stream,) = streams(name)
        rows: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in self.landed(name, scope):
            key = tuple(row[part] for part in stream.key)
            version = stream.version
            if key not in rows or version is None or row[version] >= rows[key][version]:
                rows[key] = row
        return rows

    def manifests(self, name: str, scope: str = SCOPE) -> list[dict[str, Any]]:
        paths = self.zone.manifests("github", name, scope)
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


def streams(*names: str) -> list[Stream]:
    return [stream for stream in STREAMS if not names or stream.name in names]


@pytest.fixture
def world(runtime: Runtime, time: Any, tmp_path: Path) -> Iterator[World]:
    with Server(Hub(clock=time.now)) as server:
        yield World(server, runtime, time, tmp_path)
