"""A store for cases, and published pages of an invented company."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.transforms.bench import Bench
from tests.transforms.invented import ABOUT, company, create_tables
from transforms.render.profile import write_profiles
from transforms.render.site import write_site
from transforms.rule_tables import load_rules
from warehouse.store import open_store


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with open_store(tmp_path_factory.mktemp("data")) as store:
        load_rules(store)
        yield Bench(store)


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
