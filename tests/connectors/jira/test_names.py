"""What names of statuses, types and rules mean, whatever the language of the account."""

from typing import Any

from tests.connectors.jira.conftest import JiraWorld, populate


def rows(world: JiraWorld, name: str) -> list[dict[str, Any]]:
    return list(world.latest(name).values())


def test_statuses_say_whether_work_began_or_ended(either: JiraWorld):
    populate(either.site, issues=4)
    either.pull()
    kept = {row["name"]: row["category"] for row in rows(either, "status")}
    assert kept == {"Done": "done", "To Do": "new"}
    ids = {row["status_id"] for row in rows(either, "status")}
    changes = [row for row in rows(either, "change") if row["field"] == "status"]
    assert changes
    assert {row["to_id"] for row in changes} <= ids


def test_an_account_whose_language_is_german_reads_the_same_names(cloud: JiraWorld):
    site = cloud.site
    ada = site.add_user("ada")
    project = site.add_project("OPS", lead=ada)
    site.transition(site.add_issue(project, "Task", "Move", ada), ada, "Done")
    cloud.server.api.is_german = True
    cloud.pull()
    (issue,) = rows(cloud, "issue")
    assert (issue["issue_type"], issue["status"], issue["resolution"]) == ("Task", "Done", "Done")


def test_data_center_gives_untranslated_names_of_statuses_alone(data_center: JiraWorld):
    site = data_center.site
    ada = site.add_user("ada")
    project = site.add_project("OPS", lead=ada)
    site.transition(site.add_issue(project, "Task", "Move", ada), ada, "Done")
    assert not [f for f in data_center.connect().check() if "language" in f.text]
    data_center.server.api.is_german = True
    data_center.pull()
    (issue,) = rows(data_center, "issue")
    assert (issue["issue_type"], issue["status_category"]) == ("Aufgabe", "done")
    assert {row["name"] for row in rows(data_center, "status")} == {"Done", "To Do"}
    (finding,) = [f for f in data_center.connect().check() if "language" in f.text]
    assert finding.level == "warning"


def test_a_level_tells_epics_from_tickets_and_subtasks(either: JiraWorld):
    site = either.site
    ada = site.add_user("ada")
    project = site.add_project("OPS", lead=ada)
    for kind in ("Epic", "Chore", "Sub-task"):
        site.add_issue(project, kind, "Moon", ada)
    either.pull()
    levels = {row["issue_type"]: row["hierarchy_level"] for row in rows(either, "issue")}
    is_cloud = either.server.api.deployment == "Cloud"
    assert levels == {
        "Epic": 1 if is_cloud else None,
        "Chore": 0 if is_cloud else None,
        "Sub-task": -1,
    }


def test_a_change_that_a_rule_made_in_somebodys_name_says_so(either: JiraWorld):
    site = either.site
    ada = site.add_user("ada")
    issue = site.add_issue(site.add_project("OPS", lead=ada), "Task", "Moon", ada)
    site.change(issue, ada, "priority", "High")
    site.change(issue, ada, "labels", ["late"])
    issue.histories[-1].is_automated = True
    either.pull()
    assert {row["field"]: row["is_automated"] for row in rows(either, "change")} == {
        "priority": False,
        "labels": True,
    }
