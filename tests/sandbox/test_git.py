"""Clones that the sandbox writes are repositories of git, with git's own ids."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.git.model import Clone, Signature
from sandbox.git.write import write

ADA = Signature("Ada Exámple", "ada@acme.example", datetime(2026, 1, 5, 9, tzinfo=UTC))
BO = Signature("Bo Sample", "bo@acme.example", datetime(2026, 1, 6, 9, tzinfo=UTC))
FILES = {"src/a.py": "1\n2\n", "src.txt": "é\n", "src-b/y": "z\n", "README.md": ""}


@pytest.fixture
def clone() -> Clone:
    """A main branch, a topic that it got by a merge, and an older release."""
    made = Clone("acme/widget")
    made.commit("main", "Start", FILES, ADA)
    made.fork("stable")
    made.fork("topic")
    made.commit("topic", "Count to three", {"src/a.py": "1\n2\n3\n"}, BO)
    made.commit("main", "Say more", {"README.md": "More.\n"}, ADA, BO)
    made.merge("topic", "Merge branch 'topic'", ADA)
    made.tag("v1.0", "Release 1.0", BO)
    return made


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_git_finds_nothing_wrong_with_a_clone(clone: Clone, tmp_path: Path) -> None:
    write(clone, tmp_path / "acme" / "widget.git")
    assert git(tmp_path / "acme" / "widget.git", "fsck", "--full", "--strict") == ""


def test_git_gives_branches_and_tags_the_same_ids(clone: Clone, tmp_path: Path) -> None:
    folder = tmp_path / "widget.git"
    write(clone, folder)
    refs = git(folder, "for-each-ref", "--format=%(refname:lstrip=2) %(objectname)")
    found = dict(line.split() for line in refs.splitlines())
    assert found == {**clone.branches, **clone.tags}
    assert set(found) == {"main", "stable", "v1.0"}


def test_a_merge_brings_the_topic_and_keeps_what_came_meanwhile(
    clone: Clone, tmp_path: Path
) -> None:
    folder = tmp_path / "widget.git"
    write(clone, folder)
    assert git(folder, "show", "main:src/a.py") == "1\n2\n3\n" == clone.text("main", "src/a.py")
    assert git(folder, "show", "main:README.md") == "More.\n"
    assert git(folder, "diff", "--name-only", "stable", "main").split() == ["README.md", "src/a.py"]
    log = git(folder, "log", "--format=%an, %cn", "main~1")
    assert log == "Ada Exámple, Bo Sample\nAda Exámple, Ada Exámple\n"
