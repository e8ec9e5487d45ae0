"""The private store: one DuckDB file, one writer. Opens, locks, migrates it and runs models.

The only mutex is `flock` on a separate lock file, held while the store is open: DuckDB's own lock
is lost when the holder opens and closes its file by another way.
"""

import fcntl
import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import StoreBroken, StoreBusy, StoreFull, StoreNewer

SCHEMAS = ("raw", "history", "staging", "core", "marts", "rules", "ops")
MEMORY_LIMIT = "3GB"
"""Enough for 5 million events and below the 4 GB that a whole build may take; 50 need 8GB."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_STORAGE_VERSION = "v1.2.0"


@dataclass(frozen=True)
class RawTable:
    """A stream as the store sees it: ``raw.<source>__<stream>``.

    Attributes:
        columns: (name, SQL type, may be null), in order.
        key: Columns that identify a row.
        version: Column whose greatest value wins; None means the first row stays.
        replaces: Columns of the parent whose listings are complete; None means never.
        shared: Its rows belong to the tool as a whole, whichever scope brought them.
        holds: Its rows hold work of others: one that is missing is unseen, not deleted.
        within: The stream whose rows hold its own, and pairs of an own column and one of theirs.
        description: What one row is.
    """

    source: str
    stream: str
    columns: tuple[tuple[str, str, bool], ...]
    key: tuple[str, ...]
    version: str | None
    replaces: tuple[str, ...] | None
    shared: bool = False
    holds: bool = False
    within: tuple[str, tuple[tuple[str, str], ...]] | None = None
    description: str = ""

    @property
    def name(self) -> str:
        """The table's name inside the schemas raw, history and staging."""
        return f"{self.source}__{self.stream}"


Scope = tuple[str, str, str]
"""Source, stream and scope."""


def quote(identifier: str) -> str:
    """Quotes an identifier for SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def raw_views(table: RawTable, condition: str) -> Iterator[str]:
    """Yields the statements that make the two views of a raw table that models read.

    ``history`` has every row of what is configured, ``deleted_at`` where the source has it no
    longer; ``staging`` has the rows that still exist there, whether or not we may see them.
    """
    name = quote(table.name)
    columns = ", ".join(quote(column) for column, _, _ in table.columns)
    yield (
        f"create or replace view history.{name} as select {columns},"
        f" _deleted_at as deleted_at from raw.{name} where {condition}"
    )
    yield (
        f"create or replace view staging.{name} as select {columns}"
        f" from history.{name} where deleted_at is null"
    )


def store_identity(data_dir: Path) -> str:
    """The id of the store of a data folder, made when it is first asked for.

    Pages name it, so that pages of a deleted store are never mistaken for loaded ones. A pull may
    come before the first build, so the id is a file of its own and not only a row.
    """
    path = data_dir / "store" / "identity.json"
    if not path.exists():
        _write_identity(path, uuid.uuid4().hex, claimed=False)
    identity: str = json.loads(path.read_text(encoding="utf-8"))["store_id"]
    return identity


def _write_identity(path: Path, store_id: str, *, claimed: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_suffix(".tmp")
    aside.write_text(json.dumps({"store_id": store_id, "claimed": claimed}))
    aside.replace(path)


@contextmanager
def open_store(
    data_dir: Path,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    wait: bool = False,
    memory_limit: str = MEMORY_LIMIT,
) -> Iterator["Store"]:
    """Opens the store for writing, creating and migrating it where needed.

    Raises:
        StoreBusy: Another process holds it and `wait` is false.
        StoreNewer: A later version of Unsung wrote it.
        StoreBroken: DuckDB cannot open it.
    """
    folder = data_dir / "store"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            message = f"another build holds {folder / 'lock'}"
            raise StoreBusy(message, "wait for it to end, or build with --wait") from None
        store = Store(_connect(folder, memory_limit), data_dir, clock)
        try:
            store.prepare()
            yield store
            store.con.execute("checkpoint")
        finally:
            store.con.close()


def _connect(folder: Path, memory_limit: str) -> duckdb.DuckDBPyConnection:
    path = folder / "unsung.duckdb"
    identity = folder / "identity.json"
    is_new = not path.exists()
    if is_new:
        claimed = identity.exists() and json.loads(identity.read_text(encoding="utf-8"))["claimed"]
        store_id = uuid.uuid4().hex if claimed else store_identity(folder.parent)
        _write_identity(identity, store_id, claimed=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": _STORAGE_VERSION,
        "memory_limit": memory_limit,
        "temp_directory": str(folder / "tmp"),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    try:
        con = duckdb.connect(str(path), config=config)
        con.execute("set TimeZone = 'UTC'")
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        action = "restore it from a backup, or move it away and pull again"
        raise StoreBroken(f"{path} cannot be opened ({reason})", action) from None
    return con


class Store:
    """The open store.

    Attributes:
        con: The one connection; its time zone is UTC.
        data_dir: Where store, landing and published live.
        clock: The current instant, UTC.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, data_dir: Path, clock: Callable[[], datetime]
    ) -> None:
        self.con, self.data_dir, self.clock = con, data_dir, clock

    def prepare(self) -> None:
        """Creates the schemas and applies migrations that are missing, each in a transaction."""
        for schema in SCHEMAS:
            self.con.execute(f"create schema if not exists {quote(schema)}")
        self.con.execute("create table if not exists ops.migration (version bigint primary key)")
        (applied,) = self._row("select coalesce(max(version), 0) from ops.migration")
        files = {int(path.name[:4]): path for path in sorted(_MIGRATIONS.glob("*.sql"))}
        if applied > max(files):
            cause = f"the store has schema {applied}, this version knows {max(files)}"
            raise StoreNewer(cause, "install the newer version of Unsung that wrote it")
        for version, path in files.items():
            if version > applied:
                with self.transaction():
                    self.con.execute(path.read_text(encoding="utf-8"))
                    self.con.execute("insert into ops.migration values ($1)", [version])
        if self._row("select count(*) from ops.meta") == (0,):
            identity = store_identity(self.data_dir)
            self.con.execute("insert into ops.meta values ($1)", [identity])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. After a failed commit DuckDB has already rolled back."""
        self.con.execute("begin")
        try:
            yield
            self.con.execute("commit")
        except BaseException:
            with suppress(duckdb.Error):
                self.con.execute("rollback")
            raise

    def create_raw(self, tables: tuple[RawTable, ...]) -> None:
        """Creates every declared raw table and its views, and columns of newer versions."""
        known = dict(self._raw_columns())
        with self.transaction():
            for table in tables:
                columns = {name: f"{quote(name)} {sql_type}" for name, sql_type, _ in table.columns}
                name = f"raw.{quote(table.name)}"
                self.con.execute(
                    f"create table if not exists {name} ({', '.join(columns.values())},"
                    " _scope varchar, _page varchar, _seen varchar, _deleted_at timestamptz,"
                    " _unseen_at timestamptz)"
                )
                columns["_unseen_at"] = "_unseen_at timestamptz"
                for column, declared in columns.items():
                    if column not in known.get(table.name, columns):
                        self.con.execute(f"alter table {name} add column {declared}")
                for statement in raw_views(table, "true"):
                    self.con.execute(statement)

    @contextmanager
    def memory_for(self, table: str) -> Iterator[None]:
        """Says what to do where a table needs more memory than DuckDB can move to disk.

        Raises:
            StoreFull: Instead of DuckDB's own error.
        """
        try:
            yield
        except duckdb.OutOfMemoryException as error:
            reason = str(error).splitlines()[0].removeprefix("Out of Memory Error: ")
            cause = f"{table} needs more memory than a build may use ({reason})"
            raise StoreFull(cause, "raise store: memory_limit in the configuration") from None

    def run_model(
        self, schema: str, name: str, select: str, parameters: Mapping[str, Any], *, view: bool
    ) -> int:
        """Rebuilds one derived table from its SELECT and returns its row count; views give 0.

        Derived tables are not compressed: they live until the next build, and looking for the best
        compression of their many strings takes almost as long as computing them. Their rows have no
        order: keeping one costs time and memory.

        Raises:
            StoreFull: It does not fit into the memory limit.
        """
        target = f"{quote(schema)}.{quote(name)}"
        if view:
            self.con.execute(f"create or replace view {target} as {select}")
            return 0
        used = {key: value for key, value in parameters.items() if f"${key}" in select}
        self.con.execute("set force_compression = 'uncompressed'")
        self.con.execute("set preserve_insertion_order = false")
        try:
            with self.memory_for(f"{schema}.{name}"):
                (rows,) = self._row(f"create or replace table {target} as {select}", used or None)
        finally:
            self.con.execute("set force_compression = 'auto'")
            self.con.execute("set preserve_insertion_order = true")
        return int(rows)

    def start_build(
        self, build_id: str, as_of: datetime, rules_version: str, code_version: str
    ) -> None:
        """Writes down that a build began, and with what."""
        self.con.execute(
            "insert or replace into ops.run values ($1, $2, $3, null, 'building', $4, $5)",
            [build_id, as_of, self.clock(), rules_version, code_version],
        )

    def end_build(self, build_id: str) -> None:
        """Writes down that a build was published."""
        self.con.execute(
            "update ops.run set status = 'published', ended_at = $2 where build_id = $1",
            [build_id, self.clock()],
        )

    def fingerprint(self) -> str:
        """A hash of all raw content and coverage, whatever order and runs it came in."""
        parts = [f"{table}={content}" for table, content in self._contents()]
        parts += [",".join(place) for place in self._configured()]
        parts += [f"not {stream}" for stream in self.unread()]
        (coverage,) = self._row(
            "select coalesce(string_agg(line, ';' order by line), '') from ("
            " select concat_ws('|', source, stream, scope, max(covered_until),"
            " max_by(status, run), max_by(code, run), max(ended_at)) as line"
            " from ops.attempt semi join ops.configured using (source, stream, scope)"
            " group by source, stream, scope)"
        )
        return hashlib.sha256("\n".join([*parts, coverage]).encode()).hexdigest()

    def configured_scopes(self) -> tuple[str, ...]:
        """The source and scope of everything that models see, sorted."""
        return tuple(sorted({f"{source} {scope}" for source, _, scope in self._configured()}))

    def unread(self) -> tuple[str, ...]:
        """The source and stream of everything that the configuration leaves out, sorted."""
        return tuple(map(" ".join, self.con.execute("from ops.unread order by all").fetchall()))

    def people_version(self) -> str:
        """A hash of what the people tables say."""
        tables = [content for _, content in self._contents("roster__")]
        return hashlib.sha256("\n".join(tables).encode()).hexdigest()[:16]

    def _configured(self) -> list[Scope]:
        return self.con.execute("from ops.configured order by all").fetchall()

    def _contents(self, prefix: str = "") -> Iterator[tuple[str, str]]:
        """Every raw table and a hash of its rows, whatever their order."""
        for table, columns in self._raw_columns():
            if table.startswith(prefix):
                values = ", ".join(map(quote, columns))
                (content,) = self._row(
                    f"select count(*) || ':' || coalesce(bit_xor(hash({values})), 0)"
                    f" from raw.{quote(table)}"
                )
                yield table, content

    def deletions_since(self, instant: datetime) -> int:
        """How many raw rows were marked deleted or unreachable since an instant, UTC."""
        count = 0
        for table, columns in self._raw_columns():
            gone = "_deleted_at >= $1"
            if "is_reachable" in columns:
                gone += " or (not is_reachable and observed_at >= $1)"
            query = f"select count(*) from raw.{quote(table)} where {gone}"
            count += self.con.execute(query, [instant]).fetchall()[0][0]
        return count

    def _raw_columns(self) -> list[tuple[str, list[str]]]:
        return self.con.execute(
            "select table_name, list(column_name order by column_name)"
            " from information_schema.columns where table_schema = 'raw'"
            " and column_name not in ('_scope', '_page', '_seen')"
            " group by table_name order by table_name"
        ).fetchall()

    def _row(self, query: str, parameters: Mapping[str, Any] | None = None) -> tuple[Any, ...]:
        """The first row of a query, fetched whole so that the connection is free again."""
        row: tuple[Any, ...] = self.con.execute(query, parameters).fetchall()[0]
        return row
