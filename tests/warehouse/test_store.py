"""Opening the store: one writer, forward migrations, identity."""

import json
from pathlib import Path

import pytest

from tests.invented import NOTE, raw_table
from warehouse.errors import StoreBroken, StoreBusy, StoreFull, StoreNewer
from warehouse.store import Store, open_store, store_identity


def test_a_second_builder_is_told_to_wait(tmp_path: Path) -> None:
    expected = pytest.raises(StoreBusy, match="wait for it to end")
    with open_store(tmp_path), expected as caught, open_store(tmp_path):
        pass
    assert caught.value.exit_code == 75


def test_a_store_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.con.execute("insert into ops.migration values (99)")
    with pytest.raises(StoreNewer, match="install the newer version"), open_store(tmp_path):
        pass


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "unsung.duckdb").write_text("not a database, but long enough to be read")
    with pytest.raises(StoreBroken, match=r"unsung\.duckdb cannot be opened"), open_store(tmp_path):
        pass


def test_the_identity_is_kept_until_the_store_is_deleted(tmp_path: Path) -> None:
    pulled_before_the_first_build = store_identity(tmp_path)
    with open_store(tmp_path) as store:
        assert store.con.execute("from ops.meta").fetchall() == [(pulled_before_the_first_build,)]
    (tmp_path / "store" / "unsung.duckdb").unlink()
    with open_store(tmp_path):
        pass
    assert store_identity(tmp_path) != pulled_before_the_first_build
    assert json.loads((tmp_path / "store" / "identity.json").read_text())["claimed"]


def test_a_column_that_a_newer_version_declares_is_added(tmp_path: Path) -> None:
    table = raw_table(NOTE)
    with open_store(tmp_path) as store:
        fewer = type(table)(**{**vars(table), "columns": table.columns[:3]})
        store.create_raw((fewer,))
        store.create_raw((table,))
        names = [row[0] for row in store.con.execute("describe raw.demo__note").fetchall()]
    assert {"labels", "share", "is_open", "written_at"} <= set(names)


def test_a_table_that_does_not_fit_into_memory_says_what_to_raise(tmp_path: Path) -> None:
    # A list of everything is one value, and no value moves to disk.
    everything = "select 1 as one, list(range) as found from range(20000000)"
    message = r"^STORE_FULL: core\.large needs more memory .* used\)\); raise store: memory_limit"
    with open_store(tmp_path, memory_limit="50MB") as store:
        store.run_model("core", "large", "select 1 as one", {}, view=False)
        with pytest.raises(StoreFull, match=message):
            store.run_model("core", "large", everything, {}, view=False)
        assert store.con.execute("from core.large").fetchall() == [(1,)]
        assert store.con.execute("select current_setting('force_compression')").fetchone() == (
            "auto",
        )


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    def half(store: Store) -> None:
        with store.transaction():
            store.con.execute("create table raw.half (a int)")
            raise ZeroDivisionError

    with open_store(tmp_path) as store:
        with pytest.raises(ZeroDivisionError):
            half(store)
        query = "select count(*) from information_schema.tables where table_schema = 'raw'"
        assert store.con.execute(query).fetchall() == [(0,)]
