"""The company's clones, read by git itself, say what truth says of the work in them."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.company import serve
from sandbox.git.model import Clone

from .conftest import Unit

PLATFORM, HANDBOOK = "acme/platform", "acme/handbook"
FORMAT = "%x01%H%x00%P%x00%ct%x00%ae%x00%ce%x00%B%x00"
TRAILERS = {
    "Tested-by": "testing.tested",
    "Reported-by": "testing.reported",
    "Suggested-by": "coordination.suggested",
    "Diagnosed-by": "fix.diagnosis_only",
    "Helped-by": "fix.helped",
    "Mentored-by": "mentoring.named",
}


@dataclass(frozen=True)
class Commit:
    """One commit as git shows it; people by their addresses' owners."""

    sha: str
    is_merge: bool
    at: datetime
    author: str | None
    committer: str | None
    message: str
    paths: tuple[str, ...]

    @property
    def subject(self) -> str:
        return self.message.splitlines()[0]


class Clones:
    """The clones on disk, and whose the addresses are."""

    def __init__(self, world: Any, folder: Path) -> None:
        with serve(world.tools) as served:
            served.write(folder)
        self.world, self.folder, self.owners = world, folder / "clones", world.owners()

    def git(self, name: str, *arguments: str) -> str:
        command = ["git", "-C", str(self.folder / f"{name}.git"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def owner(self, email: str) -> str | None:
        return self.owners["git", email]

    def commits(self, name: str, *what: str) -> Iterator[Commit]:
        """What the main branch got, or what is asked for."""
        log = self.git(name, "log", f"--format={FORMAT}", "--name-only", *(what or ("main",)))
        for row in log.split("\x01")[1:]:
            sha, parents, at, author, committer, message, paths = row.split("\0")
            people = self.owner(author), self.owner(committer)
            when = datetime.fromtimestamp(int(at), UTC)
            yield Commit(sha, " " in parents, when, *people, message.strip(), tuple(paths.split()))

    def units(self, kind: str) -> set[Unit]:
        return self.world.units(kind, "git")


@pytest.fixture(scope="module")
def clones(world: Any, tmp_path_factory: pytest.TempPathFactory) -> Clones:
    return Clones(world, tmp_path_factory.mktemp("clones"))


def clone_of(clones: Clones, name: str) -> Clone:
    clone: Clone = clones.world.tools.git.clones[name]
    return clone


def test_git_finds_nothing_wrong_and_the_same_ids(clones: Clones) -> None:
    for name, clone in clones.world.tools.git.clones.items():
        clones.git(name, "fsck", "--full", "--strict")
        heads = clones.git(name, "for-each-ref", "--format=%(objectname) %(refname:lstrip=2)")
        found = dict(reversed(line.split()) for line in heads.splitlines())
        assert found == {**clone.branches, **clone.tags}


def test_a_topic_keeps_what_the_main_branch_got_meanwhile(clones: Clones) -> None:
    for merge in [c for c in clones.commits(PLATFORM) if c.is_merge]:
        lost = clones.git(PLATFORM, "diff", "--name-only", f"{merge.sha}^1", merge.sha).split()
        brought = clones.git(
            PLATFORM, "log", "--name-only", "--format=", f"{merge.sha}^1..{merge.sha}^2"
        )
        assert set(lost) == set(brought.split())


@pytest.mark.parametrize(("word", "kind"), TRAILERS.items(), ids=TRAILERS)
def test_whom_a_patch_names_did_it_unless_it_is_the_author(
    clones: Clones, word: str, kind: str
) -> None:
    found = set()
    for commit in clones.commits(PLATFORM):
        for line in commit.message.splitlines():
            role, _, who = line.partition(": ")
            person = clones.owner(who.rpartition("<")[2][:-1]) if role == word else None
            if person and person != commit.author:
                found.add((person, f"git:{commit.sha}", None))
    assert found
    assert clones.units(kind) == found


def test_patches_are_taken_in_by_others_than_their_authors(clones: Clones) -> None:
    found = set()
    for commit in clones.commits(PLATFORM, "--first-parent", "-m", "main"):
        taken = [commit]
        if commit.is_merge:
            taken = list(clones.commits(PLATFORM, f"{commit.sha}^1..{commit.sha}^2"))
        for change in taken:
            if commit.committer and commit.committer != change.author and change.author:
                found.add((commit.committer, f"git:{change.sha}", None))
    assert clones.units("coordination.integration") == found


def test_what_is_taken_back_names_the_commit(clones: Clones) -> None:
    found = set()
    for name in clones.world.tools.git.clones:
        commits = {commit.sha: commit for commit in clones.commits(name)}
        for commit in commits.values():
            sha = commit.message.partition("This reverts commit ")[2][:40]
            number = commit.message.partition(f"Reverts {name}#")[2]
            landed = (c.sha for c in commits.values() if c.subject.endswith(f"(#{number})"))
            reverted = next(landed) if number else sha
            if reverted and commit.at - commits[reverted].at > timedelta(hours=1):
                found.add((commit.author, f"git:{reverted}", None))
    assert clones.units("fix.revert") == found


def test_a_backport_names_what_it_was_picked_from(clones: Clones) -> None:
    found = set()
    for commit in clones.commits(PLATFORM, "main..stable/1.x"):
        picked = commit.message.partition("(cherry picked from commit ")[2][:40]
        found.add((commit.committer, f"git:{picked}", None))
    assert found
    assert clones.units("fix.backport") == found


def test_notes_of_a_release_are_commits_of_nothing_else(clones: Clones) -> None:
    found = {
        (commit.author, f"git:{name}:release-notes")
        for name in clones.world.tools.git.clones
        for commit in clones.commits(name)
        if commit.paths == ("CHANGELOG.md",)
    }
    assert {unit[:2] for unit in clones.units("coordination.release_notes")} == found


def test_minutes_name_who_took_them(clones: Clones) -> None:
    names = {person.person_id: person.name for person in clones.world.tools.company.people}
    taken, published = set(), set()
    for commit in clones.commits(HANDBOOK):
        for path in commit.paths if commit.paths[0].startswith("minutes/") else ():
            text = clone_of(clones, HANDBOOK).text("main", path)
            label = next(line for line in text.splitlines() if "cribe" in line or "taker" in line)
            unit = f"git:{HANDBOOK}:{path}"
            scribe = next((p for p, u, _ in clones.units("meeting.minutes") if u == unit), None)
            if scribe is None:
                assert label.endswith(": TBD, see wiki")
            else:
                called, first = label.partition(": ")[2], names[scribe].split()[0]
                assert names[scribe] in called or (called == first and text.count(first) == 2)
                taken.add((scribe, unit, None))
            if scribe != commit.author:
                published.add((commit.author, unit, None))
    assert clones.units("meeting.minutes") == taken
    assert clones.units("meeting.published_minutes") == published


def test_what_a_pull_request_became_is_in_the_clone_of_its_repository(clones: Clones) -> None:
    repositories = clones.world.tools.hub.repositories.values()
    cloned = [r for r in repositories if r.full_name in clones.world.tools.git.clones]
    assert len(cloned) == len(clones.world.tools.company.teams)
    for repository in cloned:
        shas = {commit.sha for commit in clones.commits(repository.full_name)}
        merged = [pull.merge_commit_sha for pull in repository.pulls if pull.merged_at]
        assert merged
        assert set(merged) <= shas
