"""Real repositories in a temporary folder, and pulls of them into a real landing zone."""

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import json

from connectors.git import STREAMS, Settings
from connectors.git.connector import GitConnector
from connectors.landing import LandingZone
from connectors.pull import WalkResult, pull
from connectors.settings import Runtime
from connectors.stream import Stream

ADA = "Ada Brandt <ada@example.com>"
NOON = 1_700_000_000
HISTORY = tuple(stream for stream in STREAMS if stream.walk == "history")


@dataclass
class Repo:
    """A repository that tests write to."""

    path: Path

    def git(self, *arguments: str | Path, stdin: bytes = b"", **environment: str) -> str:
        answer = subprocess.run(
            ["git", "-C", self.path, *arguments],
            env={
                "PATH": os.environ["PATH"],
                "HOME": "/nonexistent",
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_ALLOW_PROTOCOL": "file",
                **environment,
            },
            input=stdin,
            capture_output=True,
            check=True,
        )
        return answer.stdout.decode("utf-8", "replace").strip()

    def write(self, path: str, content: bytes | str) -> None:
        target = self.path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(
        self,
        message: str | bytes = "Work",
        files: dict[str, bytes | str] | None = None,
        *,
        author: str = ADA,
        at: int = NOON,
    ) -> str:
        """Commits everything that changed; returns the commit's id."""
        for path, content in (files or {}).items():
            self.write(path, content)
        self.git("add", "--all")
        text = message if isinstance(message, bytes) else message.encode()
        options = ("--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim")
        self.git("commit", *options, "--file=-", stdin=text, **identity(author, at))
        return self.git("rev-parse", "HEAD")

    def raw_commit(self, content: bytes, branch: str = "main") -> str:
        """Stores a commit object as it is, which `git commit` might refuse, on a branch."""
        tree = self.git("write-tree").encode()
        sha = self.git(
            "hash-object", "-t", "commit", "-w", "--literally", "--stdin",
            stdin=b"tree " + tree + b"\n" + content,
        )  # fmt: skip
        self.git("update-ref", f"refs/heads/{branch}", sha)
        return sha


def identity(person: str, at: int) -> dict[str, str]:
    name, _, email = person.removesuffix(">").partition(" <")
    who = {"NAME": name, "EMAIL": email, "DATE": f"@{at} +0100"}
    return {f"GIT_{role}_{key}": v for role in ("AUTHOR", "COMMITTER") for key, v in who.items()}


@dataclass
class Clock:
    """Stands still until a test moves it."""

    now: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Landed:
    """What one pull left behind."""

    results: list[WalkResult]
    connector: GitConnector
    pages: list[dict[str, Any]]
    folder: Path

    @property
    def result(self) -> WalkResult:
        (result,) = self.results
        assert result.error is None, result.error
        return result

    @property
    def count(self) -> int:
        return sum(self.result.records_by_stream.values())

    def rows(self, stream: str) -> list[dict[str, Any]]:
        """Every record of a stream, as its line was landed."""
        found: list[dict[str, Any]] = []
        for page in self.pages:
            if page["stream"] == stream and page["file"]:
                path = self.folder / stream / page["folder"] / page["file"]
                found += map(json.decode, path.read_bytes().splitlines())
        return found

    def row(self, stream: str, **fields: Any) -> dict[str, Any]:
        (row,) = [r for r in self.rows(stream) if fields.items() <= r.items()]
        return row

    def complete(self) -> set[str]:
        """Streams whose whole scope was listed."""
        return {page["stream"] for page in self.pages if page["complete"]}


@dataclass
class Puller:
    """Pulls repositories into one landing zone, one day after the other."""

    folder: Path
    clock: Clock = field(default_factory=Clock)

    settings: dict[str, Any] = field(default_factory=dict)

    def connector(self, *repositories: Any, threads: int | None = None, **sizes: int) -> Any:
        entries = [r if isinstance(r, dict) else {"path": r.path} for r in repositories]
        given = {"repositories": entries, "threads": threads, **self.settings}
        settings = Settings.model_validate(given)
        return GitConnector(settings, Runtime(self.folder, clock=self.clock), **sizes)

    def __call__(
        self, *repositories: Any, streams: Sequence[Stream] = HISTORY, **options: Any
    ) -> Landed:
        self.clock.now += timedelta(days=1)
        connector = self.connector(*repositories, **options)
        zone = LandingZone(self.folder / "landing", "store", clock=self.clock)
        before = set(zone.root.rglob("*.page.json"))
        results = list(pull(connector, streams, zone))
        new = sorted(set(zone.root.rglob("*.page.json")) - before)
        pages = [{**json.decode(p.read_bytes()), "folder": p.parent.name} for p in new]
        return Landed(results, connector, pages, zone.root / "git")


@pytest.fixture
def new_repo(tmp_path: Path) -> Callable[..., Repo]:
    def create(name: str = "lighthouse", *options: str) -> Repo:
        repo = Repo(tmp_path / name)
        repo.path.mkdir()
        repo.git("init", "--quiet", "--initial-branch=main", *options)
        return repo

    return create


@pytest.fixture
def repo(new_repo: Callable[..., Repo]) -> Repo:
    return new_repo()


@pytest.fixture
def pull_repos(tmp_path: Path) -> Puller:
    return Puller(tmp_path)
