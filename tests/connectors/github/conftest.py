"""A sandbox GitHub, and pulls from it into a landing zone through the real path."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors import github
from connectors.settings import Runtime
from sandbox.github import Hub, Server
from tests.world import World


class GitHubWorld(World):
    """A hub, its server, and one store's landing zone."""

    def __init__(self, server: Server, runtime: Runtime, time: Any, folder: Path) -> None:
        super().__init__(
            github,
            server,
            runtime,
            time,
            folder,
            settings={"token_env": "T", "repositories": ("acme/widget",)},
            secrets={"token": "t-1"},
            scope="acme/widget",
        )
        self.hub = server.hub


@pytest.fixture
def world(runtime: Runtime, time: Any, tmp_path: Path) -> Iterator[GitHubWorld]:
    with Server(Hub(clock=time.now)) as server:
        yield GitHubWorld(server, runtime, time, tmp_path)
