"""The roster: whole or not at all, with the line that is wrong."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import BadPayload, Permanent
from connectors.roster import STREAMS, Settings, connect
from connectors.settings import Runtime
from connectors.stream import Batch

HEADER = "person_id,name,email"
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def _read(
    folder: Path, roster: str, cursor: Any = None, absences: str | None = None
) -> list[Batch]:
    (folder / "people.csv").write_text(roster)
    settings: dict[str, Path] = {"roster": Path("people.csv")}
    if absences is not None:
        (folder / "absences.csv").write_text(absences)
        settings["absences"] = Path("absences.csv")
    connector = connect(Settings(**settings), {}, Runtime(folder, clock=lambda: NOW))
    return list(connector.read(STREAMS, "people", cursor, lambda _stream, _after: iter(())))


def test_a_row_becomes_an_employment_and_its_accounts(tmp_path: Path) -> None:
    (batch,) = _read(
        tmp_path,
        f"{HEADER},other_emails,team,fte,valid_from,account:github\n"
        "e1,Ana Ruiz,Ana@acme.example,ana@home.example; a@b.example,Platform,0.8,2026-01-01,"
        "ana;ana2\n",
    )
    (employment,) = batch.records["employment"]
    assert (employment.email, employment.other_emails) == (  # type: ignore[attr-defined]  # because batches hold any record
        "ana@acme.example",
        ("ana@home.example", "a@b.example"),
    )
    assert (employment.team, employment.fte, employment.valid_from) == (  # type: ignore[attr-defined]  # because batches hold any record
        "Platform",
        0.8,
        date(2026, 1, 1),
    )
    assert [(a.tool, a.handle) for a in batch.records["account_claim"]] == [  # type: ignore[attr-defined]  # because batches hold any record
        ("github", "ana"),
        ("github", "ana2"),
    ]


def test_an_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    roster = f"{HEADER}\ne1,Ana,ana@acme.example\n"
    (batch,) = _read(tmp_path, roster)
    assert _read(tmp_path, roster, batch.cursor) == []
    assert len(_read(tmp_path, f"{roster}e2,Bo,bo@acme.example\n", batch.cursor)) == 1


def test_absences_have_dates_and_no_reason(tmp_path: Path) -> None:
    (batch,) = _read(
        tmp_path,
        f"{HEADER}\ne1,Ana,ana@acme.example\n",
        absences="person_id,from,to\ne1,2026-02-01,2026-02-14\n",
    )
    (absence,) = batch.records["absence"]
    assert absence.absent_to == date(2026, 2, 14)  # type: ignore[attr-defined]  # because batches hold any record
    with pytest.raises(BadPayload, match="unknown columns reason"):
        _read(tmp_path, f"{HEADER}\n", absences="person_id,from,to,reason\n")


@pytest.mark.parametrize(
    ("roster", "cause"),
    [
        pytest.param("name,email\n", "line 1: the header lacks person_id", id="no id column"),
        pytest.param(
            f"{HEADER},salary\n", "line 1: the header has unknown columns salary", id="salary"
        ),
        pytest.param(f"{HEADER}\ne1,Ana\n", "line 2: the row has not the 3 cells", id="short row"),
        pytest.param(f"{HEADER}\n,Ana,a@b.example\n", "line 2: person_id is empty", id="no id"),
        pytest.param(
            f"{HEADER}\ne1,Ana,nobody\n", "line 2: email is not an address", id="no address"
        ),
        pytest.param(
            f"{HEADER},fte\ne1,Ana,a@b.example,2\n", "line 2: fte is not between", id="fte"
        ),
        pytest.param(
            f"{HEADER},start_date\ne1,Ana,a@b.example,01.02.26\n",
            "line 2: start_date is not a date like 2026-01-31",
            id="other date format",
        ),
    ],
)
def test_a_broken_row_refuses_the_file_without_naming_anybody(
    tmp_path: Path, roster: str, cause: str
) -> None:
    with pytest.raises(BadPayload, match=cause) as caught:
        _read(tmp_path, roster)
    assert "Ana" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    connector = connect(Settings(roster=Path("gone.csv")), {}, Runtime(tmp_path))
    with pytest.raises(Permanent, match=r"gone\.csv cannot be read"):
        list(connector.read(STREAMS, "people", None, lambda _stream, _after: iter(())))
    assert [finding.level for finding in connector.check()] == ["missing"]


def test_a_machine_that_its_tool_takes_for_a_person_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(f"{HEADER}\ne1,Ana,ana@acme.example\n")
    (tmp_path / "machines.csv").write_text("tool,account\ngithub,acme-releases\n")
    settings = Settings(roster=Path("people.csv"), machines=Path("machines.csv"))
    connector = connect(settings, {}, Runtime(tmp_path, clock=lambda: NOW))
    (batch,) = connector.read(STREAMS, "people", None, lambda _stream, _after: iter(()))
    assert [(m.tool, m.handle) for m in batch.records["machine"]] == [("github", "acme-releases")]  # type: ignore[attr-defined]  # because batches hold any record
    (tmp_path / "machines.csv").write_text("tool,account\ngithub,\n")
    with pytest.raises(BadPayload, match="line 2: account is empty"):
        list(connector.read(STREAMS, "people", None, lambda _stream, _after: iter(())))
