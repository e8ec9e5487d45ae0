"""What a pull leaves: the rows that models would see, what each walk asked for and how it ended."""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from connectors.pull import Step, WalkResult, pull
from connectors.stream import Stream
from pipelines.tools import find_tools
from sandbox.server import Request
from tests.world import World
from warehouse.load import load
from warehouse.store import Store

Rows = dict[str, dict[str, dict[str, Any]]]
"""Stream -> key -> row, without when it was observed."""

AUTHENTICATION = r"/token$|/access_tokens$"


@dataclass(frozen=True)
class Slice:
    """One walk of a pull, the requests that were made during it, and the number of the first."""

    first: int
    result: WalkResult
    requests: tuple[Request, ...]

    def asked(self, route: str) -> bool:
        """Whether it requested something on a route."""
        return any(re.search(route, request.path) for request in self.requests)


def pull_in_slices(world: World, report: Callable[[Step], Any] = lambda _: None) -> list[Slice]:
    """Pulls everything, walk by walk."""
    slices, before = [], len(world.server.log)
    for result in pull(world.connect(), world.streams(), world.zone, report):
        slices.append(Slice(before, result, tuple(world.server.log[before:])))
        before = len(world.server.log)
    return slices


def landed_rows(world: World) -> Rows:
    """The rows of every stream that exist at the tool, as a load of what was landed has them.

    It follows the rules of `warehouse.load` in a hundredth of its time; `stored_rows` says whether
    it still does.
    """
    return {stream.name: _live(world, stream) for stream in world.streams()}


def _live(world: World, stream: Stream) -> dict[str, dict[str, Any]]:
    kept: dict[str, _Kept] = {}
    for page, scope, row in sorted(_landed(world, stream), key=lambda found: found[:2]):
        key = "|".join(str(row[part]) for part in stream.key)
        old = kept.get(key)
        if old is None or (stream.version and row[stream.version] >= old.row[stream.version]):
            kept[key] = _Kept(row, scope, page)
        else:
            kept[key] = replace(old, seen=page)
    listings = _listings(world, stream)
    return {
        key: {name: value for name, value in found.row.items() if name != "observed_at"}
        for key, found in kept.items()
        if not any(found.is_missing_from(stream, listing) for listing in listings)
    }


@dataclass(frozen=True)
class _Kept:
    """A row, the scope that brought it, and the last page that showed it."""

    row: dict[str, Any]
    scope: str
    seen: str

    def is_missing_from(self, stream: Stream, listing: tuple[str, list[Any], str]) -> bool:
        scope, parent, since = listing
        own = [self.row[name] for name in stream.replaces or ()]
        is_of_it = stream.replaces is not None and (scope, parent) == (self.scope, own)
        return is_of_it and since > self.seen


def _manifests(world: World, stream: Stream) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in (world.zone.root / world.source / stream.name).glob("*/*.page.json"):
        yield path, json.loads(path.read_bytes())


def _landed(world: World, stream: Stream) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, manifest in _manifests(world, stream):
        if manifest["file"]:
            for line in (path.parent / manifest["file"]).read_text().splitlines():
                yield manifest["file"], manifest["scope"], _at_home(world, json.loads(line))


def _at_home(world: World, row: dict[str, Any]) -> dict[str, Any]:
    """A row whose links do not hold the port of this test's server."""
    base = str(world.server.base_url)
    return {k: v.replace(base, "tool:") if isinstance(v, str) else v for k, v in row.items()}


def _listings(world: World, stream: Stream) -> list[tuple[str, list[Any], str]]:
    return [
        (manifest["scope"], parent, since)
        for _, manifest in _manifests(world, stream)
        for parent, since in manifest["complete"]
    ]


def stored_rows(world: World) -> Rows:
    """The same rows, from a store that loaded what was landed: without what it calls unseen."""
    store = Store(duckdb.connect(), world.zone.root.parent, world.time.now)
    store.con.execute("set TimeZone = 'UTC'")
    store.prepare()
    names = {stream.name for stream in world.streams()}
    tables = tuple(t for t in find_tools()[world.source].raw_tables if t.stream in names)
    store.create_raw(tables)
    found: Rows = {}
    for table in tables:
        assert load(store, world.zone.root, table).quarantined == 0
        key = ", ".join(table.key)
        rows = store.con.sql(
            f"select * from staging.{table.name} where ({key}) in"
            f" (select ({key}) from raw.{table.name} where _unseen_at is null)"
        )
        found[table.stream] = {}
        for values in rows.fetchall():
            row = dict(zip(rows.columns, values, strict=True))
            row.pop("observed_at", None)
            row = _at_home(world, msgspec.to_builtins(row))
            found[table.stream]["|".join(str(row[part]) for part in table.key)] = row
    store.con.close()
    return found


def fresh_rows(world: World, folder: Path) -> Rows:
    """What one uninterrupted pull of the tool as it is now gives."""
    other = world.beside(folder / "fresh")
    shutil.rmtree(other.zone.root, ignore_errors=True)
    assert errors(pull_in_slices(other)) == {}
    return landed_rows(other)


def errors(slices: list[Slice]) -> dict[tuple[str, str], Any]:
    """Why walks failed, by scope and first stream."""
    return {(s.result.scope, s.result.streams[0]): s.result.error for s in slices if s.result.error}


def routes(requests: list[Request]) -> list[str]:
    """A pattern for each kind of path that was requested: parts that name one thing are left open.

    Paths on which tokens are given are none: a tool without a token is another matter.
    """
    found = {
        "^" + "/".join(map(_part, request.path.split("/"))) + r"($|\?)"
        for request in requests
        if not re.search(AUTHENTICATION, request.path)
    }
    return sorted(found)


def _part(part: str) -> str:
    return "[^/?]+" if re.search(r"\d|%|@|:", part) else re.escape(part)


def manifests(world: World, walk: Slice) -> list[Mapping[str, Any]]:
    """The newest manifest of each stream of a walk."""
    found = []
    for stream in walk.result.streams:
        (*_, newest) = world.zone.manifests(world.source, stream, walk.result.scope)
        found.append(json.loads(newest.read_bytes()))
    return found
