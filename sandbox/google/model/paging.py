"""Lists that give less than they are asked for."""

from dataclasses import dataclass


@dataclass
class Paging:
    """How a list behaves that gives less on a page than it was asked for, as Google's may.

    Attributes:
        most: Rows on a page at most, whatever is asked for.
        empty: How many empty pages come before the first row.
    """

    most: int | None = None
    empty: int = 0
