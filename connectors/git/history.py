"""Walks the history of one repository in a fixed order from where the last walk stopped.

A round reads what the tips reach and the base does not, then marks what only the base reaches: a
force push took that away. `rev-list --topo-order` of fixed tips lists commits in the same order
every time, so a count of finished commits is enough to resume. When a round ends, its tips are the
base of the next.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import islice

from connectors.errors import CursorInvalid
from connectors.git.client import Failed
from connectors.git.gaps import Gaps
from connectors.git.mailmap import Mailmap
from connectors.git.parse import LogReader
from connectors.git.repository import Repository, Snapshot
from connectors.git.slices import Slicer
from connectors.git.streams import Commit, FileChange, PersonCredit
from connectors.stream import Batch, Cursor, Record, Stream

SLICE_COMMITS = 4_000
BATCH_RECORDS = 5_000
_STREAM_OF: dict[type[Record], str] = {
    Commit: "commit",
    PersonCredit: "person_credit",
    FileChange: "file_change",
}


@dataclass(frozen=True)
class Position:
    """Where a walk is; its fields are the cursor.

    Attributes:
        base: Tips whose history is known.
        tips: Tips whose history is being read; None between rounds.
        is_lost: Whether the round has come to the commits that a force push took away.
        done: Commits finished in this part of the round.
        refs: Fingerprint of the branches and tags when the last read ended, empty before.
        mailmap: Mailmap that the records were mapped with.
        shallow: Fingerprint of the ends of a shallow clone.
        missing: One object that the clone lacked, empty if nothing was wanting.
    """

    base: list[str]
    tips: list[str] | None
    is_lost: bool
    done: int
    refs: str
    mailmap: str
    shallow: str
    missing: str = ""


@dataclass(frozen=True)
class History:
    """How the history of one repository is read.

    Attributes:
        repository: What to read.
        streams: The streams that were asked for.
        clock: The current instant, UTC.
        workers: How many `git log` programs read ahead.
        slice_commits: How many commits each of them reads.
        batch_records: How many records of one stream a batch holds at most.
    """

    repository: Repository
    streams: Sequence[Stream]
    clock: Callable[[], datetime]
    workers: int
    slice_commits: int = SLICE_COMMITS
    batch_records: int = BATCH_RECORDS

    def read(self, cursor: Cursor | None) -> Iterator[Batch]:
        """Yields everything new since the cursor, and the tags if anything changed."""
        now = self.repository.snapshot()
        before = Position(**cursor) if cursor else None
        is_same = before is not None and not self._is_mended(before)
        if before is not None and is_same and before == _end(before.base, now, before.missing):
            return
        tips = self.repository.tips()
        is_whole = before is None or not is_same or not self._can_go_on(before, now)
        gaps = self._gaps(now, "" if before is None or is_whole else before.missing)
        with Mailmap(self.repository.git, gaps.slicer.mailmap) as mailmap:
            walk = _Walk(self, now, mailmap, gaps)
            if before is None or is_whole:
                yield from _everything(walk, tips, cursor)
            else:
                yield from walk.rounds(before, tips)
        yield from self._tags(_end(tips, now, gaps.missing), is_whole=is_whole)

    def _is_mended(self, before: Position) -> bool:
        """Whether something is here now that was missing."""
        return bool(before.missing) and self.repository.has(before.missing)

    def _gaps(self, now: Snapshot, missing: str) -> Gaps:
        git, mailmap = self.repository.git, now.mailmap
        # Every `git log` would end without a mailmap that it is told to use.
        if mailmap and not self.repository.has(mailmap):
            missing, mailmap = missing or mailmap, ""
        return Gaps(Slicer(git, mailmap, self.workers, self.slice_commits), missing)

    def _can_go_on(self, before: Position, now: Snapshot) -> bool:
        """Whether what was read is still right and its tips can be compared with the new ones."""
        is_same_view = (before.mailmap, before.shallow) == (now.mailmap, now.shallow)
        return is_same_view and self.repository.holds([*before.base, *(before.tips or [])])

    def _tags(self, end: Position, *, is_whole: bool) -> Iterator[Batch]:
        names = {stream.name for stream in self.streams}
        listed = {"commit": is_whole, "tag": True}
        complete: dict[str, list[list[str]]] = {n: [[]] for n in names if listed.get(n)}
        tags = self.repository.tags(self.clock()) if "tag" in names else iter(())
        while len(rows := list(islice(tags, self.batch_records))) == self.batch_records:
            yield Batch({"tag": rows}, asdict(replace(end, refs="")))
        yield Batch({"tag": rows} if rows else {}, asdict(end), complete=complete)


@dataclass(frozen=True)
class _Walk:
    """The rounds of one read."""

    history: History
    now: Snapshot
    mailmap: Mailmap
    gaps: Gaps

    def rounds(self, before: Position, tips: list[str]) -> Iterator[Batch]:
        """Ends the round that was interrupted, if any, and goes on to the tips of now."""
        base = before.base
        if before.tips is not None:
            yield from self.round(before)
            base = before.tips
        yield from self.round(_start(base, tips, self.now))

    def round(self, position: Position) -> Iterator[Batch]:
        tips, base = position.tips or [], position.base
        if not position.is_lost:
            yield from self._part(position, tips, base)
            position = replace(position, is_lost=True, done=0)
        try:
            yield from self._part(position, base, tips)
        except Failed as error:
            # What no branch reaches can be pruned at any time, and piecemeal.
            raise CursorInvalid(error.cause) from error

    def _part(self, position: Position, tips: list[str], base: list[str]) -> Iterator[Batch]:
        """Reads the commits that the tips reach and the base does not."""
        rows = self._empty(position)
        reader = self._reader(position)
        done = position.done
        total = self._count(tips, base) if rows else 0
        slices = self.gaps.slicer.slices(tips, base, skip=done) if rows else ()
        most = self.history.batch_records
        for commits, output in slices:
            for record in self.gaps.records(reader, commits, output):
                kind = type(record)
                done += kind is Commit
                found = rows.get(kind)
                if found is None:
                    continue
                found.append(record)
                if len(found) >= most:
                    yield _batch(rows, self._at(position, done), total)
                    rows = self._empty(position)
        if any(rows.values()):
            yield _batch(rows, self._at(position, done), total)

    def _at(self, position: Position, done: int) -> Position:
        return replace(position, done=done, missing=self.gaps.missing)

    def _count(self, tips: list[str], base: list[str]) -> int:
        """How many commits a part has, for whoever waits; it costs a hundredth of reading them."""
        if not tips:
            return 0
        revisions = [*tips, *(f"^{tip}" for tip in base)]
        counted = self.history.repository.git.run(
            "rev-list", "--count", "--stdin", stdin="\n".join(revisions).encode()
        )
        return int(counted)

    def _empty(self, position: Position) -> dict[type[Record], list[Record]]:
        kinds = {stream.record for stream in self.history.streams}
        return {kind: [] for kind in kinds & ({Commit} if position.is_lost else {*_STREAM_OF})}

    def _reader(self, position: Position) -> LogReader:
        return LogReader(
            repository=self.history.repository.name,
            observed_at=self.history.clock(),
            commit_page=self.history.repository.commit_page,
            boundary=self.now.boundary,
            mailmap=self.mailmap,
            is_reachable=not position.is_lost,
        )


def _everything(walk: _Walk, tips: list[str], cursor: Cursor | None) -> Iterator[Batch]:
    # Only a listing within one read says what is missing, so a repeated read that is interrupted
    # starts again: its cursor moves at its end.
    for batch in walk.round(_start([], tips, walk.now)):
        yield batch if cursor is None else replace(batch, cursor=cursor)


def _start(base: list[str], tips: list[str], now: Snapshot) -> Position:
    return replace(_end(base, now), tips=tips, refs="")


def _end(base: list[str], now: Snapshot, missing: str = "") -> Position:
    return Position(
        base=base,
        tips=None,
        is_lost=False,
        done=0,
        refs=now.refs,
        mailmap=now.mailmap,
        shallow=now.shallow,
        missing=missing,
    )


def _batch(rows: dict[type[Record], list[Record]], position: Position, total: int) -> Batch:
    records = {_STREAM_OF[kind]: found for kind, found in rows.items()}
    return Batch(records, asdict(position), share=(position.done, total) if total else None)
