"""A table reads what its file says, or names the place where it cannot."""

import csv
from contextlib import suppress
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import BadPayload
from connectors.tables.content import Columns, content, take_all
from connectors.tables.csv_file import read_csv
from connectors.tables.grid import Grid, Line
from connectors.tables.rows import Row, RowRefused, is_address, tidy

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=12)


def _row(**cells: str) -> Row:
    return Row("t.csv line 2", 2, cells)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=6))
def test_every_row_of_a_written_file_is_read_with_its_cells(rows: list[tuple[str, str]]) -> None:
    written = StringIO(newline="")
    csv.writer(written).writerows([("a", "b"), *rows])
    with TemporaryDirectory() as folder:
        path = Path(folder, "t.csv")
        path.write_text(written.getvalue(), encoding="utf-8", newline="")
        found = content(read_csv(path, NOW), Columns(("a", "b"))).rows
    cells = {n: (tidy(a), tidy(b)) for n, (a, b) in enumerate(rows, 2) if tidy(a) or tidy(b)}
    assert {row.number: (row.cells["a"], row.cells["b"]) for row in found} == cells


@given(st.lists(TEXT, min_size=2, max_size=2), st.lists(TEXT, min_size=2, max_size=2))
def test_the_hash_is_that_of_what_the_cells_say(one: list[str], other: list[str]) -> None:
    def sha256(cells: list[str]) -> str:
        grid = Grid("t line 1", "t line", ["a", "b"], [Line(2, cells)], NOW)
        return content(grid, Columns(("a", "b"))).sha256

    same = [*map(tidy, one)] == [*map(tidy, other)]
    assert (sha256(one) == sha256(other)) == same


@pytest.mark.parametrize("text", ["46055", "46055.5", "20260131"])
def test_a_number_is_no_date(text: str) -> None:
    with pytest.raises(RowRefused, match="from is a number, not a date"):
        _row(**{"from": text}).day("from")


@pytest.mark.parametrize(
    "text", ["31.01.26", "1/31/2026", "2026-W05-6", "2026-1-31", "today", "31.02.2026"]
)
def test_a_date_is_only_what_cannot_be_read_otherwise(text: str) -> None:
    with pytest.raises(RowRefused, match="from is not a date like 2026-01-31"):
        _row(**{"from": text}).day("from")


def test_an_empty_or_absent_cell_is_none() -> None:
    assert (_row(a="").text("a"), _row().text("a"), _row(a="").day("a")) == (None, None, None)
    assert _row(a="2026-01-31").day("a") == date(2026, 1, 31)
    assert _row(a="x; ;y").several("a") == ["x", "y"]


@pytest.mark.parametrize("text", ["ana", "ana@acme", "a b@acme.example", "a@b.c;d@e.f", "<a@b.c>"])
def test_what_is_no_single_address_is_none(text: str) -> None:
    assert not is_address(text)


def test_a_broken_row_can_be_refused_but_not_read() -> None:
    row = Row("t.csv line 3", 3, {"a": "x"}, fault="the row has not the 2 cells of the header")
    with pytest.raises(RowRefused, match="line 3: the row has not the 2 cells"):
        row.text("a")


def test_a_header_is_told_before_any_row(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("")
    with pytest.raises(BadPayload, match=r"t\.csv line 1: the header lacks a"):
        content(read_csv(tmp_path / "t.csv", NOW), Columns(("a",)))


def test_a_date_with_dots_begins_with_the_day() -> None:
    assert _row(a="5.01.2026").day("a") == date(2026, 1, 5)


@pytest.mark.parametrize("text", ["0203-01-01", "31.01.3026"])
def test_an_impossible_year_is_refused(text: str) -> None:
    with pytest.raises(RowRefused, match="a is not in the years 1950 to 2100"):
        _row(a=text).day("a")


def test_a_number_may_have_a_decimal_comma_but_no_thousands() -> None:
    assert (_row(a="0,8").decimal("a"), _row(a="0.8").decimal("a")) == (0.8, 0.8)
    for text in ("1,000", "80%", "-1", "1e3", "nan"):
        with pytest.raises(RowRefused, match="a is not a number like"):
            _row(a=text).decimal("a")


PLAIN = "a,b\nÅsa,1\nBo,2\n"


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(b"\xef\xbb\xbf" + PLAIN.encode(), id="UTF-8 with a mark"),
        pytest.param(PLAIN.encode("utf-16"), id="UTF-16 with a mark"),
        pytest.param(PLAIN.encode("utf-16-le"), id="UTF-16 without one, little end first"),
        pytest.param(PLAIN.encode("utf-16-be"), id="UTF-16 without one, big end first"),
        pytest.param(PLAIN.encode("cp1252"), id="Windows"),
        pytest.param(PLAIN.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(PLAIN.replace(",", ";").encode(), id="semicolons"),
        pytest.param(PLAIN.replace(",", "\t").encode(), id="tabs"),
        pytest.param(b"sep=;\r\n" + PLAIN.replace(",", ";").encode(), id="Excel names it"),
        pytest.param((PLAIN + ",\n ,\n\n").encode(), id="empty rows behind"),
        pytest.param(("\n\n" + PLAIN).encode(), id="empty rows before"),
        pytest.param(PLAIN.replace("\n", ",,\n").encode(), id="empty columns behind"),
        pytest.param(PLAIN.replace("Bo", "\u200bBo\u00a0").encode(), id="unseen signs"),
        pytest.param(PLAIN.replace("a,b", "\ufeffa, b\u00a0").encode(), id="unseen in the header"),
        pytest.param(PLAIN.rstrip("\n").encode(), id="no last line end"),
    ],
)
def test_a_file_as_people_have_it_says_the_same_as_a_plain_one(
    tmp_path: Path, written: bytes
) -> None:
    (tmp_path / "t.csv").write_bytes(written)
    found = content(read_csv(tmp_path / "t.csv", NOW), Columns(("a", "b")))
    assert [dict(row.cells) for row in found.rows] == [
        {"a": "Åsa", "b": "1"},
        {"a": "Bo", "b": "2"},
    ]
    assert [row.fault for row in found.rows] == [None, None]


def test_an_excel_workbook_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"PK\x03\x04 and so on")
    with pytest.raises(BadPayload, match="it is an Excel workbook, not CSV; save the sheet as"):
        read_csv(tmp_path / "t.csv", NOW)


@given(st.binary(max_size=200))
def test_whatever_bytes_a_file_has_they_are_a_table_or_a_typed_error(written: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "t.csv")
        path.write_bytes(written)
        with suppress(BadPayload):
            content(read_csv(path, NOW), Columns(("a",)))


def test_every_wrong_cell_of_every_row_is_told_at_once() -> None:
    columns = Columns(("a", "b"), forms={"a": Row.day, "b": Row.address})
    cells = [["x", "y"], ["", "ana@acme.example"], ["", ""]]
    lines = [Line(number, row) for number, row in enumerate(cells, 2)]
    table = content(Grid("t line 1", "t line", ["a", "b"], lines, NOW), columns)
    taken, faults = take_all(table, lambda row: row)  # type: ignore[arg-type, return-value]  # because any object does
    assert len(taken) == 1
    assert [fault.cause for fault in faults] == [
        "t line 2: a is not a date like 2026-01-31",
        "t line 2: b is not an address",
        "t line 4: b is empty",
    ]
