"""Options of the whole suite."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-snapshot", action="store_true", help="write tests/pipelines/definitions.json anew"
    )
