"""Which merge brought a commit to the default branch, and what it never got."""

import pytest

from connectors.git import STREAMS
from connectors.git.sides import merged
from tests.connectors.git.conftest import NOON, identity

SIDES = [stream for stream in STREAMS if stream.name == "side_commit"]


@pytest.fixture
def pull_sides(pull_repos):
    return lambda repo, **options: pull_repos(repo, streams=SIDES, **options)


def sides(landed):
    return {row["sha"]: row["merge_sha"] for row in landed.rows("side_commit")}


def merge(repo, branch, message="Merge", at=NOON):
    ada = identity("Ada Brandt <ada@example.com>", at)
    repo.git("merge", "-q", "--no-ff", "-m", message, branch, **ada)
    return repo.git("rev-parse", "HEAD")


def branch(repo, name, *files, start="HEAD"):
    repo.git("switch", "-q", "-c", name, start)
    made = [repo.commit(f"Add {file}", {file: "x\n"}) for file in files]
    repo.git("switch", "-q", "main")
    return made


def test_the_main_line_itself_has_no_records(repo, pull_sides):
    repo.commit("One", {"a": "1\n"})
    repo.commit("Two", {"a": "2\n"})
    assert sides(pull_sides(repo)) == {}


def test_a_merged_branch_came_by_its_merge_and_an_open_one_by_none(repo, pull_sides):
    repo.commit("Start", {"a": "1\n"})
    one, two = branch(repo, "topic", "t1", "t2")
    (open_commit,) = branch(repo, "open", "o")
    landing = merge(repo, "topic")
    assert sides(pull_sides(repo)) == {one: landing, two: landing, open_commit: None}


def test_a_merge_inside_a_branch_keeps_what_it_brought(repo, pull_sides):
    repo.commit("Start", {"a": "1\n"})
    (own,) = branch(repo, "topic", "t1")
    (nested,) = branch(repo, "part", "p1", start="topic")
    repo.git("switch", "-q", "topic")
    inner = merge(repo, "part")
    repo.git("switch", "-q", "main")
    outer = merge(repo, "topic")
    assert sides(pull_sides(repo)) == {own: outer, nested: inner, inner: outer}


def test_the_main_line_merged_back_into_a_branch_stays_the_main_line(repo, pull_sides):
    repo.commit("Start", {"a": "1\n"})
    (own,) = branch(repo, "topic", "t1")
    repo.commit("On main", {"b": "1\n"})
    repo.git("switch", "-q", "topic")
    back = merge(repo, "main")
    repo.git("switch", "-q", "main")
    outer = merge(repo, "topic")
    assert sides(pull_sides(repo)) == {own: outer, back: outer}


def test_what_two_merges_reach_came_by_the_older(repo, pull_sides):
    repo.commit("Start", {"a": "1\n"})
    (first,) = branch(repo, "topic", "t1")
    older = merge(repo, "topic")
    (second,) = branch(repo, "more", "t2", start="topic")
    newer = merge(repo, "more")
    assert sides(pull_sides(repo)) == {first: older, second: newer}


def test_a_later_pull_lands_only_what_moved(repo, pull_sides):
    repo.commit("Start", {"a": "1\n"})
    (first,) = branch(repo, "topic", "t1")
    (other,) = branch(repo, "other", "o1")
    assert sides(pull_sides(repo)) == {first: None, other: None}
    landing = merge(repo, "topic")
    landed = pull_sides(repo)
    assert sides(landed)[first] == landing
    assert landed.complete() == set()
    again = pull_sides(repo)
    assert again.count == 0


def test_a_branch_that_became_the_main_line_is_listed_anew(repo, pull_sides):
    repo.commit("Start", {"a": "1\n"})
    branch(repo, "topic", "t1")
    pull_sides(repo)
    repo.git("merge", "-q", "--ff-only", "topic")
    landed = pull_sides(repo)
    assert sides(landed) == {}
    assert landed.complete() == {"side_commit"}


def test_a_rewritten_main_line_is_listed_anew(repo, pull_sides):
    base = repo.commit("Start", {"a": "1\n"})
    repo.commit("Gone", {"a": "2\n"})
    pull_sides(repo)
    repo.git("reset", "-q", "--hard", base)
    repo.commit("Instead", {"a": "3\n"})
    assert pull_sides(repo).complete() == {"side_commit"}


def test_the_default_branch_is_the_origins_whatever_is_checked_out(repo, new_repo, pull_sides):
    repo.commit("Start", {"a": "1\n"})
    clone = new_repo("clone")
    clone.git("remote", "add", "origin", repo.path)
    clone.git("fetch", "-q", "origin")
    clone.git("remote", "set-head", "origin", "main")
    clone.git("switch", "-q", "-c", "mine", "origin/main")
    own = clone.commit("Only here", {"b": "1\n"})
    assert sides(pull_sides({"path": clone.path, "name": "clone"})) == {own: None}


def test_a_repository_without_a_default_branch_has_no_sides(repo, pull_sides):
    repo.commit("Start", {"a": "1\n"})
    repo.git("symbolic-ref", "HEAD", "refs/heads/none")
    assert sides(pull_sides(repo)) == {}


def test_a_commit_is_placed_by_whichever_child_is_nearer_to_the_main_line():
    graph = ["m3 m2 t2", "t2 x", "m2 x t1", "t1 x", "x"]
    assert dict(merged("m3", iter(graph))) == {"t2": "m3", "t1": "m2"}
