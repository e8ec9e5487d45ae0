"""The sandbox answers, and the connector asks, as GitHub's own description says."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from openapi_schema_validator import OAS30Validator, oas30_format_checker

from connectors.github import STREAMS, Settings, connect
from connectors.landing import LandingZone
from connectors.pull import pull
from connectors.settings import Runtime
from sandbox.github import Hub, Server, populate

DESCRIPTION = json.loads((Path(__file__).parent / "github.openapi.json").read_text())
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
REPOSITORY = "/repos/{owner}/{repo}"

ANSWERS = [
    ("/rate_limit", "/rate_limit", 200),
    ("/orgs/acme/repos", "/orgs/{org}/repos", 200),
    ("/orgs/nobody/repos", REPOSITORY, 404),
    ("/repos/acme/widget", REPOSITORY, 200),
    ("/repositories/{id}", REPOSITORY, 200),
    ("/repos/acme/former", REPOSITORY, 301),
    ("/repos/acme/nowhere", REPOSITORY, 404),
    ("/repos/acme/widget/issues?state=all", f"{REPOSITORY}/issues", 200),
    ("/repos/acme/former/issues?state=all", f"{REPOSITORY}/issues", 301),
    ("/repos/acme/widget/issues?page=101&per_page=100", f"{REPOSITORY}/issues", 422),
    ("/repos/acme/silent/issues", f"{REPOSITORY}/issues/{{issue_number}}", 410),
    ("/repos/acme/widget/issues/comments", f"{REPOSITORY}/issues/comments", 200),
    ("/repos/acme/widget/issues/events", f"{REPOSITORY}/issues/events", 200),
    ("/repos/acme/widget/pulls?state=all", f"{REPOSITORY}/pulls", 200),
    ("/repos/acme/widget/pulls/comments", f"{REPOSITORY}/pulls/comments", 200),
    ("/repos/acme/widget/pulls/2/reviews", f"{REPOSITORY}/pulls/{{pull_number}}/reviews", 200),
    ("/repos/acme/widget/pulls/2/files", f"{REPOSITORY}/pulls/{{pull_number}}/files", 200),
    ("/repos/acme/widget/releases", f"{REPOSITORY}/releases", 200),
    ("/repos/acme/widget/deployments", f"{REPOSITORY}/deployments", 200),
    (
        "/repos/acme/widget/deployments/{deployment}/statuses",
        f"{REPOSITORY}/deployments/{{deployment_id}}/statuses",
        200,
    ),
]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(full_hub()) as running:
        running.api.installations = {34: {"metadata": "read"}}
        yield running


def full_hub() -> Hub:
    """Something of every kind, in every form it can take."""
    hub = Hub(clock=lambda: NOW)
    widget = hub.add_repository("acme/former", private=True)
    hub.rename(widget, "acme/widget")
    hub.add_repository("acme/silent").has_issues = False
    ada, bot = hub.add_user("ada"), hub.add_user("helper[bot]", "Bot")
    issue = hub.add_issue(widget, "It fails", None, labels=["bug"])
    issue.state, issue.state_reason, issue.closed_at = "closed", "not_planned", NOW
    pull_request = hub.add_pull(widget, "Fix it", ada, labels=["bug"])
    pull_request.merged_at, pull_request.merge_commit_sha = NOW, "0" * 40
    for author in (ada, bot, None):
        hub.add_comment(issue, author, "Why?")
        review = hub.add_review(pull_request, author, "APPROVED", "Good.")
        line = hub.add_review_comment(pull_request, author, "Here.", review=review)
        hub.add_review_comment(pull_request, author, "There.", reply_to=line)
    hub.add_review(pull_request, ada, "PENDING")
    hub.add_file(pull_request, "src/new.py").previous_path = "src/old.py"
    hub.add_event(issue, "labeled", ada, label="bug")
    hub.add_event(issue, "assigned", None, subject=ada)
    hub.add_event(pull_request.issue, "review_requested", ada, subject=bot)
    hub.add_event(issue, "closed", ada).state_reason = "completed"
    hub.add_event(issue, "milestoned", ada).milestone = "Autumn"
    for event in ("issue_type_added", "issue_type_removed"):
        hub.add_event(issue, event, ada).issue_type = "Bug"
    hub.add_event(issue, "moved_columns_in_project", ada).board = 4
    hub.relate(issue, "parent_issue_added", hub.add_issue(widget, "All of it", ada), ada)
    hub.relate(issue, "blocked_by_removed", pull_request.issue, ada)
    hub.add_event(issue, "subscribed", ada).issue = None
    hub.add_release(widget, "v1", ada, name=None)
    hub.add_release(widget, "v2", ada, draft=True)
    for creator in (ada, None):
        hub.add_status(hub.add_deployment(widget, "production", creator), "success", creator)
    return hub


def check(body: Any, template: str, method: str, status: int) -> None:
    answer = resolved(DESCRIPTION["paths"][template][method]["responses"][str(status)])
    schema = {
        **answer["content"]["application/json"]["schema"],
        "components": DESCRIPTION["components"],
    }
    errors = OAS30Validator(schema, format_checker=oas30_format_checker).iter_errors(body)
    assert [f"{list(error.path)}: {error.message[:200]}" for error in errors] == []


def resolved(part: dict[str, Any]) -> Any:
    if "$ref" not in part:
        return part
    found: Any = DESCRIPTION
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


@pytest.mark.parametrize(("path", "template", "status"), ANSWERS, ids=[a[0] for a in ANSWERS])
def test_every_kind_of_answer_is_as_described(
    server: Server, path: str, template: str, status: int
):
    (widget, _) = server.hub.repositories.values()
    path = path.replace("{id}", str(widget.id))
    path = path.replace("{deployment}", str(widget.deployments[0].id))
    answer = requests.get(server.base_url + path, timeout=5, allow_redirects=False)
    assert answer.status_code == status
    body = answer.json()
    assert body
    check(body, template, "get", status)


def test_an_installation_token_is_as_described(server: Server):
    template = "/app/installations/{installation_id}/access_tokens"
    answer = requests.post(f"{server.base_url}/app/installations/34/access_tokens", timeout=5)
    check(answer.json(), template, "post", 201)
    refused = requests.post(f"{server.base_url}/app/installations/9/access_tokens", timeout=5)
    check(refused.json(), template, "post", 404)


def test_a_refused_token_is_as_described(server: Server):
    server.tokens = set()
    answer = requests.get(f"{server.base_url}/repos/acme/widget/issues", timeout=5)
    assert answer.status_code == 401
    check(answer.json(), "/app/installations/{installation_id}/access_tokens", "post", 401)


def test_the_connector_asks_only_what_is_described(server: Server, tmp_path: Path):
    given = {"base_url": server.base_url, "token_env": "T", "repositories": ("org:acme",)}
    runtime = Runtime(tmp_path, clock=lambda: NOW)
    zone = LandingZone(tmp_path / "landing", "store-1")
    for _ in range(2):
        connector = connect(Settings(**given), {"token": "t"}, runtime)
        for result in pull(connector, STREAMS, zone):
            assert result.error is None
    list(connector.check())
    assert len({template(request.path) for request in server.log}) == 13
    for request in server.log:
        described = DESCRIPTION["paths"][template(request.path)]["get"].get("parameters", [])
        known = {
            resolved(parameter)["name"]: resolved(parameter)["schema"] for parameter in described
        }
        assert set(request.query) <= set(known)
        for name, value in request.query.items():
            assert value in known[name].get("enum", [value])


def test_one_seed_makes_one_company():
    first, second = Hub(), Hub()
    for hub in (first, second):
        populate(hub, pulls=30, issues=10, events=9, releases=2, deployments=3)
    assert repr(first.repositories) == repr(second.repositories)


def template(path: str) -> str:
    """The described path that a requested one is an instance of."""
    path = re.sub(r"^/repositories/\d+", "/repos/acme/widget", path)
    shapes = ((re.sub(r"\{[^}]+\}", "[^/]+", shape), shape) for shape in DESCRIPTION["paths"])
    exact = [shape for pattern, shape in shapes if re.fullmatch(pattern, path)]
    return min(exact, key=lambda shape: shape.count("{"))
