"""Options of the whole suite."""

import os

import pytest


def pytest_configure() -> None:
    """No test reads the configuration of the shell, or of make, that started it."""
    for name in ("UNSUNG_CONFIG", "DAGSTER_HOME"):
        os.environ.pop(name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-snapshot", action="store_true", help="write tests/pipelines/definitions.json anew"
    )
