"""What is read of everything there is, and what is kept of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from connectors.github import STREAMS, Settings
from sandbox.github import populate

CANARY = "canary-7f3a"


def test_every_row_of_every_stream_is_read_once(world: Any):
    repository = populate(
        world.hub, pulls=400, issues=120, events=230, releases=104, deployments=110
    )
    assert [result.error for result in world.pull()] == [None] * len(STREAMS)
    issues, pulls = repository.issues.values(), repository.pulls
    expected = {
        "repository": 1,
        "issue": 520,
        "issue_comment": sum(len(issue.comments) for issue in issues),
        "review_comment": sum(len(pull.comments) for pull in pulls),
        "pull": 400,
        "review": sum(len(pull.reviews) for pull in pulls),
        "pull_file": 800,
        "issue_event": 230,
        "release": 104,
        "deployment": 110,
        "deployment_status": 220,
    }
    assert {name: len(world.landed(name)) for name in expected} == expected
    assert {name: len(world.latest(name)) for name in expected} == expected


def test_second_pages_of_reviews_are_read(world: Any):
    populate(world.hub, pulls=40, issues=0)
    world.pull("pull", "review")
    assert len([r for r in world.landed("review") if r["pull_number"] == 18]) == 105


def test_a_deleted_author_is_null_and_a_ghost_stays_itself(world: Any):
    repository = world.hub.add_repository("acme/widget")
    world.hub.add_issue(repository, "Nobody's", None)
    ghost = world.hub.add_user("ghost")
    world.hub.add_issue(repository, "Ghost's", ghost)
    bot = world.hub.add_user("helper[bot]", "Bot")
    world.hub.add_issue(repository, "Bot's", bot)
    world.pull("issue")
    authors = [(r["author_id"], r["author_login"], r["author_type"]) for r in world.landed("issue")]
    assert authors == [
        (None, None, None),
        (ghost.id, "ghost", "User"),
        (bot.id, "helper[bot]", "Bot"),
    ]


def test_pending_reviews_drafts_and_events_of_deleted_issues_are_not_read(world: Any):
    repository = world.hub.add_repository("acme/widget")
    ada = world.hub.add_user("ada")
    pull = world.hub.add_pull(repository, "Change", ada)
    world.hub.add_review(pull, ada, "PENDING", CANARY)
    world.hub.add_review(pull, ada, "APPROVED")
    world.hub.add_release(repository, "v2", ada, draft=True)
    world.hub.add_release(repository, "v1", ada)
    world.hub.add_event(pull.issue, "labeled", ada, label="bug").issue = None
    world.hub.add_event(pull.issue, "invented_tomorrow", None)
    world.pull()
    assert [row["state"] for row in world.landed("review")] == ["APPROVED"]
    assert [row["tag_name"] for row in world.landed("release")] == ["v1"]
    assert [row["event"] for row in world.landed("issue_event")] == ["invented_tomorrow"]


def test_what_text_says_is_kept_as_flags(world: Any):
    repository = world.hub.add_repository("acme/widget")
    ada, bo = world.hub.add_user("ada"), world.hub.add_user("bo")
    pull = world.hub.add_pull(repository, "Change", ada)
    review = world.hub.add_review(pull, bo, "CHANGES_REQUESTED", "Split it, because it is two.")
    line = world.hub.add_review_comment(pull, bo, "```suggestion\nx\n```\nShorter.", review=review)
    line.is_outdated = True
    world.hub.add_review_comment(pull, ada, "Done.", review=review, reply_to=line)
    world.hub.add_comment(pull.issue, ada, "Why is that?")
    world.pull()
    (landed,) = world.landed("review")
    assert (landed["word_count"], landed["has_rationale"]) == (6, True)
    first, reply = world.landed("review_comment")
    assert (first["has_suggestion"], first["word_count"], first["in_reply_to_id"]) == (
        True,
        1,
        None,
    )
    assert (reply["in_reply_to_id"], reply["review_id"]) == (line.id, review.id)
    assert (first["is_outdated"], reply["is_outdated"]) == (True, False)
    (comment,) = world.landed("issue_comment")
    assert (comment["is_question"], comment["issue_number"]) == (True, 1)


def test_events_say_who_did_what_about_whom(world: Any):
    repository = world.hub.add_repository("acme/widget")
    ada, bo = world.hub.add_user("ada"), world.hub.add_user("bo")
    pull = world.hub.add_pull(repository, "Change", ada)
    world.hub.add_event(pull.issue, "review_requested", ada, subject=bo)
    world.hub.add_event(pull.issue, "assigned", None, subject=ada)
    world.hub.add_event(pull.issue, "closed", bo).state_reason = "not_planned"
    world.pull("issue_event")
    closed, assigned, requested = world.landed("issue_event")
    assert (requested["actor_id"], requested["subject_id"], requested["is_pull"]) == (
        ada.id,
        bo.id,
        True,
    )
    assert (assigned["actor_id"], assigned["subject_id"]) == (None, ada.id)
    assert closed["state_reason"] == "not_planned"


def test_events_say_whether_they_are_about_the_same_place(world: Any):
    repository = world.hub.add_repository("acme/widget")
    ada = world.hub.add_user("ada")
    issue, other = (world.hub.add_issue(repository, name, ada) for name in ("Part", "Whole"))
    for event, milestone in (("milestoned", CANARY), ("demilestoned", CANARY), ("milestoned", "B")):
        world.hub.add_event(issue, event, ada).milestone = milestone
    for event in ("issue_type_added", "issue_type_removed"):
        world.hub.add_event(issue, event, ada).issue_type = "Bug"
    world.hub.add_event(issue, "added_to_project", ada).board = 4
    world.hub.relate(issue, "parent_issue_added", other, ada)
    world.hub.relate(issue, "blocked_by_added", other, ada)
    world.hub.add_event(issue, "added_to_project_v2", ada)
    world.pull("issue_event")
    events = world.landed("issue_event")[::-1]
    first, gone, second, typed, untyped, board, child, parent, *tie, modern = (
        event["target"] for event in events
    )
    assert (first == gone != second, typed == untyped, child) == (True, True, tie[0])
    assert (parent, modern) == (tie[1], None)
    assert len({first, second, typed, board, child, parent}) == 6
    assert [event["event"] for event in events[6:10]] == [
        "parent_issue_added",
        "sub_issue_added",
        "blocked_by_added",
        "blocking_added",
    ]


def test_files_of_three_thousand_are_all_read(world: Any):
    repository = world.hub.add_repository("acme/widget")
    pull = world.hub.add_pull(repository, "Big", None)
    for number in range(3_001):
        world.hub.add_file(pull, f"src/{number}.py")
    pull.files[0].previous_path = "old.py"
    world.pull("pull", "pull_file")
    landed = world.landed("pull_file")
    assert len(landed) == 3_000
    assert landed[0]["previous_path"] == "old.py"
    assert {row["head_sha"] for row in landed} == {pull.head_sha}


def test_titles_are_clean_short_and_can_be_off(world: Any):
    repository = world.hub.add_repository("acme/widget")
    ada = world.hub.add_user("ada")
    world.hub.add_pull(repository, f"\x00Fix\n{'x' * 300}", ada, labels=["a\x00b"])
    world.hub.add_release(repository, "v1", ada, name="Title of it")
    world.pull("pull", "issue", "release")
    (pull,) = world.landed("pull")
    assert pull["title"] == f"Fix {'x' * 196}"
    assert pull["labels"] == ["ab"]
    world.time.pass_by(days=8)
    world.hub.add_pull(repository, CANARY, ada)
    world.hub.add_release(repository, "v2", ada, name=CANARY)
    world.pull("pull", "issue", "release", titles="off")
    for name in ("pull", "issue", "release"):
        assert world.landed(name)[-1]["title"] is None
        assert CANARY not in json.dumps(world.landed(name))


def test_no_body_diff_or_note_ever_lands(world: Any):
    repository = world.hub.add_repository("acme/widget")
    ada = world.hub.add_user("ada")
    pull = world.hub.add_pull(repository, "Change", ada, body=CANARY)
    world.hub.add_comment(pull.issue, ada, CANARY)
    world.hub.add_review(pull, ada, "APPROVED", CANARY)
    world.hub.add_review_comment(pull, ada, CANARY)
    world.hub.add_file(pull, "src/app.py")
    world.hub.add_release(repository, "v1", ada, body=CANARY)
    world.hub.add_event(pull.issue, "labeled", ada, label="bug")
    deployment = world.hub.add_deployment(repository, "production", ada)
    world.hub.add_status(deployment, "success", ada)
    for result in world.pull():
        assert result.error is None
    landed = [path for path in world.zone.root.rglob("*") if path.is_file()]
    assert len(landed) > len(STREAMS)
    assert not [path for path in landed if CANARY.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    "spoil",
    [
        {"id": 1, "title": CANARY},
        {"updated_at": CANARY},
        {"updated_at": "2026-03-02T08:00:00Z", "id": 1, "number": 1, "title": 7},
    ],
    ids=["without-instant", "no-instant", "retyped"],
)
def test_a_row_unlike_the_documentation_stops_its_stream_and_is_not_quoted(
    world: Any, spoil: dict[str, Any]
):
    world.hub.add_repository("acme/widget")
    world.server.on("/issues", body=json.dumps([spoil]).encode(), times=9)
    (result,) = world.pull("issue")
    assert result.error.code == "BAD_PAYLOAD"
    assert "issue" in str(result.error)
    assert CANARY not in str(result.error)
    assert world.manifests("issue")[-1]["cursor_out"] is None


def test_an_instant_in_the_future_does_not_freeze_the_cursor(world: Any):
    repository = populate(world.hub, pulls=30, issues=150)
    wrong = world.hub.add_issue(repository, "From the future", None)
    world.hub.touch(wrong, world.time.now() + timedelta(days=365_000))
    world.pull("issue")
    assert len(world.latest("issue")) == 181
    since = world.manifests("issue")[-1]["cursor_out"]["since"]
    assert since == "2026-03-02T07:55:00Z"
    world.time.pass_by(hours=1)
    world.hub.touch(repository.issues[1])
    assert world.read_requests("issue") == 2
    assert [row["number"] for row in world.landed("issue")[181:]] == [1]


def test_a_stopped_listing_of_the_far_past_is_never_asked_for(world: Any):
    populate(world.hub, pulls=0, issues=3)
    world.pull("issue")
    assert [request.query.get("since") for request in world.server.log] == [None, None]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"token_env": "T", "app_id": 1, "app_private_key_env": "K", "installation_id": 2},
        {"app_id": 1},
        {"app_id": 1, "app_private_key_env": "K"},
        {"token_env": "T", "repositories": ()},
        {"token_env": "T", "repositories": ("widget",)},
        {"token_env": "T", "repositories": ("acme/widget/../x",)},
        {"token_env": "T", "titles": "hashed"},
        {"token_env": "T", "token": "x"},
    ],
)
def test_settings_that_cannot_work_are_refused(given: dict[str, Any]):
    with pytest.raises(ValidationError):
        Settings(**{"repositories": ("acme/widget",), **given})
