"""Claims in a form and a sheet at Google, as the acceptance suite serves, fills and uses them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from connectors import claims
from connectors.settings import Runtime
from tests.connectors.acceptance.subject import CANARY, Subject
from tests.tables import CLAIMS, FORM, SHEET, TableWorld, served

QUESTIONS = ("About", "Tag", "Kind", "Object", "Date", "Relation", "Text")


@contextmanager
def _serve(runtime: Runtime, time: Any, folder: Path) -> Iterator[TableWorld]:
    folder.mkdir(exist_ok=True)
    with served(claims, "claims", runtime, time, folder) as world:
        world.workspace.sheets.limit = 100_000
        world.settings = {
            **world.settings,
            "self_reports": {"sheet": SHEET, "tab": "Claims"},
            "peer_notes": {"form": FORM},
        }
        yield world


def _fill(world: Any) -> None:
    world.workspace.sheets.add(SHEET, "Claims", [CLAIMS.split(",")], world.us)
    world.workspace.forms.add(FORM, QUESTIONS, world.us, collects="VERIFIED")
    for number in range(5):
        _report(world, number)
        _respond(world, number)
    _tab(world).append(["nobody", *_tab(world)[1][1:]])


def _tab(world: Any) -> list[list[Any]]:
    rows: list[list[Any]] = world.workspace.sheets.sheets[SHEET].tabs["Claims"]
    return rows


def _report(world: Any, pick: int) -> None:
    _tab(world).append(
        f"ana@acme.example,2026-02-2{pick % 8},coordination.unblock,OPS-{pick},2026-02-02,"
        f"2026-02-06,60,120,bo@acme.example,,0.5,{CANARY},panel".split(",")
    )


def _respond(world: Any, pick: int) -> None:
    form = world.workspace.forms.forms[FORM]
    answers = {
        "About": "ana@acme.example",
        "Tag": "upkeep",
        "Kind": "upkeep.review",
        "Object": f"OPS-{pick}",
        "Date": "2026-02-20",
        "Relation": "witness",
        "Text": CANARY,
    }
    at = world.time.now() - timedelta(days=2)
    world.workspace.forms.respond(form, "bo@acme.example", at, answers)


def _shrink(world: Any) -> None:
    world.workspace.forms.paging.most = 2


def _withdraw(world: Any, _: int) -> None:
    if len(_tab(world)) > 3:
        _tab(world).pop()


def _delete_response(world: Any, _: int) -> None:
    responses = world.workspace.forms.forms[FORM].responses
    if len(responses) > 1:
        responses.popitem()


def _edit_response(world: Any, pick: int) -> None:
    responses = list(world.workspace.forms.forms[FORM].responses.values())
    response = responses[pick % len(responses)]
    response.answers["Relation"] = ("beneficiary",)
    response.submitted_at = world.time.now()


_UNVERIFIED = {
    "emailCollectionType": "an address is verified only where Google says so",
    "settings": "an address is verified only where Google says so",
    "00000007": "a question without an answer is an empty text",
}

SUBJECTS = (
    Subject(
        "claims",
        _serve,
        _fill,
        _shrink,
        edits={
            "report": _report,
            "withdraw": _withdraw,
            "respond": _respond,
            "delete a response": _delete_response,
            "edit a response": _edit_response,
        },
        may_be_missing={**_UNVERIFIED, "responses": "Google leaves out an empty list"},
        may_be_null=_UNVERIFIED,
    ),
)
