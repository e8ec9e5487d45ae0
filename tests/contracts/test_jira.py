"""The sandbox answers, and the connector asks, as Atlassian's own description says."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator, FormatChecker
from openapi_schema_validator import OAS30Validator, oas30_format_checker

from connectors.jira import STREAMS, Settings, connect
from connectors.landing import LandingZone
from connectors.pull import pull
from connectors.settings import Runtime
from sandbox.jira import Server, Site

FOLDER = Path(__file__).parent
DESCRIPTION = json.loads((FOLDER / "jira.openapi.json").read_text())
OTHERS = json.loads((FOLDER / "jira.schemas.json").read_text())["paths"]
SCHEMAS = DESCRIPTION["components"]["schemas"]
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
API = "/rest/api/3"
JQL = 'project = "OPS" ORDER BY created ASC, key ASC'
ISSUE = f"{API}/issue/{{issueIdOrKey}}"
FIELDS = ["*all"]
EVERYTHING = {"jql": JQL, "fields": FIELDS}

# Atlassian's own examples contradict its schemas here: changelogs in bulk hold numbers of time,
# and remote links come as a list.
SCHEMAS["Changelog"]["properties"]["created"] = {"type": "integer"}
REMOTE_LINKS = DESCRIPTION["paths"][f"{ISSUE}/remotelink"]["get"]["responses"]["200"]["content"]
REMOTE_LINKS["application/json"]["schema"] = {
    "type": "array",
    "items": {"$ref": "#/components/schemas/RemoteIssueLink"},
}

GETS = [
    (f"{API}/serverInfo", f"{API}/serverInfo"),
    (f"{API}/myself", f"{API}/myself"),
    (f"{API}/field", f"{API}/field"),
    (f"{API}/status", f"{API}/status"),
    (f"{API}/search/jql?jql={JQL}", f"{API}/search/jql"),
    (f"{API}/search/jql?jql={JQL}&maxResults=2&fields=status,comment", f"{API}/search/jql"),
    (f"{API}/issue/OPS-1/comment?startAt=1&maxResults=2&orderBy=created", f"{ISSUE}/comment"),
    (f"{API}/issue/OPS-1/remotelink", f"{ISSUE}/remotelink"),
    (f"{API}/worklog/updated?since=0", f"{API}/worklog/updated"),
    (f"{API}/worklog/deleted?since=0", f"{API}/worklog/deleted"),
]
POSTS = [
    (f"{API}/search/jql", {"jql": JQL}),
    (f"{API}/search/jql", EVERYTHING),
    (f"{API}/search/jql", {**EVERYTHING, "maxResults": 2}),
    (f"{API}/changelog/bulkfetch", {"issueIdsOrKeys": ["OPS-1", "OPS-2", "OPS-3"]}),
    (f"{API}/changelog/bulkfetch", {"issueIdsOrKeys": ["OPS-1"], "maxResults": 1}),
    (f"{API}/issue/bulkfetch", {"issueIdsOrKeys": ["OPS-2", "OPS-99"], "fields": ["status"]}),
    (f"{API}/worklog/list", {"ids": [1]}),
]
REFUSALS = [
    ("get", f"{ISSUE}/comment", f"{API}/issue/OPS-99/comment", None, 404),
    ("get", f"{ISSUE}/comment", f"{API}/issue/OPS-1/comment?orderBy=id", None, 400),
    ("get", f"{ISSUE}/remotelink", f"{API}/issue/OPS-99/remotelink", None, 404),
    (
        "get",
        f"{API}/search/jql",
        f'{API}/search/jql?jql=project = "NO" ORDER BY key ASC',
        None,
        400,
    ),
    ("post", f"{API}/search/jql", None, {"jql": "ORDER BY created ASC"}, 400),
    ("post", f"{API}/search/jql", None, {"jql": JQL, "nextPageToken": "x"}, 400),
    ("post", f"{API}/changelog/bulkfetch", None, {"issueIdsOrKeys": []}, 400),
    ("post", f"{API}/issue/bulkfetch", None, {"issueIdsOrKeys": ["1"] * 101}, 400),
    ("post", f"{API}/worklog/list", None, {"ids": []}, 400),
]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(full_site()) as running:
        yield running


@pytest.fixture
def data_center() -> Iterator[Server]:
    with Server(full_site(), deployment="Server") as running:
        yield running


def full_site() -> Site:
    """Something of every kind, in every form it can take."""
    site = Site(clock=lambda: NOW)
    ada = site.add_user("ada", name="Ada Example", email="ada@acme.example")
    bot = site.add_user("rules", name="Rules", type="app")
    ops, lab = site.add_project("OPS", lead=ada), site.add_project("LAB")
    epic = site.add_issue(ops, "Epic", "All of it", None, at=NOW - timedelta(days=9))
    issue = site.add_issue(
        *(ops, "Sub-task", "It fails", ada),
        assignee=bot,
        labels=["toil"],
        components=["disk"],
        parent=epic,
        body="Why?\n{code}x{code}\nbq. Once",
        at=NOW - timedelta(days=8),
    )
    other = site.add_issue(ops, "Bug", "It is slow", ada, at=NOW - timedelta(days=7))
    last = NOW - timedelta(days=1)
    sprints = [site.add_sprint("S1", started_at=last, ended_at=NOW), site.add_sprint("S2")]
    site.change(issue, bot, "Sprint", sprints, at=last)
    versions = [site.add_version(ops, "1", is_released=True, released_on=date(2026, 3, 1))]
    site.change(issue, ada, "Fix Version", [*versions, site.add_version(ops, "2")], at=last)
    site.transition(issue, None, "Done", at=last)
    site.change(other, ada, "priority", None, at=last)
    site.link(ada, "Blocks", issue, other, at=last)
    for author, internal in ((ada, None), (None, True), (bot, False)):
        site.add_comment(epic, author, "Why?", mentions=[ada], internal=internal, at=last)
    for author in (ada, None):
        site.add_worklog(issue, author, 30, remark="Looked.", at=last)
        site.delete_worklog(site.add_worklog(issue, author, 5, at=last), at=last)
    site.add_remote_link(epic, "77", "https://acme.example/wiki/pages/77", at=last)
    site.add_remote_link(epic, None, "https://docs.example/page", at=last)
    moved = site.add_issue(lab, "Task", "Moved", ada, at=NOW - timedelta(days=6))
    site.move_issue(moved, ops, author=ada, at=last)
    return site


def is_instant(value: object) -> bool:
    """Jira's offset has no colon, in its description's examples too."""
    return isinstance(value, str) and bool(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000", value)
    )


FORMATS = FormatChecker(())
FORMATS.checkers = {**oas30_format_checker.checkers, "date-time": (is_instant, ())}


def check(value: Any, schema: dict[str, Any]) -> None:
    whole = {**schema, "components": DESCRIPTION["components"]}
    errors = OAS30Validator(whole, format_checker=FORMATS).iter_errors(value)
    assert [f"{list(error.path)}: {error.message[:200]}" for error in errors] == []


def check_answer(body: Any, template: str, method: str) -> None:
    described = DESCRIPTION["paths"][template][method]["responses"]["200"]
    check(body, described["content"]["application/json"]["schema"])


def check_payload(payload: Any, template: str) -> None:
    described = DESCRIPTION["paths"][template]["post"]["requestBody"]
    check(payload, described["content"]["application/json"]["schema"])


def get(server: Server, path: str) -> requests.Response:
    return requests.get(server.base_url + path, timeout=5)


def post(server: Server, path: str, payload: Any) -> requests.Response:
    return requests.post(server.base_url + path, json=payload, timeout=5)


@pytest.mark.parametrize(("path", "template"), GETS, ids=[path for path, _ in GETS])
def test_every_kind_of_answer_is_as_described(server: Server, path: str, template: str):
    answer = get(server, path)
    assert answer.status_code == 200
    assert answer.json()
    check_answer(answer.json(), template, "get")


@pytest.mark.parametrize(("path", "payload"), POSTS, ids=[json.dumps(each) for each in POSTS])
def test_every_kind_of_answer_to_a_payload_is_as_described(
    server: Server, path: str, payload: dict[str, Any]
):
    if "ids" in payload:
        payload = {"ids": list(server.site.worklogs)}
    check_payload(payload, path)
    answer = post(server, path, payload)
    assert answer.status_code == 200
    assert answer.json()
    check_answer(answer.json(), path, "post")


@pytest.mark.parametrize("path", list(OTHERS))
def test_accounts_and_projects_are_as_another_reader_knows_them(server: Server, path: str):
    ids = "&".join(f"accountId={user.account_id}" for user in server.site.users.values())
    asked = path.replace("{projectIdOrKey}", "OPS") + ("" if "{" in path else f"?{ids}")
    body = get(server, asked).json()
    schema = OTHERS[path]["schema"]
    assert [e.message for e in Draft202012Validator(schema).iter_errors(body)] == []
    assert set(body) <= set(schema["properties"])
    assert body.get("key") == "OPS" or len(body["values"]) == 2


@pytest.mark.parametrize(("method", "template", "path", "payload", "status"), REFUSALS)
def test_every_refusal_is_one_of_those_described(
    server: Server, method: str, template: str, path: str | None, payload: Any, status: int
):
    address = server.base_url + (path or template)
    answer = requests.request(method, address, json=payload, timeout=5)
    assert answer.status_code == status
    assert str(status) in DESCRIPTION["paths"][template][method]["responses"]
    assert answer.json()["errorMessages"]


def test_a_credential_that_is_not_accepted_is_refused(server: Server):
    server.tokens = {"reader@acme.example:t"}
    address = f"{server.base_url}{API}/field"
    wrong = requests.get(address, auth=("reader@acme.example", "old"), timeout=5)
    right = requests.get(address, auth=("reader@acme.example", "t"), timeout=5)
    assert (wrong.status_code, right.status_code) == (401, 200)
    assert get(server, f"{API}/field").status_code == 401


def test_each_deployment_refuses_the_search_of_the_other(server: Server, data_center: Server):
    for path in ("/rest/api/2/search", "/rest/api/3/search"):
        assert get(server, f"{path}?jql={JQL}").status_code == 410
        assert post(server, path, {"jql": JQL}).status_code == 410
    assert get(data_center, f"/rest/api/2/search?jql={JQL}").json()["total"] == 4
    assert get(data_center, f"/rest/api/2/search/jql?jql={JQL}").status_code == 404
    assert get(data_center, f"{API}/search/jql?jql={JQL}").status_code == 404


def test_the_pages_of_a_search_hold_every_issue_once(server: Server):
    keys: list[str] = []
    body: dict[str, Any] = {"isLast": False}
    while not body["isLast"]:
        token = {name: body[name] for name in ("nextPageToken",) if name in body}
        payload = {"jql": JQL, "fields": ["status"], "maxResults": 3, **token}
        body = post(server, f"{API}/search/jql", payload).json()
        keys += [issue["key"] for issue in body["issues"]]
    assert keys == ["OPS-1", "OPS-2", "OPS-3", "OPS-4"]
    assert "nextPageToken" not in body


def test_a_token_belongs_to_its_query(server: Server):
    token = post(server, f"{API}/search/jql", {"jql": JQL, "maxResults": 1}).json()["nextPageToken"]
    other = 'project = "OPS" ORDER BY key ASC'
    payload = {"jql": other, "maxResults": 1, "nextPageToken": token}
    assert post(server, f"{API}/search/jql", payload).status_code == 400


def test_only_the_fields_asked_for_are_told(server: Server):
    rows = [
        post(server, f"{API}/search/jql", {"jql": JQL, **more}).json()["issues"][0]
        for more in ({}, {"fields": ["priority"]})
    ]
    assert set(rows[0]) == {"id"}
    assert set(rows[1]["fields"]) == {"priority"}


def test_the_search_does_not_see_what_is_younger_than_the_lag_of_its_index(server: Server):
    site = server.site
    site.index_lag = timedelta(minutes=5)
    since = int((NOW - timedelta(minutes=30)).timestamp() * 1000)
    jql = f'project = "OPS" AND updated >= {since} ORDER BY created ASC, key ASC'
    old, young = list(site.projects["OPS"].issues.values())[:2]
    site.touch(old, NOW - timedelta(minutes=6))
    site.touch(young, NOW)
    assert [
        row["id"] for row in post(server, f"{API}/search/jql", {"jql": jql}).json()["issues"]
    ] == [str(old.id)]


def test_the_changes_of_an_issue_may_come_in_several_pages(server: Server):
    asked: dict[str, Any] = {"issueIdsOrKeys": ["OPS-1", "OPS-2", "LAB-1"], "maxResults": 2}
    found: list[str] = []
    while True:
        body = post(server, f"{API}/changelog/bulkfetch", asked).json()
        found += [row["id"] for log in body["issueChangeLogs"] for row in log["changeHistories"]]
        if "nextPageToken" not in body:
            break
        asked["nextPageToken"] = body["nextPageToken"]
    issues = [server.site.find(key) for key in ("OPS-1", "OPS-2", "OPS-4")]
    assert sorted(found) == sorted(str(row.id) for issue in issues for row in issue.histories)


def test_a_page_of_changed_worklogs_leads_to_the_next_and_leaves_out_the_last_minute(
    server: Server,
):
    issue = server.site.find("OPS-1")
    server.site.add_worklog(issue, None, 5, at=NOW - timedelta(hours=1))
    server.site.add_worklog(issue, None, 5, at=NOW - timedelta(seconds=30))
    server.api.worklog_page = 2
    first = get(server, f"{API}/worklog/updated?since=0").json()
    assert not first["lastPage"]
    second = requests.get(first["nextPage"], timeout=5).json()
    seen = {row["worklogId"] for page in (first, second) for row in page["values"]}
    assert first["until"] == first["values"][-1]["updatedTime"]
    assert len(seen) < len(server.site.worklogs)


def test_data_center_tells_of_accounts_by_key_and_of_changes_by_text(data_center: Server):
    body = get(data_center, "/rest/api/2/issue/OPS-2?expand=changelog&fields=reporter").json()
    ada = data_center.site.users["ada"]
    assert body["fields"]["reporter"]["key"] == ada.key
    assert "accountId" not in json.dumps(body)
    assert body["changelog"]["total"] == len(body["changelog"]["histories"])
    assert all(is_instant(row["created"]) for row in body["changelog"]["histories"])
    assert get(data_center, f"/rest/api/2/user?key={ada.key}").json()["name"] == "ada"
    assert get(data_center, "/rest/api/2/user?key=JIRAUSER0").status_code == 404
    assert get(data_center, "/rest/api/2/serverInfo").json()["deploymentType"] == "Server"


def test_a_short_page_of_data_center_is_not_the_last(data_center: Server):
    data_center.api.page_cap, data_center.api.short_pages = 2, 1
    body = get(data_center, f"/rest/api/2/search?jql={JQL}&maxResults=100").json()
    assert (len(body["issues"]), body["total"], body["maxResults"]) == (1, 4, 2)


def test_the_connector_asks_only_what_is_described(server: Server, tmp_path: Path):
    server.api.page_cap = 2
    epic = server.site.find("OPS-1")
    for number in range(25):
        at = NOW - timedelta(hours=2, minutes=number)
        server.site.add_comment(epic, server.site.users["ada"], "Well.", at=at)
    given = {"base_url": server.base_url, "email_env": "E", "token_env": "T"}
    runtime = Runtime(tmp_path, clock=lambda: NOW)
    zone = LandingZone(tmp_path / "landing", "store-1")
    secrets = {"email": "reader@acme.example", "token": "t"}
    for _ in range(2):
        connector = connect(Settings(**given, projects=("OPS",)), secrets, runtime)
        for result in pull(connector, STREAMS, zone):
            assert result.error is None
    list(connector.check())
    assert len({template(request.path) for request in server.log}) == 12
    for request in server.log:
        path = template(request.path)
        assert set(request.query) <= parameters(path, request.method.lower())
        if request.method == "POST":
            check_payload(request.payload, path)


def parameters(path: str, method: str) -> set[str]:
    """The names that a described path may be asked with."""
    if path in OTHERS:
        return set(OTHERS[path]["query"])
    described = DESCRIPTION["paths"][path][method].get("parameters", [])
    return {each["name"] for each in described if each["in"] == "query"}


def template(path: str) -> str:
    """The described path that a requested one is an instance of."""
    # Which Jira it is must be asked before its version is known.
    path = path.replace("/rest/api/2/serverInfo", f"{API}/serverInfo")
    described = [*DESCRIPTION["paths"], *OTHERS]
    shapes = ((re.sub(r"\{[^}]+\}", "[^/]+", shape), shape) for shape in described)
    exact = [shape for pattern, shape in shapes if re.fullmatch(pattern, path)]
    return min(exact, key=lambda shape: shape.count("{"))
