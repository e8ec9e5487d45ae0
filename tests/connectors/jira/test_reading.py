"""What is kept of Jira, and what is not."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.jira import records
from connectors.jira.adf import plain
from tests.connectors.jira.conftest import NAMES, JiraWorld, populate

CANARY = "canary-5f1c"


def rows(world: JiraWorld, name: str) -> list[dict[str, Any]]:
    return list(world.latest(name).values())


def test_everything_of_a_project_is_read(either: Any):
    populate(either.site, issues=24)
    assert [result.error for result in either.pull()] == [None] * 7
    assert {name: len(rows(either, name)) for name in NAMES} == {
        "project": 1,
        "issue": 24,
        "issue_link": 6,
        "sprint": 1,
        "version": 1,
        "comment": 12,
        "pairing": 0,
        "remote_link": 3,
        "worklog": 4,
        "worklog_deletion": 0,
        "user": 4,
        "field": len(rows(either, "field")),
        "status": 2,
        "change": len(rows(either, "change")),
    }
    expected = sum(
        len(history.items) for issue in either.site.issues.values() for history in issue.histories
    )
    assert len(rows(either, "change")) == expected > 60


def test_an_issue_is_what_the_site_shows_and_links_lead_to_the_site(cloud: JiraWorld):
    site = cloud.site
    ada, bo = site.add_user("ada"), site.add_user("bo")
    project = site.add_project("OPS", lead=ada)
    epic = site.add_issue(project, "Epic", "Moon", ada)
    issue = site.add_issue(
        project,
        "Bug",
        "It  fails\n",
        bo,
        assignee=ada,
        labels=["x"],
        components=["db"],
        parent=epic,
    )
    site.transition(issue, ada, "Done")
    cloud.pull("issue")
    row = cloud.latest("issue")[(str(issue.id),)]
    kept = {"key": "OPS-2", "title": "It fails", "issue_type": "Bug", "status": "Done"}
    kept |= {"status_category": "done", "resolution": "Done", "labels": ["x"], "components": ["db"]}
    kept |= {"parent_id": str(epic.id), "assignee_id": ada.account_id, "reporter_id": bo.account_id}
    kept |= {"url": f"{cloud.site.base_url}/browse/OPS-2"}
    assert {name: row[name] for name in kept} == kept


def test_a_change_keeps_ids_and_words_of_the_site_and_drops_people_and_text(either: Any):
    site = either.site
    ada, bo = site.add_user("ada", name="Ada Secret"), site.add_user("bo", name="Bo Secret")
    project = site.add_project("OPS")
    issue = site.add_issue(project, "Task", "Old", ada)
    site.change(issue, ada, "summary", f"New {CANARY}")
    site.change(issue, ada, "description", f"New {CANARY}")
    site.change(issue, ada, "priority", "High")
    site.assign(issue, ada, bo)
    site.change(issue, ada, "labels", ["escalated", "db"])
    either.pull("issue", "change", titles="off")
    kept = {row["field"]: row for row in rows(either, "change")}
    assert (kept["priority"]["from_value"], kept["priority"]["to_value"]) == ("Medium", "High")
    assert kept["labels"]["to_value"] == "escalated db"
    account = bo.account_id if either.server.api.deployment == "Cloud" else bo.key
    assert (kept["assignee"]["to_id"], kept["assignee"]["to_value"]) == (account, None)
    for field in ("summary", "description"):
        values = ("from_id", "to_id", "from_value", "to_value")
        assert {kept[field][name] for name in values} == {None}
    landed = b"".join(either.everything_landed())
    assert CANARY.encode() not in landed
    assert b"Secret" not in landed


def test_no_text_is_landed(either: Any):
    project = populate(either.site, body=f"Words {CANARY} because of it.")
    issue = next(iter(project.issues.values()))
    comment = either.site.add_comment(issue, None, f"{CANARY}?")
    either.site.delete_comment(comment)
    either.pull()
    assert CANARY.encode() not in b"".join(either.everything_landed())
    assert any(row["has_rationale"] for row in rows(either, "comment"))


def test_titles_can_be_switched_off(cloud: JiraWorld):
    populate(cloud.site, issues=3)
    cloud.pull("issue", titles="off")
    assert {row["title"] for row in rows(cloud, "issue")} == {None}
    assert b"Issue 1" not in b"".join(cloud.everything_landed())
    assert all("summary" not in request.payload["fields"] for request in searches(cloud))


def test_comments_are_counted_not_kept(cloud: JiraWorld):
    site = cloud.site
    ada = site.add_user("ada")
    issue = site.add_issue(site.add_project("OPS"), "Task", "T", ada)
    site.add_comment(issue, ada, "Because the queue is full?", internal=True)
    site.add_comment(issue, None, "Yes")
    cloud.pull("issue", "comment")
    kept = [
        (row["author_id"], row["word_count"], row["has_rationale"], row["is_question"])
        for row in rows(cloud, "comment")
    ]
    assert kept == [(ada.account_id, 5, True, True), (None, 1, False, False)]
    assert [row["is_internal"] for row in rows(cloud, "comment")] == [True, None]


def test_more_comments_than_an_answer_holds_are_all_read(either: Any):
    site = either.site
    ada = site.add_user("ada")
    issue = site.add_issue(site.add_project("OPS"), "Task", "T", ada)
    for number in range(130):
        site.add_comment(issue, ada, f"Word {number}")
    either.pull("issue", "comment")
    assert len(rows(either, "comment")) == 130


def test_more_changes_than_a_page_holds_are_all_read(cloud: JiraWorld):
    site = cloud.site
    ada = site.add_user("ada")
    issue = site.add_issue(site.add_project("OPS"), "Task", "T", ada)
    for number in range(2300):
        site.change(issue, ada, "priority", "High" if number % 2 else "Low")
    assert cloud.read_requests("issue", "change") <= 8
    assert len(rows(cloud, "change")) == 2300


def test_people_stand_in_one_place_each_asked_for_once(cloud: JiraWorld):
    populate(cloud.site, issues=40)
    cloud.pull()
    assert len(cloud.server.paths("user/bulk")) == 1
    assert {row["account_type"] for row in rows(cloud, "user")} == {"atlassian", "app"}
    landed = {name: cloud.landed(name) for name in NAMES if name != "user"}
    assert "Example" not in str(landed)


def test_a_renamed_person_keeps_the_account(either: Any):
    project = populate(either.site, issues=3)
    either.pull()
    ada = either.site.users["ada"]
    either.site.rename_user(ada, "Ada Married")
    either.time.pass_by(hours=1)
    either.site.add_comment(next(iter(project.issues.values())), ada, "Hello")
    either.pull()
    names = {row["account_id"]: row["display_name"] for row in rows(either, "user")}
    account = ada.account_id if either.server.api.deployment == "Cloud" else ada.key
    assert names[account] == "Ada Married"


def test_a_moved_issue_keeps_its_id_and_a_link_is_one_row_from_both_ends(either: Any):
    site = either.site
    ada = site.add_user("ada")
    first, second = site.add_project("OPS"), site.add_project("WEB")
    one, two = (site.add_issue(first, "Task", title, ada) for title in ("a", "b"))
    site.link(ada, "Blocks", one, two)
    projects = {"projects": ("OPS", "WEB")}
    either.pull(**projects)
    either.time.pass_by(hours=1)
    site.move_issue(two, second, author=ada)
    either.pull(**projects)
    assert either.latest("issue", "WEB")[(str(two.id),)]["key"] == "WEB-1"
    (link,) = rows(either, "issue_link")
    ends = (link["source_issue_id"], link["target_issue_id"])
    assert ends == (str(one.id), str(two.id))


def test_a_worklog_of_another_project_is_not_kept(either: Any):
    populate(either.site, issues=9)
    populate(either.site, issues=9, key="WEB")
    either.pull()
    issues = {row["issue_id"] for row in rows(either, "issue")}
    worklogs = rows(either, "worklog")
    assert {row["issue_id"] for row in worklogs} <= issues
    assert len(worklogs) == 2


def test_a_worklog_of_an_issue_that_was_not_listed_yet_comes_with_the_next_pull(cloud: JiraWorld):
    project = populate(cloud.site, issues=3)
    ada = cloud.site.users["ada"]

    def late() -> None:
        issue = cloud.site.add_issue(project, "Task", "Late", ada)
        cloud.site.add_worklog(issue, ada, 15)
        cloud.time.pass_by(minutes=3)

    cloud.server.on("changelog/bulkfetch", "run", call=late)
    cloud.pull()
    assert not [row for row in rows(cloud, "worklog") if row["minutes"] == 15]
    cloud.time.pass_by(hours=1)
    cloud.pull()
    assert [row["minutes"] for row in rows(cloud, "worklog") if row["minutes"] == 15] == [15]


def test_what_is_deleted_is_told(either: Any):
    project = populate(either.site, issues=9)
    either.pull()
    site, issues = either.site, list(project.issues.values())
    either.time.pass_by(days=8)
    commented = issues[1]
    site.delete_comment(commented.comments[0])
    site.delete_worklog(issues[2].worklogs[0])
    site.unlink(site.users["ada"], issues[4].links[0])
    site.delete_issue(issues[8])
    either.time.pass_by(minutes=5)
    either.pull()
    assert either.complete("issue") == [[]]
    assert [str(commented.id)] in [
        key for manifest in either.manifests("comment") for key, _ in manifest["complete"]
    ]
    assert len(rows(either, "worklog_deletion")) == 1


def test_a_comment_of_long_ago_that_was_deleted_leaves_a_complete_empty_listing(cloud: JiraWorld):
    project = populate(cloud.site, issues=2)
    cloud.pull()
    issue = list(project.issues.values())[1]
    cloud.time.pass_by(hours=1)
    cloud.site.delete_comment(issue.comments[0])
    cloud.pull()
    assert cloud.complete("comment") == [[str(issue.id)]]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, ""),
        ("h1. One {code:java}two{code} three [~bo]\nbq. four", "h1. One \n three \n\n\n"),
        (
            {
                "type": "doc",
                "content": [
                    {"type": "paragraph", "content": [{"type": "text", "text": "One"}]},
                    {"type": "codeBlock", "content": [{"type": "text", "text": "two"}]},
                    {
                        "type": "paragraph",
                        "content": [
                            {"type": "mention", "attrs": {"text": "@Bo"}},
                            {"type": "text", "text": "x", "marks": [{"type": "code"}]},
                            {"type": "text", "text": "three?"},
                        ],
                    },
                    {"type": "blockquote", "content": [{"type": "text", "text": "four"}]},
                ],
            },
            "One\nthree?\n",
        ),
    ],
)
def test_own_words_are_without_code_quotes_and_mentions(body: Any, text: str):
    assert plain(body).split() == text.split()


def searches(world: JiraWorld) -> list[Any]:
    return [request for request in world.server.log if request.path.endswith("/search/jql")]


def test_a_search_has_no_upper_bound_names_milliseconds_and_every_field(cloud: JiraWorld):
    populate(cloud.site, issues=3)
    cloud.pull("issue")
    cloud.time.pass_by(hours=1)
    cloud.pull("issue")
    since = int((cloud.time.now() - timedelta(hours=1, minutes=15)).timestamp() * 1000)
    first, second = searches(cloud)
    assert first.payload["jql"] == 'project = "OPS" ORDER BY created ASC, key ASC'
    assert second.payload["jql"] == (
        f'project = "OPS" AND updated >= {since} ORDER BY created ASC, key ASC'
    )
    assert "description" not in first.payload["fields"]
    assert "summary" in first.payload["fields"]


def test_a_night_without_news_asks_little(cloud: JiraWorld):
    project = populate(cloud.site, issues=120)
    linked = sum(bool(issue.remote_links) for issue in project.issues.values())
    assert cloud.read_requests() <= 13 + linked
    cloud.time.pass_by(days=1)
    assert cloud.read_requests() <= 9
    assert cloud.landed("issue")[120:] == []


def test_a_custom_field_with_the_name_of_jiras_own_keeps_no_value(cloud: JiraWorld):
    item = {"field": "labels", "fieldtype": "custom", "toString": CANARY}
    history = {"id": "9", "created": "2026-03-01T09:00:00.000+0000", "items": [item]}
    context = records.Context(
        "https://acme.example", cloud.time.now(), lambda user: user["accountId"]
    )
    (change,) = records.changes("1", history, context)
    assert (change.field, change.to_value) == ("labels", None)


def test_accounts_that_jira_forgot_are_nobody_and_not_one_person(cloud: JiraWorld):
    context = records.Context(
        "https://acme.example", cloud.time.now(), lambda user: user["accountId"]
    )
    assert context.account_id({"accountId": "unknown"}) is None


def test_a_removed_link_is_told_whichever_projects_its_ends_are_in(either: Any):
    site = either.site
    ada = site.add_user("ada")
    ops, web = site.add_project("OPS"), site.add_project("WEB")
    source, target = site.add_issue(ops, "Task", "a", ada), site.add_issue(web, "Task", "b", ada)
    link = site.link(ada, "Blocks", source, target)
    projects = {"projects": ("OPS", "WEB")}
    either.pull(**projects)
    assert len(rows(either, "issue_link")) == 1
    assert either.latest("issue_link", "WEB") == {}
    either.time.pass_by(hours=1)
    site.unlink(ada, link)
    either.pull(**projects)
    assert either.complete("issue_link") == [[str(source.id)]]
