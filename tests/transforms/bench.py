"""A store in which cases take turns: a table is made anew only when it is to hold other rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pipelines.tools import find_tools
from transforms.models import CheckResult, Model, build_model, check_model, upstream
from warehouse.store import Store, quote

PARAMETERS = {"as_of": datetime(2026, 7, 1, tzinfo=UTC), "build_id": "build"}
Key = tuple[str, str]
Rows = Sequence[Mapping[str, Any]]
_NO_ROWS = hash(repr([]))


def _source(key: Key) -> Key:
    """Where the rows of a table are: views of raw show at once what raw holds."""
    schema, name = key
    return ("raw", name) if schema in {"history", "staging"} else key


class Bench:
    """A store that has the rules, with marks of what each other table holds and was made from."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._holds: dict[Key, int] = {}
        self._made_from: dict[Key, int] = {}
        self._broken: dict[Key, list[CheckResult]] = {}

    def lay(self, wanted: Key, given: Mapping[Key, Rows]) -> dict[Key, list[CheckResult]]:
        """Builds a model and what is upstream of it from the rows given; other tables are empty.

        Returns:
            The checks that rows break, by model.

        Raises:
            LookupError: What is wanted is no model, or rows are given to what is no table.
        """
        built, models = upstream([wanted], given), upstream([wanted, *given])
        if wanted not in built:
            raise LookupError(f"{'.'.join(wanted)} is no model that could be built")
        if views := [".".join(key) for key in given if key in models and models[key].is_view]:
            raise LookupError(f"{', '.join(views)} is a view: give rows to what it reads")
        sources = {_source(need) for model in models.values() for need in model.needs}
        bottom = {key for key in sources | given.keys() if key not in models and key[0] != "rules"}
        self._create(bottom - self._holds.keys())
        for key in bottom:
            self._fill(key, given.get(key, []))
        for key, model in models.items():
            if key in built:
                self._build(model)
            elif key not in self._holds:
                self._shape(model)
            if key in given:
                self._fill(key, given[key])
        return {key: self._broken[key] for key in built if self._broken[key]}

    def _create(self, keys: set[Key]) -> None:
        """Creates raw tables as their tools declare them; those of the store itself are there."""
        tools = {name.partition("__")[0] for schema, name in keys if schema == "raw"}
        declared = [t for tool in tools & {*find_tools()} for t in find_tools()[tool].raw_tables]
        self.store.create_raw(tuple(t for t in declared if ("raw", t.name) in keys))
        query = "select table_schema, table_name from information_schema.tables"
        if missing := keys - {*self.store.con.execute(query).fetchall()}:
            raise LookupError(f"there is no table {', '.join(sorted(map('.'.join, missing)))}")
        self._holds |= dict.fromkeys(keys, _NO_ROWS)

    def _fill(self, key: Key, rows: Rows) -> None:
        mark, table = hash(repr(rows)), ".".join(map(quote, key))
        if self._holds[key] == mark:
            return
        self._holds[key] = mark
        self._made_from.pop(key, None)
        self.store.con.execute(f"delete from {table}")
        for row in rows:
            columns = ", ".join(map(quote, row))
            marks = ", ".join(f"${position + 1}" for position in range(len(row)))
            values = list(row.values())
            self.store.con.execute(f"insert into {table} ({columns}) values ({marks})", values)

    def _build(self, model: Model) -> None:
        made_from = hash(tuple(self._holds.get(_source(need)) for need in model.needs))
        if self._made_from.get(model.key) == made_from:
            return
        rows = build_model(self.store, model, PARAMETERS)
        is_empty = not rows and not model.is_view
        checks = () if is_empty else check_model(self.store, model)
        self._broken[model.key] = [check for check in checks if check.broken_rows]
        self._made_from[model.key] = made_from
        self._holds[model.key] = _NO_ROWS if is_empty else made_from

    def _shape(self, model: Model) -> None:
        """Gives a table its columns; a view is nothing else."""
        self._holds[model.key] = _NO_ROWS
        sql = model.sql if model.is_view else f"select * from (\n{model.sql}\n) limit 0"
        build_model(self.store, replace(model, sql=sql), PARAMETERS)
