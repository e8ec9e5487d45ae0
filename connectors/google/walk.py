"""What every walk through Google is: a function from a place and a cursor to batches."""

from collections.abc import Generator, Set
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from connectors.google.place import Place
from connectors.stream import Batch, Cursor, ParentKeys

Steps = Generator[Batch, None, datetime]
"""Batches; at the end the instant, by Google's clock, up to which the walk is complete."""


class Walk(Protocol):
    """Reads the streams of one walk."""

    def __call__(self, place: Place, cursor: Cursor | None, parents: ParentKeys) -> Steps:
        """Yields everything new since the cursor; None reads from the beginning."""


def only(steps: Steps, names: Set[str]) -> Steps:
    """A walk without the streams that an operator left out."""
    while True:
        try:
            batch = next(steps)
        except StopIteration as end:
            covered: datetime = end.value
            return covered
        yield replace(
            batch,
            records={name: rows for name, rows in batch.records.items() if name in names},
            complete={name: keys for name, keys in batch.complete.items() if name in names},
        )
