"""Finds the SQL models, orders them by what they read, and builds them in the store."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from warehouse.store import Store, quote

FOLDER = Path(__file__).parent
LAYERS = ("staging", "core", "marts")
_HEADER = re.compile(r"^-- (doc|grain): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Model:
    """One SELECT in one file: ``<layer>/<name>.sql`` builds the table ``<layer>.<name>``.

    Attributes:
        sql: The file's text, header included.
    """

    schema: str
    name: str
    sql: str

    @property
    def key(self) -> tuple[str, str]:
        """Schema and table, the same words in DuckDB and in Dagster."""
        return self.schema, self.name

    @property
    def is_view(self) -> bool:
        """Staging models are views; everything later is a table."""
        return self.schema == "staging"

    @cached_property
    def header(self) -> dict[str, str]:
        """The ``doc`` and ``grain`` lines at the top of the file."""
        return dict(_HEADER.findall(self.sql))

    @property
    def doc(self) -> str:
        """What one row means."""
        return self.header["doc"]

    @property
    def grain(self) -> tuple[str, ...]:
        """The columns that identify a row."""
        return tuple(column.strip() for column in self.header["grain"].split(","))

    @property
    def version(self) -> str:
        """Changes when the SQL does."""
        return hashlib.sha256(self.sql.encode()).hexdigest()[:16]

    @cached_property
    def inputs(self) -> tuple[tuple[str, str], ...]:
        """The (schema, table) pairs that the SELECT reads, sorted."""
        tree = sqlglot.parse_one(self.sql, dialect="duckdb")
        tables = {(table.db, table.name) for table in tree.find_all(exp.Table) if table.db}
        return tuple(sorted(tables))


@dataclass(frozen=True)
class BrokenRule:
    """One check of a built table that failed: its name and how many rows break it."""

    check: str
    rows: int


def find_models() -> dict[tuple[str, str], Model]:
    """All models by key, each after everything it reads."""
    models = {
        (layer, path.stem): Model(layer, path.stem, path.read_text())
        for layer in LAYERS
        for path in sorted((FOLDER / layer).glob("*.sql"))
    }
    graph = {key: [i for i in model.inputs if i in models] for key, model in models.items()}
    return {key: models[key] for key in TopologicalSorter(graph).static_order()}


def build_model(store: Store, model: Model, parameters: Mapping[str, Any]) -> int:
    """Builds one model and returns its row count."""
    return store.run_model(model.schema, model.name, model.sql, parameters, view=model.is_view)


def check_model(store: Store, model: Model) -> Iterator[BrokenRule]:
    """Yields the checks of a table that its rows break: the grain is filled and unique."""
    if model.is_view:
        return
    table = f"{quote(model.schema)}.{quote(model.name)}"
    columns = ", ".join(map(quote, model.grain))
    empty = " or ".join(f"{quote(column)} is null" for column in model.grain)
    counts = {
        "grain_is_filled": f"select count(*) from {table} where {empty}",
        "grain_is_unique": "select coalesce(sum(rows - 1), 0) from ("
        f" select count(*) as rows from {table} group by {columns} having count(*) > 1)",
    }
    for check, query in counts.items():
        ((rows,),) = store.con.execute(query).fetchall()
        if rows:
            yield BrokenRule(check, int(rows))
