"""A store with every raw table and model, all of them empty."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pipelines.tools import find_tools
from transforms.models import build_model, find_models
from transforms.rule_tables import load_rules
from warehouse.store import Store, open_store

PARAMETERS = {"as_of": datetime(2026, 7, 1, tzinfo=UTC), "build_id": "build"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("data")) as opened:
        opened.create_raw(tuple(t for tool in find_tools().values() for t in tool.raw_tables))
        load_rules(opened)
        for model in find_models().values():
            build_model(opened, model, PARAMETERS)
        yield opened
