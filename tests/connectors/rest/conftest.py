"""A simulated GitHub that answers one client."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.github import Hub, Server


@pytest.fixture
def server(time: Any) -> Iterator[Server]:
    hub = Hub(clock=time.now)
    repository = hub.add_repository("acme/widget")
    for number in range(3):
        hub.add_issue(repository, f"Issue {number}", None, body="canary-body")
    with Server(hub) as running:
        yield running
