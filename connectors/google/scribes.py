"""Whom documents of minutes name as their scribe. Bodies are read for that, and dropped."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors.errors import BadPayload, BodyTooLarge, ScopeRevoked
from connectors.google.below import Below, now
from connectors.google.client import DOCS, DRIVE
from connectors.google.dates import date_in
from connectors.google.file_records import DOCUMENT, Changed
from connectors.google.place import Place
from connectors.google.streams import Scribe
from connectors.rest.paging import Row
from connectors.stream import Cursor, ParentKeys
from connectors.sync import Sync
from connectors.text.scribes import BULLET, CELL, RULE, Named, mention, scribe_places, typed

_FIELDS = (
    "tabs(childTabs,documentTab(body(content(table(tableRows(tableCells(content))),"
    "paragraph(bullet(listId),paragraphStyle(namedStyleType),elements("
    "textRun(content),person(personProperties),dateElement(dateElementProperties)))))))"
)
_HEADINGS = ("HEADING", "TITLE", "SUBTITLE")


def scribes(place: Place, cursor: Cursor | None, parents: ParentKeys) -> Sync:
    """Reads the bodies of changed minutes; nothing at all unless that is switched on."""
    if not place.settings.reads("scribe"):
        return now(place)
    docs, drive = place.session(DOCS), place.session(DRIVE)

    def confirm(file: Changed) -> None:
        """Nothing lists documents, so the drive says whether it is this one that is closed."""
        asked = drive.service.files().get(
            fileId=file.file_id, supportsAllDrives=True, fields="capabilities(canDownload)"
        )
        try:
            body = drive.ask(asked).body
        except ScopeRevoked:
            return
        if _object(_object(body).get("capabilities")).get("canDownload") is not False:
            raise ScopeRevoked("docs.documents.get is refused for a file that the drive shows")

    def read(file: Changed) -> list[Scribe] | None:
        request = docs.service.documents().get(
            documentId=file.file_id,
            includeTabsContent=True,
            suggestionsViewMode="PREVIEW_WITHOUT_SUGGESTIONS",
            fields=_FIELDS,
        )
        try:
            answer = docs.ask(request)
        except BodyTooLarge:
            return None
        if not isinstance(answer.body, dict):
            raise BadPayload(f"{answer.label} answered no document")
        return [
            _record(file, meeting_date, named, answer.date)
            for meeting_date, named in named_scribes(answer.body)
        ]

    below = Below(place, "scribe", _is_minutes, read, confirm, is_whole=True)
    return (yield from below.batches(cursor, parents))


def _record(file: Changed, meeting_date: str, named: Named, read_at: datetime) -> Scribe:
    return Scribe(
        file_id=file.file_id,
        meeting_date=meeting_date,
        name_hash=named.name_hash,
        rule_id=RULE,
        observed_at=read_at,
        form=named.form,
        line_number=named.number,
    )


def _is_minutes(file: Changed) -> bool:
    return file.is_minutes and file.mime_type == DOCUMENT


def named_scribes(document: Row) -> list[tuple[str, Named]]:
    """Every (date of the meeting, whom a line names), each once, in the order of the document.

    The date is that of the nearest heading above which holds one, empty where there is none.
    """
    found: dict[tuple[str, str], Named] = {}
    for body in _bodies(document):
        text = _Text()
        text.read(body.get("content"))
        for named in scribe_places(text.lines):
            found.setdefault((text.dates[named.index], named.name_hash), named)
    return [(meeting_date, named) for (meeting_date, _), named in found.items()]


def _bodies(document: Row) -> Iterator[Row]:
    """The bodies of all tabs."""
    for tab in _objects(document.get("tabs") or document.get("childTabs")):
        yield _object(_object(tab.get("documentTab")).get("body"))
        yield from _bodies({"childTabs": tab.get("childTabs")})


@dataclass
class _Text:
    """The lines of one tab, and of each line the date of the heading above it."""

    lines: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    date: str = ""

    def read(self, content: Any) -> None:
        """Adds what a body or a cell holds."""
        for element in _objects(content):
            if "paragraph" in element:
                self._paragraph(_object(element["paragraph"]))
            for row in _objects(_object(element.get("table")).get("tableRows")):
                for cell in _objects(row.get("tableCells")):
                    self._add(CELL)
                    self.read(cell.get("content"))

    def _paragraph(self, paragraph: Row) -> None:
        parts = [_part(element) for element in _objects(paragraph.get("elements"))]
        lines = [line.strip() for line in "".join(parts).split("\n")]
        style = str(_object(paragraph.get("paragraphStyle")).get("namedStyleType") or "")
        if style.startswith(_HEADINGS):
            self.date = date_in(" ".join(lines)) or self.date
        if "bullet" in paragraph:
            self._add(BULLET)
        for line in filter(None, lines):
            self._add(line)

    def _add(self, line: str) -> None:
        self.lines.append(line)
        self.dates.append(self.date)


def _part(element: Row) -> str:
    """One element of a paragraph; a vertical tab is a break within it."""
    if "textRun" in element:
        content = str(_object(element["textRun"]).get("content") or "")
        return "\n".join(map(typed, content.replace("\v", "\n").split("\n")))
    if "person" in element:
        person = _object(_object(element["person"]).get("personProperties"))
        address = person.get("email")
        return mention("email", address) if address else typed(str(person.get("name") or ""))
    date = _object(_object(element.get("dateElement")).get("dateElementProperties"))
    return typed(str(date.get("timestamp") or "")[:10] or str(date.get("displayText") or ""))


def _object(value: Any) -> Row:
    return value if isinstance(value, dict) else {}


def _objects(values: Any) -> list[Row]:
    return [value for value in values or () if isinstance(value, dict)]
