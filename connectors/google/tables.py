"""Reads a tab of a Google Sheet, or the responses to a Google Form, as a header and its rows."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from connectors.errors import BadPayload, Permanent, ScopeRevoked
from connectors.google.client import FORMS, SHEETS, Client, Session
from connectors.rest.paging import parse_instant
from connectors.settings import Runtime
from connectors.tables.grid import Grid, Line, Response

_BROKEN_FORMULA = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|ERROR)[!?]?|Loading\.\.\.")


class GoogleTables:
    """The sheets and forms that one credential was shared, as `connectors.tables` wants them."""

    def __init__(self, credentials_file: str, runtime: Runtime, base_url: str | None) -> None:
        self._client = Client(credentials_file, runtime, base_url=base_url)

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._client.requests

    def sheet(self, name: str, sheet: str, tab: str) -> Grid:
        """See `read_sheet`."""
        return read_sheet(self._client, name, sheet, tab)

    def form(self, name: str, form: str) -> Grid:
        """See `read_form`."""
        return read_form(self._client, name, form)


def read_sheet(client: Client, name: str, sheet: str, tab: str) -> Grid:
    """Reads a tab whole.

    Args:
        client: The credential that the sheet is shared with.
        name: What the configuration calls the table.
        sheet: The spreadsheet's id.
        tab: The tab's name.

    Raises:
        SourceError: The typed reason why it cannot be read.
    """
    session = client.session(SHEETS)
    quoted = tab.replace("'", "''")
    request = (
        session.service.spreadsheets()
        .values()
        .batchGet(
            spreadsheetId=sheet,
            ranges=[f"'{quoted}'"],
            majorDimension="ROWS",
            valueRenderOption="UNFORMATTED_VALUE",
            dateTimeRenderOption="FORMATTED_STRING",
        )
    )
    with _sharing(client, "share the sheet with", "sheets."):
        try:
            answer = session.ask(request)
        except Permanent as error:
            if not error.cause.endswith("answered 400"):
                raise
            cause = f"{error.cause}: there may be no such tab"
            raise Permanent(cause, action=f"correct sheet: and tab: of {name}") from None
    ranges = answer.rows_of("valueRanges")
    # Google leaves out `values` where nothing is filled in.
    values = ranges[0].get("values", []) if len(ranges) == 1 else None
    if not isinstance(values, list) or not all(isinstance(row, list) for row in values):
        raise BadPayload(f"{answer.label} answered something other than rows")
    rows = [[_cell(cell, answer.label) for cell in row] for row in values]
    header = rows[0] if rows else []
    lines = [
        _sheet_line(number, cells, len(header))
        for number, cells in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    return Grid(f"sheet of {name} row 1", f"sheet of {name} row", header, lines, answer.date)


def _sheet_line(number: int, cells: list[str], width: int) -> Line:
    """Google leaves out empty cells at the end of a row."""
    fault = None
    if any(cell.strip() for cell in cells[width:]):
        fault = f"the row has more than the {width} cells of the header"
    elif any(_BROKEN_FORMULA.fullmatch(cell) for cell in cells):
        fault = "a formula of the row is broken"
    return Line(number, (cells + [""] * width)[:width], fault=fault)


def _cell(value: Any, label: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value)
    raise BadPayload(f"{label} answered a cell that is no text and no number")


def read_form(client: Client, name: str, form: str) -> Grid:
    """Reads the responses to a form whole; the titles of its questions are the header.

    Args:
        client: The credential that the form is shared with.
        name: What the configuration calls the table.
        form: The form's id.

    Raises:
        SourceError: The typed reason why it cannot be read.
    """
    session = client.session(FORMS)
    with _sharing(client, "share the form, to edit, with", "forms."):
        described = session.ask(session.service.forms().get(formId=form))
        rows = _responses(session, form)
    titles = _questions(described.body, described.label)
    settings = _object(described.body.get("settings"), described.label)
    is_verified = settings.get("emailCollectionType") == "VERIFIED"
    lines = [
        Line(
            number,
            [_answer(row, question, described.label) for question in titles],
            _response(row, described.label, is_verified=is_verified),
        )
        for number, row in enumerate(rows, start=1)
    ]
    header = ["_".join(title.lower().split()) for title in titles.values()]
    return Grid(f"form of {name}", f"form of {name} response", header, lines, described.date)


def _responses(session: Session, form: str) -> list[dict[str, Any]]:
    """Every response once, oldest first; one that is edited meanwhile may come twice."""
    found: dict[str, dict[str, Any]] = {}
    responses = session.service.forms().responses()
    for page in session.pages(
        lambda token: responses.list(formId=form, pageToken=token), "responses"
    ):
        for row in page.rows():
            identity = row.get("responseId")
            if not isinstance(identity, str) or not identity:
                raise BadPayload(f"{page.label} answered a response without an id")
            known = found.get(identity)
            if known is None or _submitted(known, page.label) <= _submitted(row, page.label):
                found[identity] = row
    return sorted(found.values(), key=lambda row: (str(row.get("createTime")), row["responseId"]))


def _response(row: Mapping[str, Any], label: str, *, is_verified: bool) -> Response:
    email = row.get("respondentEmail")
    if not isinstance(email, str) or not email:
        email = None
    is_theirs = is_verified and email is not None
    return Response(row["responseId"], email, is_theirs, _submitted(row, label))


def _questions(form: Any, label: str) -> dict[str, str]:
    """The title of every question by its id; a grid of questions, which has none, is one column."""
    titles: dict[str, str] = {}
    for item in _objects(_object(form, label).get("items"), label):
        question = _object(_object(item.get("questionItem"), label).get("question"), label)
        if question or "questionGroupItem" in item:
            identity = str(question.get("questionId") or f"item {len(titles)}")
            titles[identity] = str(item.get("title") or "")
    return titles


def _answer(row: Mapping[str, Any], question: str, label: str) -> str:
    """What was answered; several boxes that were ticked, by ``;``."""
    given = _object(_object(row.get("answers"), label).get(question), label)
    answers = _objects(_object(given.get("textAnswers"), label).get("answers"), label)
    return ";".join(str(answer.get("value") or "") for answer in answers)


def _object(value: Any, label: str) -> dict[str, Any]:
    """An object that may be left out."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadPayload(f"{label} answered something other than an object")
    return value


def _objects(value: Any, label: str) -> list[dict[str, Any]]:
    """A list of objects that may be left out."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadPayload(f"{label} answered something other than a list")
    return [_object(each, label) for each in value]


def _submitted(row: Mapping[str, Any], label: str) -> datetime:
    """When it was handed in last: who edits a response later tells of it later."""
    return parse_instant(row.get("lastSubmittedTime") or row.get("createTime"), label)


@contextmanager
def _sharing(client: Client, advice: str, methods: str) -> Iterator[None]:
    """Says with whom to share what may not be read; a service account is no person."""
    try:
        yield
    except ScopeRevoked as error:
        if not error.cause.startswith(methods):
            raise
        credential = client.credential
        whom = "the account that gave the credential"
        if credential.is_service_account:
            whom = str(credential.info["client_email"])
        raise type(error)(error.cause, action=f"{advice} {whom}") from None
