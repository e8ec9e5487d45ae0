"""Every way in which PagerDuty can fail to answer, and what is left afterwards."""

from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from connectors.errors import (
    CursorStuck,
    NotFound,
    ScopeRevoked,
)
from sandbox.pagerduty import Server
from tests.connectors.conftest import NOW
from tests.connectors.pagerduty.conftest import fill

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


@pytest.fixture
def full(world: Any) -> Any:
    fill(world.account, incidents=20, people=8)
    return world


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
