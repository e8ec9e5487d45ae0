"""One fault at a time; then a clean pull has exactly what an uninterrupted one has."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.connectors.jira.conftest import JiraWorld, populate

SEARCH = "search"


def test_a_token_that_repeats_is_stuck(cloud: JiraWorld):
    project = populate(cloud.site, issues=3)
    cloud.pull("issue")
    issue = next(iter(project.issues.values()))
    page = requests_page(cloud, issue)
    cloud.server.on("search/jql", times=99, body=json.dumps(page).encode())
    cloud.time.pass_by(hours=1)
    (result,) = cloud.pull("issue")
    assert result.error.code == "CURSOR_STUCK"


def test_an_empty_page_that_promises_more_is_stuck(cloud: JiraWorld):
    populate(cloud.site, issues=3)
    body = json.dumps({"issues": [], "nextPageToken": "more"}).encode()
    cloud.server.on("search/jql", times=99, body=body)
    (result,) = cloud.pull("issue")
    assert result.error.code == "CURSOR_STUCK"


def requests_page(world: JiraWorld, issue: Any) -> dict[str, Any]:
    """A page with one true issue and always the same token."""
    site = world.connect()._site()  # type: ignore[attr-defined]  # because a connector's site is its own business
    fields = [
        *("summary", "issuetype", "status", "labels", "project", "created", "updated", "comment")
    ]
    rows = site.issues('project = "OPS" ORDER BY created ASC, key ASC', fields, None).items
    return {"issues": rows[:1], "nextPageToken": "again"}


def test_short_pages_in_mid_walk_end_nothing(data_center: JiraWorld):
    populate(data_center.site, issues=230)
    data_center.server.api.page_cap = 50
    data_center.server.api.short_pages = 2
    data_center.pull("issue")
    assert len(data_center.latest("issue")) == 230


def test_a_server_that_caps_pages_below_what_is_asked_loses_nothing(either: Any):
    populate(either.site, issues=90)
    either.server.api.page_cap = 20
    either.pull("issue")
    assert len(either.latest("issue")) == 90


def test_issues_deleted_between_pages_hide_no_others(either: Any):
    project = populate(either.site, issues=40)
    either.server.api.page_cap = 10

    def delete() -> None:
        for issue in list(project.issues.values())[:7]:
            either.site.delete_issue(issue)

    either.server.on(SEARCH, "run", nth=2, call=delete)
    assert either.pull("issue")[0].error is None
    kept = {str(issue.id) for issue in project.issues.values()}
    assert kept <= {key for (key,) in either.latest("issue")}


def test_issues_that_change_between_pages_are_read_as_they_are_at_last(either: Any):
    project = populate(either.site, issues=40)
    either.server.api.page_cap = 10

    def change() -> None:
        for issue in list(project.issues.values())[::3]:
            either.site.change(issue, None, "priority", "High")

    either.server.on(SEARCH, "run", nth=2, call=change)
    either.pull("issue")
    either.time.pass_by(hours=1)
    either.pull("issue")
    priorities = [either.latest("issue")[(str(i.id),)]["priority"] for i in project.issues.values()]
    assert priorities == [issue.priority for issue in project.issues.values()]


def test_an_index_that_lags_hides_nothing_for_good(cloud: JiraWorld):
    project = populate(cloud.site, issues=5)
    cloud.site.index_lag = timedelta(minutes=10)
    cloud.pull("issue")
    issue = next(iter(project.issues.values()))
    cloud.site.change(issue, None, "priority", "High")
    cloud.time.pass_by(minutes=5)
    cloud.pull("issue")
    cloud.time.pass_by(minutes=12)
    cloud.pull("issue")
    assert cloud.latest("issue")[(str(issue.id),)]["priority"] == "High"


@pytest.mark.parametrize(
    "body",
    [b"{}", b'{"deploymentType": "Moon", "baseUrl": "https://acme.example"}', b"[]"],
)
def test_a_site_that_is_no_jira_is_told(cloud: JiraWorld, body: bytes):
    cloud.server.on("serverInfo", times=9, body=body)
    result, *_ = cloud.pull()
    assert result.error.code == "WRONG_FLAVOUR"
    (finding,) = [f for f in findings(cloud) if f[0] == "missing"]
    assert "base_url" in finding[1]


def test_settings_for_the_other_jira_are_told(cloud: JiraWorld, data_center: JiraWorld):
    for world, wrong in ((cloud, None), (data_center, "E")):
        result, *_ = world.pull(email_env=wrong)
        assert result.error.code == "WRONG_FLAVOUR"


def findings(world: JiraWorld) -> list[tuple[str, str]]:
    try:
        return [(finding.level, finding.text) for finding in world.connect().check()]
    except Exception as error:  # noqa: BLE001  # because the command line shows any as missing
        return [("missing", str(error))]


def test_check_says_what_can_be_read(either: Any):
    populate(either.site, issues=1)
    assert [level for level, _ in findings(either)] == ["ok"]
    either.server.on("/worklog/", times=9, status=403)
    assert "worklogs" in findings(either)[0][1]
    either.server.steps.clear()
    either.server.on("/project/", times=9, status=404)
    assert "Browse Projects" in findings(either)[0][1]


def test_a_project_that_is_taken_away_fails_alone_and_deletes_nothing(either: Any):
    populate(either.site, issues=5)
    populate(either.site, issues=5, key="WEB")
    projects = {"projects": ("OPS", "WEB")}
    either.pull(**projects)
    before = either.totals()
    either.time.pass_by(days=8)
    either.server.on("/project/OPS", times=99, status=404)
    results = either.pull(**projects)
    assert {result.scope for result in results if result.error is not None} == {"OPS"}
    assert either.totals() == before
    assert either.complete("issue") == [[]]
    assert either.manifests("issue")[-1]["code"] == "SCOPE_REVOKED"
