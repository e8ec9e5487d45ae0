"""Every YAML case: rows in, one model and what it reads rebuilt on real DuckDB, rows out."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.transforms.bench import Bench, Key
from transforms.models import LAYERS, upstream
from transforms.rule_files import load
from transforms.rule_tables import load_rules
from warehouse.store import open_store, quote

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in load(path.read_text())
]


@pytest.mark.parametrize("case", CASES)
def test_the_rows_come_out_as_the_case_says(bench: Bench, case: dict[str, Any]) -> None:
    defaults = case.get("defaults", {})
    given = {
        _key(name): [{**defaults.get(name, {}), **row} for row in rows]
        for name, rows in case["given"].items()
    }
    broken = bench.lay(_key(case["model"]), given)
    if all(schema == "raw" for schema, _ in given):
        assert broken == {}
    assert _rows(bench, case) == case["expect"]


def test_a_case_builds_what_its_model_reads_and_no_other(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        load_rules(store)
        Bench(store).lay(("core", "account"), {("raw", "github__issue"): []})
        query = "select table_schema, table_name from information_schema.tables"
        found = {key for key in store.con.execute(query).fetchall() if key[0] in LAYERS}
    assert found == upstream([("core", "account")]).keys()


def test_a_case_that_expects_what_is_no_model_names_it(bench: Bench) -> None:
    with pytest.raises(LookupError, match=r"^core\.no_such is no model"):
        bench.lay(("core", "no_such"), {})


@pytest.mark.parametrize("name", ["raw.jira__no_such", "raw.no_such", "core.no_such"])
def test_a_case_that_gives_rows_to_what_is_no_table_names_it(bench: Bench, name: str) -> None:
    with pytest.raises(LookupError, match=f"^there is no table {name}$"):
        bench.lay(("core", "_meeting"), {_key(name): [{}]})


def test_a_case_that_gives_rows_to_a_view_names_it(bench: Bench) -> None:
    with pytest.raises(LookupError, match=r"^core\._every_account is a view: give rows to what it"):
        bench.lay(("core", "account"), {("core", "_every_account"): [{}]})


def _key(name: str) -> Key:
    schema, table = name.split(".")
    return schema, table


def _rows(bench: Bench, case: dict[str, Any]) -> list[dict[str, Any]]:
    columns = list(case["expect"][0]) if case["expect"] else ["*"]
    listed = ", ".join(map(quote, columns)) if case["expect"] else "*"
    found = bench.store.con.execute(f"select {listed} from {case['model']} order by all").fetchall()
    return [
        {name: _plain(value) for name, value in zip(columns, row, strict=True)} for row in found
    ]


def _plain(value: Any) -> Any:
    return (
        value.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value
    )
