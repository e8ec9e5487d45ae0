"""The sandbox answers, and the connector asks, as PagerDuty documents."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator

from connectors.landing import LandingZone
from connectors.pagerduty import STREAMS, Settings, connect
from connectors.pull import pull
from connectors.settings import Runtime
from sandbox.pagerduty import Account, Server

FOLDER = Path(__file__).parent
DESCRIPTION = json.loads((FOLDER / "pagerduty.schemas.json").read_text())
LISTS = json.loads((FOLDER / "pagerduty.airbyte.json").read_text())
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WINDOW = "since=2026-02-20T00:00:00Z&until=2026-03-03T00:00:00Z"
HEADERS = {"Accept": "application/vnd.pagerduty+json;version=2", "Authorization": "Token token=k"}

ANSWERS = [
    (f"/log_entries?{WINDOW}&total=true", "/log_entries"),
    ("/incidents/{incident}", "/incidents/{id}"),
    ("/incidents/{resolved}", "/incidents/{id}"),
    ("/incidents/{incident}/notes", "/incidents/{id}/notes"),
    ("/incidents/{incident}/custom_fields/values", "/incidents/{id}/custom_fields/values"),
    ("/services", "/services"),
    ("/users", "/users"),
    ("/users/me", "/users/me"),
    ("/teams", "/teams"),
    ("/teams/{team}", "/teams/{id}"),
    ("/teams/{team}/members", "/teams/{id}/members"),
    ("/schedules", "/schedules"),
    (f"/schedules/{{schedule}}?{WINDOW}", "/schedules/{id}"),
    (f"/schedules/{{schedule}}/overrides?{WINDOW}", "/schedules/{id}/overrides"),
    (f"/oncalls?{WINDOW}", "/oncalls"),
    (f"/audit/records?{WINDOW}&limit=1", "/audit/records"),
]
REFUSALS = [
    ("/nothing", 404),
    ("/incidents/QNONE", 404),
    ("/users/me", 400),
    ("/log_entries?since=2026-02-20&until=2026-02-21", 400),
    (f"/log_entries?{WINDOW}&limit=100&offset=9901", 400),
    ("/oncalls?since=2026-01-01T00:00:00Z&until=2026-05-01T00:00:00Z", 400),
    ("/audit/records?since=2026-01-01T00:00:00Z&until=2026-02-02T00:00:00Z", 400),
]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(full_account()) as running:
        yield running


def full_account() -> Account:
    """Something of every kind, in every form it can take."""
    account = Account(clock=lambda: NOW)
    ada = account.add_user("ada", email="ada@acme.example", role="admin")
    bo = account.add_user("bo", email="bo@acme.example")
    team = account.add_team("Storage")
    for user, role in ((ada, "manager"), (bo, "responder")):
        account.add_member(team, user, role)
    service, schedule = account.add_service("disks", teams=(team,)), account.add_schedule("Primary")
    account.add_service("alone")
    first = account.trigger(service, "Down", at=NOW - timedelta(days=3))
    second = account.trigger(service, "Slow", urgency="low", by=ada, at=NOW - timedelta(days=2))
    account.notify(first, ada)
    account.acknowledge(first, ada, channel="mobile")
    account.assign(first, ada, bo)
    account.escalate(first, None, ada)
    account.delegate(first, bo, ada)
    account.request_responder(first, ada, bo)
    account.set_priority(first, ada, "P1")
    account.set_role(first, "commander", ada)
    note = account.add_note(first, ada, "Looking.")
    account.edit_note(note, "Found.")
    account.add_note(first, None, "Restarted.", bot=True)
    account.add_note(first, None, "From somebody who left.")
    account.merge(first, [second], ada)
    account.plan(schedule, ada, NOW - timedelta(days=3), NOW - timedelta(days=1))
    account.add_override(schedule, bo, NOW - timedelta(days=2), NOW - timedelta(days=1))
    account.add_on_call(schedule, ada, NOW - timedelta(days=5), NOW - timedelta(days=1))
    account.add_on_call(None, bo, None, None, 2)
    account.add_audit(ada, "update", "schedule", schedule.id, NOW - timedelta(days=1))
    account.add_audit(None, "create", "team", team.id, NOW - timedelta(days=2))
    return account


def errors(body: Any, schema: dict[str, Any]) -> list[str]:
    whole = {**schema, "$defs": DESCRIPTION["$defs"]}
    found = Draft202012Validator(whole).iter_errors(body)
    return [f"{list(error.path)}: {error.message[:200]}" for error in found]


def get(server: Server, path: str) -> requests.Response:
    account = server.account
    incident, resolved = account.incidents
    names = {
        "incident": incident,
        "resolved": resolved,
        "team": next(iter(account.teams)),
        "schedule": next(iter(account.schedules)),
    }
    return requests.get(server.base_url + path.format(**names), headers=HEADERS, timeout=5)


@pytest.mark.parametrize(("path", "template"), ANSWERS, ids=[path for path, _ in ANSWERS])
def test_every_kind_of_answer_is_as_documented(server: Server, path: str, template: str):
    if path == "/users/me":
        server.api.person = server.account.users["ada"]
    answer = get(server, path)
    described = DESCRIPTION["paths"][template]
    assert answer.status_code == described["status"]
    assert errors(answer.json(), described["schema"]) == []
    assert all(answer.json().values()) or "more" in answer.json()
    assert {"ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"} <= {
        name.lower() for name in answer.headers
    }


@pytest.mark.parametrize(("path", "status"), REFUSALS, ids=[path for path, _ in REFUSALS])
def test_every_refusal_is_as_documented(server: Server, path: str, status: int):
    answer = get(server, path)
    assert answer.status_code == status
    assert errors(answer.json(), DESCRIPTION["$defs"]["error"]) == []


def test_a_limit_is_refused_with_its_own_code(server: Server):
    server.api.duty_limit = 1
    answers = [get(server, "/oncalls") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert answers[1].json()["error"]["code"] == 2020
    assert 0 < int(answers[1].headers["ratelimit-reset"]) <= 60
    assert get(server, "/users").status_code == 200


def test_a_credential_or_a_version_that_is_not_accepted_is_refused(server: Server):
    assert requests.get(f"{server.base_url}/users", timeout=5).status_code == 406
    server.tokens = {"other"}
    assert get(server, "/users").status_code == 401
    server.api.is_admin, server.tokens = False, {"k"}
    assert get(server, "/audit/records").status_code == 403


@pytest.mark.parametrize(
    ("path", "name", "schema"),
    [
        (f"/log_entries?{WINDOW}", "log_entries", "incident_logs"),
        ("/services", "services", "services"),
        ("/users", "users", "users"),
        ("/teams", "teams", "teams"),
    ],
)
def test_the_lists_are_as_another_reader_knows_them(
    server: Server, path: str, name: str, schema: str
):
    rows = get(server, path).json()[name]
    assert rows
    for row in rows:
        assert errors(row, LISTS[schema]) == []
        assert {"id", "type", "summary"} <= set(row) & set(LISTS[schema]["properties"])


def test_an_incident_is_as_another_reader_knows_it(server: Server):
    for key in server.account.incidents:
        row = get(server, f"/incidents/{key}").json()["incident"]
        assert errors(row, LISTS["incidents"]) == []
        assert set(LISTS["incidents"]["properties"]) <= set(row)


def test_the_connector_asks_only_what_is_documented(server: Server, tmp_path: Path):
    runtime = Runtime(tmp_path, clock=lambda: NOW)
    team = next(iter(server.account.teams))
    for number, more in enumerate(({}, {"teams": (team,)})):
        given = {"base_url": server.base_url, "token_env": "T", **more}
        given["role_fields"] = {"commander": "commander"}
        zone = LandingZone(tmp_path / f"landing-{number}", "store-1")
        for _ in range(2):
            connector = connect(Settings(**given), {"token": "k"}, runtime)
            for result in pull(connector, STREAMS, zone):
                assert result.error is None
        list(connector.check())
    asked = {template(request.path) for request in server.log}
    assert asked == set(DESCRIPTION["paths"])
    for request in server.log:
        assert request.method == "GET"
        assert set(request.query) <= set(DESCRIPTION["paths"][template(request.path)]["query"])


def template(path: str) -> str:
    """The documented path that a requested one is an instance of."""
    shapes = {re.sub(r"\{[^}]+\}", "[^/]+", shape): shape for shape in DESCRIPTION["paths"]}
    exact = [shape for pattern, shape in shapes.items() if re.fullmatch(pattern, path)]
    return min(exact, key=lambda shape: shape.count("{"))
