"""A sandbox Workspace whose every answer is checked, and pulls from it through the real path."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import google
from connectors.google.place import Place, places
from connectors.settings import Runtime
from sandbox.google import Server, Workspace
from sandbox.google.routes.listing import parsed
from sandbox.google.server import ROUTES
from sandbox.server import Asked, Reply
from tests.connectors.conftest import NOW
from tests.contracts.google import check, check_mask, parameters
from tests.world import World

NEEDED = {
    "admin.directory.user.readonly",
    "admin.directory.group.readonly",
    "admin.reports.audit.readonly",
    "calendar.events.readonly",
    "meetings.space.readonly",
    "drive.metadata.readonly",
    "drive.activity.readonly",
    "documents.readonly",
}


class StrictServer(Server):
    """Notes every question that Google does not describe, and every answer that it would not give.

    Attributes:
        violations: What was wrong so far.
    """

    def __init__(self, workspace: Workspace, *, latency: float = 0.0) -> None:
        super().__init__(workspace, latency=latency)
        self.violations: list[str] = []

    def reply(self, asked: Asked) -> Reply:
        """The right answer, after it was checked."""
        reply = super().reply(asked)
        for route in ROUTES:
            if route.method == asked.method and re.fullmatch(route.path, asked.path):
                if unknown := set(asked.query) - parameters(route.method_id):
                    self.violations.append(f"{route.method_id} knows no {unknown}")
                self._check(route.method_id, asked, reply)
        return reply

    def _check(self, method_id: str, asked: Asked, reply: Reply) -> None:
        try:
            check_mask(method_id, parsed(asked.query.get("fields", "")))
            if reply.status == 200:
                check(method_id, reply.body)
        except AssertionError as error:
            self.violations.append(str(error))


class GoogleWorld(World):
    """A Workspace, its server, and one store's landing zone."""

    def __init__(self, server: StrictServer, runtime: Runtime, time: Any, folder: Path) -> None:
        self.workspace, self.api = server.workspace, server.api
        self.credentials = folder / "credentials.json"
        self.use(server.api.key_file(server.base_url))
        super().__init__(
            google,
            server,
            runtime,
            time,
            folder,
            settings={
                "credentials_file_env": "G",
                "domain": "acme.example",
                "admin": "admin@acme.example",
            },
            secrets={"credentials_file": str(self.credentials)},
            scope="directory",
        )

    def use(self, credentials: dict[str, Any]) -> None:
        """Writes what the credentials file holds from now on."""
        self.credentials.write_text(json.dumps(credentials))

    def place(self, kind: str, **settings: Any) -> Place:
        """The first place of a kind that the settings give."""
        given = {"base_url": self.server.base_url, **self.settings, **settings}
        checked = google.Settings(**given)
        client = google.reader.open_client(checked, str(self.credentials), self.runtime)
        return next(place for place in places(checked, client) if place.kind == kind)

    def ago(self, **delta: float) -> datetime:
        """An instant before now."""
        now: datetime = self.time.now()
        return now - timedelta(**delta)


def workspace(clock: Any) -> Workspace:
    """A Workspace with an administrator, which grants exactly what is needed."""
    made = Workspace(clock=clock, granted=set(NEEDED))
    made.add_account("admin", name="Admin Istrator", at=NOW - timedelta(days=900)).is_admin = True
    return made


@pytest.fixture
def server(time: Any) -> Iterator[StrictServer]:
    with StrictServer(workspace(time.now)) as running:
        yield running
        assert running.violations == []


@pytest.fixture
def world(server: StrictServer, runtime: Runtime, time: Any, tmp_path: Path) -> GoogleWorld:
    return GoogleWorld(server, runtime, time, tmp_path)
