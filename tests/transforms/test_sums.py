"""No model adds doubles: their sum depends on the order of the rows, which is free."""

import re
from collections.abc import Iterable
from typing import Any

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from tests.transforms.bench import PARAMETERS, Bench
from transforms.models import Model, find_models
from warehouse.store import Store

SUMS = (exp.Sum, exp.Avg, exp.Stddev, exp.StddevPop, exp.StddevSamp, exp.Variance)
MODELS = [model for model in find_models().values() if re.search(r"\b(sum|avg)\(", model.sql)]


def _sums(sql: str) -> tuple[exp.Expr, list[Any]]:
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    return tree, [node for node in tree.find_all(exp.AggFunc) if isinstance(node, SUMS)]


def _summed_types(store: Store, sql: str, patterns: Iterable[str] = ()) -> list[str]:
    """The type of what each sum of a query adds, as the binder names it when it refuses it."""
    types = []
    for number in range(len(_sums(sql)[1])):
        tree, sums = _sums(sql)
        # This function has two arguments; what binds it with one is told the type of that one.
        probe = exp.Anonymous(this="regexp_matches", expressions=[sums[number].this.copy()])
        sums[number].set("this", probe)
        query = tree.sql(dialect="duckdb")
        given = PARAMETERS | dict.fromkeys(patterns, "any pattern")
        used = {name: value for name, value in given.items() if f"${name}" in query}
        with pytest.raises(duckdb.BinderException) as refused:
            store.con.execute(query, used or None)
        (found,) = re.findall(r"argument types 'regexp_matches\(([^']*)\)'", str(refused.value))
        types.append(found)
    return types


def test_the_type_of_a_summed_column_is_seen(bench: Bench) -> None:
    query = "select sum(x * 2), avg(y) from (select 1.5e0 as x, 1 as y)"
    assert _summed_types(bench.store, query) == ["DOUBLE", "INTEGER"]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: ".".join(model.key))
def test_a_model_adds_no_doubles(bench: Bench, model: Model) -> None:
    bench.lay(model.key, {})
    assert {"DOUBLE", "FLOAT"}.isdisjoint(_summed_types(bench.store, model.sql, model.patterns))
