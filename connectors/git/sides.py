"""Walks the graph of a history for what the default branch got by merges, and what it never got.

Only the ids of commits and parents are read. Ids of commits that the main line holds itself need
no record. A read goes on from the last one while the main line only grew; else all is listed again.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from connectors.git.client import Output
from connectors.git.repository import Repository
from connectors.git.slices import lines
from connectors.git.streams import SideCommit
from connectors.stream import Batch, Cursor

_Place = tuple[int, int, str | None]
"""Rank of the merge on the main line, depth of merges within it, and the innermost merge."""

_MAIN_LINE: _Place = (-(2**62), 0, None)


@dataclass(frozen=True)
class Sides:
    """How the commits beside the main line of one repository are read.

    Attributes:
        repository: What to read.
        observed_at: When the read started.
        batch_records: How many records a batch holds at most.
    """

    repository: Repository
    observed_at: datetime
    batch_records: int

    def read(self, cursor: Cursor | None) -> Iterator[Batch]:
        """Yields what came beside the main line since the cursor."""
        head = self.repository.default_head()
        now = self.repository.snapshot()
        place: Cursor = {"head": head, "refs": now.refs, "shallow": now.shallow}
        before = cursor or {}
        if place == {name: before.get(name) for name in place}:
            return
        place["tips"] = self.repository.tips()
        known = self._known(before, place)
        records = self._records(head, place["tips"], known or [])
        while len(rows := list(islice(records, self.batch_records))) == self.batch_records:
            yield Batch({"side_commit": rows}, before)
        complete: dict[str, list[list[str]]] = {} if known is not None else {"side_commit": [[]]}
        yield Batch({"side_commit": rows} if rows else {}, place, complete=complete)

    def _known(self, before: Cursor, place: Cursor) -> list[str] | None:
        """What was read and still holds: the old head first, then the old tips."""
        head, old = place["head"], before.get("head")
        if head is None or old is None or before["shallow"] != place["shallow"]:
            return None
        known = [old, *before["tips"]]
        if not self.repository.holds(known):
            return None
        # The main line must lead to its old end, and through nothing that was beside it before.
        line = list(self._ids("--first-parent", "--parents", revisions=[head, f"^{old}"]))
        others = self._ids("--first-parent", revisions=[head, *(f"^{tip}" for tip in known)])
        end = [*line[-1].split(), ""][1] if line else head
        is_grown = end == old and len(line) == sum(1 for _ in others)
        return known if is_grown else None

    def _records(
        self, head: str | None, tips: Sequence[str], known: Sequence[str]
    ) -> Iterator[SideCommit]:
        if head is None:
            return
        name, at = self.repository.name, self.observed_at
        graph = self._ids(
            "--topo-order", "--parents", revisions=[head, *(f"^{old}" for old in known[:1])]
        )
        for sha, merge in merged(head, graph):
            yield SideCommit(name, sha, merge, at)
        apart = [*tips, f"^{head}", *(f"^{old}" for old in known)]
        for sha in self._ids(revisions=apart):
            yield SideCommit(name, sha, None, at)

    def _ids(self, *arguments: str, revisions: Sequence[str]) -> Iterator[str]:
        stdin = "".join(f"{revision}\n" for revision in revisions).encode()
        command = ("rev-list", *arguments, "--stdin")
        with closing(Output(self.repository.git, *command, stdin=stdin)) as output:
            yield from lines(output)


def merged(head: str, graph: Iterator[str]) -> Iterator[tuple[str, str | None]]:
    """Yields every commit beside the main line and the innermost merge that brought it.

    A commit that several merges reach came by the oldest of them on the main line, and there by
    the outermost.

    Args:
        head: Where the main line begins.
        graph: Ids of a commit and its parents, every commit after all its children.
    """
    places: dict[str, _Place] = {head: _MAIN_LINE}
    merges = 0
    for text in graph:
        sha, *parents = text.split()
        place = places.pop(sha)
        rank, depth, merge = place
        if place == _MAIN_LINE:
            merges += 1
            rank = -merges
        else:
            yield sha, merge
        for number, parent in enumerate(parents):
            other = (rank, depth + 1, sha) if number else place
            places[parent] = min(places.get(parent, other), other)
