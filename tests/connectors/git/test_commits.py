"""Commits as git keeps them."""

from datetime import UTC, datetime

import pytest

from connectors.errors import BadPayload
from connectors.git.client import open_repository
from connectors.git.mailmap import Mailmap
from connectors.git.parse import LogReader
from tests.connectors.git.conftest import NOON, identity

WHEN = "2023-11-14T22:13:20Z"


def test_a_commit_lands_with_exactly_the_declared_fields(repo, pull_repos):
    first = repo.commit("Start", {"a.txt": "1\n2\n"})
    second = repo.commit("feat(api)!: Count lamps", {"a.txt": "1\nthree\nfour\n", "b.txt": "x\n"})
    landed = pull_repos(repo)
    assert landed.row("commit", sha=second) == {
        "repository": "lighthouse",
        "sha": second,
        "parents": [first],
        "authored_at": WHEN,
        "committed_at": WHEN,
        "url": None,
        "is_merge": False,
        "is_reachable": True,
        "conventional_type": "feat",
        "reverts_sha": None,
        "reverts_pull_number": None,
        "is_reapply": False,
        "subject_hash": "c3878c1ff378bbc5",
        "picked_from": None,
        "change_id": None,
        "pull_number": None,
        "is_sync": None,
        "files_changed": 2,
        "lines_added": 3,
        "lines_deleted": 1,
        "observed_at": "2026-03-02T12:00:00Z",
    }
    assert landed.row("commit", sha=first)["parents"] == []
    assert landed.result.scope == "lighthouse"


def test_an_octopus_merge_has_all_parents_and_no_changes(repo, pull_repos):
    base = repo.commit("Start", {"a": "1\n"})
    arms = []
    for arm in ("north", "south"):
        repo.git("switch", "-q", "-c", arm, base)
        arms.append(repo.commit(arm, {arm: "x\n"}))
    repo.git("switch", "-q", "main")
    tip = repo.commit("On main", {"m": "x\n"})
    tree = repo.git("rev-parse", "HEAD^{tree}").encode()
    who = b"Ada <ada@example.com> 1700000000 +0000\n"
    lines = b"".join(b"parent " + sha.encode() + b"\n" for sha in (tip, *arms))
    merge = repo.git(
        "hash-object", "-t", "commit", "-w", "--stdin",
        stdin=b"tree " + tree + b"\n" + lines + b"author " + who + b"committer " + who + b"\nAll\n",
    )  # fmt: skip
    repo.git("update-ref", "refs/heads/main", merge)
    landed = pull_repos(repo)
    row = landed.row("commit", sha=merge)
    assert (row["parents"], row["is_merge"], row["files_changed"]) == ([tip, *arms], True, 0)
    assert not [r for r in landed.rows("file_change") if r["sha"] == merge]
    assert landed.row("commit", sha=tip)["is_merge"] is False


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param("feat: x", "feat", id="plain"),
        pytest.param("Fix(core): x", "fix", id="capital"),
        pytest.param("refactor!: x", "refactor", id="breaking"),
        pytest.param("docs(api)!: x", "docs", id="scope-and-breaking"),
        pytest.param("feat:x", None, id="no-space"),
        pytest.param("banana: x", None, id="unknown-type"),
        pytest.param("feat (x): y", None, id="space-before-scope"),
        pytest.param("A feat: x", None, id="not-at-the-start"),
        pytest.param("feature: x", None, id="longer-word"),
        pytest.param("Bump version to 1.2.0 (#7)", "chore", id="version"),
        pytest.param("Prepare for 1.2 release", "chore", id="release"),
        pytest.param("Bump cryptography from 42.0.2 to 42.0.4", "chore", id="dependency"),
        pytest.param("v1.2rc1", "chore", id="bare-version"),
        pytest.param("*: cut 2.2.1", "chore", id="version-behind-a-prefix"),
        pytest.param("Add 2.0", None, id="not-a-version"),
        pytest.param("Fix 3.11 crash", None, id="more-than-a-version"),
    ],
)
def test_conventional_types_come_from_the_subject(repo, pull_repos, subject, expected):
    sha = repo.commit(f"{subject}\n\nci: not the subject\n")
    assert pull_repos(repo).row("commit", sha=sha)["conventional_type"] == expected


SHA = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("message", "reverts_sha", "reverts_pull", "is_reapply"),
    [
        pytest.param(f'Revert "x"\n\nThis reverts commit {SHA}.\n', SHA, None, False, id="git"),
        pytest.param(
            f"Undo\n\nThis reverts commit 89abcde.\nThis reverts commit {SHA}.",
            "89abcde",
            None,
            False,
            id="first-of-two",
        ),
        pytest.param(
            f"Undo\n\nThis reverts commit {SHA}, reversing\nchanges made to 89abcde.",
            SHA,
            None,
            False,
            id="merge",
        ),
        pytest.param(
            f"Check x (#9)\n\n* Check x\n\n* Revert y\n\nThis reverts commit {SHA}.\n\nReverts #7",
            None,
            None,
            False,
            id="inside-a-squash",
        ),
        pytest.param(
            f"Revert x (#9)\n\n* Revert x\n\nThis reverts commit {SHA}.",
            SHA,
            None,
            False,
            id="squashed-revert",
        ),
        pytest.param("This reverts commit 12345.", None, None, False, id="too-short"),
        pytest.param('Revert "x" (#9)\n\nReverts acme/sea#7', None, 7, False, id="pull-request"),
        pytest.param("Undo\n\nReverts #7", None, 7, False, id="same-repository"),
        pytest.param('Revert "Add x (#7)" (#9)', None, 7, False, id="quoted-number"),
        pytest.param('Revert "Add x" (#9)', None, None, False, id="own-number"),
        pytest.param('Reapply "Add x"', None, None, True, id="reapply"),
        pytest.param('Revert "Revert "Add x""', None, None, True, id="old-reapply"),
    ],
)
def test_reverts_are_found(repo, pull_repos, message, reverts_sha, reverts_pull, is_reapply):
    sha = repo.commit(message)
    row = pull_repos(repo).row("commit", sha=sha)
    found = (row["reverts_sha"], row["reverts_pull_number"], row["is_reapply"])
    assert found == (reverts_sha, reverts_pull, is_reapply)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(b"Ada <a@b> 0 +0000", datetime(1970, 1, 1, tzinfo=UTC), id="zero"),
        pytest.param(
            b"Ada <a@b> -62135596800 +0000", datetime(1970, 1, 1, tzinfo=UTC), id="year-1"
        ),
        pytest.param(b"Ada <a@b> 281474976710 +0000", datetime(1970, 1, 1, tzinfo=UTC), id="10889"),
        pytest.param(
            b"Ada <a@b> 99999999999999999999 +0000", datetime(1970, 1, 1, tzinfo=UTC), id="overflow"
        ),
        pytest.param(b"Ada <a@b>", datetime(1970, 1, 1, tzinfo=UTC), id="missing"),
        pytest.param(b"Ada <a@b> never", datetime(1970, 1, 1, tzinfo=UTC), id="words"),
        pytest.param(b"Ada <a@b> 32503680000 +1400", datetime(3000, 1, 1, tzinfo=UTC), id="future"),
    ],
)
def test_strange_dates_land_as_the_epoch_and_future_ones_stay(repo, pull_repos, line, expected):
    sha = repo.raw_commit(b"author " + line + b"\ncommitter " + line + b"\n\nWhen\n")
    row = pull_repos(repo).row("commit", sha=sha)
    assert datetime.fromisoformat(row["authored_at"]) == expected
    assert datetime.fromisoformat(row["committed_at"]) == expected


def test_a_commit_dated_in_the_future_hides_nothing_that_follows(repo, pull_repos):
    repo.commit("Early", at=32_503_680_000)
    pull_repos(repo)
    sha = repo.commit("Late", at=NOON)
    assert [row["sha"] for row in pull_repos(repo).rows("commit")] == [sha]


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(b"", id="empty"),
        pytest.param(
            b"\x1f\x1e\x1d records \x1f apart\x1e\n\n\x00after\n", id="separators-and-nul"
        ),
        pytest.param(b"\xff\xfe broken \xc3\n", id="invalid-utf-8"),
        pytest.param(b"lines\rof\rold\r\n", id="carriage-returns"),
        pytest.param(b"\n:000000 100644 0 1 A\n1\t2\tpath\n", id="looks-like-git-output"),
        pytest.param(b"x" * 3_000_000, id="huge"),
    ],
)
def test_no_message_breaks_the_reading(repo, pull_repos, message):
    before = repo.commit("Before", {"a": "1\n"})
    repo.write("b", "1\n2\n")
    repo.git("add", "b")
    who = b"Ada <ada@example.com> 1700000000 +0000\n"
    parent = b"parent " + before.encode() + b"\n"
    sha = repo.raw_commit(parent + b"author " + who + b"committer " + who + b"\n" + message)
    landed = pull_repos(repo)
    assert [row["sha"] for row in landed.rows("commit")] == [sha, before]
    assert landed.row("commit", sha=sha)["lines_added"] == 2
    assert len(landed.rows("person_credit")) == 4


def test_a_sha_256_repository_is_read(new_repo, pull_repos):
    repo = new_repo("wide", "--object-format=sha256")
    first = repo.commit("Start", {"a": "1\n"})
    second = repo.commit(f'Revert "x"\n\nThis reverts commit {first}.\n', {"a": "2\n"})
    landed = pull_repos(repo)
    row = landed.row("commit", sha=second)
    assert len(second) == 64
    assert (row["parents"], row["reverts_sha"], row["lines_added"]) == ([first], first, 1)
    assert landed.row("file_change", sha=first)["is_created"] is True


def test_nothing_of_messages_and_contents_lands(repo, pull_repos, tmp_path):
    repo.commit(
        "canary-subject\n\ncanary-body\n\nChange-Id: canary-trailer\n", {"a": "canary-content\n"}
    )
    repo.git("tag", "-a", "-m", "canary-tag", "v1", GIT_COMMITTER_NAME="A", GIT_COMMITTER_EMAIL="a")
    pull_repos(repo).result  # noqa: B018 because it asserts that the pull succeeded
    landed = [path for path in (tmp_path / "landing").rglob("*") if path.is_file()]
    assert any(b'"sha"' in path.read_bytes() for path in landed)
    assert not any(b"canary" in path.read_bytes() for path in landed)


@pytest.mark.parametrize(
    "output",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"f" * 40 + b"\0" * 14, id="another-commit"),
        pytest.param(SHA.encode() + b"\0" * 9, id="too-few-fields"),
        pytest.param(SHA.encode() + b"\0" * 14 + b"\n:100644 100644 0 1 M\0a\0b\0", id="no-counts"),
    ],
)
def test_output_of_another_shape_is_refused(repo, output):
    mailmap = Mailmap(open_repository(repo.path, repo.path), "")
    now = datetime(2026, 3, 1, tzinfo=UTC)
    reader = LogReader("lighthouse", now, None, frozenset(), mailmap, is_reachable=True)
    with pytest.raises(BadPayload, match=f"lighthouse left its format at commit {SHA}"):
        list(reader.records([SHA], [output]))


@pytest.mark.parametrize(
    "subject",
    [
        "Fix the lamp",
        "[3.9] fix the  lamp (GH-7) (#12)",
        "FIX THE LAMP (#3)",
        "[PATCH] Fix the lamp",
    ],
)
def test_a_reworded_label_number_or_case_keeps_the_subjects_hash(repo, pull_repos, subject):
    plain = repo.commit("fix the lamp", {"a": "1\n"})
    other = repo.commit(subject, {"a": "2\n"})
    landed = pull_repos(repo)
    hashes = {landed.row("commit", sha=sha)["subject_hash"] for sha in (plain, other)}
    assert len(hashes) == 1


def test_a_subject_of_labels_alone_has_no_hash(repo, pull_repos):
    sha = repo.commit("[skip ci] (#3)", {"a": "1\n"})
    assert pull_repos(repo).row("commit", sha=sha)["subject_hash"] is None


SHA = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    "line",
    [
        f"(cherry picked from commit {SHA})",
        f"(backported from commit {SHA})",
        f"(backported from commit {SHA} linux-next)",
        f"commit {SHA} upstream.",
        f"[ Upstream commit {SHA} ]",
        f"(cherry picked from commit {'f' * 40})\n(cherry picked from commit {SHA})",
    ],
)
def test_a_copy_names_the_commit_that_it_was_taken_from(repo, pull_repos, line):
    sha = repo.commit(f"Fix\n\n{line}\n", {"a": "1\n"})
    assert pull_repos(repo).row("commit", sha=sha)["picked_from"] == SHA


@pytest.mark.parametrize(
    "line", ["see commit 0123456 for more", "upstream took it", "Fixes: 0123456"]
)
def test_a_commit_that_only_speaks_of_another_is_no_copy(repo, pull_repos, line):
    sha = repo.commit(f"Fix\n\n{line}\n", {"a": "1\n"})
    assert pull_repos(repo).row("commit", sha=sha)["picked_from"] is None


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("Fix it (#12)", 12),
        ("[3.9] Fix it (GH-7) (GH-12)", 12),
        ("Merge pull request #12 from ada/topic\n\nFix it", 12),
        ("Auto merge of #12 - ada:topic, r=bo", 12),
        ("Merge branch 'topic' into 'main'\n\nFix\n\nSee merge request acme/web!12", 12),
        ("Fix #12", None),
        ("Fix what (#12) broke", None),
    ],
)
def test_the_pull_request_is_what_the_message_says_it_lands(repo, pull_repos, message, number):
    sha = repo.commit(message, {"a": "1\n"})
    assert pull_repos(repo).row("commit", sha=sha)["pull_number"] == number


@pytest.mark.parametrize(
    ("subject", "is_sync"),
    [
        ("Merge branch 'master' of github.com:acme/web", True),
        ("Merge remote-tracking branch 'origin/main' into topic", True),
        ("Merge remote branches 'origin/master' and 'github/master'", True),
        ("Merge branches 'topic' and 'master'", False),
        ("Merge branch 'topic' of github.com:acme/web", False),
        ("Merge branch 'main-loop'", False),
        ("Merge pull request #12 from acme/main", False),
    ],
)
def test_a_merge_of_a_branch_with_a_main_lines_name_only_catches_up(
    repo, pull_repos, subject, is_sync
):
    base = repo.commit("Start", {"a": "1\n"})
    repo.git("switch", "-q", "-c", "topic", base)
    repo.commit("Topic", {"t": "1\n"})
    repo.git("switch", "-q", "main")
    ada = identity("Ada Brandt <ada@example.com>", NOON)
    repo.git("merge", "-q", "--no-ff", "-m", subject, "topic", **ada)
    sha = repo.git("rev-parse", "HEAD")
    landed = pull_repos(repo)
    assert landed.row("commit", sha=sha)["is_sync"] is is_sync
    assert landed.row("commit", sha=base)["is_sync"] is None


def test_a_change_id_is_kept_as_gerrit_writes_it(repo, pull_repos):
    change = "I" + "ab" * 20
    sha = repo.commit(f"Fix\n\nChange-Id: {change}\n", {"a": "1\n"})
    assert pull_repos(repo).row("commit", sha=sha)["change_id"] == change
