"""What is read of every file that changed: each once, in the order in which they changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.errors import ScopeRevoked
from connectors.google.file_records import Changed
from connectors.google.place import Place
from connectors.rest.paging import in_order
from connectors.stream import Batch, Cursor, ParentKeys, Record
from connectors.sync import Sync

PARENT = "file"


@dataclass(frozen=True)
class Below:
    """One stream below the files of one place.

    Attributes:
        stream: Its name.
        is_wanted: Whether a file has it at all.
        read: Reads it for one file; None where nothing can be told of it.
        confirm: Called when a file is refused: raises if others would be as well.
        is_whole: Whether one reading lists all there is of a file.
    """

    place: Place
    stream: str
    is_wanted: Callable[[Changed], bool]
    read: Callable[[Changed], Sequence[Record] | None]
    confirm: Callable[[Changed], object]
    is_whole: bool = False

    def batches(self, cursor: Cursor | None, parents: ParentKeys) -> Sync:
        """Reads every file that changed since the cursor; one that cannot be read is skipped."""
        covered = now(self.place)
        after = reached = (cursor or {}).get("after")
        items = _unread(parents, after, self.is_wanted)
        for (position, file), records in in_order(self._read, items, self.place.client.threads):
            reached = position
            if file is not None:
                whole = [[file.file_id]] if self.is_whole and records is not None else []
                complete = {self.stream: whole} if whole else {}
                yield Batch({self.stream: records or []}, {"after": reached}, complete=complete)
        if reached != after:
            yield Batch({}, {"after": reached})
        return covered

    def _read(self, item: tuple[str | None, Changed | None]) -> Sequence[Record] | None:
        _, file = item
        if file is None:
            return None
        try:
            return self.read(file)
        except ScopeRevoked:
            self.confirm(file)
            return None


def now(place: Place) -> datetime:
    """The instant before anything is asked; a walk without changed files asks nothing."""
    return place.client.credential.runtime.clock()


def _unread(
    parents: ParentKeys, after: str | None, is_wanted: Callable[[Changed], bool]
) -> Iterator[tuple[str | None, Changed | None]]:
    """Yields every changed file with its position, then where the keys end.

    All keys are looked at from the beginning: a file that none before told of, such as one that
    was moved into a shared drive, has never been read and is read whole.
    """
    known: set[str] = set()
    done: dict[str, Changed] = {}
    reached = after
    for position, key in parents(PARENT, None):
        file = Changed(*key)
        if not is_wanted(file):
            continue
        if file.file_id not in known:
            known.add(file.file_id)
            file = replace(file, since=None)
        if after is not None and position <= after:
            continue
        reached = position
        if not _covers(done.get(file.file_id), file):
            done[file.file_id] = file
            yield position, file
    yield reached, None


def _covers(done: Changed | None, file: Changed) -> bool:
    """Whether what was read of a file in this walk holds what a later change tells of."""
    if done is None:
        return False
    return done.since is None or (file.since is not None and done.since <= file.since)
