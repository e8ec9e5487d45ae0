"""A table reads what its file says, or names the place where it cannot."""

import csv
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import BadPayload
from connectors.sheet import Grid, Line
from connectors.table import Columns, Row, RowRefused, content, is_address, read_csv

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
    cells = [(a.strip(), b.strip()) for a, b in rows]
    assert [(row.cells["a"], row.cells["b"]) for row in found] == cells
    assert [row.number for row in found] == list(range(2, len(rows) + 2))


@given(st.lists(TEXT, min_size=2, max_size=2), st.lists(TEXT, min_size=2, max_size=2))
def test_the_hash_is_that_of_what_the_cells_say(one: list[str], other: list[str]) -> None:
    def sha256(cells: list[str]) -> str:
        grid = Grid("t line 1", "t line", ["a", "b"], [Line(2, cells)], NOW)
        return content(grid, Columns(("a", "b"))).sha256

    same = [cell.strip() for cell in one] == [cell.strip() for cell in other]
    assert (sha256(one) == sha256(other)) == same


@pytest.mark.parametrize("text", ["46055", "46055.5", "20260131"])
def test_a_number_is_no_date(text: str) -> None:
    with pytest.raises(RowRefused, match="from is a number and not a date"):
        _row(**{"from": text}).day("from")


@pytest.mark.parametrize("text", ["31.01.2026", "1/31/2026", "2026-W05-6", "2026-1-31", "today"])
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
