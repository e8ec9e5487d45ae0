"""How the forms API writes a form and a row."""

from datetime import UTC, datetime
from typing import Any

from sandbox.google.model.forms import Form, Response


def form(row: Form) -> dict[str, Any]:
    """A form with its questions."""
    items: list[dict[str, Any]] = [
        {
            "itemId": f"i{identity}",
            "title": title,
            "questionItem": {"question": {"questionId": identity, "textQuestion": {}}},
        }
        for title, identity in row.questions.items()
    ]
    heading = {"itemId": "i0", "title": "Acts, not people", "textItem": {}}
    return {
        "formId": row.id,
        "info": {"title": "Claims", "documentTitle": "Claims"},
        "settings": {"emailCollectionType": row.collects},
        "items": [heading, *items],
    }


def response(row: Response, of: Form) -> dict[str, Any]:
    """What one person answered, with the address if the form kept it."""
    answers = {
        of.questions[title]: {
            "questionId": of.questions[title],
            "textAnswers": {"answers": [{"value": value} for value in values]},
        }
        for title, values in row.answers.items()
    }
    body: dict[str, Any] = {
        "responseId": row.id,
        "createTime": _instant(row.created_at),
        "lastSubmittedTime": _instant(row.submitted_at),
        "answers": answers,
    }
    return {**body, "respondentEmail": row.email} if row.email else body


def _instant(instant: datetime) -> str:
    """An instant as Google writes it here, with nanoseconds."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f000Z")
