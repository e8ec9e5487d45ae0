"""Tables in Google Sheets: what Google leaves out or formats, and what it refuses."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from connectors import roster
from connectors.errors import (
    AuthExpired,
    BadPayload,
    Gone,
    NotFound,
    Permanent,
    RateLimited,
    RedirectRefused,
    ScopeRevoked,
    SourceError,
    Transient,
)
from connectors.settings import Runtime
from tests.faults import PASSING
from tests.tables import SHEET, TableWorld, served

PLACE = {"sheet": SHEET, "tab": "Who's who"}
HEADER = ["person_id", "name", "email", "team", "fte", "start_date", "account:github"]
ANA = [7, "Ana Ruiz", "Ana@acme.example", "Platform", 0.8, date(2024, 3, 1), "ana"]
BO = [8, "Bo Lind", "bo@acme.example", "", "", "", ""]


@pytest.fixture
def tables(runtime: Runtime, time: Any, tmp_path: Path) -> Iterator[TableWorld]:
    with served(roster, "people", runtime, time, tmp_path) as made:
        made.settings = {**made.settings, "roster": PLACE}
        made.workspace.sheets.add(SHEET, "Who's who", [HEADER, ANA, BO], made.us)
        yield made


def test_a_tab_becomes_the_roster(tables: Any) -> None:
    assert tables.errors() == []
    ana, bo = tables.landed("employment")
    assert (ana["roster_id"], ana["email"], ana["fte"]) == ("7", "ana@acme.example", 0.8)
    assert ana["start_date"] == "2024-03-01"
    assert (bo["roster_id"], bo["team"], bo["fte"], bo["start_date"]) == ("8", None, 1.0, None)
    assert [row["handle"] for row in tables.landed("account_claim")] == ["ana"]
    assert len(tables.server.paths("values:batchGet")) == 1
    (request,) = [r for r in tables.server.log if r.path.endswith("values:batchGet")]
    assert "sub" not in request.query
    assert request.query["dateTimeRenderOption"] == "FORMATTED_STRING"


def test_empty_rows_in_between_keep_the_row_numbers_of_the_sheet(tables: Any) -> None:
    sheet = tables.workspace.sheets.sheets[SHEET]
    sheet.tabs["Who's who"] = [HEADER, ANA, ["", ""], [9, "", "cy@acme.example"]]
    (error,) = tables.errors()
    assert "sheet of roster row 4: name is empty" in str(error)


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ([9, "Cy", "cy@acme.example", "", 1, "3/1/2024"], "row 2: start_date is not a date like"),
        ([9, "Cy", "#N/A"], "row 2: a formula of the row is broken"),
        ([9, "Cy", "cy@acme.example", *[""] * 4, "more"], "row 2: the row has more than the 7"),
    ],
)
def test_a_wrong_cell_refuses_the_roster_by_row(tables: Any, row: list[Any], cause: str) -> None:
    tables.workspace.sheets.sheets[SHEET].tabs["Who's who"] = [HEADER, row]
    (error,) = tables.errors()
    assert isinstance(error, BadPayload)
    assert cause in str(error)
    assert "cy@" not in str(error)


def test_a_date_that_is_shown_as_a_number_is_never_guessed(tables: Any) -> None:
    tables.workspace.sheets.sheets[SHEET].numeric.add(("Who's who", 5))
    (error,) = tables.errors()
    assert "row 2: start_date is a number, not a date; format the column" in str(error)
    assert tables.landed("employment") == []


def test_a_sheet_is_read_again_only_when_a_cell_changed(tables: Any) -> None:
    assert tables.errors() == []
    tables.time.pass_by(days=1)
    assert tables.errors() == []
    assert len(tables.landed("employment")) == 2
    tables.time.pass_by(days=1)
    tables.workspace.sheets.sheets[SHEET].tabs["Who's who"].pop()
    assert tables.errors() == []
    assert len(tables.landed("employment")) == 3
    assert tables.complete("employment") == [[]]


def test_a_sheet_that_is_not_shared_says_with_whom_to_share_it(tables: Any) -> None:
    tables.workspace.sheets.sheets[SHEET].shared_with.clear()
    (error,) = tables.errors()
    assert isinstance(error, ScopeRevoked)
    (finding,) = tables.connect().check()
    assert finding.level == "missing"
    assert f"share the sheet with {tables.us}" in finding.text


def test_a_users_own_credential_is_not_named(tables: Any) -> None:
    sheet = tables.workspace.sheets.sheets[SHEET]
    reader = tables.workspace.add_account("reader")
    scopes = frozenset({"spreadsheets.readonly"})
    file = tables.server.api.user_file(tables.server.base_url, reader.email, scopes)
    Path(tables.secrets["credentials_file"]).write_text(json.dumps(file))
    (finding,) = tables.connect().check()
    assert "share the sheet with the account that gave the credential" in finding.text
    assert reader.email not in finding.text
    sheet.shared_with.add(reader.email)
    assert [finding.level for finding in tables.connect().check()] == ["ok"]


def test_a_tab_that_is_not_there_is_said(tables: Any) -> None:
    (error,) = tables.errors(roster={"sheet": SHEET, "tab": "Gone"})
    assert isinstance(error, Permanent)
    assert "there may be no such tab; correct sheet: and tab: of roster" in str(error)


def test_an_empty_tab_lacks_its_header(tables: Any) -> None:
    tables.workspace.sheets.sheets[SHEET].tabs["Who's who"] = []
    (error,) = tables.errors()
    assert "the header lacks person_id, name, email" in str(error)


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_fault_that_passes_costs_nothing(tables: Any, fault: dict[str, Any]) -> None:
    tables.server.on("batchGet", **fault)
    assert tables.errors() == []
    assert len(tables.landed("employment")) == 2


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"status": 500}, Transient),
        ({"do": "reset"}, Transient),
        ({"status": 401}, AuthExpired),
        ({"status": 403}, ScopeRevoked),
        ({"status": 404}, NotFound),
        ({"status": 410}, Gone),
        ({"status": 429, "headers": {"Retry-After": "999"}}, RateLimited),
        ({"status": 302, "headers": {"Location": "https://example.org/"}}, RedirectRefused),
        ({"body": b"[]"}, BadPayload),
        ({"body": b"{}"}, BadPayload),
        ({"body": b'{"valueRanges":[]}'}, BadPayload),
        ({"body": b'{"valueRanges":[{"values":{}}]}'}, BadPayload),
        ({"body": b'{"valueRanges":[{"values":[1]}]}'}, BadPayload),
        ({"body": b'{"valueRanges":[{"values":[[null]]}]}'}, BadPayload),
    ],
    ids=lambda value: str(value)[:40],
)
def test_after_a_fault_that_stays_a_clean_pull_has_everything(
    tables: Any, fault: dict[str, Any], kind: type[SourceError]
) -> None:
    tables.server.on("batchGet", times=99, **fault)
    (error,) = tables.errors()
    assert isinstance(error, kind)
    assert tables.manifests("employment")[-1]["covered_until"] is None
    assert tables.landed("employment") == []
    tables.server.steps.clear()
    tables.time.pass_by(hours=1)
    assert tables.errors() == []
    assert len(tables.latest("employment")) == 2


def test_what_is_covered_is_told_by_googles_clock(tables: Any) -> None:
    assert tables.errors() == []
    told = tables.manifests("employment")[-1]["covered_until"]
    assert told.startswith("2026-03-02T08:00:00")


def test_a_quota_that_is_used_up_is_waited_for(tables: Any) -> None:
    tables.workspace.sheets.limit = 1
    assert tables.errors() == []
    started = tables.time.now()
    tables.workspace.sheets.sheets[SHEET].tabs["Who's who"].pop()
    assert tables.errors() == []
    assert tables.time.now() - started >= timedelta(seconds=59)


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ({"sheet": SHEET}, "tab"),
        ({"sheet": SHEET, "tab": "A", "range": "A1"}, "range"),
        ({"form": SHEET, "tab": "A"}, "tab"),
        ({"sheet": "https://docs.google.com/x", "tab": "A"}, "sheet"),
    ],
)
def test_a_place_is_a_path_a_sheet_or_a_form(place: dict[str, str], where: str) -> None:
    with pytest.raises(ValidationError) as caught:
        roster.Settings(roster=place, credentials_file_env="G")
    assert where in caught.value.errors()[0]["loc"]


def test_a_sheet_without_a_credential_is_refused_before_any_pull() -> None:
    with pytest.raises(ValidationError, match="needs credentials_file_env"):
        roster.Settings(roster=PLACE)
