"""The sandbox Google refuses, pages and forgets as Google does."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import requests

from sandbox.google import Server, Workspace
from sandbox.google.model.calendar import Meeting
from sandbox.google.routes.listing import masked, parsed
from sandbox.google.routes.route import Caller

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
AUTH = "https://www.googleapis.com/auth/"
CALENDAR = "calendar.events.readonly"
HOUR = timedelta(hours=1)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(Workspace(clock=lambda: NOW)) as running:
        running.workspace.add_account("ada").is_admin = True
        running.workspace.add_account("bo")
        yield running


def get(
    server: Server, path: str, scope: str, handle: str | None = "ada", **query: Any
) -> requests.Response:
    account = server.workspace.accounts.get(f"{handle}@acme.example")
    email = account.email if account else server.api.client_email
    server.api.callers["t"] = Caller(account, email, frozenset({scope}))
    headers = {"Authorization": "Bearer t"}
    return requests.get(server.base_url + path, query, headers=headers, timeout=5)


def events(server: Server, whose: str = "ada", by: str | None = "ada", **query: Any) -> Any:
    path = f"/calendar/v3/calendars/{whose}@acme.example/events"
    return get(server, path, CALENDAR, by, singleEvents="true", showDeleted="true", **query)


def meet(server: Server, number: int = 0) -> Meeting:
    ada, bo = server.workspace.accounts.values()
    start = NOW - number * HOUR
    return server.workspace.calendars.add_event(ada, [ada, bo], start, start + HOUR, "Sync")


def test_only_the_last_page_has_a_sync_token(server: Server):
    for number in range(5):
        meet(server, number)
    first = events(server, maxResults=3).json()
    assert len(first["items"]) == 3
    assert "nextSyncToken" not in first
    last = events(server, maxResults=3, pageToken=first["nextPageToken"]).json()
    assert len(last["items"]) == 2
    assert "nextPageToken" not in last
    nothing = events(server, syncToken=last["nextSyncToken"]).json()
    assert "items" not in nothing
    assert nothing["nextSyncToken"]


def test_a_sync_token_tells_changes_deletions_included(server: Server):
    kept, gone = meet(server), meet(server, 1)
    token = events(server).json()["nextSyncToken"]
    server.workspace.calendars.cancel(gone, NOW)
    assert events(server, syncToken=token).json()["items"] == [
        {"id": gone.id, "status": "cancelled"}
    ]
    server.workspace.calendars.move(kept, NOW + HOUR, NOW + 2 * HOUR, NOW)
    ids = [row["id"] for row in events(server, syncToken=token).json()["items"]]
    assert ids == [gone.id, kept.id]


@pytest.mark.parametrize("name", ["timeMin", "timeMax", "updatedMin", "q", "orderBy", "iCalUID"])
def test_a_sync_token_refuses_what_google_refuses_with_it(server: Server, name: str):
    meet(server)
    token = events(server).json()["nextSyncToken"]
    assert events(server, syncToken=token, **{name: "2026-01-01T00:00:00Z"}).status_code == 400


def test_a_forgotten_sync_token_asks_for_a_full_sync(server: Server):
    meet(server)
    token = events(server).json()["nextSyncToken"]
    server.workspace.calendars.expire_tokens("ada@acme.example")
    answer = events(server, syncToken=token)
    assert answer.status_code == 410
    assert answer.json()["error"]["errors"][0]["reason"] == "fullSyncRequired"
    assert events(server, "bo", "bo").status_code == 200


@pytest.mark.parametrize("size", [0, 2501])
def test_a_page_size_out_of_bounds_is_refused(server: Server, size: int):
    assert events(server, maxResults=size).status_code == 400
    directory = "/admin/directory/v1/users"
    scope = "admin.directory.user.readonly"
    assert get(server, directory, scope, customer="my_customer", maxResults=501).status_code == 400


def test_a_calendar_is_its_owners_and_theirs_it_is_shared_with(server: Server):
    assert events(server, "bo", "ada").status_code == 403
    assert events(server, "nobody", "ada").status_code == 404
    assert events(server, "bo", None).status_code == 403
    server.workspace.calendars.shared_with["bo@acme.example"] = {server.api.client_email}
    assert events(server, "bo", None).status_code == 200


def test_a_call_is_told_to_those_in_it_and_for_thirty_days(server: Server):
    ada, bo = server.workspace.accounts.values()
    scope, meetings = "meetings.space.readonly", server.workspace.meet
    call = meetings.add_call("abc-defg-hij", ada, NOW - HOUR, NOW, people=[ada])
    path = f"/v2/conferenceRecords/{call.id}/participants"
    assert get(server, path, scope, "ada").status_code == 200
    assert get(server, path, scope, "bo").status_code == 403
    meetings.join(call, bo, NOW, None)
    assert get(server, path, scope, "bo").status_code == 200
    server.workspace.clock = lambda: NOW + timedelta(days=30)
    assert get(server, path, scope, "ada").status_code == 404
    assert get(server, "/v2/conferenceRecords", scope, "ada").json() == {}


def test_the_log_is_newest_first_and_administrators_only(server: Server):
    ada = server.workspace.accounts["ada@acme.example"]
    for number in (3, 1, 2):
        server.workspace.log.add("edit", f"f{number}", ada, NOW - number * HOUR)
    path = "/admin/reports/v1/activity/users/all/applications/drive"
    scope = "admin.reports.audit.readonly"
    rows = get(server, path, scope).json()["items"]
    files = [row["events"][0]["parameters"][0]["value"] for row in rows]
    assert files == ["f1", "f2", "f3"]
    assert get(server, path, scope, "bo").status_code == 403
    backwards = {"startTime": "2026-03-02T00:00:00Z", "endTime": "2026-03-01T00:00:00Z"}
    assert get(server, path, scope, **backwards).status_code == 400


def test_a_scope_that_a_token_lacks_is_refused(server: Server):
    path = "/calendar/v3/calendars/ada@acme.example/events"
    assert get(server, path, "drive", singleEvents="true").status_code == 403


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({}, 200, None),
        ({"sub": "nobody@acme.example"}, 400, "invalid_grant"),
        ({"scope": AUTH + "drive"}, 401, "unauthorized_client"),
        ({"aud": "https://elsewhere.example"}, 400, "invalid_grant"),
        ({"iss": "other@example"}, 400, "invalid_grant"),
        ({"exp": 0}, 400, "invalid_grant"),
    ],
)
def test_a_grant_is_verified(server: Server, change: dict[str, Any], status: int, error: Any):
    server.workspace.granted = {CALENDAR}
    key, now = server.api.key_file(server.base_url), int(NOW.timestamp())
    claims = {
        "iss": key["client_email"],
        "scope": AUTH + CALENDAR,
        "aud": "https://oauth2.googleapis.com/token",
        "iat": now,
        "exp": now + 3600,
        "sub": "ada@acme.example",
        **change,
    }
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": jwt.encode(claims, key["private_key"], "RS256"),
    }
    answer = requests.post(f"{server.base_url}/token", form, timeout=5)
    assert (answer.status_code, answer.json().get("error")) == (status, error)


def test_a_mask_leaves_what_it_names():
    body = {"a": 1, "rows": [{"id": 1, "who": {"email": "x", "name": "y"}, "b": 2}], "c": {"d": 3}}
    assert masked(body, parsed("rows(id,who(email)),c/d")) == {
        "rows": [{"id": 1, "who": {"email": "x"}}],
        "c": {"d": 3},
    }
    with pytest.raises(ValueError, match="does not close"):
        parsed("a)")


def test_ten_thousand_meetings_are_kept_and_listed_in_little_time(server: Server):
    started = time.process_time()
    for number in range(10_000):
        meet(server, number)
    token, listed = None, 0
    while True:
        more = {"pageToken": token} if token else {}
        page = events(server, maxResults=2500, **more).json()
        listed += len(page["items"])
        token = page.get("nextPageToken")
        if token is None:
            break
    assert listed == 10_000
    assert time.process_time() - started < 10
