"""The landing zone: pages of records on disk, and the manifests that commit them.

Layout: ``landing/<source>/<stream>/<scope>/<run>-<seq>.jsonl`` beside ``<run>-<seq>.page.json``.
The data file is synced and renamed first; the manifest's rename is the commit point. The newest
manifest of a walk's first stream holds its cursor, so a kill costs at most the page in flight.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from msgspec import json

from connectors.errors import CursorInvalid, SourceError
from connectors.stream import Batch, Cursor, Stream

PAGE_RECORDS = 5_000
PAGE_BYTES = 16 * 1024 * 1024
PAGE_SECONDS = 30.0
_RUN_FORMAT = "%Y%m%dT%H%M%S%fZ"


class PullInProgress(Exception):
    """Another process is pulling the same source; nothing was read."""


def _no_mark(_name: str) -> None:
    """Does nothing: fault tests pass a mark that kills the process at a named point."""


@dataclass
class LandingZone:
    """Where pulls leave their pages.

    Attributes:
        root: The landing folder.
        store_id: The store these pages are for; manifests of another store are ignored.
        clock: Gives the current instant, UTC.
        monotonic: Gives seconds that never go back, for the age of a page.
        mark: Called with the name of each point where a kill must be harmless.
    """

    root: Path
    store_id: str
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    mark: Callable[[str], None] = _no_mark

    @contextmanager
    def lock(self, source: str) -> Iterator[None]:
        """Holds the source for one pull.

        Raises:
            PullInProgress: Another process holds it.
        """
        folder = self.root / source
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                message = f"source {source} is being pulled by another process"
                raise PullInProgress(message) from error
            yield

    def attempt(self, source: str, walk: Sequence[Stream], scope: str) -> "Attempt":
        """Opens an attempt to read one walk of one scope from where the last one stopped."""
        return Attempt(self, source, tuple(walk), scope)

    def folder(self, source: str, stream: str, scope: str) -> Path:
        """The folder of one stream and scope; scopes are quoted so that they stay one name."""
        return self.root / source / stream / quote(scope, safe="")

    def scopes(self, source: str, stream: str) -> list[str]:
        """Every scope of which a stream was pulled for this store."""
        folders = (self.root / source / stream).glob("*/")
        names = sorted(unquote(folder.name) for folder in folders)
        return [name for name in names if self.newest(source, stream, name) is not None]

    def manifests(self, source: str, stream: str, scope: str) -> list[Path]:
        """Committed manifests, oldest first."""
        return sorted(self.folder(source, stream, scope).glob("*.page.json"))

    def newest(self, source: str, stream: str, scope: str) -> dict[str, Any] | None:
        """The cursor of record: the newest manifest, if it was written for this store."""
        paths = self.manifests(source, stream, scope)
        if not paths:
            return None
        manifest: dict[str, Any] = json.decode(paths[-1].read_bytes())
        return manifest if manifest["store_id"] == self.store_id else None

    def changed(
        self, source: str, stream: str, scope: str, after: str | None
    ) -> Iterator[tuple[str, list[Any]]]:
        """Yields (position, key) of every parent that a pull found changed after a position."""
        for path in self.manifests(source, stream, scope):
            name = path.name.removesuffix(".page.json")
            if after is not None and name < after.partition("#")[0]:
                continue
            for index, key in enumerate(json.decode(path.read_bytes())["changed"]):
                position = f"{name}#{index:06d}"
                if after is None or position > after:
                    yield position, key


@dataclass
class _Buffer:
    """Encoded records of one stream that wait for their page to close."""

    data: bytearray = field(default_factory=bytearray)
    records: int = 0
    changed: list[list[Any]] = field(default_factory=list)
    complete: list[list[Any]] = field(default_factory=list)
    last_page: str | None = None


class Attempt:
    """One try to read one walk of one scope. Every attempt ends in an end manifest."""

    def __init__(
        self, zone: LandingZone, source: str, walk: tuple[Stream, ...], scope: str
    ) -> None:
        self.zone, self.source, self.walk, self.scope = zone, source, walk, scope
        newest = zone.newest(source, walk[0].name, scope)
        names = {stream.name for stream in walk}
        self._shapes = {stream.name: stream.shape for stream in walk}
        if newest is not None and not (
            names <= set(newest["walk"])
            and self._shapes.items() <= newest.get("shapes", {}).items()
        ):
            # Rows of an older record type would lack what the new one says.
            newest = None
        self.cursor: Cursor | None = newest["cursor_out"] if newest else None
        self.records = {stream.name: 0 for stream in walk}
        self.pages = 0
        self._encoder = json.Encoder()
        self._run = self._run_id()
        self._seq = 0
        self._committed = self.cursor
        self._pending = self.cursor
        self._opened_at = zone.monotonic()
        self._buffers = {stream.name: _Buffer() for stream in walk}
        for stream in walk:
            last = zone.newest(source, stream.name, scope)
            self._buffers[stream.name].last_page = last["last_page"] if last else None

    def _run_id(self) -> str:
        """A name that sorts after every earlier one even if the clock went back."""
        run = self.zone.clock().strftime(_RUN_FORMAT)
        paths = [
            path
            for stream in self.walk
            for path in self.zone.manifests(self.source, stream.name, self.scope)[-1:]
        ]
        newest = max((path.name.partition("-")[0] for path in paths), default="")
        while run <= newest:
            number = int(newest.translate({ord("T"): None, ord("Z"): None})) + 1
            run = f"{str(number)[:8]}T{str(number)[8:]}Z"
        return run

    def add(self, batch: Batch) -> None:
        """Takes a batch and closes the page when it is large or old enough."""
        for name, records in batch.records.items():
            buffer = self._buffers[name]
            lines = self._encoder.encode_lines(records)
            buffer.data += lines
            buffer.records += len(records)
        for name, keys in batch.changed.items():
            self._buffers[name].changed += keys
        for name, keys in batch.complete.items():
            since = self._name(0) if keys == [[]] else self._name(self._seq)
            self._buffers[name].complete += [[key, since] for key in keys]
        self._pending = batch.cursor
        full = any(
            b.records >= PAGE_RECORDS or len(b.data) >= PAGE_BYTES for b in self._buffers.values()
        )
        if full or self.zone.monotonic() - self._opened_at >= PAGE_SECONDS:
            self.close_page()

    def _name(self, seq: int) -> str:
        return f"{self._run}-{seq:06d}"

    def close_page(self) -> None:
        """Commits what is buffered; the walk's first stream last, as its cursor counts."""
        if self._pending == self._committed and not any(
            b.data or b.changed or b.complete for b in self._buffers.values()
        ):
            return
        name = self._name(self._seq)
        for stream in reversed(self.walk):
            buffer = self._buffers[stream.name]
            if buffer.data or buffer.changed or buffer.complete or stream is self.walk[0]:
                self._commit(stream, name, buffer)
        self._seq += 1
        self._committed = self._pending
        self._opened_at = self.zone.monotonic()

    def _commit(self, stream: Stream, name: str, buffer: _Buffer) -> None:
        data = bytes(buffer.data)
        folder = self.zone.folder(self.source, stream.name, self.scope)
        folder.mkdir(parents=True, exist_ok=True)
        self.zone.mark("landing.before_data")
        if data:
            _write(folder / f"{name}.jsonl", data)
        self.zone.mark("landing.before_manifest")
        page = {
            "file": f"{name}.jsonl" if data else None,
            "records": buffer.records,
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "previous": buffer.last_page,
            "last_page": name if data else buffer.last_page,
            "changed": buffer.changed,
            "complete": buffer.complete,
        }
        self._write_manifest(stream, name, "page", page)
        self.zone.mark("landing.after_manifest")
        self.records[stream.name] += buffer.records
        self.pages += 1
        self._buffers[stream.name] = _Buffer(last_page=page["last_page"])  # type: ignore[arg-type]  # because page values are of mixed types

    def end(
        self,
        *,
        covered_until: datetime | None,
        error: SourceError | None = None,
    ) -> None:
        """Closes the attempt with an end manifest in every stream's folder.

        Args:
            covered_until: Instant up to which the walk is complete, UTC; None if it is not.
            error: Why the walk stopped early.
        """
        if error is None:
            self.close_page()
        if isinstance(error, CursorInvalid):
            self._committed = None
        result: dict[str, Any] = {
            "status": "failed" if error else "complete",
            "code": error.code if error else None,
            "message": str(error) if error else None,
            "covered_until": covered_until,
            "file": None,
            "changed": [],
            "complete": [],
        }
        for stream in reversed(self.walk):
            last = {"last_page": self._buffers[stream.name].last_page}
            self._write_manifest(stream, f"{self._run}-end", "end", {**result, **last})

    def _write_manifest(
        self, stream: Stream, name: str, kind: str, fields: Mapping[str, Any]
    ) -> None:
        folder = self.zone.folder(self.source, stream.name, self.scope)
        folder.mkdir(parents=True, exist_ok=True)
        manifest = {
            "kind": kind,
            "source": self.source,
            "stream": stream.name,
            "scope": self.scope,
            "walk": [member.name for member in self.walk],
            "shapes": self._shapes,
            "store_id": self.zone.store_id,
            "cursor_in": self._committed,
            "cursor_out": self._pending if kind == "page" else self._committed,
            "fetched_at": self.zone.clock(),
            **fields,
        }
        _write(folder / f"{name}.page.json", json.format(json.encode(manifest)))


def _write(path: Path, data: bytes) -> None:
    """Writes a whole file or none of it: aside, synced, renamed, folder synced."""
    aside = path.with_name(path.name + ".tmp")
    with aside.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    aside.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
