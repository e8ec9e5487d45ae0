"""What every walk through Google is: a function from a place and a cursor to batches."""

from typing import Protocol

from connectors.google.place import Place
from connectors.stream import Cursor, ParentKeys
from connectors.sync import Sync


class Walk(Protocol):
    """Reads the streams of one walk."""

    def __call__(self, place: Place, cursor: Cursor | None, parents: ParentKeys) -> Sync:
        """Yields everything new since the cursor; None reads from the beginning."""
