"""Tables in Google Forms: who responded, what was edited, and pages of responses."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import claims
from connectors.errors import BadPayload, CursorStuck, ScopeRevoked, SourceError, Transient
from connectors.settings import Runtime
from sandbox.google.model.forms import Form
from sandbox.google.model.paging import Paging
from sandbox.google.render import forms
from tests.faults import PASSING
from tests.tables import FORM, TableWorld, served

TITLES = ("About", "Tag", "Kind", "Object", "Date", "Relation", "Text")
CANARY = "canary-0f3e"


def _answers(**given: str) -> dict[str, str]:
    return {
        "About": "Ana@acme.example",
        "Tag": "upkeep",
        "Kind": "upkeep.review",
        "Object": "OPS-7",
        "Date": "2026-02-20",
        "Relation": "witness",
        "Text": f"reviewed the runbook {CANARY}",
        **given,
    }


@pytest.fixture
def tables(runtime: Runtime, time: Any, tmp_path: Path) -> Iterator[TableWorld]:
    with served(claims, "claims", runtime, time, tmp_path) as made:
        made.settings = {**made.settings, "peer_notes": {"form": FORM}}
        yield made


def _form(tables: Any, collects: Any = "VERIFIED", titles: tuple[str, ...] = TITLES) -> Form:
    form: Form = tables.workspace.forms.add(FORM, titles, tables.us, collects=collects)
    return form


def _fill(tables: Any, form: Form, responses: int) -> None:
    for number in range(responses):
        at = tables.time.now() - timedelta(days=2, minutes=-number)
        tables.workspace.forms.respond(
            form, "bo@acme.example", at, _answers(Object=f"OPS-{number}")
        )


def test_a_response_is_a_note_by_whom_google_says(tables: Any) -> None:
    form = _form(tables)
    _fill(tables, form, 1)
    assert tables.errors() == []
    (note,) = tables.landed("peer_note")
    assert note["note_id"] == next(iter(form.responses))
    assert (note["author_email"], note["is_verified"]) == ("bo@acme.example", True)
    assert (note["about_email"], note["object_ref"]) == ("ana@acme.example", "OPS-0")
    assert note["submitted_at"] == "2026-02-28T08:00:00Z"
    for content in tables.everything_landed():
        assert CANARY.encode() not in content


def test_an_address_that_the_responder_typed_is_not_verified(tables: Any) -> None:
    _fill(tables, _form(tables, "RESPONDER_INPUT"), 1)
    assert tables.errors() == []
    assert [row["is_verified"] for row in tables.landed("peer_note")] == [False]


def test_a_form_that_collects_no_addresses_needs_a_question_for_the_author(tables: Any) -> None:
    form = _form(tables, "DO_NOT_COLLECT", (*TITLES, "Author Email"))
    at = tables.time.now()
    tables.workspace.forms.respond(
        form, "bo@acme.example", at, _answers(**{"Author Email": "Cy@acme.example"})
    )
    tables.workspace.forms.respond(form, "bo@acme.example", at, _answers())
    assert tables.errors() == []
    (note,) = tables.landed("peer_note")
    assert (note["author_email"], note["is_verified"]) == ("cy@acme.example", False)
    (refused,) = tables.landed("rejection")
    assert (refused["row_number"], refused["cause"]) == (2, "author_email is empty")


def test_the_address_that_google_gives_counts_more_than_a_typed_one(tables: Any) -> None:
    form = _form(tables, titles=(*TITLES, "author_email"))
    tables.workspace.forms.respond(
        form, "bo@acme.example", tables.time.now(), _answers(author_email="dee@acme.example")
    )
    assert tables.errors() == []
    assert [row["author_email"] for row in tables.landed("peer_note")] == ["bo@acme.example"]


def test_an_edited_response_stays_one_note_and_counts_from_its_edit(tables: Any) -> None:
    form = _form(tables)
    _fill(tables, form, 2)
    assert tables.errors() == []
    tables.time.pass_by(days=40)
    response = next(iter(form.responses.values()))
    response.answers["Relation"] = ("beneficiary",)
    response.submitted_at = tables.time.now()
    assert tables.errors() == []
    latest = tables.latest("peer_note")
    assert len(latest) == 2
    edited = latest[(response.id,)]
    assert edited["relation"] == "beneficiary"
    assert edited["submitted_at"] == "2026-04-11T08:00:00Z"


def test_a_deleted_response_is_missing_from_a_complete_listing(tables: Any) -> None:
    form = _form(tables)
    _fill(tables, form, 2)
    assert tables.errors() == []
    tables.time.pass_by(days=1)
    form.responses.popitem()
    assert tables.errors() == []
    assert tables.complete("peer_note") == [[]]
    assert len(tables.landed("peer_note")) == 3


def test_responses_are_read_by_pages_some_of_them_empty(tables: Any) -> None:
    _fill(tables, _form(tables), 25)
    tables.workspace.forms.paging = Paging(most=10, empty=1)
    assert tables.errors() == []
    assert len(tables.latest("peer_note")) == 25
    assert len(tables.server.paths("/responses$")) == 4
    assert len(tables.server.paths("/v1/forms")) == 5


def test_a_response_that_is_edited_between_pages_comes_once_and_as_edited(tables: Any) -> None:
    form = _form(tables)
    _fill(tables, form, 4)
    tables.workspace.forms.paging = Paging(most=2)

    def edit() -> None:
        identity = next(iter(form.responses))
        response = form.responses.pop(identity)
        response.answers["Tag"] = ("mentorship",)
        response.submitted_at = tables.time.now()
        form.responses = dict(list(form.responses.items())[:2]) | {
            identity: response,
            **dict(list(form.responses.items())[2:]),
        }

    tables.server.on("/responses", "run", nth=2, call=edit)
    assert tables.errors() == []
    tags = [row["tag"] for row in tables.landed("peer_note")]
    assert sorted(tags).count("mentorship") == 1
    assert len({row["note_id"] for row in tables.landed("peer_note")}) == len(tags)


def test_a_form_without_responses_is_empty(tables: Any) -> None:
    _form(tables)
    assert tables.errors() == []
    assert tables.landed("peer_note") == []
    assert tables.manifests("peer_note")[-1]["status"] == "complete"


def test_a_question_that_is_not_known_refuses_the_form(tables: Any) -> None:
    _form(tables, titles=(*TITLES, "How do you rate this person?"))
    (error,) = tables.errors()
    assert isinstance(error, BadPayload)
    assert "form of peer_notes: the header has unknown columns number 8 without" in str(error)


def test_a_form_that_is_not_shared_says_with_whom_to_share_it(tables: Any) -> None:
    _form(tables).shared_with.clear()
    (error,) = tables.errors()
    assert isinstance(error, ScopeRevoked)
    (finding,) = tables.connect().check()
    assert f"share the form, to edit, with {tables.us}" in finding.text


def test_a_service_account_that_gets_no_token_keeps_that_advice(tables: Any) -> None:
    _form(tables)
    tables.workspace.own_scopes = set()
    (error,) = tables.errors()
    assert "Google grants client" in str(error)
    assert "share the form" not in str(error)


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
@pytest.mark.parametrize("nth", [1, 2])
def test_a_fault_that_passes_costs_nothing(tables: Any, fault: dict[str, Any], nth: int) -> None:
    _fill(tables, _form(tables), 5)
    tables.workspace.forms.paging = Paging(most=3)
    tables.server.on("/responses", nth=nth, **fault)
    assert tables.errors() == []
    assert len(tables.latest("peer_note")) == 5


@pytest.mark.parametrize(
    ("match", "fault", "kind"),
    [
        ("/responses", {"status": 502}, Transient),
        ("/responses", {"body": b'{"responses":[{"responseId":7}]}'}, BadPayload),
        ("/responses", {"body": b'{"responses":{}}'}, BadPayload),
        ("/responses", {"body": b'{"responses":[{"responseId":"a","createTime":5}]}'}, BadPayload),
        (
            "/responses",
            {
                "body": b'{"responses":[{"responseId":"a","answers":[],'
                b'"createTime":"2026-01-01T00:00:00Z"}]}'
            },
            BadPayload,
        ),
        ("/responses", {"body": b'{"nextPageToken":"page-0-0"}'}, CursorStuck),
        (FORM + r"(\?|$)", {"body": b"[]"}, BadPayload),
        (FORM + r"(\?|$)", {"body": b'{"items":{}}'}, BadPayload),
        (FORM + r"(\?|$)", {"body": b'{"items":["a"]}'}, BadPayload),
    ],
    ids=str,
)
def test_after_a_fault_that_stays_a_clean_pull_has_everything(
    tables: Any, match: str, fault: dict[str, Any], kind: type[SourceError]
) -> None:
    _fill(tables, _form(tables), 5)
    tables.server.on(match, times=99, **fault)
    (error,) = tables.errors()
    assert isinstance(error, kind)
    assert tables.landed("peer_note") == []
    tables.server.steps.clear()
    tables.time.pass_by(hours=1)
    assert tables.errors() == []
    assert len(tables.latest("peer_note")) == 5


@pytest.mark.parametrize(
    ("lost", "landed", "cause"),
    [
        (("createTime",), 1, None),
        (("lastSubmittedTime",), 1, None),
        (("respondentEmail",), 0, "author_email is empty"),
        (("answers",), 0, "about is empty"),
        (("answers", "respondentEmail", "createTime"), 0, "author_email is empty"),
    ],
    ids=str,
)
def test_a_response_that_lacks_a_field_is_never_guessed(
    tables: Any,
    monkeypatch: pytest.MonkeyPatch,
    lost: tuple[str, ...],
    landed: int,
    cause: str | None,
) -> None:
    _fill(tables, _form(tables), 1)
    whole = forms.response
    monkeypatch.setattr(
        forms,
        "response",
        lambda *given: {key: value for key, value in whole(*given).items() if key not in lost},
    )
    assert tables.errors() == []
    assert len(tables.landed("peer_note")) == landed
    assert [row["cause"] for row in tables.landed("rejection")] == ([cause] if cause else [])
