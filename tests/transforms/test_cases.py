"""Every YAML case: rows in, one model and what it reads rebuilt on real DuckDB, rows out."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.transforms.conftest import PARAMETERS
from transforms.models import build_model, check_model, find_models
from warehouse.store import Store, quote

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text())
]
STALE: set[tuple[str, str]] = set()
"""Models whose rows are of another case's input; the module's store is built once."""


@pytest.mark.parametrize("case", CASES)
def test_the_rows_come_out_as_the_case_says(store: Store, case: dict[str, Any]) -> None:
    target = tuple(case["model"].split("."))
    touched = _filled(store) | case["given"].keys()
    for table in touched:
        store.con.execute(f"delete from {table}")
    for name, rows in case["given"].items():
        for row in rows:
            _insert(store, name, {**_defaults(case, name), **row})
    STALE.update(_below({_key(name) for name in touched}))
    given = {name for name in case["given"] if not name.startswith("raw.")}
    broken = []
    for model in _upstream(target, given):
        if model.key in STALE:
            build_model(store, model, PARAMETERS)
            STALE.discard(model.key)
        broken += [(model.key, check) for check in check_model(store, model) if check.broken_rows]
    # What was given in place of a model's own rows is none of them in the next case.
    STALE.update({_key(name) for name in given} | _below({_key(name) for name in given}))
    if not given:
        assert broken == []
    assert _rows(store, case) == case["expect"]


def _key(name: str) -> tuple[str, str]:
    schema, table = name.split(".")
    return schema, table


def _filled(store: Store) -> set[str]:
    """The raw tables that still hold the rows of another case."""
    raw = {f"raw.{quote(name)}" for name in _tables(store, "raw")}
    tables = raw | {"ops.attempt", "ops.configured"}
    counted = " union all ".join(
        f"select '{name}' as name, count(*) as rows from {name}" for name in sorted(tables)
    )
    found = store.con.execute(f"select name from ({counted}) where rows > 0").fetchall()
    return {name.replace('"', "") for (name,) in found}


def _below(changed: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Every model that reads what changed, however far below; views of raw show it at once."""
    raw = {name for schema, name in changed if schema == "raw"}
    changed = changed | {(views, name) for views in ("history", "staging") for name in raw}
    found: set[tuple[str, str]] = set()
    for key, model in find_models().items():
        if changed & {*model.inputs} or found & {*model.inputs}:
            found.add(key)
    return found


def _defaults(case: dict[str, Any], name: str) -> dict[str, Any]:
    return dict(case.get("defaults", {}).get(name, {}))


def _tables(store: Store, schema: str) -> list[str]:
    query = "select table_name from information_schema.tables where table_schema = $1"
    return [name for (name,) in store.con.execute(query, [schema]).fetchall()]


def _insert(store: Store, table: str, row: dict[str, Any]) -> None:
    columns = ", ".join(map(quote, row))
    marks = ", ".join(f"${position + 1}" for position in range(len(row)))
    store.con.execute(f"insert into {table} ({columns}) values ({marks})", list(row.values()))


def _upstream(target: tuple[str, ...], given: set[str]) -> list[Any]:
    """The target and every model it reads, in order, but for those whose rows are given."""
    models = find_models()
    wanted, waiting = set(), [target]
    while waiting:
        key = waiting.pop()
        if key in models and ".".join(key) not in given and key not in wanted:
            wanted.add(key)
            waiting += models[key].needs
    return [model for key, model in models.items() if key in wanted]


def _rows(store: Store, case: dict[str, Any]) -> list[dict[str, Any]]:
    columns = list(case["expect"][0]) if case["expect"] else ["*"]
    listed = ", ".join(map(quote, columns)) if case["expect"] else "*"
    found = store.con.execute(f"select {listed} from {case['model']} order by all").fetchall()
    return [
        {name: _plain(value) for name, value in zip(columns, row, strict=True)} for row in found
    ]


def _plain(value: Any) -> Any:
    return (
        value.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value
    )
