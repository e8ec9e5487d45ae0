"""Bodies of documents."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sandbox.google.model.accounts import Account
from sandbox.google.model.files import File


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: text, chips of people and of dates.

    Attributes:
        style: Such as ``HEADING_2``.
    """

    parts: Sequence[str | Account | date]
    style: str = "NORMAL_TEXT"
    is_bullet: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells with one paragraph each."""

    rows: Sequence[Sequence[Paragraph]]


Element = Paragraph | Table


@dataclass
class Docs:
    """Holds bodies of documents.

    Attributes:
        tabs: File id -> the tabs of the document, each a list of what is in it.
        closed: Documents that may be seen but not read.
    """

    tabs: dict[str, list[list[Element]]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def write(self, file: File, *lines: str | Element, tab: int = 0) -> None:
        """Puts lines at the end of a tab; ``# `` starts a heading, ``- `` an entry of a list."""
        tabs = self.tabs.setdefault(file.id, [])
        tabs.extend([] for _ in range(tab + 1 - len(tabs)))
        tabs[tab] += [_element(line) if isinstance(line, str) else line for line in lines]


def _element(line: str) -> Paragraph:
    if line.startswith("# "):
        return Paragraph([line[2:]], "HEADING_1")
    return Paragraph([line.removeprefix("- ")], is_bullet=line.startswith("- "))
