"""Tables of claims, in files and at a simulated Google."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors import claims
from connectors.settings import Runtime
from tests.tables import TableWorld, served


@pytest.fixture
def world(runtime: Runtime, time: Any, tmp_path: Path) -> Iterator[TableWorld]:
    with served(claims, "claims", runtime, time, tmp_path) as made:
        yield made
