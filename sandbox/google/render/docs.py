"""How the docs API writes a document."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sandbox.google.model.accounts import Account
from sandbox.google.model.docs import Element, Table
from sandbox.google.model.files import File


def document(file: File, tabs: Sequence[Sequence[Element]], *, is_tabbed: bool) -> dict[str, Any]:
    """A document, with all tabs or the first one alone."""
    bodies = [_body(tab) for tab in tabs]
    row: dict[str, Any] = {"documentId": file.id, "title": file.title}
    if not is_tabbed:
        return {**row, "body": bodies[0]}
    shown = [
        {"tabProperties": {"tabId": f"t.{index}", "index": index}, "documentTab": {"body": body}}
        for index, body in enumerate(bodies)
    ]
    return {**row, "tabs": shown}


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


def _part(part: str | Account | date) -> dict[str, Any]:
    if isinstance(part, str):
        return {"textRun": {"content": part}}
    if isinstance(part, date):
        told = {"timestamp": f"{part.isoformat()}T00:00:00Z", "displayText": f"{part:%b %d, %Y}"}
        return {"dateElement": {"dateId": "kix.date", "dateElementProperties": told}}
    properties = {"name": part.name, "email": part.email}
    return {"person": {"personId": part.id, "personProperties": properties}}
