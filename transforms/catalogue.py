"""The catalogue of kinds: ``kinds/<category>.yaml`` says of each kind all there is to say.

The rule table ``kinds__kinds`` and the phrases of pages are made from it.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from transforms.rule_files import Minutes, Rule, load, parse_list
from warehouse.errors import DataRefused

FOLDER = Path(__file__).parent / "kinds"
_LIST = "kinds"


class Kind(Rule):
    """One kind of work: what it is called, how visible it is by default, what a unit costs.

    ``pace`` says how long work before one of its events may last: ``effort.yaml`` has the limits.
    """

    kind: str
    category: str
    label: str
    unit: str
    visibility: Literal["hidden", "partly", "visible"]
    minutes_low: Minutes
    minutes_mid: Minutes
    minutes_high: Minutes
    observability: Literal["A", "B", "C", "X"]
    dimension: str
    pace: Literal["short", "middle", "long"]
    is_tag: bool


class Statement(Rule):
    """What one unit is and which rule finds it, in one tool if it differs there."""

    unit: str
    rule: str
    source: str | None = None


class Entry(Rule):
    """One kind as its file has it.

    Attributes:
        phrase: What a page says of one object and of several, with a place for their number.
        minutes: Low, mid and high of one unit, not calibrated, never shown for a single event.
        is_tag: Whether it marks work that another kind counts, and has no minutes.
        is_inferred: Whether two or more events are joined; what is not is observed.
        no_truth: Why the simulated company does not do it, so that only cases test its rule.
        rules: What finds it.
    """

    kind: str = Field(pattern=r"^[a-z]+\.[a-z_]+$")
    label: str
    phrase: tuple[str, str]
    unit: str
    minutes: tuple[Minutes, Minutes, Minutes]
    pace: Literal["short", "middle", "long"]
    visibility: Literal["hidden", "partly", "visible"]
    dimension: str
    observability: Literal["A", "B", "C", "X"]
    is_tag: bool = False
    is_inferred: bool = False
    no_truth: str | None = None
    rules: tuple[Statement, ...] = Field(min_length=1)

    @property
    def row(self) -> Kind:
        """The kind as rules know it."""
        low, mid, high = self.minutes
        return Kind(
            kind=self.kind,
            category=self.kind.partition(".")[0],
            label=self.label,
            unit=self.unit,
            visibility=self.visibility,
            minutes_low=low,
            minutes_mid=mid,
            minutes_high=high,
            observability=self.observability,
            dimension=self.dimension,
            pace=self.pace,
            is_tag=self.is_tag,
        )


@cache
def read_kinds(folder: Path = FOLDER) -> tuple[Entry, ...]:
    """Every kind, by category.

    Raises:
        DataRefused: A file is not as declared, or a kind is in the file of another category.
    """
    return tuple(entry for path in sorted(folder.glob("*.yaml")) for entry in _read(path))


def _read(path: Path) -> Iterator[Entry]:
    text, name = path.read_text(encoding="utf-8"), f"kinds/{path.name}"
    content = load(text)
    if not isinstance(content, dict) or set(content) != {_LIST}:
        raise DataRefused(f"{name} has more or less than a list of kinds", "correct the file")
    for entry in parse_list(Entry, name, _LIST, content[_LIST], text):
        if not entry.kind.startswith(f"{path.stem}."):
            raise DataRefused(f"{name}: {entry.kind} is in the file of another category", "move it")
        yield entry
