"""The published tables' contracts: columns, types, keys and meaning, checked before a swap."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import yaml

from warehouse.store import quote

FOLDER = Path(__file__).parent / "contracts"

_FIELD_TYPES = {
    "varchar": "string",
    "bigint": "integer",
    "double": "number",
    "boolean": "boolean",
    "timestamptz": "datetime",
    "date": "date",
}
"""SQL type -> type of Table Schema; lists are arrays."""


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
    """One published table: what a row means, its key and its columns.

    Attributes:
        references: Column -> the ``table.column`` that has all its values.
    """

    table: str
    description: str
    grain: tuple[str, ...]
    columns: tuple[ContractColumn, ...]
    references: Mapping[str, str] = field(default_factory=dict)

    @property
    def comments(self) -> Mapping[str, str]:
        """What a file says of itself: of the table, and of each column."""
        of_columns = {f"column.{column.name}": column.description for column in self.columns}
        return {"description": self.description, **of_columns}

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
            yield f"{self.table} does not have the columns of its contract: {differ}"
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
        """The table as a Data Resource of ``datapackage.json``, with a Table Schema."""
        targets = {name: target.split(".") for name, target in self.references.items()}
        return {
            "name": _resource_name(self.table),
            "profile": "data-resource",
            "path": f"parquet/{self.table}.parquet",
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "description": self.description,
            "schema": {
                "fields": [_as_field(column) for column in self.columns],
                "primaryKey": list(self.grain),
                "foreignKeys": [
                    {
                        "fields": [name],
                        "reference": {"resource": _resource_name(table), "fields": [column]},
                    }
                    for name, (table, column) in targets.items()
                ],
            },
        }


def _resource_name(table: str) -> str:
    return table.replace("_", "-")


def _as_field(column: ContractColumn) -> dict[str, Any]:
    kind = "array" if column.type.endswith("[]") else _FIELD_TYPES[column.type]
    constraints = {} if column.nullable else {"constraints": {"required": True}}
    return {"name": column.name, "type": kind, "description": column.description, **constraints}


def _long_name(short: str) -> str:
    return "timestamp with time zone" if short == "timestamptz" else short


def read_contracts(folder: Path = FOLDER) -> tuple[Contract, ...]:
    """Every published table, by name."""
    return tuple(_read(path) for path in sorted(folder.glob("*.yaml")))


def _read(path: Path) -> Contract:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    columns = tuple(ContractColumn(**column) for column in content["columns"])
    grain, references = tuple(content["grain"]), content.get("references", {})
    return Contract(path.stem, content["description"], grain, columns, references)
