"""What holds for the whole suite."""

import atexit
import os

import pytest


def pytest_configure() -> None:
    """No test reads the configuration of the shell, or of make, that started it."""
    atexit.register(_end_quietly)
    for name in ("UNSUNG_CONFIG", "DAGSTER_HOME"):
        os.environ.pop(name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-snapshot", action="store_true", help="write generated tables and snapshots anew"
    )


def _end_quietly() -> None:
    """DuckDB's binding would list, page by page, what a failed test's frames keep alive."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
