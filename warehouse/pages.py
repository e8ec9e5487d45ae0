"""Landed pages as the warehouse finds them on disk: manifests, damage, rewinds, clean-up."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from warehouse.store import RawTable, Store

_BATCH_PAGES = 64
_BATCH_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Page:
    """One manifest that the ledger does not know yet."""

    path: Path
    manifest: dict[str, Any]

    @property
    def scope(self) -> str:
        """The scope it was read from."""
        return unquote(self.path.parent.name)

    @property
    def name(self) -> str:
        """The run and sequence number, which sort by time."""
        return self.path.name.removesuffix(".page.json")

    @property
    def data(self) -> Path | None:
        """The file with the records; None if the page has none."""
        file = self.manifest["file"]
        return self.path.parent / file if file else None


def new_pages(store: Store, table: RawTable, landing: Path) -> Iterator[Page]:
    """Yields the pages of one stream that were not loaded yet, by scope, oldest first."""
    known = set(
        store.con.execute(
            "select scope, page from ops.page_ledger where source = $source and stream = $stream",
            {"source": table.source, "stream": table.stream},
        ).fetchall()
    )
    for folder in sorted((landing / table.source / table.stream).glob("*")):
        scope = unquote(folder.name)
        for path in sorted(folder.glob("*.page.json")):
            if (scope, path.name.removesuffix(".page.json")) not in known:
                yield Page(path, json.loads(path.read_bytes()))


def batches(pages: Iterator[Page]) -> Iterator[list[Page]]:
    """Groups pages so that one transaction stays small enough for memory."""
    batch: list[Page] = []
    size = 0
    for page in pages:
        batch.append(page)
        size += page.manifest.get("bytes", 0)
        if len(batch) >= _BATCH_PAGES or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def is_intact(page: Page) -> bool:
    """Whether the data file is there and is what the manifest says."""
    if page.data is None:
        return True
    if not page.data.exists():
        return False
    with page.data.open("rb") as handle:
        digest: str = hashlib.file_digest(handle, "sha256").hexdigest()
    return bool(digest == page.manifest["sha256"])


def write_rewind(folder: Path, first: Page, cursor: Any) -> None:
    """Leaves a newest manifest for every stream of the walk; it sorts behind its run's end."""
    newest = sorted(folder.glob("*.page.json"))[-1]
    name = f"{newest.name.partition('-')[0]}-rewind.page.json"
    for stream in first.manifest["walk"]:
        target = folder.parent.parent / stream / folder.name
        if not target.exists():
            continue
        manifest = {
            **first.manifest,
            "kind": "rewind",
            "stream": stream,
            "cursor_out": cursor,
            "file": None,
            "records": 0,
            "changed": [],
            "complete": [],
            "previous": None,
            "last_page": None,
        }
        aside = target / f"{name}.tmp"
        aside.write_text(json.dumps(manifest))
        aside.rename(target / name)


def delete_old_pages(store: Store, landing: Path, keep_days: int) -> int:
    """Deletes data files that were loaded longer ago than `keep_days`; manifests stay."""
    rows = store.con.execute(
        "select source, stream, scope, page from ops.page_ledger"
        " where status = 'loaded' and kind = 'page' and loaded_at < $limit",
        {"limit": store.clock() - timedelta(days=keep_days)},
    ).fetchall()
    deleted = 0
    for source, stream, scope, page in rows:
        for folder in (landing / source / stream).glob("*"):
            path = folder / f"{page}.jsonl"
            if unquote(folder.name) == scope and path.exists():
                path.unlink()
                deleted += 1
    return deleted
