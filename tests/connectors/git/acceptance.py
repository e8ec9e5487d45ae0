"""A clone, as the acceptance suite makes, fills and uses it. Nothing is asked over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from connectors import git
from connectors.settings import Runtime
from connectors.stream import Connector
from tests.connectors.acceptance.subject import CANARY, Subject
from tests.connectors.git.conftest import NOON, Repo, identity
from tests.world import World

NOTES = f"# Sync\n\nScribe: Ada Brandt\n\n## Attendees\n\n- Bo Sample\n\n{CANARY}\n"
PAIRS = "| Role | Lead | Shadow(s) |\n|---|---|---|\n| CI | Ada Brandt | Bo Sample |\n"


class _NoServer:
    """A clone has no server: no request is logged and no fault comes."""

    base_url = "https://git.example"

    def __init__(self) -> None:
        self.log: list[Any] = []
        self.steps: list[Any] = []

    def on(self, *_: Any, **__: Any) -> None:
        """No request will match."""


class GitWorld(World):
    """One clone, and one store's landing zone."""

    def __init__(self, repo: Repo, runtime: Runtime, time: Any, folder: Path) -> None:
        self.repo = repo
        super().__init__(
            git,
            _NoServer(),  # type: ignore[arg-type]  # because a clone has none
            runtime,
            time,
            folder,
            settings={
                "repositories": [{"path": str(repo.path)}],
                "read_minutes": "on",
                "pairing_tables": ["releases/*/team.md"],
            },
            secrets={},
            scope="lighthouse",
        )

    def connect(self, **settings: Any) -> Connector:
        return git.connect(git.Settings(**self.settings, **settings), self.secrets, self.runtime)


@contextmanager
def _serve(runtime: Runtime, time: Any, folder: Path) -> Iterator[GitWorld]:
    repo = Repo(folder / "lighthouse")
    repo.path.mkdir(parents=True)
    repo.git("init", "--quiet", "--initial-branch=main")
    yield GitWorld(repo, runtime, time, folder)


def _fill(world: Any) -> None:
    for number in range(4):
        _commit(world, number)
    files = {"minutes/2026-11-03.md": NOTES, "releases/1.30/team.md": PAIRS}
    world.repo.commit(f"Notes\n\n{CANARY}", files, at=NOON + 100)
    _tag(world, 1)
    _branch(world, 1)


def _branch(world: Any, pick: int) -> None:
    """Leaves an open branch with one commit behind."""
    world.repo.git("switch", "--quiet", "--force-create", f"topic-{pick}")
    _commit(world, pick)
    world.repo.git("switch", "--quiet", "main")


def _merge(world: Any, pick: int) -> None:
    """Merges the branch with the first name, if there is one."""
    for name in world.repo.git("branch", "--format=%(refname:short)", "--no-merged").split()[:1]:
        when = identity("Ada Brandt <ada@example.com>", NOON + pick)
        options = ("--quiet", "--no-ff", "--strategy=ours", "--message=Merge")
        world.repo.git("merge", *options, name, **when)


def _commit(world: Any, pick: int) -> None:
    text = f"Change {pick}\n\n{CANARY}\n\nCo-authored-by: Bo Sample <bo@example.com>\n"
    world.repo.commit(text, {f"src/{pick % 7}.py": f"{CANARY} {pick}\n"}, at=NOON + pick)


def _tag(world: Any, pick: int) -> None:
    world.repo.git("tag", "--force", f"v{pick % 5}", "HEAD")


def _rewrite(world: Any, _: int) -> None:
    """Takes the newest commit away, as a forced push does."""
    if int(world.repo.git("rev-list", "--count", "HEAD")) > 3:
        world.repo.git("reset", "--quiet", "--hard", "HEAD~1")


def _untag(world: Any, _: int) -> None:
    for name in world.repo.git("tag").split()[:1]:
        world.repo.git("tag", "--delete", name)


def _write_notes(world: Any, pick: int) -> None:
    body = NOTES.replace("Bo Sample", f"Person {pick}")
    world.repo.commit("Notes", {f"minutes/2026-11-0{pick % 5 + 1}.md": body}, at=NOON + pick)


SUBJECTS = (
    Subject(
        "git",
        _serve,
        _fill,
        None,
        edits={
            "commit": _commit,
            "branch": _branch,
            "merge": _merge,
            "tag": _tag,
            "untag": _untag,
            "rewrite": _rewrite,
            "write notes": _write_notes,
        },
        forgotten={"side_commit": "places of commits that no branch reaches any more stay"},
    ),
)
