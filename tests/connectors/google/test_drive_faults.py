"""Every way in which Drive can fail to answer, and what is left afterwards."""

import json
import logging
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

import pytest

from connectors.errors import BadPayload, CursorStuck, RateLimited, RedirectRefused, ScopeRevoked
from connectors.google import STREAMS
from connectors.google.client import DRIVE
from connectors.settings import Runtime
from tests.connectors.conftest import NOW, Time
from tests.connectors.google.conftest import GoogleWorld, StrictServer, workspace
from tests.connectors.google.drives import CANARY, NAMES, Drives, drives_of, fill

FILES = 6
LATER = format_datetime(NOW + timedelta(seconds=45), usegmt=True)
SLOW = (
    b'{"error": {"code": 403, "message": "User Rate Limit Exceeded",'
    b'"errors": [{"reason": "userRateLimitExceeded"}]}}'
)
PATHS = {
    "start": r"/changes/startPageToken",
    "list": r"/files\?",
    "changes": r"/changes\?",
    "activity": r"activity:query",
    "revision": r"/revisions",
    "scribe": r"/v1/documents",
}
STREAM_OF = {"start": "file", "list": "file", "changes": "file"}
HEALED: dict[str, dict[str, Any]] = {
    "500": {"status": 500},
    "502": {"status": 502, "body": b"<html>"},
    "503 with Retry-After": {"status": 503, "headers": {"Retry-After": "7"}},
    "reset": {"do": "reset"},
    "429, seconds": {"status": 429, "headers": {"Retry-After": "30"}},
    "429, date": {"status": 429, "headers": {"Retry-After": LATER}},
    "429, nothing": {"status": 429},
    "403 for a rate": {"status": 403, "body": SLOW},
    "a page of HTML": {"body": b"<!doctype html><title>Sign in</title>"},
    "half, by length": {"do": "truncate"},
    "half, chunked": {"do": "truncate", "framing": "chunked"},
    "half, without length": {"do": "truncate", "framing": "none"},
    "401 once": {"status": 401},
}
NUMBERS = (
    b'{"files":[7],"changes":[7],"newStartPageToken":7,"startPageToken":7,"activities":[7],'
    b'"revisions":[7]}'
)
OTHERS = (
    b'{"files":[{"id":7}],"changes":[{"file":{"mimeType":7}}],"startPageToken":"",'
    b'"activities":[{"timestamp":7,"actions":[{"detail":{"edit":{}}}]}],"revisions":[{"id":7}],'
    b'"newStartPageToken":"9"}'
)
FATAL: dict[str, tuple[dict[str, Any], type[Exception]]] = {
    "403": ({"status": 403}, ScopeRevoked),
    "a used-up quota": (
        {"status": 403, "body": b'{"error": {"errors": [{"reason": "dailyLimitExceeded"}]}}'},
        RateLimited,
    ),
    "another host": (
        {"status": 302, "headers": {"Location": "https://elsewhere.example/"}},
        RedirectRefused,
    ),
    "429 for an hour": ({"status": 429, "headers": {"Retry-After": "3600"}}, RateLimited),
    "a list where an object is due": ({"body": b"[]"}, BadPayload),
    "rows that are numbers": ({"body": NUMBERS}, BadPayload),
    "rows of another form": ({"body": OTHERS}, BadPayload),
}
LENIENT = {
    # A refusal of revisions may be one of the file, as the drive itself is still open.
    ("403", "revision"),
    # A document has no rows.
    ("rows that are numbers", "scribe"),
    ("rows of another form", "scribe"),
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


def test_there_is_something_of_every_stream(expected: Any):
    assert all(expected.values())


@pytest.mark.parametrize("fault", HEALED)
def test_a_fault_that_passes_costs_nothing_wherever_it_comes(
    full: Drives, expected: Any, fault: str
):
    for path in PATHS.values():
        full.world.server.on(path, **HEALED[fault])
    assert full.errors() == {}
    assert full.everything() == expected
    assert [step.match for step in full.world.server.steps if step.seen < 2] == []


@pytest.mark.parametrize(
    ("fault", "path"), [(f, p) for f in FATAL for p in PATHS if (f, p) not in LENIENT]
)
def test_a_fault_that_stays_stops_its_walk_only_and_a_rerun_has_everything(
    full: Drives, expected: Any, path: str, fault: str
):
    given, kind = FATAL[fault]
    full.world.server.on(PATHS[path], times=999, **given)
    stream = STREAM_OF.get(path, path)
    errors = full.errors()
    assert {name for _, name in errors} == {stream}
    assert all(isinstance(error, kind) for error in errors.values())
    assert full.world.manifests(stream)[-1]["covered_until"] is None
    full.world.server.steps.clear()
    full.world.time.pass_by(minutes=5)
    assert full.errors() == {}
    assert full.everything() == expected


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_stream_below_the_files_resumes_from_every_batch(world: GoogleWorld, name: str):
    fill(drives_of(world))
    keys = [key for batch in world.walk("file") for key in batch.changed["file"]] * 2
    world.settings["threads"] = 2

    def parents(_: str, after: str | None) -> Any:
        places = ((f"{index:06d}", key) for index, key in enumerate(keys))
        return ((place, key) for place, key in places if after is None or place > after)

    def union(batches: list[Any]) -> set[Any]:
        (stream,) = [stream for stream in STREAMS if stream.name == name]
        return {
            tuple(getattr(record, part) for part in stream.key)
            for batch in batches
            for record in batch.records.get(name, ())
        }

    batches = world.walk(name, parents=parents)
    assert len(batches) > 2
    for index, batch in enumerate(batches):
        rest = world.walk(name, cursor=batch.cursor, parents=parents)
        assert union([*batches[: index + 1], *rest]) == union(batches)
    assert world.walk(name, cursor=batches[-1].cursor, parents=parents) == []


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


def test_small_pages_bring_the_same(full: Drives, expected: Any):
    full.drive.most_rows = 1
    assert full.errors() == {}
    assert full.everything() == expected


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


def test_no_title_comment_or_body_stays_and_no_error_tells_of_one(
    full: Drives, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        assert full.errors() == {}
        for status in (400, 403, 404, 410, 500):
            full.world.time.pass_by(days=1)
            for file in full.files:
                full.drive.edit(file, full.people[0], full.world.ago(hours=1))
            full.world.server.on(
                "/(drive|v1|v2)/", status=status, body=f'{{"m": "{CANARY}"}}'.encode(), times=999
            )
            texts = [f"{error!r} {error}" for error in full.errors().values()]
            assert texts
            for word in (CANARY, "acme.example", "pageToken=", "token-"):
                assert all(word not in text for text in texts)
            full.world.server.steps.clear()
    assert CANARY not in caplog.text
    assert all(CANARY.encode() not in data for data in full.world.everything_landed())


def test_each_request_asks_for_no_more_than_is_kept(full: Drives):
    full.pull()
    for request in full.world.server.log:
        if request.path.startswith(("/drive/", "/v1/", "/v2/")):
            assert "fields" in request.query or request.path.endswith("startPageToken")
            assert "comments" not in request.path
