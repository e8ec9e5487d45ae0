"""A clone that lacks objects is read for all that is there, and says what nobody can know."""

import pytest

from connectors.git import STREAMS
from connectors.git.client import Failed
from connectors.git.mailmap import Mailmap
from connectors.git.parse import LogReader
from tests.connectors.git.conftest import Repo
from tests.connectors.git.test_increments import read, union

CUT = {"promisor": True, "no-promisor": False}


def lines(landed, sha):
    return [
        (r["path"], r["previous_path"], r["is_created"], r["is_counted"], r["lines_added"])
        for r in landed.rows("file_change")
        if r["sha"] == sha
    ]


def sizes(landed, sha):
    row = landed.row("commit", sha=sha)
    return row["files_changed"], row["lines_added"], row["lines_deleted"]


def lose(repo, *names):
    """Takes loose objects away."""
    for name in names:
        sha = repo.git("rev-parse", name)
        (repo.path / ".git/objects" / sha[:2] / sha[2:]).unlink()


def partial(repo, name, *, of="blob:none", is_promisor=True):
    """Clones without some objects; without a promisor, nothing says that they are missing."""
    repo.git("config", "uploadpack.allowFilter", "true")
    path = repo.path.with_name(name)
    repo.git("clone", "-q", "--bare", f"--filter={of}", f"file://{repo.path}", path)
    clone = Repo(path)
    if not is_promisor:
        for key in ("promisor", "partialclonefilter"):
            clone.git("config", "--unset-all", f"remote.origin.{key}")
    return clone


@pytest.fixture
def told(repo):
    """Three commits with people, a rename without and one with a change, and a tag."""
    start = repo.commit(
        "feat: start\n\nReviewed-by: Hana <hana@example.com>\n",
        {
            "a": "1\n",
            "d/b": "".join(f"{n}\n" for n in range(40)),
            ".mailmap": "H <hana@example.com>\n",
        },
    )
    repo.git("mv", "a", "moved")
    repo.git("mv", "d/b", "d/c")
    renamed = repo.commit("Move", {"d/c": "".join(f"{n}\n" for n in range(41))})
    empty = repo.commit("Empty")
    repo.git(
        "tag", "-a", "v1", "-m", "One", GIT_COMMITTER_NAME="A", GIT_COMMITTER_EMAIL="a@x.example"
    )
    return repo, start, renamed, empty


@pytest.mark.parametrize("is_promisor", CUT.values(), ids=CUT)
def test_without_contents_files_come_from_folders_and_their_lines_are_unknown(
    told, pull_repos, is_promisor
):
    repo, start, renamed, empty = told
    whole = pull_repos(repo, streams=STREAMS)
    clone = partial(repo, "partial", is_promisor=is_promisor)
    before = clone.git("count-objects", "-v")
    landed = pull_repos(clone, streams=STREAMS)
    assert lines(landed, start) == [
        (".mailmap", None, True, False, None),
        ("a", None, True, False, None),
        ("d/b", None, True, False, None),
    ]
    assert lines(landed, renamed) == [
        ("d/b", None, False, False, None),
        ("d/c", None, True, False, None),
        ("moved", "a", False, False, None),
    ]
    assert sizes(landed, start) == (3, None, None)
    assert sizes(landed, empty) == (0, 0, 0)
    for stream in ("commit", "person_credit", "tag"):
        other = (
            "repository",
            "observed_at",
            "files_changed",
            "lines_added",
            "lines_deleted",
            "mapped_name",
        )
        for row in (expected := whole.rows(stream)) + (found := landed.rows(stream)):
            for name in other:
                row.pop(name, None)
        assert found == expected
    assert clone.git("count-objects", "-v") == before


def test_without_folders_people_and_commits_are_read(told, pull_repos):
    repo, start, renamed, empty = told
    landed = pull_repos(partial(repo, "treeless", of="tree:0"))
    assert {row["sha"] for row in landed.rows("commit")} == {start, renamed, empty}
    assert {sizes(landed, sha) for sha in (start, renamed, empty)} == {(None, None, None)}
    assert landed.rows("file_change") == []
    assert len(landed.rows("person_credit")) == 7


def test_one_missing_folder_hides_only_the_files_of_commits_that_need_it(repo, pull_repos):
    first = repo.commit("One", {"d/a": "1\n", "b": "1\n"})
    second = repo.commit("Two", {"d/a": "2\n"})
    third = repo.commit("Three", {"b": "2\n"})
    fourth = repo.commit("Four", {"d/a": "3\n"})
    lose(repo, f"{second}:d")
    landed = pull_repos(repo)
    assert [sizes(landed, sha) for sha in (first, second, third, fourth)] == [
        (2, 2, 0),
        (None, None, None),
        (1, 1, 1),
        (None, None, None),
    ]


@pytest.mark.parametrize("slice_commits", [1, 3, 4_000])
def test_one_missing_file_hides_the_lines_of_its_commits_and_of_no_other(
    repo, pull_repos, slice_commits
):
    shas = [
        repo.commit(f"{n}\n\nAcked-by: H <h@example.com>\n", {"big": f"{n}\n", f"f{n}": "1\n"})
        if n in (3, 4, 7)
        else repo.commit(f"{n}\n\nAcked-by: H <h@example.com>\n", {f"f{n}": "1\n"})
        for n in range(10)
    ]
    lose(repo, f"{shas[3]}:big")
    landed = pull_repos(repo, slice_commits=slice_commits)
    unknown = {row["sha"] for row in landed.rows("commit") if row["lines_added"] is None}
    assert unknown == {shas[3], shas[4]}
    assert {row["sha"] for row in landed.rows("file_change") if not row["is_counted"]} == unknown
    assert [row["sha"] for row in landed.rows("commit")] == shas[::-1]
    keys = [(row["sha"], row["position"]) for row in landed.rows("person_credit")]
    assert len(keys) == len(set(keys)) == 30
    assert len(landed.rows("file_change")) == 13


def test_resuming_at_any_batch_of_a_clone_with_gaps_gives_the_same_records(repo, pull_repos):
    shas = [repo.commit(f"{n}", {f"f{n % 4}": f"{n}\n", f"g{n}": "1\n"}) for n in range(12)]
    lose(repo, f"{shas[2]}:f2", f"{shas[9]}:f1")
    connector = pull_repos.connector(repo, slice_commits=5, batch_records=3)
    batches = read(connector)
    whole = union(batches)
    count = sum(len(rows) for batch in batches for rows in batch.records.values())
    assert count == len(whole)
    for index, batch in enumerate(batches):
        assert union([*batches[: index + 1], *read(connector, batch.cursor)]) == whole


def test_what_was_missing_is_read_in_full_once_it_is_there(told, pull_repos):
    repo, start, renamed, _ = told
    clone = partial(repo, "partial")
    pull_repos(clone)
    assert pull_repos(clone).count == 0
    clone.git("config", "uploadpack.allowFilter", "true")
    clone.git("fetch", "-q", "--refetch", "--no-filter", "origin")
    clone.git("config", "--unset-all", "remote.origin.promisor")
    landed = pull_repos(clone)
    assert sizes(landed, start) == (3, 42, 0)
    assert ("d/c", "d/b", False, True, 1) in lines(landed, renamed)
    assert landed.row("person_credit", sha=start, position=2)["mapped_name"] == "H"
    assert landed.complete() == {"commit", "tag"}
    assert pull_repos(clone).count == 0


def test_a_missing_mailmap_maps_nobody_until_it_is_there(repo, pull_repos):
    sha = repo.commit("One", {".mailmap": "Ada L <ada@example.com>\n", "a": "1\n"})
    second = repo.commit("Two", {"a": "2\n"})
    lose(repo, "HEAD:.mailmap")
    landed = pull_repos(repo)
    assert {row["mapped_name"] for row in landed.rows("person_credit")} == {"Ada Brandt"}
    assert (sizes(landed, sha), sizes(landed, second)) == ((2, None, None), (1, 1, 1))
    repo.git("hash-object", "-w", repo.path / ".mailmap")
    again = pull_repos(repo)
    assert {row["mapped_name"] for row in again.rows("person_credit")} == {"Ada L"}


@pytest.mark.parametrize(
    ("end", "is_killed"),
    [(b"\n:100644 100644 aa", False), (b"\n:100644 100644 aa", True), (b"", True)],
    ids=["ended-inside-one", "killed-inside-one", "killed-behind-one"],
)
def test_a_program_that_did_not_come_to_the_end_of_a_commit_leaves_no_record_of_it(
    repo, pull_repos, end, is_killed
):
    def output():
        sha = b"a" * 40
        yield b"\0".join([sha, b"", *10 * [b"1"], b"", b"One", end])
        failure = Failed("git log ended")
        failure.is_killed = is_killed
        raise failure

    reader = LogReader(
        "r", pull_repos.clock(), None, frozenset(), Mailmap(None, ""), is_reachable=True
    )
    found = []
    with pytest.raises(Failed):
        found += reader.records(["a" * 40, "b" * 40], output())
    assert found == []


def test_check_says_how_much_is_missing_and_what_brings_it(told, pull_repos):
    repo, *_ = told
    clone = partial(repo, "partial")
    ok, warning = pull_repos.connector(clone).check()
    assert (ok.level, warning.level) == ("ok", "warning")
    assert "partial lacks 4 files or folders" in warning.text
    assert "--refetch" in warning.text
    assert [finding.level for finding in pull_repos.connector(repo).check()] == ["ok"]


def test_minutes_that_are_missing_are_a_gap_with_its_cure(repo, pull_repos):
    pull_repos.settings = {"read_minutes": "on"}
    repo.commit("One", {"minutes/2026-01-27.md": "Scribe: Cy Three\n"})
    clone = partial(repo, "partial")
    history, _, minutes, _ = pull_repos(clone, streams=STREAMS).results
    assert history.error is None
    assert "a file of the current branch is missing" in str(minutes.error)
    assert "--refetch" in str(minutes.error)


def test_a_file_that_a_commit_renamed_aside_is_only_lost_with_its_content(repo, pull_repos):
    repo.commit("One", {"a": "1\n2\n3\n"})
    repo.git("mv", "a", "b")
    sha = repo.commit("Two")
    lose(repo, "HEAD:b")
    assert lines(pull_repos(repo), sha) == [("b", "a", False, False, None)]


def test_the_fields_of_the_cursor_of_an_earlier_release_still_resume(repo, pull_repos):
    repo.commit("One", {"a": "1\n"})
    connector = pull_repos.connector(repo)
    cursor = {k: v for k, v in read(connector)[-1].cursor.items() if k != "missing"}
    assert read(connector, cursor) == []
