"""Every model is SQL that Spark answers as DuckDB does."""

import pytest
import sqlglot

from tests.transforms.portability import CONSTRUCTS, TARGET, find_constructs, transpile
from transforms.models import Model, find_models

MODELS = pytest.mark.parametrize(
    "model", find_models().values(), ids=lambda model: ".".join(model.key)
)
REFUSED = [(item.reason, query) for item in CONSTRUCTS for query in item.refused]
ALLOWED = [query for item in CONSTRUCTS for query in item.allowed]


@MODELS
def test_a_model_can_be_carried_to_spark(model: Model) -> None:
    assert isinstance(sqlglot.parse_one(transpile(model.sql), dialect=TARGET), sqlglot.exp.Query)


@MODELS
def test_a_model_uses_nothing_that_spark_answers_otherwise(model: Model) -> None:
    assert find_constructs(model.sql) == []


@pytest.mark.parametrize(("reason", "query"), REFUSED, ids=[query for _, query in REFUSED])
def test_what_spark_answers_otherwise_is_refused(reason: str, query: str) -> None:
    assert reason in find_constructs(query)


@pytest.mark.parametrize("query", ALLOWED)
def test_what_spark_answers_alike_is_allowed(query: str) -> None:
    assert find_constructs(query) == []
    assert transpile(query)
