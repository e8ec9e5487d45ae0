"""Whom an onboarding issue names as the newcomer's buddy."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from connectors.jira import Settings
from connectors.jira.buddies import mentioned_buddy
from tests.connectors.jira.conftest import JiraWorld, populate
from tests.faults import PASSING

CANARY = "canary-7b2e"


class Team:
    """Onboarding issues of a site, and the settings that find them."""

    def __init__(self, world: JiraWorld, kind: str = "user") -> None:
        self.world, self.site = world, world.site
        self.ada, self.bo, self.cy = (self.site.add_user(name) for name in ("ada", "bo_b", "cy"))
        self.project = self.site.add_project("OPS", lead=self.ada)
        self.buddy = self.site.add_field("Buddy", kind)
        self.start = self.site.add_field("First day", "date")
        self.settings: dict[str, Any] = {
            "labels": ("onboarding",),
            "buddy_field": self.buddy.id,
            "start_field": self.start.id,
        }

    def issue(self, body: str = "", **given: Any) -> Any:
        given = {"assignee": self.cy, "labels": ["onboarding"], **given}
        return self.site.add_issue(self.project, "Task", "Welcome", self.ada, body=body, **given)

    def pull(self, *names: str, **changed: Any) -> None:
        self.world.time.pass_by(hours=1)
        rules = {**self.settings, **changed}
        results = self.world.pull(*(names or ("issue", "pairing")), onboarding=rules)
        assert [result.error for result in results if result.error] == []

    def id(self, user: Any) -> str:
        is_cloud = self.world.server.api.deployment == "Cloud"
        return str(user.account_id if is_cloud else user.key)

    def pairs(self) -> set[tuple[Any, ...]]:
        """What was landed last of each issue that was listed completely."""
        return {
            (row["newcomer_id"], row["buddy_id"], row["rule_id"], row["start_on"])
            for row in self.world.latest("pairing").values()
        }


@pytest.fixture
def team(either: JiraWorld) -> Team:
    return Team(either)


def test_a_user_picker_names_the_buddy_and_a_date_field_the_first_day(team: Team):
    issue = team.issue()
    team.site.fill(issue, team.ada, team.buddy, team.bo)
    team.site.fill(issue, team.ada, team.start, date(2026, 2, 2))
    team.pull()
    expected = (team.id(team.cy), team.id(team.bo), "buddy_field", "2026-02-02")
    assert team.pairs() == {expected}
    (row,) = team.world.latest("pairing").values()
    assert row["url"].endswith("/browse/OPS-1")


def test_a_picker_of_several_users_names_each(either: JiraWorld):
    team = Team(either, "users")
    issue = team.issue()
    team.site.fill(issue, team.ada, team.buddy, [team.bo, team.ada, team.cy, team.bo])
    team.pull()
    assert {pair[1] for pair in team.pairs()} == {team.id(team.bo), team.id(team.ada)}


def test_the_newcomer_may_be_the_reporter(team: Team):
    team.site.fill(team.issue(), team.ada, team.buddy, team.bo)
    team.pull(newcomer="reporter")
    assert {pair[0] for pair in team.pairs()} == {team.id(team.ada)}


@pytest.mark.parametrize(
    ("given", "rules"),
    [
        ({"labels": ["other"]}, {}),
        ({}, {"issue_types": ("Onboarding",)}),
        ({}, {"projects": ("HR",)}),
        ({"assignee": None}, {}),
    ],
    ids=["label", "type", "project", "nobody-is-new"],
)
def test_other_issues_name_nobody(team: Team, given: Any, rules: Any):
    issue = team.issue("Buddy: @[bo_b]", **given)
    team.site.fill(issue, team.ada, team.buddy, team.bo)
    team.pull(**rules)
    assert team.pairs() == set()


def test_nobody_is_their_own_buddy(team: Team):
    team.site.fill(team.issue("Buddy: @[cy]"), team.ada, team.buddy, team.cy)
    team.pull()
    assert team.pairs() == set()


@pytest.mark.parametrize(
    "body",
    [
        "Welcome!\nBuddy: @[bo_b]\nEnjoy",
        "- Onboarding buddy: @[bo_b] (until May)",
        "[ ] Assign onboarding buddy: @[bo_b]",
        "Buddy: @[bo_b]\n\nonboarding Buddy: @[bo_b].",
        "| Buddy | @[bo_b] | @[ada] |",
    ],
)
def test_a_line_that_mentions_one_account_names_the_buddy(team: Team, body: str):
    team.issue(body)
    team.pull(buddy_field=None)
    assert team.pairs() == {(team.id(team.cy), team.id(team.bo), "checklist", None)}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Buddy: Bo Example",
        "Buddy: @[bo_b] and Ada",
        "Buddy: @[bo_b], @[ada]",
        "Buddy: @[bo_b]\nOnboarding buddy: @[ada]",
        "Buddy: @[bo_b]\nOnboarding buddy: Ada",
        "Buddy:\n@[bo_b] wrote this",
        "@[bo_b] was a good buddy: thanks",
        "```\nBuddy: @[bo_b]\n```",
        "> Buddy: @[bo_b]",
        "Hello @[bo_b]",
    ],
)
def test_anything_less_than_one_clear_mention_names_nobody(team: Team, body: str):
    team.issue(body)
    team.pull()
    assert team.pairs() == set()


def test_the_field_is_believed_before_the_text(team: Team):
    team.site.fill(team.issue("Buddy: @[ada]"), team.ada, team.buddy, team.bo)
    team.pull()
    assert {pair[1:3] for pair in team.pairs()} == {(team.id(team.bo), "buddy_field")}


def test_a_user_name_that_is_unknown_names_nobody(data_center: JiraWorld):
    team = Team(data_center)
    team.issue("Buddy: [~somebody]")
    team.pull()
    assert team.pairs() == set()


def test_a_table_and_emphasis_of_a_cloud_document_are_read():
    def cell(*content: Any) -> dict[str, Any]:
        return {"type": "tableCell", "content": [{"type": "paragraph", "content": list(content)}]}

    label = {"type": "text", "text": "Onboarding Buddy:", "marks": [{"type": "strong"}]}
    mention = {"type": "mention", "attrs": {"id": "5b:1", "text": "@Bo"}}
    special = {"type": "mention", "attrs": {"id": "here", "userType": "SPECIAL"}}
    row = {"type": "tableRow", "content": [cell(label), cell(mention), cell(label)]}
    assert mentioned_buddy({"type": "doc", "content": [row]}) == "5b:1"
    row["content"][1] = cell(special)
    assert mentioned_buddy({"type": "doc", "content": [row]}) is None
    assert mentioned_buddy("||*Buddy*||[~ada_l]||") == "ada_l"
    assert mentioned_buddy("{color:red}*Onboarding buddy:*{color} [~accountid:5b:1]") == "5b:1"
    assert mentioned_buddy("Buddy: \ue000forged\ue001") is None


def test_descriptions_are_asked_for_onboarding_issues_only_and_never_landed(team: Team):
    populate(team.site, issues=9, key="WEB", body=CANARY)
    team.issue(f"{CANARY}\nBuddy: @[bo_b]", assignee=team.cy)
    team.issue(f"{CANARY}", labels=[])
    team.pull("issue", "pairing", "user")
    assert CANARY.encode() not in b"".join(team.world.everything_landed())
    asked = [r for r in team.world.server.log if "description" in f"{r.query}{r.payload}"]
    assert len(asked) == 1
    accounts = {row["account_id"] for row in team.world.latest("user").values()}
    assert {team.id(team.bo), team.id(team.cy)} <= accounts
    before = len(team.world.server.log)
    team.pull("issue", "pairing")
    assert len(team.world.server.log) - before <= 5


def test_a_buddy_who_is_taken_back_leaves_a_complete_listing(team: Team):
    issue = team.issue()
    team.site.fill(issue, team.ada, team.buddy, team.bo)
    team.pull()
    landed = len(team.world.landed("pairing"))
    team.world.time.pass_by(hours=1)
    team.site.fill(issue, team.ada, team.buddy, None)
    team.pull()
    assert len(team.world.landed("pairing")) == landed
    assert [str(issue.id)] in team.world.complete("pairing")
    team.world.time.pass_by(hours=1)
    team.site.change(issue, team.ada, "labels", [])
    team.pull()
    assert [str(issue.id)] in team.world.complete("pairing")


def test_other_settings_are_used_for_old_issues_at_once(team: Team):
    issue = team.issue(labels=["newcomer"])
    team.site.fill(issue, team.ada, team.buddy, team.bo)
    team.pull()
    assert team.pairs() == set()
    team.pull(labels=("newcomer",))
    assert len(team.pairs()) == 1
    team.world.time.pass_by(hours=1)
    team.world.pull("issue", "pairing")
    assert [str(issue.id)] in team.world.complete("pairing")


def test_a_walk_resumes_from_every_batch_with_the_same_pairings(either: JiraWorld):
    team = Team(either)
    either.server.api.page_cap = 3
    either.settings = {**either.settings, "onboarding": team.settings}
    for number in range(20):
        issue = team.issue("Buddy: @[bo_b]", labels=["onboarding"] if number % 3 else [])
        if number % 2:
            team.site.fill(issue, team.ada, team.buddy, team.ada)
    batches = either.walk("issue", "pairing")

    def keys(parts: list[Any]) -> set[Any]:
        found = (row for part in parts for row in part.records.get("pairing", ()))
        return {(row.issue_id, row.buddy_id, row.rule_id) for row in found}

    assert len(keys(batches)) == 13
    for index, batch in enumerate(batches[:-1]):
        rest = either.walk("issue", "pairing", cursor=batch.cursor)
        assert keys([*batches[: index + 1], *rest]) == keys(batches)


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
def test_a_passing_fault_changes_nothing(team: Team, fault: dict[str, Any]):
    team.issue("Buddy: @[bo_b]")
    is_cloud = team.world.server.api.deployment == "Cloud"
    team.world.server.on("issue/bulkfetch" if is_cloud else r"issue/\d+", **fault)
    team.pull()
    assert len(team.pairs()) == 1


@pytest.mark.parametrize("body", [b"[]", b'{"issues": [7]}', b'{"issues": [{"id": "1"}]}'])
def test_a_description_in_another_shape_is_refused_and_read_later(team: Team, body: bytes):
    team.issue("Buddy: @[bo_b]")
    is_cloud = team.world.server.api.deployment == "Cloud"
    team.world.server.on("issue/bulkfetch" if is_cloud else r"issue/\d+", body=body, times=99)
    (result,) = team.world.pull("issue", "pairing", onboarding=team.settings)
    assert result.error is not None
    assert result.error.code == "BAD_PAYLOAD"
    team.world.server.steps.clear()
    team.pull()
    assert len(team.pairs()) == 1


def test_an_issue_that_vanished_meanwhile_is_left_out(team: Team):
    kept, gone = team.issue("Buddy: @[bo_b]"), team.issue("Buddy: @[ada]")
    is_cloud = team.world.server.api.deployment == "Cloud"
    match = "issue/bulkfetch" if is_cloud else f"issue/{gone.id}"
    team.world.server.on(match, "run", call=lambda: team.site.delete_issue(gone))
    team.pull()
    assert {row["issue_id"] for row in team.world.latest("pairing").values()} == {str(kept.id)}


def test_the_check_names_fields_that_do_not_exist_or_hold_something_else(team: Team):
    def missing(**changed: Any) -> list[str]:
        connector = team.world.connect(onboarding={**team.settings, **changed})
        return [finding.text for finding in connector.check() if finding.level == "missing"]

    assert missing() == []
    (text,) = missing(buddy_field="customfield_77")
    assert "customfield_77" in text
    assert "is not a user picker" in missing(buddy_field=team.start.id)[0]
    assert "is not a date" in missing(start_field=team.buddy.id)[0]


@pytest.mark.parametrize("rules", [{}, {"labels": ["a"], "buddy_field": "Buddy"}, {"label": ["a"]}])
def test_settings_that_say_nothing_or_too_little_are_refused(rules: Any):
    with pytest.raises(ValidationError):
        Settings.model_validate(
            {"base_url": "x", "token_env": "T", "projects": ["OPS"], "onboarding": rules}
        )
