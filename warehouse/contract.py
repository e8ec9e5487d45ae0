"""The published tables' contracts: columns, types, keys and meaning, checked before a swap."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from warehouse.store import quote

FOLDER = Path(__file__).parent / "contracts"


@dataclass(frozen=True)
class ContractColumn:
    """One column of a published table.

    Attributes:
        is_personal: Holds data about a person; the pseudonymous edition leaves it out.
    """

    name: str
    type: str
    description: str
    nullable: bool = False
    is_personal: bool = False


@dataclass(frozen=True)
class Contract:
    """One published table: what a row means, its key and its columns."""

    table: str
    description: str
    grain: tuple[str, ...]
    columns: tuple[ContractColumn, ...]

    @property
    def order(self) -> str:
        """The ORDER BY list that makes equal content equal bytes."""
        return ", ".join(map(quote, self.grain))

    @property
    def select_list(self) -> str:
        """The columns in contract order."""
        return ", ".join(quote(column.name) for column in self.columns)

    def breaches(self, con: duckdb.DuckDBPyConnection, schema: str) -> Iterator[str]:
        """Yields what is wrong with the built table, one sentence each."""
        found = {
            name: data_type.lower()
            for name, data_type in con.execute(
                "select column_name, data_type from information_schema.columns"
                " where table_schema = $1 and table_name = $2",
                [schema, self.table],
            ).fetchall()
        }
        declared = {column.name: _long_name(column.type) for column in self.columns}
        if found != declared:
            differ = sorted(set(found.items()) ^ set(declared.items()))
            yield f"{self.table} has other columns than its contract: {differ}"
            return
        required = [column.name for column in self.columns if not column.nullable]
        empty = ", ".join(f"count(*) - count({quote(name)})" for name in required)
        (counts,) = con.execute(
            f"select {empty} from {quote(schema)}.{quote(self.table)}"
        ).fetchall()
        for name, rows in zip(required, counts, strict=True):
            if rows:
                yield f"{self.table}.{name} is empty in {rows} rows"
        key = ", ".join(map(quote, self.grain))
        ((doubled,),) = con.execute(
            f"select count(*) from (select {key} from {quote(schema)}.{quote(self.table)}"
            f" group by {key} having count(*) > 1)"
        ).fetchall()
        if doubled:
            yield f"{self.table} holds {doubled} keys twice"

    def as_resource(self) -> dict[str, Any]:
        """The table as a Frictionless resource of ``datapackage.json``."""
        return {
            "name": self.table.replace("_", "-"),
            "path": f"parquet/{self.table}.parquet",
            "description": self.description,
            "schema": {
                "fields": [
                    {"name": column.name, "type": column.type, "description": column.description}
                    for column in self.columns
                ],
                "primaryKey": list(self.grain),
            },
        }


def _long_name(short: str) -> str:
    return "timestamp with time zone" if short == "timestamptz" else short


def read_contracts(folder: Path = FOLDER) -> tuple[Contract, ...]:
    """Every published table, by name."""
    return tuple(_read(path) for path in sorted(folder.glob("*.yaml")))


def _read(path: Path) -> Contract:
    content = yaml.safe_load(path.read_text())
    columns = tuple(ContractColumn(**column) for column in content["columns"])
    return Contract(path.stem, content["description"], tuple(content["grain"]), columns)
