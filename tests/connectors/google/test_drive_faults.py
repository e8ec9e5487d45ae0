"""Every way in which Drive can fail to answer, and what is left afterwards."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from connectors.errors import CursorStuck
from connectors.google.client import DRIVE
from connectors.settings import Runtime
from tests.connectors.conftest import Time
from tests.connectors.google.conftest import GoogleWorld, StrictServer, workspace
from tests.connectors.google.drives import Drives, drives_of, fill

FILES = 6
PATHS = {
    "start": r"/changes/startPageToken",
    "list": r"/files\?",
    "changes": r"/changes\?",
    "activity": r"activity:query",
    "revision": r"/revisions",
    "scribe": r"/v1/documents",
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The records of a pull that nothing disturbed."""
    time, folder = Time(), tmp_path_factory.mktemp("undisturbed")
    with StrictServer(workspace(time.now)) as server:
        runtime = Runtime(folder, time.now, time.monotonic, time.sleep)
        drives = drives_of(GoogleWorld(server, runtime, time, folder))
        fill(drives, FILES)
        assert drives.errors() == {}
        return drives.everything()


@pytest.fixture
def full(world: GoogleWorld) -> Drives:
    drives = drives_of(world)
    fill(drives, FILES)
    return drives


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("list", b'{"files": [], "nextPageToken": "A"}'),
        ("changes", b'{"changes": [], "nextPageToken": "7"}'),
        ("activity", b'{"activities": [], "nextPageToken": "A"}'),
        ("revision", b'{"revisions": [], "nextPageToken": "A"}'),
    ],
)
def test_a_token_that_loops_is_stuck(full: Drives, name: str, body: bytes):
    full.world.server.on(PATHS[name], body=body, times=999)
    assert {type(error) for error in full.errors().values()} == {CursorStuck}


def test_a_page_that_comes_twice_changes_nothing(full: Drives, expected: Any):
    full.drive.most_rows = 2
    session = full.world.place("drive").session(DRIVE)
    drive = {"driveId": full.team.id, "corpora": "drive", "includeItemsFromAllDrives": True}
    first = session.ask(session.service.files().list(supportsAllDrives=True, **drive)).body
    token = first["nextPageToken"]
    # Base64 is read without what it does not know, so this leads to the second page as well.
    again = {**first, "nextPageToken": f"~{token}"}
    full.world.server.on(f"pageToken={quote(token)}", body=json.dumps(again).encode())
    assert full.errors() == {}
    landed = [row["file_id"] for row in full.world.landed("file")]
    assert landed[:4] == [row["id"] for row in first["files"]] * 2
    assert len(landed) == len(full.world.latest("file")) + 2
    assert full.everything() == expected


def test_each_request_asks_for_no_more_than_is_kept(full: Drives):
    full.pull()
    for request in full.world.server.log:
        if request.path.startswith(("/drive/", "/v1/", "/v2/")):
            assert "fields" in request.query or request.path.endswith("startPageToken")
            assert "comments" not in request.path
