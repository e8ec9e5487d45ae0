"""A later pull of a clone reads what is new, and resumes where one was interrupted."""

import pytest

from connectors.git.connector import GitConnector
from connectors.stream import walks
from tests.connectors.git.conftest import HISTORY as STREAMS
from tests.connectors.git.conftest import NOON

BY_NAME = {stream.name: stream for stream in STREAMS}


def shas(landed, **fields):
    return {r["sha"] for r in landed.rows("commit") if fields.items() <= r.items()}


def read(connector: GitConnector, cursor=None, streams=STREAMS):
    (scope,) = connector.scopes()
    return list(connector.read(streams, scope, cursor, lambda *_: iter(())))


def union(batches):
    """All records of some batches, as a store would keep them: one for each key."""
    return {
        (name, *(getattr(record, field) for field in BY_NAME[name].key)): record
        for batch in batches
        for name, records in batch.records.items()
        for record in records
    }


@pytest.fixture
def busy(repo):
    """A history with branches, merges, trailers, renames and tags: 25 commits."""
    for n in range(20):
        repo.commit(f"feat: {n}\n\nTested-by: T{n} <t{n}@example.com>\n", {f"f{n % 5}": f"{n}\n"})
        if n % 5 == 2:
            repo.git("switch", "-q", "-c", f"arm{n}")
            repo.commit(f"Side {n}", {f"side{n}": "1\n2\n3\n"}, at=NOON + n)
            repo.git("switch", "-q", "main")
        if n == 13:
            repo.git("mv", "f1", "moved")
    repo.git("tag", "half", "HEAD~10")
    return repo


def test_the_second_pull_brings_only_what_is_new(repo, pull_repos):
    first = repo.commit("One")
    assert shas(pull_repos(repo)) == {first}
    repo.git("switch", "-q", "-c", "other")
    second = repo.commit("Two", {"b": "1\n"}, at=NOON - 9_999_999)
    landed = pull_repos(repo)
    assert shas(landed) == {second}
    assert landed.complete() == {"tag"}


def test_the_first_pull_is_a_complete_listing(repo, pull_repos):
    repo.commit("One")
    assert pull_repos(repo).complete() == {"commit", "tag"}


def test_when_nothing_changed_nothing_lands_and_few_programs_run(repo, pull_repos):
    repo.commit("One")
    pull_repos(repo)
    landed = pull_repos(repo)
    assert landed.count == 0
    assert landed.complete() == set()
    assert landed.connector.requests == 4
    assert landed.connector.covered_until("lighthouse") == pull_repos.clock.now


def test_an_empty_repository_is_complete_and_later_read(repo, pull_repos):
    landed = pull_repos(repo)
    assert (landed.count, landed.complete()) == (0, {"commit", "tag"})
    sha = repo.commit("One")
    assert shas(pull_repos(repo)) == {sha}


def test_a_force_push_marks_what_it_took_away_and_the_way_back_restores_it(repo, pull_repos):
    kept = repo.commit("Kept")
    lost = [repo.commit(f"Lost {n}", {f"l{n}": "1\n"}) for n in range(2)]
    pull_repos(repo)
    repo.git("reset", "-q", "--hard", kept)
    new = repo.commit("New", {"n": "1\n"})
    landed = pull_repos(repo)
    assert shas(landed, is_reachable=True) == {new}
    assert shas(landed, is_reachable=False) == set(lost)
    assert landed.row("commit", sha=lost[0])["lines_added"] == 1
    assert {row["sha"] for row in landed.rows("file_change")} == {new}
    assert {row["sha"] for row in landed.rows("person_credit")} == {new}
    repo.git("reset", "-q", "--hard", lost[1])
    back = pull_repos(repo)
    assert shas(back, is_reachable=True) == set(lost)
    assert shas(back, is_reachable=False) == {new}
    assert {row["observed_at"] for row in back.rows("commit")} == {"2026-03-04T12:00:00Z"}


def test_commits_that_any_branch_or_tag_keeps_stay_reachable(repo, pull_repos):
    repo.commit("One")
    second = repo.commit("Two")
    pull_repos(repo)
    repo.git("tag", "keep", second)
    repo.git("reset", "-q", "--hard", "HEAD~1")
    assert pull_repos(repo).rows("commit") == []


def test_tips_that_were_collected_mean_a_complete_listing(repo, pull_repos):
    kept = repo.commit("Kept")
    repo.commit("Lost", {"l": "1\n"})
    pull_repos(repo)
    repo.git("reset", "-q", "--hard", kept)
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "-q", "--prune=now")
    landed = pull_repos(repo)
    assert shas(landed) == {kept}
    assert landed.complete() == {"commit", "tag"}


def test_a_lost_part_that_is_half_collected_starts_the_next_pull_anew(repo, pull_repos):
    kept = repo.commit("Kept")
    middle = repo.commit("Middle", {"m": "1\n"})
    repo.commit("Lost", {"l": "1\n"})
    pull_repos(repo)
    repo.git("reset", "-q", "--hard", kept)
    (repo.path / ".git/objects" / middle[:2] / middle[2:]).unlink()
    (failed,) = pull_repos(repo).results
    assert failed.error is not None
    assert failed.error.code == "CURSOR_INVALID"
    landed = pull_repos(repo)
    assert (shas(landed), landed.complete()) == ({kept}, {"commit", "tag"})


def test_a_repeated_read_that_is_interrupted_starts_again(busy, pull_repos):
    connector = pull_repos.connector(busy, batch_records=10)
    cursor = read(connector)[-1].cursor
    busy.commit("Map", {".mailmap": "T <t1@example.com>\n"})
    again = read(connector, cursor)
    assert {str(batch.cursor) for batch in again[:-1]} == {str(cursor)}
    assert again[-1].cursor["mailmap"] != cursor["mailmap"]
    assert again[-1].complete == {"commit": [[]], "tag": [[]]}


@pytest.mark.parametrize("grow", [False, True], ids=["same-tips", "new-tips"])
def test_resuming_at_any_batch_gives_the_same_records(busy, pull_repos, grow):
    connector = pull_repos.connector(busy, slice_commits=4, batch_records=3)
    batches = read(connector)
    if grow:
        busy.commit("More", {"more": "1\n"})
    whole = union(read(connector))
    assert len(batches) > 15
    for index, batch in enumerate(batches):
        rest = read(connector, batch.cursor)
        assert union([*batches[: index + 1], *rest]) == whole
        assert not any("commit" in part.complete for part in rest)


def test_resuming_at_any_batch_of_a_force_push_gives_the_same_records(busy, pull_repos):
    connector = pull_repos.connector(busy, slice_commits=2, batch_records=2)
    cursor = read(connector)[-1].cursor
    busy.git("branch", "-D", "arm12", "arm17")
    busy.git("tag", "-d", "half")
    busy.git("reset", "-q", "--hard", "HEAD~9")
    busy.commit("Instead", {"new": "1\n"})
    batches = read(connector, cursor)
    whole = union(batches)
    assert sum(not record.is_reachable for key, record in whole.items() if key[0] == "commit") == 11
    for index, batch in enumerate(batches):
        assert union([*batches[: index + 1], *read(connector, batch.cursor)]) == whole


def test_an_interrupted_walk_whose_tips_vanished_is_read_in_full(busy, pull_repos):
    connector = pull_repos.connector(busy, batch_records=5)
    cursor = read(connector)[0].cursor
    busy.git("reset", "-q", "--hard", "HEAD~1")
    busy.git("reflog", "expire", "--expire=now", "--all")
    busy.git("gc", "-q", "--prune=now")
    rest = read(connector, cursor)
    assert union(rest) == union(read(connector))
    assert rest[-1].complete == {"commit": [[]], "tag": [[]]}


@pytest.mark.parametrize(
    ("threads", "slice_commits"),
    [(1, 4), (2, 1), (2, 4), (2, 7), (4, 3), (2, 4_000)],
    ids=["one-worker", "single-commits", "slices-of-4", "slices-of-7", "four-workers", "one-slice"],
)
def test_workers_and_slices_do_not_change_the_order(busy, pull_repos, threads, slice_commits):
    def records(**options):
        batches = read(pull_repos.connector(busy, **options))
        names = BY_NAME.keys()
        return {n: [r for b in batches for r in b.records.get(n, ())] for n in names}

    assert records(threads=threads, slice_commits=slice_commits) == records(threads=2)


@pytest.mark.parametrize("names", [["commit"], ["tag"], ["person_credit", "file_change"]], ids=str)
def test_only_the_streams_that_were_asked_for_land(busy, pull_repos, names):
    everything = pull_repos(busy)
    streams = [BY_NAME[name] for name in names]
    landed = pull_repos({"path": busy.path, "name": "again"}, streams=streams)
    assert landed.result.streams == tuple(names)
    for name in names:
        assert len(landed.rows(name)) == len(everything.rows(name))
    assert landed.complete() == {"commit", "tag"} & set(names)
    assert walks(streams) == [streams]


def test_an_abandoned_read_leaves_no_program_behind(busy, pull_repos):
    connector = pull_repos.connector(busy, slice_commits=2, batch_records=1)
    batches = connector.read(STREAMS, connector.scopes()[0], None, lambda *_: iter(()))
    next(batches)
    batches.close()
    assert len(union(read(connector, None))) > 0
