"""What the docs API holds and answers: bodies of documents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sandbox.google.route import Caller, Route, refused_newer
from sandbox.server import Asked, Reply

if TYPE_CHECKING:
    from sandbox.google.files import File
    from sandbox.google.workspace import Account, Workspace


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: text, chips of people and of dates.

    Attributes:
        style: Such as ``HEADING_2``.
    """

    parts: Sequence["str | Account | date"]
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

    def write(self, file: "File", *lines: "str | Element", tab: int = 0) -> None:
        """Puts lines at the end of a tab; ``# `` starts a heading, ``- `` an entry of a list."""
        tabs = self.tabs.setdefault(file.id, [])
        tabs.extend([] for _ in range(tab + 1 - len(tabs)))
        tabs[tab] += [_element(line) if isinstance(line, str) else line for line in lines]


def _element(line: str) -> Paragraph:
    if line.startswith("# "):
        return Paragraph([line[2:]], "HEADING_1")
    return Paragraph([line.removeprefix("- ")], is_bullet=line.startswith("- "))


def _get(workspace: "Workspace", asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    file = workspace.drive.files.get(match["id"])
    if file is None or file.role(caller.email) is None:
        return refused_newer(404, "NOT_FOUND", "Requested entity was not found.")
    if file.id in workspace.docs.closed:
        return refused_newer(403, "PERMISSION_DENIED", "The caller does not have permission")
    bodies = [_body(tab) for tab in workspace.docs.tabs.get(file.id, [[]])]
    document: dict[str, Any] = {"documentId": file.id, "title": file.title}
    if asked.query.get("includeTabsContent") != "true":
        return Reply(200, {**document, "body": bodies[0]})
    tabs = [
        {"tabProperties": {"tabId": f"t.{index}", "index": index}, "documentTab": {"body": body}}
        for index, body in enumerate(bodies)
    ]
    return Reply(200, {**document, "tabs": tabs})


def _body(elements: Sequence[Element]) -> dict[str, Any]:
    return {"content": [{"sectionBreak": {}}, *map(_structural, elements)]}


def _structural(element: Element) -> dict[str, Any]:
    if isinstance(element, Table):
        rows = [
            {"tableCells": [{"content": [_structural(cell)]} for cell in row]}
            for row in element.rows
        ]
        size = {"rows": len(rows), "columns": len(element.rows[0])}
        return {"table": {**size, "tableRows": rows}}
    paragraph: dict[str, Any] = {
        "elements": [*map(_part, element.parts), {"textRun": {"content": "\n"}}],
        "paragraphStyle": {"namedStyleType": element.style},
    }
    if element.is_bullet:
        paragraph["bullet"] = {"listId": "kix.list"}
    return {"paragraph": paragraph}


def _part(part: "str | Account | date") -> dict[str, Any]:
    if isinstance(part, str):
        return {"textRun": {"content": part}}
    if isinstance(part, date):
        told = {"timestamp": f"{part.isoformat()}T00:00:00Z", "displayText": f"{part:%b %d, %Y}"}
        return {"dateElement": {"dateId": "kix.date", "dateElementProperties": told}}
    properties = {"name": part.name, "email": part.email}
    return {"person": {"personId": part.id, "personProperties": properties}}


ROUTES: tuple[Route, ...] = (
    Route(
        "docs.documents.get",
        "GET",
        r"/v1/documents/(?P<id>[^/:]+)",
        ("documents.readonly", "documents", "drive.readonly", "drive"),
        _get,
    ),
)
