"""A walk can be killed after any batch."""

from datetime import timedelta
from typing import Any

from connectors.errors import RateLimited, Transient
from sandbox.github import populate


def test_a_killed_pull_goes_on_where_its_page_ended(world: Any):
    populate(world.hub, pulls=0, issues=950)
    world.zone.monotonic = iter(range(0, 100_000, 31)).__next__
    world.server.on("/issues", nth=6, status=502, times=6)
    (failed,) = world.pull("issue")
    assert isinstance(failed.error, Transient)
    assert world.manifests("issue")[-1]["status"] == "failed"
    started = len(world.landed("issue"))
    assert started > 400
    world.time.pass_by(hours=2)
    (resumed,) = world.pull("issue")
    assert resumed.error is None
    assert len(world.latest("issue")) == 950
    assert len(world.landed("issue")) - started <= 551
    end = world.manifests("issue")[-1]
    assert end["covered_until"] == "2026-03-02T08:00:00Z"
    assert end["cursor_out"]["since"] == "2026-03-02T07:55:00Z"
    assert all(m["complete"] == [] for m in world.manifests("issue"))


def test_a_row_changed_after_its_page_was_read_is_read_by_the_next_pull(world: Any):
    repository = populate(world.hub, pulls=450, issues=0)
    world.zone.monotonic = iter(range(0, 100_000, 31)).__next__
    world.server.on("/pulls", nth=4, status=502, times=6)
    world.pull("pull")
    world.time.pass_by(hours=2)
    for issue in list(repository.issues.values())[::10]:
        issue.state = "closed"
        world.hub.touch(issue)
    for _ in range(2):
        world.pull("pull")
        world.time.pass_by(minutes=1)
    assert {row["number"] for row in world.latest("pull").values()} == set(repository.issues)
    states = {row["number"]: row["state"] for row in world.latest("pull").values()}
    assert states == {number: issue.state for number, issue in repository.issues.items()}


def test_a_limit_beyond_the_budget_keeps_what_was_read(world: Any):
    populate(world.hub, pulls=30, issues=0)
    world.server.on("/reviews", nth=11, status=403, headers={"Retry-After": "1800"}, times=1)
    _, limited = world.pull("pull", "review")
    assert isinstance(limited.error, RateLimited)
    assert limited.error.until == world.time.now() + timedelta(minutes=30)
    assert limited.error.__cause__ is None
    world.time.pass_by(hours=1)
    before = len(world.server.paths("/reviews"))
    world.pull("pull", "review")
    assert len(world.server.paths("/reviews")) - before == 30 - 10 + 1


def test_reviews_are_covered_only_as_far_as_their_pull_requests(world: Any):
    repository = populate(world.hub, pulls=3, issues=0)
    world.pull("pull", "review")
    world.time.pass_by(days=1)
    world.hub.touch(repository.issues[1])
    world.server.on(r"/pulls\?", status=500, times=6)
    world.pull("pull", "review")
    assert world.manifests("pull")[-1]["covered_until"] is None
    assert world.manifests("review")[-1]["covered_until"] == "2026-03-02T07:55:00Z"
    world.time.pass_by(days=1)
    world.pull("pull", "review")
    covered = [world.manifests(name)[-1]["covered_until"] for name in ("pull", "review")]
    assert covered[0] == covered[1]
    assert covered[0] > "2026-03-04T08:00:00Z"
