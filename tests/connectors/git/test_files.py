"""Which files a commit changed, and how."""

import pytest


def changes(landed, sha):
    return [
        (r["path"], r["previous_path"], r["is_created"], r["lines_added"], r["lines_deleted"])
        for r in landed.rows("file_change")
        if r["sha"] == sha
    ]


def test_created_changed_deleted_and_binary_files_are_told_apart(repo, pull_repos):
    start = repo.commit("Start", {"kept": "1\n2\n", "gone": "1\n", "image": b"a\0b"})
    (repo.path / "gone").unlink()
    sha = repo.commit("Change", {"kept": "1\n", "new/deep": "1\n2\n3\n", "image": b"a\0c"})
    landed = pull_repos(repo)
    assert changes(landed, start) == [
        ("gone", None, True, 1, 0),
        ("image", None, True, None, None),
        ("kept", None, True, 2, 0),
    ]
    assert changes(landed, sha) == [
        ("gone", None, False, 0, 1),
        ("image", None, False, None, None),
        ("kept", None, False, 0, 1),
        ("new/deep", None, True, 3, 0),
    ]
    row = landed.row("commit", sha=sha)
    assert (row["files_changed"], row["lines_added"], row["lines_deleted"]) == (4, 3, 2)


def test_a_rename_keeps_the_old_path_even_if_a_new_file_takes_its_place(repo, pull_repos):
    repo.commit("Start", {"a": "".join(f"{n}\n" for n in range(40)), "z": "1\n"})
    repo.git("mv", "a", "b")
    repo.git("mv", "z", "y")
    sha = repo.commit("Move", {"b": "".join(f"{n}\n" for n in range(41)), "z": "other\n"})
    landed = pull_repos(repo)
    assert changes(landed, sha) == [
        ("b", "a", False, 1, 0),
        ("y", None, True, 1, 0),
        ("z", None, False, 1, 1),
    ]


def test_a_rename_without_change_counts_no_lines(repo, pull_repos):
    repo.commit("Start", {"a": "1\n2\n3\n"})
    repo.git("mv", "a", "b")
    sha = repo.commit("Move")
    assert changes(pull_repos(repo), sha) == [("b", "a", False, 0, 0)]


def test_a_change_of_mode_or_type_is_a_change(repo, pull_repos):
    repo.commit("Start", {"run": "1\n", "link": "1\n"})
    (repo.path / "run").chmod(0o755)
    (repo.path / "link").unlink()
    (repo.path / "link").symlink_to("run")
    sha = repo.commit("Change")
    assert changes(pull_repos(repo), sha) == [
        ("link", None, False, 1, 1),
        ("run", None, False, 0, 0),
    ]


def test_a_submodule_is_one_line(repo, pull_repos):
    repo.commit(
        "Start", {".gitmodules": '[submodule "m"]\n\tpath = m\n\turl = x\n\tignore = all\n'}
    )
    commit = repo.git("rev-parse", "HEAD")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},m")
    repo.git("commit", "-qm", "Add", GIT_AUTHOR_NAME="A", GIT_AUTHOR_EMAIL="a@example.com",
             GIT_COMMITTER_NAME="A", GIT_COMMITTER_EMAIL="a@example.com")  # fmt: skip
    assert changes(pull_repos(repo), repo.git("rev-parse", "HEAD")) == [("m", None, True, 1, 0)]


@pytest.mark.parametrize(
    ("path", "landed_path"),
    [
        pytest.param('tab\tand\nline "quoted"', 'tab\tand\nline "quoted"', id="special"),
        pytest.param("übung/naïve ☂", "übung/naïve ☂", id="unicode"),
        pytest.param(
            b"latin-\xe9".decode("utf-8", "surrogateescape"), "latin-\ufffd", id="latin-1"
        ),
        pytest.param(":000000 100644 A", ":000000 100644 A", id="looks-like-git-output"),
    ],
)
def test_paths_land_as_text(repo, pull_repos, path, landed_path):
    sha = repo.commit("Add", {path: "1\n"})
    assert changes(pull_repos(repo), sha) == [(landed_path, None, True, 1, 0)]


def test_a_malformed_tree_with_one_name_twice_gives_one_change(repo, pull_repos):
    blobs = [repo.git("hash-object", "-w", "--stdin", stdin=text) for text in (b"1\n", b"2\n2\n")]
    entries = b"".join(b"100644 twin\0" + bytes.fromhex(blob) for blob in blobs)
    tree = repo.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=entries)
    who = "A <a@example.com> 1700000000 +0000"
    commit = f"tree {tree}\nauthor {who}\ncommitter {who}\n\nTwins\n".encode()
    sha = repo.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=commit)
    repo.git("update-ref", "refs/heads/main", sha)
    landed = pull_repos(repo)
    assert changes(landed, sha) == [("twin", None, True, 1, 0)]
    assert landed.row("commit", sha=sha)["files_changed"] == 1


def test_a_huge_commit_is_landed_in_pages_and_its_commit_counts_all(repo, pull_repos):
    sha = repo.commit("Import", {f"d{n % 7}/f{n}": "1\n" for n in range(60)})
    landed = pull_repos(repo, batch_records=25)
    assert len(landed.rows("file_change")) == 60
    assert landed.row("commit", sha=sha)["files_changed"] == 60
    batches = list(pull_repos.connector(repo, batch_records=25).read(
        landed.connector.streams, "lighthouse", None, lambda *_: iter(())
    ))  # fmt: skip
    assert max(len(rows) for batch in batches for rows in batch.records.values()) == 25
    assert [batch.cursor["done"] for batch in batches] == [0, 0, 1, 0]
