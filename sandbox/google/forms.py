"""What the forms API holds and answers: forms, their questions and their responses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote

from sandbox.google.listing import Bounds, Cut, Paging, cut
from sandbox.google.route import Caller, Route, refused_newer
from sandbox.server import Asked, Reply

if TYPE_CHECKING:
    from sandbox.google.workspace import Workspace

Collection = Literal["DO_NOT_COLLECT", "VERIFIED", "RESPONDER_INPUT"]

_FILTER = re.compile(r"timestamp (>=|>) (\S+)")
_MOST = 5000


@dataclass(eq=False)
class Response:
    """What one person answered.

    Attributes:
        answers: Question's title -> the values given.
    """

    id: str
    answers: dict[str, tuple[str, ...]]
    email: str | None
    created_at: datetime
    submitted_at: datetime


@dataclass(eq=False)
class Form:
    """One form.

    Attributes:
        questions: Id by title, in order.
        collects: Whether and how it collects addresses.
        shared_with: Addresses that may edit it.
    """

    id: str
    questions: dict[str, str]
    collects: Collection = "VERIFIED"
    shared_with: set[str] = field(default_factory=set)
    responses: dict[str, Response] = field(default_factory=dict)


@dataclass
class Forms:
    """Holds forms.

    Attributes:
        paging: How the list of responses is cut into pages.
    """

    forms: dict[str, Form] = field(default_factory=dict)
    paging: Paging = field(default_factory=Paging)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def add(
        self, identity: str, titles: tuple[str, ...], *shared: str, collects: Collection
    ) -> Form:
        """A form with a question for each title, shared with some addresses."""
        questions = {title: f"{next(self._numbers):08x}" for title in titles}
        self.forms[identity] = Form(identity, questions, collects, set(shared))
        return self.forms[identity]

    def respond(
        self, form: Form, email: str, at: datetime, answers: Mapping[str, str | tuple[str, ...]]
    ) -> Response:
        """One more response; the address is kept if the form collects addresses."""
        given = {
            title: (value,) if isinstance(value, str) else value for title, value in answers.items()
        }
        kept = None if form.collects == "DO_NOT_COLLECT" else email
        response = Response(f"ACYD{next(self._numbers):012d}", given, kept, at, at)
        form.responses[response.id] = response
        return response


def _found(workspace: "Workspace", match: "re.Match[str]", caller: Caller) -> Form | Reply:
    form = workspace.forms.forms.get(unquote(match["id"]))
    if form is None:
        return refused_newer(404, "NOT_FOUND", "Requested entity was not found.")
    if caller.email not in form.shared_with:
        return refused_newer(403, "PERMISSION_DENIED", "The caller does not have permission")
    return form


def _get(workspace: "Workspace", asked: Asked, match: "re.Match[str]", caller: Caller) -> Reply:
    del asked
    form = _found(workspace, match, caller)
    if isinstance(form, Reply):
        return form
    items: list[dict[str, Any]] = [
        {
            "itemId": f"i{identity}",
            "title": title,
            "questionItem": {"question": {"questionId": identity, "textQuestion": {}}},
        }
        for title, identity in form.questions.items()
    ]
    heading = {"itemId": "i0", "title": "Acts, not people", "textItem": {}}
    body: dict[str, Any] = {
        "formId": form.id,
        "info": {"title": "Claims", "documentTitle": "Claims"},
        "settings": {"emailCollectionType": form.collects},
        "items": [heading, *items],
    }
    return Reply(200, body)


def _list(workspace: "Workspace", asked: Asked, match: "re.Match[str]", caller: Caller) -> Reply:
    form = _found(workspace, match, caller)
    if isinstance(form, Reply):
        return form
    rows = list(form.responses.values())
    if "filter" in asked.query:
        bound = _FILTER.fullmatch(asked.query["filter"])
        if bound is None:
            return refused_newer(400, "INVALID_ARGUMENT", "Invalid filter.")
        since = datetime.fromisoformat(bound[2])
        rows = [
            row
            for row in rows
            if row.submitted_at > since or (bound[1] == ">=" and row.submitted_at == since)
        ]
    page = cut(asked, rows, Bounds("pageSize", _MOST, _MOST, is_cut=True), workspace.forms.paging)
    if isinstance(page, Reply):
        return page
    rendered = Cut([_response(form, row) for row in page.rows], page.token)
    return Reply(200, rendered.body("responses"))


def _instant(instant: datetime) -> str:
    """An instant as Google writes it here, with nanoseconds."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f000Z")


def _response(form: Form, response: Response) -> dict[str, Any]:
    answers = {
        form.questions[title]: {
            "questionId": form.questions[title],
            "textAnswers": {"answers": [{"value": value} for value in values]},
        }
        for title, values in response.answers.items()
    }
    body: dict[str, Any] = {
        "responseId": response.id,
        "createTime": _instant(response.created_at),
        "lastSubmittedTime": _instant(response.submitted_at),
        "answers": answers,
    }
    return {**body, "respondentEmail": response.email} if response.email else body


ROUTES: tuple[Route, ...] = (
    Route(
        "forms.forms.get",
        "GET",
        r"/v1/forms/(?P<id>[^/]+)",
        ("forms.body.readonly", "forms.body", "drive.readonly"),
        _get,
    ),
    Route(
        "forms.forms.responses.list",
        "GET",
        r"/v1/forms/(?P<id>[^/]+)/responses",
        ("forms.responses.readonly", "drive.readonly"),
        _list,
    ),
)
