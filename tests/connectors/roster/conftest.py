"""Tables of roster, in files and at a simulated Google."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors import roster
from connectors.settings import Runtime
from tests.tables import TableWorld, served


@pytest.fixture
def world(runtime: Runtime, time: Any, tmp_path: Path) -> Iterator[TableWorld]:
    with served(roster, "people", runtime, time, tmp_path) as made:
        yield made
