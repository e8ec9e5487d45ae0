"""Every way in which PagerDuty can fail to answer, and what is left afterwards."""

import logging
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from connectors.errors import (
    BadPayload,
    ClockSkew,
    CursorStuck,
    NotFound,
    RateLimited,
    RedirectRefused,
    ScopeRevoked,
)
from connectors.pagerduty import STREAMS
from connectors.settings import Runtime
from sandbox.pagerduty import Account, Server
from sandbox.pagerduty.server import message
from tests.connectors.conftest import NOW, Time
from tests.connectors.pagerduty.conftest import PagerDutyWorld, fill
from tests.world import World

NAMES = [stream.name for stream in STREAMS]
CANARY = "canary-7f3a"
HTML = b"<!doctype html><title>Sign in</title>"
LATER = format_datetime(NOW + timedelta(seconds=45), usegmt=True)
PATHS = {
    "log_entry": r"/log_entries\?",
    "incident": r"/incidents/\w+$",
    "note": r"/incidents/\w+/notes",
    "service": r"/services\?.*offset",
    "user": r"/users\?",
    "team": r"/teams\?",
    "team_member": r"/teams/\w+/members",
    "schedule": r"/schedules\?",
    "override": r"/schedules/\w+/overrides",
    "on_call": r"/oncalls\?",
    "audit_record": r"/audit/records\?",
}

HEALED: dict[str, dict[str, Any]] = {
    "500": {"status": 500, "body": message("oops")},
    "502": {"status": 502, "body": HTML},
    "503 with Retry-After": {"status": 503, "headers": {"Retry-After": "7"}},
    "reset": {"do": "reset"},
    "429, seconds": {"status": 429, "headers": {"Retry-After": "30"}},
    "429, date": {"status": 429, "headers": {"Retry-After": LATER}},
    "429, ratelimit-reset": {"status": 429, "headers": {"ratelimit-reset": "20"}},
    "429, nothing": {"status": 429, "headers": {"ratelimit-reset": ""}},
    "a page of HTML": {"body": HTML},
    "half, by length": {"do": "truncate"},
    "half, chunked": {"do": "truncate", "framing": "chunked"},
    "half, without length": {"do": "truncate", "framing": "none"},
    "401 once": {"status": 401},
}

FATAL: dict[str, tuple[dict[str, Any], type[Exception]]] = {
    "403": ({"status": 403, "body": message("Access Denied"), "times": 99}, ScopeRevoked),
    "another host": (
        {"status": 302, "headers": {"Location": "https://elsewhere.example/"}, "times": 99},
        RedirectRefused,
    ),
    "429 for an hour": (
        {"status": 429, "headers": {"Retry-After": "3600"}, "times": 99},
        RateLimited,
    ),
    "a list where an object is due": ({"body": b"[]", "times": 99}, BadPayload),
    "an object without rows": ({"body": b"{}", "times": 99}, BadPayload),
    "rows that are numbers": (
        {
            "body": b'{"log_entries":[7],"services":[7],"users":[7],"teams":[7],"members":[7],'
            b'"schedules":[7],"oncalls":[7],"records":[7],"overrides":[7],"notes":[7],'
            b'"incident":7,"more":false}',
            "times": 99,
        },
        BadPayload,
    ),
    "rows of another form": (
        {
            "body": b'{"log_entries":[{"id":"a"}],"services":[{"id":"a"}],"users":[{"id":"a"}],'
            b'"teams":[{"id":"a"}],"members":[{"id":"a"}],"schedules":[{"id":"a"}],'
            b'"oncalls":[{"id":"a"}],"records":[{"id":"a"}],"overrides":[{"id":"a"}],'
            b'"notes":[{"id":"a"}],"incident":{"id":7},"more":false}',
            "times": 99,
        },
        BadPayload,
    ),
}


def needed(stream: str) -> tuple[str, ...]:
    """A stream and the one that tells what it must read."""
    return ("log_entry", stream) if stream in ("incident", "note") else (stream,)


def everything(world: World, *names: str) -> dict[str, Any]:
    """What a store would hold, but for when it was seen."""
    found = {name: world.latest(name) for name in names or NAMES}
    for rows in found.values():
        for row in rows.values():
            row.pop("observed_at", None)
    return found


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The records of a pull that nothing disturbed."""
    time, folder = Time(), tmp_path_factory.mktemp("undisturbed")
    with Server(Account(clock=time.now)) as server:
        fill(server.account, incidents=20, people=8)
        runtime = Runtime(folder, time.now, time.monotonic, time.sleep)
        world = PagerDutyWorld(server, runtime, time, folder)
        world.pull()
        return everything(world)


@pytest.fixture
def full(world: Any) -> Any:
    fill(world.account, incidents=20, people=8)
    return world


@pytest.mark.parametrize("stream", NAMES)
@pytest.mark.parametrize("fault", HEALED)
def test_a_fault_that_passes_costs_nothing(full: Any, expected: Any, stream: str, fault: str):
    full.server.on(PATHS[stream], **HEALED[fault])
    names = needed(stream)
    assert [result.error for result in full.pull(*names) if result.error] == []
    assert everything(full, *names) == {name: expected[name] for name in names}
    assert full.server.steps[0].seen > 1


@pytest.mark.parametrize("stream", NAMES)
@pytest.mark.parametrize("fault", FATAL)
def test_a_fault_that_stays_stops_its_stream_only_and_a_rerun_has_everything(
    full: Any, expected: Any, stream: str, fault: str
):
    given, kind = FATAL[fault]
    full.server.on(PATHS[stream], **given)
    failed = {r.streams[0]: r.error for r in full.pull() if r.error is not None}
    assert isinstance(failed[stream], kind)
    # The teams and schedules are needed by the lists below them as well.
    assert set(failed) <= {stream, "team_member", "override"}
    assert full.complete(stream) == []
    assert full.manifests(stream)[-1]["covered_until"] is None
    full.server.steps.clear()
    names = needed(stream)
    assert [result.error for result in full.pull(*names) if result.error] == []
    assert everything(full, *names) == {name: expected[name] for name in names}


@pytest.mark.parametrize(
    ("headers", "wait"),
    [({"Retry-After": "30"}, 30.0), ({"Retry-After": LATER}, 45.0), ({}, 60.0)],
)
def test_a_limit_is_waited_for_as_told(full: Any, headers: dict[str, str], wait: float):
    full.server.on(PATHS["user"], status=429, headers=headers)
    full.pull("user")
    assert full.time.slept == [wait]


def test_the_list_of_duty_has_a_limit_of_its_own(world: Any):
    world.api.duty_limit = 3
    world.time.pass_by(seconds=18)
    fill(world.account, incidents=40)
    (result,) = world.pull("on_call")
    assert result.error is None
    assert world.time.slept[0] == 42.0
    assert len(world.latest("on_call")) == 41
    refused = [request for request in world.server.log if request.status == 429]
    assert {request.path for request in refused} == {"/oncalls"}


def test_no_right_to_audit_records_stops_audit_records_only(full: Any):
    full.api.is_admin = False
    failed = {result.streams: result.error for result in full.pull() if result.error}
    assert list(failed) == [("audit_record",)]
    assert type(failed["audit_record",]) is ScopeRevoked
    assert full.time.slept == []


def test_an_incident_that_vanished_is_skipped(full: Any):
    incidents = list(full.account.incidents.values())
    for incident in (incidents[0], incidents[17]):
        full.account.remove_incident(incident)
    assert [result.error for result in full.pull() if result.error] == []
    assert len(full.latest("incident")) == 18


def test_incidents_that_all_seem_to_have_vanished_are_not_skipped(full: Any):
    full.server.on(r"/incidents/", status=404, times=9_999)
    failed = {result.streams[0]: result.error for result in full.pull() if result.error}
    assert set(failed) == {"incident", "note"}
    assert all(isinstance(error, ScopeRevoked) for error in failed.values())
    full.server.steps.clear()
    full.pull()
    assert len(full.latest("incident")) == 20
    assert full.latest("note")


def test_roles_that_cannot_be_read_lose_no_incident(full: Any):
    roles = {"commander": "lead"}
    full.server.on("/custom_fields", status=404, nth=3, times=99)
    failed = {r.streams[0]: r.error for r in full.pull(role_fields=roles) if r.error}
    assert list(failed) == ["incident"]
    assert len(full.latest("incident")) == 2
    full.server.steps.clear()
    full.pull(role_fields=roles)
    assert len(full.latest("incident")) == 20


def test_one_incident_that_vanished_alone_does_not_stop_the_next_pulls(full: Any):
    full.pull()
    full.time.pass_by(hours=1)
    incident = full.account.trigger(next(iter(full.account.services.values())), "Merged")
    full.account.remove_incident(incident)
    assert [result.error for result in full.pull("log_entry", "incident") if result.error] == []


def test_a_team_taken_away_fails_alone_and_deletes_nothing(full: Any):
    first, second = full.account.teams.values()
    teams = (first.id, second.id)
    full.pull(teams=teams)
    del full.account.teams[second.id]
    full.time.pass_by(days=1)
    results = full.pull(teams=teams)
    assert {r.scope for r in results if r.error} == {second.id}
    assert all(isinstance(r.error, NotFound) for r in results if r.error)
    folder = full.zone.manifests("pagerduty", "team_member", second.id)
    assert b'"complete": []' in folder[-1].read_bytes()


def test_a_repeated_page_is_no_other_page(full: Any):
    incident = next(iter(full.account.incidents.values()))
    for _ in range(150):
        full.account.notify(incident, full.account.users["u1"], full.ago(days=2))
    query = {"since": "2026-02-01T00:00:00Z", "until": "2026-03-02T08:00:01Z", "limit": "100"}
    headers = {"Accept": "application/vnd.pagerduty+json;version=2"}
    url = f"{full.server.base_url}/log_entries"
    first = requests.get(url, query, headers=headers, timeout=5).content
    full.server.on("/log_entries.*offset=99", body=first, times=999)
    (result,) = full.pull("log_entry")
    assert isinstance(result.error, CursorStuck)
    full.server.steps.clear()
    full.pull("log_entry")
    assert len(full.latest("log_entry")) == len(full.account.entries)


def test_an_empty_page_that_promises_more_is_stuck(full: Any):
    body = b'{"log_entries": [], "users": [], "more": true}'
    for name in ("log_entry", "user"):
        full.server.on(PATHS[name], body=body, times=99)
        (result,) = full.pull(name)
        assert isinstance(result.error, CursorStuck)


def test_a_cursor_of_audit_records_that_loops_is_stuck(full: Any):
    body = (
        b'{"records": [{"id": "A", "action": "update", "execution_time": "2026-01-01T00:00:00Z",'
        b'"root_resource": {"id": "P", "type": "team_reference"}}], "next_cursor": "A"}'
    )
    full.server.on(PATHS["audit_record"], body=body, times=99)
    (result,) = full.pull("audit_record")
    assert isinstance(result.error, CursorStuck)


def test_a_clock_two_days_off_stops_the_pull(full: Any):
    full.account.clock = lambda: full.time.now() + timedelta(days=2)
    assert {type(result.error) for result in full.pull()} == {ClockSkew}


def test_no_error_and_no_log_holds_a_body_a_query_or_the_key(
    full: Any, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        for status in (400, 401, 403, 404, 410, 422, 429, 451, 500):
            full.server.on("/", status=status, body=message(CANARY), times=9_999)
            for result in full.pull():
                text = f"{result.error!r} {result.error}"
                assert result.error is not None
                for word in (CANARY, "k-1", "offset", "since="):
                    assert word not in text
            full.server.steps.clear()
    for word in (CANARY, "offset=", "k-1"):
        assert word not in caplog.text
    assert all(CANARY.encode() not in data for data in full.everything_landed())


@pytest.mark.parametrize(("auth", "sent"), [("key", "Token token=k-1"), ("oauth", "Bearer k-1")])
def test_every_request_names_credential_version_and_us(full: Any, auth: str, sent: str):
    full.server.tokens = {"k-1"}
    assert [result.error for result in full.pull(auth=auth) if result.error] == []
    for request in full.server.log:
        assert request.method == "GET"
        assert request.headers["accept"] == "application/vnd.pagerduty+json;version=2"
        assert request.headers["authorization"] == sent
        assert request.headers["user-agent"] == "unsung"


def test_check_says_what_can_be_read_and_what_cannot_be_told(full: Any):
    team = next(iter(full.account.teams))
    full.server.on("/schedules", status=403)
    full.api.is_admin = False
    found = [(f.level, f.text.partition(";")[0]) for f in full.connect().check()]
    assert found == [
        ("missing", "account: grant schedules.read"),
        (
            "missing",
            "account: audit records need an admin's or account's key and a plan with the audit"
            " trail, or leave out the stream audit_record",
        ),
        ("ok", "PagerDuty does not tell whether a key can write"),
    ]
    full.api.is_admin, full.api.person = True, full.account.users["u1"]
    full.server.steps.clear()
    levels = [finding.level for finding in full.connect(teams=(team, "PNONE")).check()]
    assert levels == ["ok", "missing", "excess"]


def test_the_api_may_live_below_a_prefix(full: Any, tmp_path: Path):
    del tmp_path
    with Server(full.account, prefix="/pd") as other:
        full.server = other
        assert [result.error for result in full.pull() if result.error] == []
        assert all(path.startswith("/pd/") for path in other.paths())
