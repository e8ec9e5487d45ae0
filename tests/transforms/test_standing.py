"""What pages and documents say of presence and of accounts that are tied to nobody yet."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.transforms.invented import (
    ABOUT,
    add_coverage,
    add_events,
    add_person,
    create_tables,
    insert,
    settle,
)
from transforms.render.profile import write_profiles
from transforms.render.site import write_site

IMANI = "a" * 16
STANDING = {
    "person_id": IMANI,
    "period_id": "review-window",
    "team": "Beacon",
    "role_family": "Engineering",
    "level": "Staff",
    "fte": 0.8,
    "weeks_employed": 27,
    "weeks_present": 19,
    "weeks_absent": 8,
}


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(tmp_path / "unsung.duckdb")) as connection:
        create_tables(connection)
        add_person(connection, IMANI, "Imani Okafor", team="Storefront")
        add_events(connection, [IMANI], 200)
        add_coverage(connection, "review")
        settle(connection)
        yield connection


def _text(path: Path) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", path.read_text()).split())


def _page(con: duckdb.DuckDBPyConnection, folder: Path) -> str:
    write_site(con, folder / "site", ABOUT)
    return _text(folder / "site" / "people" / f"{IMANI}.html")


def test_a_page_says_how_many_weeks_of_the_window_the_person_was_present(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    insert(con, "marts.person_period", STANDING)
    text = _page(con, tmp_path)
    assert "Beacon , Engineering , Staff , present 19 of 27 calendar weeks." in text
    assert "Weeks away are not a gap." in text
    assert set(re.findall(r"\d+ of (\d+) ", text)) == {"27", "19"}


def test_a_page_says_nothing_of_presence_that_nobody_knows(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    insert(con, "marts.person_period", {"person_id": IMANI, "period_id": "review-window"})
    text = _page(con, tmp_path)
    assert "calendar weeks" not in text
    assert set(re.findall(r"\d+ of (\d+) ", text)) == {"26"}


def test_a_document_says_where_the_person_stood_in_the_periods_it_tells_of(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    insert(con, "marts.person_period", STANDING)
    insert(con, "marts.person_period", {**STANDING, "period_id": "1999-01"})
    write_profiles(con, tmp_path, ABOUT)
    document = json.loads((tmp_path / f"{IMANI}.json").read_text())
    assert document["person"]["team"] == "Storefront"
    assert document["standing"] == [
        {name: value for name, value in STANDING.items() if name != "person_id"}
    ]


def test_the_coverage_page_counts_accounts_that_are_tied_to_nobody_yet(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    counts = {"account_count": 40, "human_count": 31, "linked_count": 29, "unlinked_count": 2}
    others = {"machine_count": 6, "unknown_count": 3, "suggestion_count": 1, "untied_act_count": 4}
    insert(
        con, "marts.account_coverage", {"source": "github", **counts, **others, "suspect_count": 2}
    )
    suspect = {"account_id": "git:hulk@acme.example", "source": "git", "display_name": "Hulk Robot"}
    insert(con, "marts.account", {**suspect, "account_type": "unknown", "is_bot_suspect": True})
    _page(con, tmp_path)
    text = _text(tmp_path / "site" / "coverage.html")
    assert "Whose the accounts are" in text
    assert "github 31 29 2 1 6 3 2 4" in text
    assert "Hulk Robot git" in text
