"""A clone is read and nothing else: no hook, filter or command of it runs."""

import gc
import os
import warnings
from subprocess import CalledProcessError

import pytest

from connectors.errors import Permanent
from connectors.git import STREAMS
from connectors.git.client import Output, open_repository
from tests.connectors.git.conftest import ADA, NOON, identity


def programs(canary):
    """Every setting of a repository that names a program which some git command would run."""
    script = f"sh -c 'touch {canary}; cat \"$@\"' -"
    return {
        "alias.log": f"!{script}",
        "alias.rev-list": f"!{script}",
        "core.alternateRefsCommand": script,
        "core.askPass": script,
        "core.editor": script,
        "core.fsmonitor": script,
        "core.gitProxy": script,
        "core.pager": script,
        "core.sshCommand": script,
        "credential.helper": f"!{script}",
        "diff.evil.command": script,
        "diff.evil.textconv": script,
        "diff.external": script,
        "filter.evil.clean": script,
        "filter.evil.process": script,
        "filter.evil.smudge": script,
        "gpg.format": "openpgp",
        "gpg.program": script,
        "gpg.ssh.program": script,
        "gpg.x509.program": script,
        "interactive.diffFilter": script,
        "log.showSignature": "true",
        "pager.log": script,
        "pager.rev-list": script,
        "remote.origin.uploadpack": script,
        "trailer.acked.command": script,
        "trailer.acked.cmd": script,
        "trailer.acked.key": "Acked-by: ",
        "uploadpack.packObjectsHook": script,
    }


def test_no_program_that_a_repository_names_is_run(repo, pull_repos, tmp_path):
    canary = tmp_path / "canary"
    repo.write(".gitattributes", "* diff=evil filter=evil\n")
    repo.git("add", "--all")
    start = repo.commit("Start\n\nAcked-by: Hana <hana@example.com>\n", {"a": "1\n"})
    signed = repo.raw_commit(
        f"parent {start}\nauthor {ADA} 1700000000 +0000\ncommitter {ADA} 1700000000 +0000\n"
        "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n"
        "Work\n\nAcked-by: Hana <hana@example.com>\n".encode()
    )
    clean = pull_repos({"path": repo.path, "name": "clean"})
    outside = tmp_path / "outside"
    outside.write_text("Intruder <intruder@example.com> <ada@example.com>\n* -diff\n")
    hooks = repo.path / ".git/hooks"
    for name in (
        "post-index-change",
        "reference-transaction",
        "post-checkout",
        "fsmonitor-watchman",
    ):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {canary}\n")
        (hooks / name).chmod(0o755)
    for key, value in {
        **programs(canary),
        "core.attributesFile": str(outside),
        "core.hooksPath": str(hooks),
        "core.worktree": str(tmp_path),
        "diff.algorithm": "patience",
        "diff.ignoreSubmodules": "all",
        "diff.orderFile": str(outside),
        "diff.relative": "true",
        "diff.renames": "false",
        "include.path": str(outside.with_name("missing")),
        "log.date": "format:%%s",
        "log.diffMerges": "first-parent",
        "log.follow": "true",
        "log.mailmap": "false",
        "log.showRoot": "false",
        "mailmap.blob": "HEAD:a",
        "mailmap.file": str(outside),
        "trailer.separators": "=",
    }.items():
        repo.git("config", key, value)
    hostile = pull_repos({"path": repo.path, "name": "hostile"})
    assert not canary.exists()
    for stream in ("commit", "person_credit", "file_change"):
        expected = [{**row, "repository": "hostile"} for row in clean.rows(stream)]
        found = hostile.rows(stream)
        for row in (*expected, *found):
            row.pop("observed_at", None)
        assert found == expected
    assert hostile.row("commit", sha=signed)["files_changed"] == 0


def test_the_canary_would_appear_if_the_settings_were_obeyed(repo, tmp_path):
    canary = tmp_path / "canary"
    repo.write(".gitattributes", "* diff=evil\n")
    repo.commit("Start", {"a": "1\n"})
    for key, value in programs(canary).items():
        repo.git("config", key, value)
    with pytest.raises(CalledProcessError):
        repo.git("log", "-p", "--ext-diff")
    assert canary.exists()


def test_replacements_and_grafts_do_not_change_history(repo, pull_repos):
    first = repo.commit("One", {"a": "1\n"})
    second = repo.commit("Two", {"a": "2\n"})
    somebody = identity("X <x@example.com>", NOON)
    other = repo.git("commit-tree", "-m", "Else", "HEAD^{tree}", **somebody)
    repo.git("replace", second, other)
    repo.write(".git/info/grafts", f"{second}\n")
    landed = pull_repos(repo)
    assert landed.row("commit", sha=second)["parents"] == [first]
    assert landed.row("person_credit", sha=second, position=0)["name"] == "Ada Brandt"


def test_a_shallow_clone_is_read_to_its_end_and_in_full_once_deepened(repo, new_repo, pull_repos):
    first = repo.commit("One", {"a": "1\n", "b": "1\n"})
    second = repo.commit("Two", {"a": "2\n"})
    third = repo.commit("Three", {"a": "3\n"})
    shallow = new_repo("shallow")
    shallow.git("remote", "add", "origin", f"file://{repo.path}")
    shallow.git("fetch", "-q", "--depth=2", "origin", "main")
    shallow.git("update-ref", "refs/heads/main", third)
    landed = pull_repos(shallow)
    assert {row["sha"] for row in landed.rows("commit")} == {second, third}
    end = landed.row("commit", sha=second)
    assert (end["parents"], end["files_changed"], end["lines_added"]) == ([], 0, 0)
    assert [row["sha"] for row in landed.rows("file_change")] == [third]
    ok, missing = landed.connector.check()
    assert (ok.level, missing.level) == ("ok", "missing")
    assert "shallow is a shallow clone" in missing.text
    shallow.git("fetch", "-q", "--unshallow", "origin")
    deep = pull_repos(shallow)
    assert {row["sha"] for row in deep.rows("commit")} == {first, second, third}
    assert deep.row("commit", sha=second)["parents"] == [first]
    assert len([row for row in deep.rows("file_change") if row["sha"] == second]) == 1
    assert [finding.level for finding in deep.connector.check()] == ["ok"]


@pytest.mark.parametrize("kind", ["missing", "file", "empty-folder", "inside-a-repository"])
def test_what_is_no_repository_is_refused_by_its_configured_path(repo, pull_repos, tmp_path, kind):
    repo.commit("One", {"inside/a": "1\n"})
    path = {"missing": "gone", "file": "f", "empty-folder": "e", "inside-a-repository": ""}[kind]
    (tmp_path / "f").touch()
    (tmp_path / "e").mkdir()
    landed = pull_repos({"path": path or "lighthouse/inside"}, repo)
    bad, good = landed.results
    assert bad.error.code == "PERMANENT"
    assert (path or "lighthouse/inside") in bad.error.cause
    assert str(tmp_path) not in str(bad.error)
    assert good.error is None
    assert next(iter(landed.connector.check())).level == "missing"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_repository_of_another_user_needs_their_trust(repo, pull_repos, tmp_path, monkeypatch):
    repo.commit("One")
    os.chown(repo.path, 12345, 12345)
    os.chown(repo.path / ".git", 12345, 12345)
    monkeypatch.setenv("HOME", str(tmp_path))
    (refused,) = pull_repos(repo).results
    assert f"git config --global --add safe.directory {repo.path}" in str(refused.error)
    (tmp_path / ".gitconfig").write_text(
        f"[safe]\n\tdirectory = {repo.path}\n[core]\n\tpager = touch {tmp_path}/canary\n"
    )
    assert len(pull_repos(repo).rows("commit")) == 1
    assert not (tmp_path / "canary").exists()


def test_a_corrupt_repository_fails_with_advice_and_the_next_one_is_read(
    repo, new_repo, pull_repos
):
    repo.commit("One", {"a": "secret words\n"})
    blob = repo.git("rev-parse", "HEAD:a")
    file = repo.path / ".git/objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(b"broken")
    healthy = new_repo("healthy")
    healthy.commit("One")
    bad, good = pull_repos(repo, healthy).results
    assert bad.error.code == "PERMANENT"
    assert "git log ended with exit code 128" in str(bad.error)
    assert "git fsck" in bad.error.action
    assert good.error is None


@pytest.mark.parametrize(
    ("remote", "name", "page"),
    [
        pytest.param("https://u:pw@github.com/acme/sea.git", "acme/sea",
                     "https://github.com/acme/sea/commit/", id="github-https"),
        pytest.param("git@github.com:acme/sea.git", "acme/sea",
                     "https://github.com/acme/sea/commit/", id="github-scp"),
        pytest.param("ssh://git@github.acme.example:2222/acme/sea", "acme/sea",
                     "https://github.acme.example/acme/sea/commit/", id="enterprise-ssh"),
        pytest.param("https://oauth2:pw@gitlab.acme.example:8443/a/b/sea.git/", "a/b/sea",
                     "https://gitlab.acme.example:8443/a/b/sea/-/commit/", id="gitlab-subgroup"),
        pytest.param("https://pw@bitbucket.org/acme/sea.git", "acme/sea",
                     "https://bitbucket.org/acme/sea/commits/", id="bitbucket"),
        pytest.param("https://u:pw@git.acme.example/acme/sea?token=pw", "acme/sea", None,
                     id="unknown-host"),
        pytest.param("git@github-work:acme/sea.git", "acme/sea", None, id="ssh-alias"),
        pytest.param("../sea.git", "lighthouse", None, id="relative"),
        pytest.param("file:///srv/pw/sea.git", "lighthouse", None, id="file"),
        pytest.param("https://[pw", "lighthouse", None, id="malformed"),
        pytest.param("https://github.com:port/acme/sea", "lighthouse", None, id="bad-port"),
    ],
)  # fmt: skip
def test_names_and_pages_come_from_the_origin_without_credentials(
    repo, pull_repos, tmp_path, remote, name, page
):
    sha = repo.commit("One", {"a": "1\n"})
    repo.git("config", "remote.origin.url", remote)
    landed = pull_repos(repo)
    assert landed.result.scope == name
    row = landed.row("commit", sha=sha)
    assert (row["repository"], row["url"]) == (name, page and f"{page}{sha}")
    files = [path for path in (tmp_path / "landing").rglob("*") if path.is_file()]
    assert not any(b"pw" in path.read_bytes() for path in files)


def test_a_configured_name_wins_over_the_origin(repo, pull_repos):
    repo.commit("One")
    repo.git("config", "remote.origin.url", "git@github.com:acme/sea.git")
    landed = pull_repos({"path": "lighthouse", "name": "harbour"})
    assert [row["repository"] for row in landed.rows("commit")] == ["harbour"]


def test_two_repositories_of_one_name_are_refused(repo, new_repo, pull_repos):
    with pytest.raises(Permanent, match="two repositories are called lighthouse"):
        pull_repos(repo, {"path": new_repo("other").path, "name": "lighthouse"})


def test_work_trees_and_git_folders_are_read_like_their_repository(repo, pull_repos, tmp_path):
    sha = repo.commit("One", {".mailmap": "Ada L <ada@example.com>\n"})
    repo.git("worktree", "add", "-q", tmp_path / "tree")
    for path in (tmp_path / "tree", repo.path / ".git"):
        landed = pull_repos({"path": path, "name": path.name})
        assert [row["sha"] for row in landed.rows("commit")] == [sha]
        assert {row["mapped_name"] for row in landed.rows("person_credit")} == {"Ada L"}


def test_the_connector_declares_what_it_reads(repo, pull_repos):
    connector = pull_repos.connector(repo)
    assert connector.source == "git"
    assert connector.streams is STREAMS


def test_output_that_nobody_reads_on_leaves_no_open_pipe_and_no_program(repo):
    repo.commit("One", {"a": "1\n"})
    output = Output(open_repository(repo.path, repo.path), "rev-list", "--all", stdin=b"")
    assert len(list(output)) == 1
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        del output
        gc.collect()
    assert [str(warning.message) for warning in told] == []
