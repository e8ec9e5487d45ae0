"""Builds a version of the published output aside, checks it, and swaps it in with one symlink.

``published/<build_id>/`` holds the DuckDB file, Parquet, profiles and pages; ``published/current``
names the version in force. Readers see the old version or the new one, never half of one.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.contract import Contract
from warehouse.errors import DataRefused, NothingToShow
from warehouse.store import Store, quote

KEEP_VERSIONS = 3
_SHRINK_LIMIT = 0.10

_SHOWN = {
    "coverage": """
        select source, stream, scope, status, covered_until, gap_code, incomplete_count
        from marts.coverage
        order by source, stream, scope
    """,
    "coverage_gap": "select * from marts.coverage_gap order by source, reason, stream",
    "account_coverage": "select * from marts.account_coverage order by source",
}
"""The published tables that ``unsung status`` shows: build.json has them too, because importing
DuckDB costs more than the whole rest of that command."""

Writer = Callable[[duckdb.DuckDBPyConnection, Path], Any]
"""Writes more files of a version from its closed DuckDB file, opened read-only."""


@dataclass(frozen=True)
class Build:
    """What identifies a build: equal store, rules, code and as_of give the same id.

    Attributes:
        as_of: The instant the models treat as now, UTC.
        purpose: What the version is for.
        scopes: The configured source and scope of everything that is seen, such as ``git widget``.
        unread: Source and stream that the configuration leaves out, such as ``git minutes``.
        people_version: A hash of what the people tables say.
    """

    build_id: str
    as_of: datetime
    rules_version: str
    code_version: str
    purpose: str
    scopes: tuple[str, ...]
    unread: tuple[str, ...]
    people_version: str


def publish(
    store: Store,
    build: Build,
    contracts: Sequence[Contract],
    writers: Sequence[Writer],
    *,
    accept_shrink: bool = False,
    mark: Callable[[str], None] = lambda _name: None,
) -> Path:
    """Publishes the marts of the open store and returns the new version's folder.

    Args:
        store: The store, its marts built.
        build: What is published.
        contracts: The tables to publish.
        writers: Called with the new DuckDB file, read-only, and the version's folder.
        accept_shrink: Publish although much evidence is gone and nothing recorded says why.
        mark: Called with the name of each point where a kill must be harmless.

    Raises:
        DataRefused: A contract is broken or evidence shrank; the last version stays.
    """
    root = store.data_dir / "published"
    root.mkdir(parents=True, exist_ok=True)
    for leftover in root.glob(".building-*"):
        shutil.rmtree(leftover)
    for contract in contracts:
        for breach in contract.breaches(store.con, "marts"):
            raise DataRefused(breach, "nothing was published; report this line")
    if not accept_shrink:
        _refuse_shrink(store, build, root / "current")
    target = root / build.build_id
    if not target.exists():
        aside = root / f".building-{build.build_id}"
        aside.mkdir()
        _write_version(store, build, contracts, writers, aside)
        mark("publish.before_rename")
        os.sync()
        aside.rename(target)
    mark("publish.before_swap")
    _swap(root, target)
    mark("publish.after_swap")
    _prune(root, target)
    return target


def _write_version(
    store: Store,
    build: Build,
    contracts: Sequence[Contract],
    writers: Sequence[Writer],
    folder: Path,
) -> None:
    database = folder / "unsung.duckdb"
    _copy_tables(store, contracts, database)
    (folder / "parquet").mkdir()
    counts: dict[str, int] = {}
    for contract in contracts:
        path = _literal(str(folder / "parquet" / f"{contract.table}.parquet"))
        store.con.execute(
            f"copy (select {contract.select_list} from marts.{quote(contract.table)}"
            f" order by {contract.order}) to {path} (format parquet, compression zstd,"
            f" kv_metadata {{{_literals(contract.comments)}}})"
        )
    config: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    with duckdb.connect(str(database), read_only=True, config=config) as con:
        con.execute("set TimeZone = 'UTC'")
        for contract in contracts:
            query = f"select count(*) from marts.{quote(contract.table)}"
            ((counts[contract.table],),) = con.execute(query).fetchall()
        shown = {
            name: _records(con.execute(query)) for name, query in _SHOWN.items() if name in counts
        }
        for writer in writers:
            writer(con, folder)
    database.chmod(0o444)
    described = {**vars(build), "as_of": build.as_of.isoformat(), "rows": counts, **shown}
    _write_json(folder / "build.json", described)
    resources = [contract.as_resource() for contract in contracts]
    package = {"name": "unsung", "profile": "data-package", "resources": resources}
    _write_json(folder / "datapackage.json", package)


def _records(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Rows as JSON has them, instants in ISO 8601 and UTC."""
    names = [column[0] for column in found.description]
    return [
        {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in zip(names, row, strict=True)
        }
        for row in found.fetchall()
    ]


def _literals(texts: Mapping[str, str]) -> str:
    """The fields of a struct in SQL."""
    return ", ".join(f"{_literal(name)}: {_literal(text)}" for name, text in texts.items())


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _copy_tables(store: Store, contracts: Sequence[Contract], database: Path) -> None:
    """Copies the published tables and the rules, in a format every client from 1.2 opens."""
    store.con.execute(f"attach {_literal(str(database))} as published (storage_version 'v1.2.0')")
    try:
        store.con.execute("create schema published.marts")
        store.con.execute("create schema published.rules")
        for contract in contracts:
            name = f"published.marts.{quote(contract.table)}"
            store.con.execute(
                f"create table {name} as select {contract.select_list}"
                f" from marts.{quote(contract.table)} order by {contract.order}"
            )
            store.con.execute(f"comment on table {name} is {_literal(contract.description)}")
            for column in contract.columns:
                store.con.execute(
                    f"comment on column {name}.{quote(column.name)}"
                    f" is {_literal(column.description)}"
                )
        rules = store.con.execute(
            "select table_name, comment from duckdb_tables()"
            " where database_name = current_database() and schema_name = 'rules'"
            " order by table_name"
        ).fetchall()
        for rule, meaning in rules:
            name = f"published.rules.{quote(rule)}"
            store.con.execute(f"create table {name} as from rules.{quote(rule)}")
            store.con.execute(f"comment on table {name} is {_literal(meaning or '')}")
    finally:
        store.con.execute("detach published")


def refuse_empty(store: Store) -> None:
    """Refuses a version that shows nobody, or in which no source is covered.

    Raises:
        NothingToShow: It does; the last version stays, and a first one is not published.
    """
    ((people, covered, known),) = store.con.execute(
        "select (select count(*) from marts.person),"
        " (select count(*) from marts.coverage where covered_until is not null),"
        " (select count(*) from marts.coverage where status <> 'not read')"
    ).fetchall()
    if not covered:
        cause = f"none of the {known} configured streams was ever read completely"
        action = "run `unsung check`, then `unsung run`; nothing was published"
        raise NothingToShow(cause, action)
    if not people:
        cause = "what was read names no person"
        action = "look at `unsung check` for the people tables and scopes; nothing was published"
        raise NothingToShow(cause, action)


def _refuse_shrink(store: Store, build: Build, current: Path) -> None:
    """Refuses to publish when evidence disappears and nothing recorded says why.

    Deletions, other rules or code, a removed scope or stream, another purpose or roster say why.
    """
    if not current.exists():
        return
    last = json.loads((current / "build.json").read_text(encoding="utf-8"))
    causes = ("rules_version", "code_version", "purpose", "people_version")
    if any(last.get(cause) != getattr(build, cause) for cause in causes):
        return
    if {*last["scopes"]} - {*build.scopes} or {*build.unread} - {*last["unread"]}:
        return
    before = last["rows"]["profile_evidence"]
    ((now,),) = store.con.execute("select count(*) from marts.profile_evidence").fetchall()
    if now >= before * (1 - _SHRINK_LIMIT) or build.as_of < datetime.fromisoformat(last["as_of"]):
        return
    if store.deletions_since(datetime.fromisoformat(last["as_of"])):
        return
    cause = f"profiles would lose {before - now} of {before} evidence links and nothing explains it"
    raise DataRefused(cause, "see `unsung status`; if it is right, build with --accept-shrink")


def _swap(root: Path, target: Path) -> None:
    aside = root / ".current"
    aside.unlink(missing_ok=True)
    aside.symlink_to(target.name)
    aside.replace(root / "current")


def _prune(root: Path, current: Path) -> None:
    """Keeps the newest versions and every version that a review cycle froze."""
    versions = sorted(
        (path for path in root.iterdir() if path.is_dir() and not path.is_symlink()),
        key=lambda path: (path == current, path.stat().st_mtime_ns, path.name),
    )
    for old in versions[:-KEEP_VERSIONS]:
        if not (old / "FROZEN").exists():
            shutil.rmtree(old)
