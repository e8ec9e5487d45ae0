"""What the second pull reads, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.github import populate

FOUR = ("pull", "review", "review_comment", "issue_comment")


def test_the_request_counts_of_the_design_hold(world: Any):
    repository = populate(world.hub, pulls=1_000, issues=250, at=world.time.now() - timedelta(366))
    assert world.read_requests(*FOUR) <= 1_090
    pulls, issues = repository.pulls, repository.issues.values()
    reviews = [review for pull in pulls for review in pull.reviews if review.submitted_at]
    assert len(world.latest("pull")) == 1_000
    assert len(world.latest("review")) == len(reviews)
    assert len(world.latest("review_comment")) == sum(len(p.comments) for p in pulls)
    assert len(world.latest("issue_comment")) == sum(len(i.comments) for i in issues)
    assert max(len(pull.reviews) for pull in pulls) > 100
    assert any(row["author_id"] is None for row in world.landed("review"))
    world.time.pass_by(hours=24)
    assert world.read_requests(*FOUR) <= 5
    for pull in repository.pulls[100:120]:
        world.hub.add_review(pull, None)
    world.time.pass_by(seconds=5)
    before = len(world.landed("review"))
    assert world.read_requests(*FOUR) <= 26
    reread = sum(len(pull.reviews) for pull in repository.pulls[100:120])
    assert len(world.landed("review")) - before == reread


def test_threads_read_the_same_in_the_same_order(world: Any, tmp_path: Any):
    populate(world.hub, pulls=60, issues=10)
    world.pull()
    alone = {name: world.landed(name) for name in ("review", "pull_file")}
    world.zone.root = tmp_path / "again"
    world.pull(threads=8)
    assert {name: world.landed(name) for name in alone} == alone


def test_what_the_overlap_reads_again_costs_no_record_and_no_child(world: Any):
    repository = populate(world.hub, pulls=30, issues=5)
    for issue in repository.issues.values():
        world.hub.touch(issue)
    world.time.pass_by(seconds=2)
    world.pull()
    landed = {name: len(world.landed(name)) for name in ("issue", "pull", "review", "pull_file")}
    for _ in range(3):
        world.time.pass_by(minutes=1)
        assert world.read_requests() == 8
    assert {name: len(world.landed(name)) for name in landed} == landed


def test_a_change_in_the_second_of_its_reading_is_found_later(world: Any):
    repository = populate(world.hub, pulls=3, issues=0)
    world.hub.touch(repository.issues[1])
    world.pull("pull", "issue")
    repository.issues[1].title = "On second thought"
    world.time.pass_by(minutes=1)
    world.pull("pull", "issue")
    for name in ("pull", "issue"):
        assert world.landed(name)[-1]["title"] == "On second thought"


def test_a_quiet_repository_answers_304_and_covers_until_now(world: Any):
    populate(world.hub, pulls=150, issues=0, events=10, releases=2, deployments=3)
    names = ("pull", "issue_event", "release", "deployment")
    world.pull(*names)
    world.time.pass_by(hours=24)
    assert world.read_requests(*names) == 5
    assert all("if-none-match" in request.headers for request in world.server.log[-4:])
    for name in names:
        end = world.manifests(name)[-1]
        assert end["covered_until"] == "2026-03-03T08:00:00Z"
        assert end["status"] == "complete"
    world.time.pass_by(hours=24)
    assert world.read_requests(*names) == 5


def test_the_next_cursor_is_the_servers_start_minus_five_minutes(world: Any):
    populate(world.hub, pulls=150, issues=0)
    world.server.on("/pulls", "run", times=9, call=lambda: world.time.pass_by(seconds=50))
    world.pull("pull")
    assert world.manifests("pull")[-1]["cursor_out"]["since"] == "2026-03-02T07:55:00Z"
    assert world.manifests("pull")[-1]["covered_until"] == "2026-03-02T08:00:00Z"


@pytest.mark.parametrize(
    ("how", "requests"),
    [("pull", 1), ("review_comment", 1), ("issue", 1), ("all", 1)],
)
def test_each_changed_pull_request_is_read_once_however_it_is_known(
    world: Any, how: str, requests: int
):
    repository = populate(world.hub, pulls=20, issues=0)
    names = ("pull", "review", "review_comment", "issue")
    world.pull(*names)
    world.time.pass_by(hours=1)
    pull = repository.pulls[4]
    kept = pull.updated_at
    if how in ("review_comment", "all"):
        world.hub.add_review_comment(pull, None, "Fine.")
    if how in ("issue", "all"):
        world.hub.touch(pull.issue)
    pull.updated_at = world.time.now() if how in ("pull", "all") else kept
    before = len(world.server.paths("/reviews"))
    world.pull(*names)
    assert len(world.server.paths("/reviews")) - before == requests


def test_files_are_read_again_only_for_a_new_head(world: Any):
    repository = populate(world.hub, pulls=10, issues=0)
    names = ("pull", "pull_file", "review")
    world.pull(*names)
    assert len(world.server.paths("/files")) == 10
    world.time.pass_by(hours=1)
    world.hub.touch(repository.issues[3])
    world.pull(*names)
    assert len(world.server.paths("/files")) == 10
    world.time.pass_by(hours=1)
    world.hub.push(repository.pulls[2])
    world.pull(*names)
    assert len(world.server.paths("/files")) == 11
    assert world.landed("pull_file")[-1]["head_sha"] == repository.pulls[2].head_sha


def test_a_push_between_the_list_and_the_files_is_labelled_with_its_own_head(world: Any):
    repository = populate(world.hub, pulls=1, issues=0)
    world.server.on("/files", "run", call=lambda: world.hub.push(repository.pulls[0]))
    world.pull("pull", "pull_file")
    assert {row["head_sha"] for row in world.landed("pull_file")} == {repository.pulls[0].head_sha}


def test_a_child_added_later_starts_at_the_beginning(world: Any):
    repository = populate(world.hub, pulls=25, issues=0)
    world.pull("pull")
    world.time.pass_by(hours=1)
    world.pull("pull", "review")
    assert len(world.latest("review")) == sum(len(pull.reviews) for pull in repository.pulls)


def test_a_new_status_brings_its_deployment_back(world: Any):
    repository = populate(world.hub, pulls=0, issues=0, deployments=5)
    world.pull("deployment", "deployment_status")
    world.time.pass_by(days=1)
    world.hub.add_status(repository.deployments[1], "failure", None)
    assert world.read_requests("deployment", "deployment_status") == 3
    assert world.landed("deployment_status")[-3]["state"] == "failure"


def test_the_repository_lands_again_only_when_it_changed(world: Any):
    repository = world.hub.add_repository("acme/widget")
    world.pull("repository")
    world.time.pass_by(days=1)
    world.pull("repository")
    assert len(world.landed("repository")) == 1
    repository.archived = True
    world.pull("repository")
    assert [row["is_archived"] for row in world.landed("repository")] == [False, True]


def test_once_a_week_everything_with_since_is_listed_and_marked_complete(world: Any):
    repository = populate(world.hub, pulls=20, issues=130, at=world.time.now() - timedelta(400))
    names = ("issue", "issue_comment", "review_comment")
    world.pull(*names)
    assert [world.complete(name) for name in names] == [[[]]] * 3
    world.time.pass_by(days=3)
    world.pull(*names)
    assert [world.complete(name) for name in names] == [[]] * 3
    world.time.pass_by(days=4)
    del repository.issues[7]
    world.pull(*names, "pull", "review")
    assert [world.complete(name) for name in names] == [[[]]] * 3
    swept = world.landed("issue")[150:]
    assert len(swept) == 149
    assert 7 not in [row["number"] for row in swept]
    changed = [key for manifest in world.manifests("issue")[2:] for key in manifest["changed"]]
    assert changed == []


def test_every_reading_of_reviews_is_complete_for_its_pull_request(world: Any):
    repository = populate(world.hub, pulls=3, issues=0)
    world.pull("pull", "review")
    assert world.complete("review") == [[repository.id, n] for n in (3, 2, 1)]
    world.time.pass_by(hours=1)
    repository.pulls[1].reviews.clear()
    world.hub.touch(repository.pulls[1])
    world.pull("pull", "review")
    assert world.complete("review") == [[repository.id, 2]]


def test_releases_are_listed_whole_when_their_first_page_changed(world: Any):
    repository = populate(world.hub, pulls=0, issues=0, releases=120)
    world.pull("release")
    assert world.complete("release") == [[]]
    world.time.pass_by(days=1)
    repository.releases.pop()
    assert world.read_requests("release") == 3
    assert len(world.landed("release")) == 120 + 119
    world.time.pass_by(days=7)
    repository.releases.pop(0)
    assert world.read_requests("release") == 3
    assert len(world.landed("release")) == 120 + 119 + 118
