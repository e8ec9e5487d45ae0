"""What models see of raw: the rows of what is configured now, and no others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.raw import delete_rows, loaded_scopes, show
from warehouse.store import RawTable, Store, open_store

ISSUE = RawTable("jira", "issue", (("id", "varchar", False),), ("id",), None, None)
USER = RawTable("jira", "user", (("id", "varchar", False),), ("id",), None, None, shared=True)
TABLES = (ISSUE, USER)
A, B = ("jira", "issue", "A"), ("jira", "issue", "B's")
USERS = {("jira", "user", "A"), ("jira", "user", "B's")}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store into which two scopes were loaded, each with an issue and a user."""
    with open_store(tmp_path) as opened:
        opened.create_raw(TABLES)
        for source, stream, scope in {A, B, *USERS}:
            opened.con.execute(
                f"insert into raw.{source}__{stream} (id, _scope) values ($1, $1)", [scope]
            )
            opened.con.execute(
                "insert into ops.page_ledger (source, stream, scope, page, kind, status,"
                " record_count, quarantined_count, loaded_at)"
                " values ($1, $2, $3, 'p', 'end', 'loaded', 1, 0, timestamptz '2026-01-01')",
                [source, stream, scope],
            )
        yield opened


def _seen(store: Store, table: str) -> set[str]:
    return {name for (name,) in store.con.execute(f"select id from staging.{table}").fetchall()}


def test_all_is_seen_before_anything_was_said(store: Store) -> None:
    assert loaded_scopes(store) == {A, B, *USERS}
    assert _seen(store, "jira__issue") == {"A", "B's"}


def test_a_scope_that_is_not_configured_is_not_seen_and_comes_back(store: Store) -> None:
    show(store, TABLES, {A, *USERS})
    assert _seen(store, "jira__issue") == {"A"}
    show(store, TABLES, {A, B, *USERS})
    assert _seen(store, "jira__issue") == {"A", "B's"}


def test_rows_of_the_tool_as_a_whole_are_seen_while_any_scope_is(store: Store) -> None:
    show(store, TABLES, {A, ("jira", "user", "A")})
    assert _seen(store, "jira__user") == {"A", "B's"}
    show(store, TABLES, {A})
    assert _seen(store, "jira__user") == set()


def test_nothing_of_a_source_that_is_not_configured_is_seen(store: Store) -> None:
    show(store, TABLES, set())
    assert _seen(store, "jira__issue") | _seen(store, "jira__user") == set()


def test_deleting_a_scope_leaves_what_belongs_to_the_tool(store: Store) -> None:
    assert delete_rows(store, TABLES, "B's") == 1
    assert _seen(store, "jira__issue") == {"A"}
    assert _seen(store, "jira__user") == {"A", "B's"}
    assert loaded_scopes(store) == {A, ("jira", "user", "A")}


def test_deleting_a_source_deletes_all_of_it(store: Store) -> None:
    assert delete_rows(store, TABLES, None) == 4
    assert loaded_scopes(store) == set()
