"""Publishing: old or new, never half; equal input, equal bytes; nothing shrinks without a cause."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pytest

from transforms.models import find_models
from warehouse.contract import Contract, ContractColumn, read_contracts
from warehouse.errors import DataRefused
from warehouse.publish import KEEP_VERSIONS, Build, publish
from warehouse.store import Store, open_store

COLUMNS = (
    ContractColumn("event_id", "varchar", "The event"),
    ContractColumn("seen_at", "timestamptz", "When", nullable=True),
)
CONTRACT = Contract("profile_evidence", "One row is one event.", ("event_id",), COLUMNS)


def _build(name: str, day: int = 1, **other: Any) -> Build:
    as_of = datetime(2026, 6, day, tzinfo=UTC)
    same = {
        "purpose": "promotion_review",
        "scopes": ("git one", "git two"),
        "unread": ("git pairing",),
        "people_version": "p",
    }
    return Build(name, as_of, "rules", "code", **{**same, **other})


def _fill(store: Store, rows: int) -> None:
    store.con.execute(
        "create or replace table marts.profile_evidence as select 'e' || range as event_id,"
        " timestamptz '2026-01-01 00:00+00' + range * interval 1 minute as seen_at"
        f" from range({rows})"
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        _fill(opened, 1000)
        yield opened


def test_published_rules_keep_what_says_what_they_are(store: Store) -> None:
    store.con.execute("create table rules.limits as select 'a' as name, 1 as value")
    store.con.execute("comment on table rules.limits is 'Somebody''s numbers.'")
    path = publish(store, _build("one"), [CONTRACT], []) / "unsung.duckdb"
    with duckdb.connect(str(path), read_only=True) as con:
        found = con.execute(
            "select comment from duckdb_tables() where schema_name = 'rules'"
        ).fetchall()
        assert found == [("Somebody's numbers.",)]
        assert con.execute("from rules.limits").fetchall() == [("a", 1)]


def test_readers_find_the_new_version_under_one_name(store: Store) -> None:
    publish(store, _build("one"), [CONTRACT], [])
    current = store.data_dir / "published" / "current"
    assert current.readlink() == Path("one")
    with duckdb.connect(str(current / "unsung.duckdb"), read_only=True) as con:
        assert con.execute("select count(*) from marts.profile_evidence").fetchall() == [(1000,)]
    assert json.loads((current / "build.json").read_text())["rows"] == {"profile_evidence": 1000}
    assert not list(current.glob("*.wal"))
    assert (current / "unsung.duckdb").stat().st_mode & 0o777 == 0o444


def test_two_builds_of_one_store_publish_equal_parquet(store: Store) -> None:
    one = publish(store, _build("one"), [CONTRACT], [])
    two = publish(store, _build("two"), [CONTRACT], [])
    path = "parquet/profile_evidence.parquet"
    assert (one / path).read_bytes() == (two / path).read_bytes()
    assert (one / "datapackage.json").read_bytes() == (two / "datapackage.json").read_bytes()


def _publish_every_table(store: Store) -> Path:
    """A version of every contract, its tables without rows."""
    for contract in read_contracts():
        columns = ", ".join(f"{column.name} {column.type}" for column in contract.columns)
        store.con.execute(f"create or replace table marts.{contract.table} ({columns})")
    return publish(store, _build("all"), read_contracts(), [])


def test_the_data_package_validates_and_names_types_keys_and_references(store: Store) -> None:
    folder = _publish_every_table(store)
    described = json.loads((folder / "datapackage.json").read_text())
    assert list(frictionless.Package.metadata_validate(described)) == []
    package = frictionless.Package.from_descriptor(described)
    assert len(package.resources) == len(read_contracts())
    fields = [field for resource in package.resources for field in resource.schema.fields]
    assert {field.type for field in fields} == {
        *("string", "integer", "number", "boolean", "datetime", "date")
    }
    profile = package.get_resource("contribution-profile")
    assert profile.schema.primary_key
    assert profile.schema.get_field("person_id").required
    assert [key["reference"]["resource"] for key in profile.schema.foreign_keys] == [
        *("person", "period")
    ]
    for resource in package.resources:
        assert (folder / str(resource.path)).is_file()


def test_a_package_with_sql_types_would_not_validate(store: Store) -> None:
    described = json.loads((_publish_every_table(store) / "datapackage.json").read_text())
    described["resources"][0]["schema"]["fields"][0]["type"] = "varchar"
    with pytest.raises(frictionless.FrictionlessException):
        frictionless.Package.from_descriptor(described)


def test_contracts_name_the_references_that_the_models_are_checked_for() -> None:
    for contract in read_contracts():
        named = {column: f"marts.{target}" for column, target in contract.references.items()}
        assert named == find_models()["marts", contract.table].references


def test_duckdb_and_parquet_say_what_every_column_means(store: Store) -> None:
    folder = _publish_every_table(store)
    with duckdb.connect(str(folder / "unsung.duckdb"), read_only=True) as con:
        columns = con.execute(
            "select table_name, column_name, comment from duckdb_columns()"
            " where schema_name = 'marts'"
        ).fetchall()
    assert {(table, name): text for table, name, text in columns} == {
        (contract.table, column.name): column.description
        for contract in read_contracts()
        for column in contract.columns
    }
    for contract in read_contracts():
        path = folder / "parquet" / f"{contract.table}.parquet"
        found = duckdb.execute(
            "select decode(key), decode(value) from parquet_kv_metadata($1)", [str(path)]
        ).fetchall()
        assert contract.comments.items() <= dict(found).items()
        assert all(text.strip() for text in contract.comments.values())


def test_a_writer_that_fails_leaves_the_old_version_in_force(store: Store) -> None:
    def fail(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
        (folder / "half").write_text("half")
        raise OSError

    publish(store, _build("one"), [CONTRACT], [])
    with pytest.raises(OSError):  # noqa: PT011  # because the writer raises it bare
        publish(store, _build("two"), [CONTRACT], [fail])
    root = store.data_dir / "published"
    assert (root / "current").readlink() == Path("one")
    publish(store, _build("three"), [CONTRACT], [])
    assert {path.name for path in root.iterdir()} == {"one", "three", "current"}


def test_a_broken_contract_is_refused_with_table_and_column(store: Store) -> None:
    publish(store, _build("one"), [CONTRACT], [])
    store.con.execute("insert into marts.profile_evidence values (null, null)")
    with pytest.raises(DataRefused, match=r"profile_evidence\.event_id is empty in 1 rows"):
        publish(store, _build("two"), [CONTRACT], [])
    store.con.execute("delete from marts.profile_evidence where event_id is null")
    store.con.execute("insert into marts.profile_evidence values ('e1', null)")
    with pytest.raises(DataRefused, match="profile_evidence holds 1 keys twice"):
        publish(store, _build("two"), [CONTRACT], [])
    store.con.execute("alter table marts.profile_evidence add column extra int")
    with pytest.raises(DataRefused, match="not have the columns of its contract"):
        publish(store, _build("two"), [CONTRACT], [])
    assert (store.data_dir / "published" / "current").readlink() == Path("one")


def test_evidence_that_disappears_without_a_cause_is_not_published(store: Store) -> None:
    publish(store, _build("one"), [CONTRACT], [])
    _fill(store, 800)
    with pytest.raises(DataRefused, match="would lose 200 of 1000 evidence links"):
        publish(store, _build("two", 2), [CONTRACT], [])
    publish(store, _build("two", 2), [CONTRACT], [], accept_shrink=True)
    _fill(store, 750)
    publish(store, _build("three", 3), [CONTRACT], [])


@pytest.mark.parametrize(
    "cause",
    [
        pytest.param({"scopes": ("git one",)}, id="a removed scope"),
        pytest.param({"unread": ("git minutes", "git pairing")}, id="a stream switched off"),
        pytest.param({"purpose": "own_view"}, id="another purpose"),
        pytest.param({"people_version": "q"}, id="another roster"),
    ],
)
def test_evidence_may_disappear_with_what_the_configuration_took_out(
    store: Store, cause: dict[str, Any]
) -> None:
    publish(store, _build("one"), [CONTRACT], [])
    _fill(store, 100)
    publish(store, _build("two", 2, **cause), [CONTRACT], [])


def test_a_scope_that_came_in_explains_no_loss(store: Store) -> None:
    publish(store, _build("one"), [CONTRACT], [])
    _fill(store, 100)
    more = _build("two", 2, scopes=("git one", "git two", "git 3"), unread=())
    with pytest.raises(DataRefused, match="nothing explains it"):
        publish(store, more, [CONTRACT], [])


def test_evidence_that_was_deleted_in_the_tool_may_disappear(store: Store) -> None:
    publish(store, _build("one"), [CONTRACT], [])
    _fill(store, 10)
    store.con.execute(
        "create table raw.demo__note as select 1 as note_id,"
        " timestamptz '2026-06-01 12:00+00' as _deleted_at"
    )
    publish(store, _build("two", 2), [CONTRACT], [])
    assert (store.data_dir / "published" / "current").readlink() == Path("two")


def test_old_versions_go_but_a_frozen_one_stays(store: Store) -> None:
    publish(store, _build("frozen"), [CONTRACT], [])
    root = store.data_dir / "published"
    (root / "frozen" / "FROZEN").touch()
    for number in range(KEEP_VERSIONS + 1):
        publish(store, _build(f"build-{number}"), [CONTRACT], [])
    kept = {path.name for path in root.iterdir() if not path.is_symlink()}
    assert kept == {"frozen", "build-1", "build-2", "build-3"}


def test_publishing_the_same_build_again_is_harmless(store: Store) -> None:
    first = publish(store, _build("one"), [CONTRACT], [])
    assert publish(store, _build("one"), [CONTRACT], []) == first
