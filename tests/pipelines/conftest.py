"""A real git repository of invented people, and a Dagster home of the test's own."""

import shutil
import subprocess
from pathlib import Path

import pytest

from pipelines.config import PROJECT

_PEOPLE = {
    "ana": ("Ana Ruiz", "ana@acme.example"),
    "bo": ("Bo Lind", "bo@acme.example"),
    "bot": ("dependabot[bot]", "49+dependabot[bot]@users.noreply.github.com"),
}


class GitRepository:
    """Writes commits at given times, so that every run of a test sees the same history."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._run("init", "--quiet", "--initial-branch=main")

    def commit(self, who: str, when: str, message: str, files: dict[str, str]) -> str:
        """Commits files as one person and returns the commit's id."""
        for name, text in files.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        name, email = _PEOPLE[who]
        self._run("add", "--all")
        env = {
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": email,
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": email,
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_DATE": when,
        }
        self._run("commit", "--quiet", "--allow-empty", "-m", message, env=env)
        return self._run("rev-parse", "HEAD").strip()

    def _run(self, *arguments: str, env: dict[str, str] | None = None) -> str:
        result = subprocess.run(
            ["git", "-C", str(self.path), *arguments],
            env={"PATH": "/usr/bin:/bin", "HOME": str(self.path), **(env or {})},
            check=True,
            capture_output=True,
            text=True,
        )
        return result.stdout


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    path = tmp_path / "service"
    path.mkdir()
    repository = GitRepository(path)
    repository.commit(
        "ana",
        "2026-05-04T09:00:00Z",
        "feat: start\n\nReviewed-by: Bo Lind <bo@acme.example>",
        {"src/a.py": "a\n", "docs/runbook.md": "one\ntwo\nthree\n"},
    )
    repository.commit(
        "bo",
        "2026-05-12T09:00:00Z",
        "docs: say more CANARY-MESSAGE",
        {"docs/runbook.md": "one\ntwo\nthree\nfour CANARY-FILE\nfive\n"},
    )
    repository.commit("bot", "2026-05-13T09:00:00Z", "build: bump", {"poetry.lock": "1\n"})
    return repository


@pytest.fixture(autouse=True)
def dagster_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "dagster_home"
    home.mkdir()
    shutil.copy(PROJECT / "dagster_home" / "dagster.yaml", home)
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    return home
