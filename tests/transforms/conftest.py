"""A store whose tables are empty, and published pages of an invented company."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.tools import find_tools
from tests.transforms.invented import ABOUT, company, create_tables
from transforms.models import build_model, find_models
from transforms.render.profile import write_profiles
from transforms.render.site import write_site
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


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    with company(folder / "unsung.duckdb") as con:
        write_profiles(con, folder / "profiles", ABOUT)
        write_site(con, folder / "site", ABOUT)
    return folder


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(tmp_path / "unsung.duckdb")) as connection:
        create_tables(connection)
        yield connection
