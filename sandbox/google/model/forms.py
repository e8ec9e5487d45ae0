"""Forms, their questions and their responses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Literal

from sandbox.google.model.paging import Paging

Collection = Literal["DO_NOT_COLLECT", "VERIFIED", "RESPONDER_INPUT"]


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
