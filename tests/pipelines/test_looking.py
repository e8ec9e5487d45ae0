"""Commands that only look: a verdict, what is wrong with a machine, what a shell completes."""

import json
import os
import re
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.cli.published import read_status
from pipelines.place import Place
from tests.pipelines.conftest import _PEOPLE, GitRepository

Invoke = Callable[..., Result]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that has run once."""
    base = tmp_path_factory.mktemp("looking")
    clone = base / "service"
    clone.mkdir()
    repository = GitRepository(clone)
    repository.commit("ana", "2026-05-04T09:00:00Z", "docs: start", {"docs/a.md": "a\nb\nc\nd\n"})
    config = {
        "organization": "Acme",
        "purpose": "open_source",
        "sources": {"git": {"repositories": [{"path": str(clone)}]}},
    }
    (base / "unsung.yaml").write_text(yaml.safe_dump(config))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DAGSTER_HOME", raising=False)
        patch.chdir(base)
        done = CliRunner().invoke(main, ["run", "--quiet"], catch_exceptions=False)
        os.environ.pop("DAGSTER_HOME")
    assert done.exit_code == 0, done.output
    return base


@pytest.fixture
def unsung(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("DAGSTER_HOME")
    return lambda *words, **more: CliRunner().invoke(main, words, catch_exceptions=False, **more)


def _verdict(folder: Path, **later: float) -> str:
    now = datetime.now(UTC) + timedelta(**later)
    verdict: str = read_status(Place(folder / "unsung.yaml", folder / "var"), now)["verdict"]
    return verdict


def test_status_begins_with_a_verdict(unsung: Invoke, folder: Path) -> None:
    first, second, *_ = unsung("status").stdout.splitlines()
    assert first == "UP TO DATE: every configured stream is covered"
    assert second.startswith("published 20")
    assert "acme" not in unsung("status").stdout
    assert "service" not in unsung("status").stdout
    assert "service" in unsung("status", "--streams").stdout


def test_status_says_which_streams_the_configuration_leaves_out(unsung: Invoke) -> None:
    streams = unsung("status", "--streams").stdout
    for stream in ("minutes", "minutes_person", "pairing"):
        assert re.search(rf"every scope +git +not read +{stream}$", streams, re.MULTILINE)
    columns, git, *_ = unsung("status").stdout.splitlines()[2:]
    assert git[columns.index("not read") :].split()[0] == "3"


def test_status_says_when_the_last_build_is_old(folder: Path) -> None:
    assert _verdict(folder, hours=25) == "UP TO DATE: every configured stream is covered"
    assert _verdict(folder, hours=30).startswith("BEHIND: what is published is 30 hours old; run")
    assert _verdict(folder, days=9).startswith("BEHIND: what is published is 9 days old; run")


def test_status_tells_a_source_that_was_never_read_from_one_that_is_covered(
    unsung: Invoke, folder: Path
) -> None:
    path = folder / "unsung.yaml"
    text = path.read_text()
    config = yaml.safe_load(text)
    config["sources"]["jira"] = {"projects": ["OPS"]}
    path.write_text(yaml.safe_dump(config))
    assert unsung("status").stdout.startswith("BEHIND: jira is configured and was never read;")
    del config["sources"]["git"], config["sources"]["jira"]
    path.write_text(yaml.safe_dump(config))
    assert unsung("status").stdout.startswith("BEHIND: git is not configured any more;")
    path.write_text(text)


def test_status_says_that_something_was_pulled_and_not_built(folder: Path) -> None:
    lock = folder / "var" / "landing" / "git" / ".lock"
    before = lock.stat().st_mtime
    os.utime(lock, (before + 3600, before + 3600))
    assert _verdict(folder).startswith("BEHIND: sources were pulled after the last build; run")
    os.utime(lock, (before, before))


def test_status_without_a_configuration_finds_the_demo_or_says_what_to_run(
    unsung: Invoke, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    nothing = unsung("status")
    assert nothing.exit_code == 4
    assert "write one with `unsung init`" in nothing.stderr
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "demo").symlink_to(folder)
    found = unsung("status")
    assert found.exit_code == 0
    assert "showing the demo, --config var/demo/unsung.yaml" in found.stderr
    assert unsung("status", "--config", "unsung.yaml").exit_code == 4


def test_status_after_a_clone_was_mined_says_how_to_look_at_it(
    unsung: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for number, name in enumerate(("git-0123", "git-4567")):
        path = tmp_path / "unsung" / name / "unsung.yaml"
        path.parent.mkdir(parents=True)
        path.write_text("organization: A\n")
        os.utime(path, (number, number))
    result = unsung("status")
    assert result.exit_code == 4
    assert f"mined last with --config {path}" in result.stderr


def test_nothing_published_yet_names_the_command(tmp_path: Path) -> None:
    (tmp_path / "unsung.yaml").write_text("organization: A\n")
    config = str(tmp_path / "unsung.yaml")
    result = CliRunner().invoke(main, ["status", "--config", config])
    assert result.exit_code == 4
    assert f"nothing is published yet; run `unsung run --config {config}` first" in result.stderr


def test_open_says_where_the_pages_are_and_opens_them(
    unsung: Invoke, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", lambda url: opened.append(url) or 0)
    result = unsung("open")
    page = folder / "var" / "published" / "current" / "site" / "index.html"
    assert result.stdout.strip() == str(page)
    assert opened == [page.as_uri()]
    monkeypatch.setattr("click.launch", lambda _url: 1)
    assert "no browser could be started" in unsung("open").stderr


def test_doctor_finds_nothing_wrong_with_a_healthy_installation(unsung: Invoke) -> None:
    result = unsung("doctor")
    assert result.exit_code == 0, result.output
    for what in ("versions: Python 3", "git: git version", "data folder: ", "disk: ", "clock: "):
        assert what in result.stdout


def test_doctor_says_what_is_wrong(
    unsung: Invoke, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = folder / "var" / "landing" / "git" / ".lock"
    before = lock.stat().st_mtime
    os.utime(lock, (before + 86_400, before + 86_400))
    (folder / "var" / "store").chmod(0o755)
    monkeypatch.setenv("DAGSTER_HOME", str(folder))
    monkeypatch.setattr("pipelines.cli.doctor._LEAST_FREE", 1024**5)
    symptoms = json.loads(unsung("doctor", "--json").stdout)
    os.utime(lock, (before, before))
    (folder / "var" / "store").chmod(0o700)
    wrong = {
        symptom["what"]: symptom["text"] for symptom in symptoms if symptom["level"] == "wrong"
    }
    assert set(wrong) == {"clock", "permissions", "DAGSTER_HOME", "disk"}
    assert "set the clock" in wrong["clock"]
    assert "chmod -R go=" in wrong["permissions"]
    assert unsung("doctor", "--config", "gone.yaml").exit_code == 4


def test_a_busy_port_is_said_before_anything_starts(unsung: Invoke) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = unsung("dev", "--port", str(port))
    assert result.exit_code == 4
    assert f"port {port} is busy; stop what listens there, or choose another" in result.stderr


def _completed(words: str) -> set[str]:
    """What bash would be offered behind some words."""
    count = len(words.split(" "))
    environment = {
        "_UNSUNG_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(count - 1),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        result = CliRunner().invoke(main, prog_name="unsung", complete_var="_UNSUNG_COMPLETE")
    return {line.partition(",")[2] for line in result.stdout.splitlines() if line}


def test_a_shell_completes_commands_sources_people_and_lines(unsung: Invoke, folder: Path) -> None:
    assert {"status"} == _completed("unsung stat")
    assert _completed("unsung pull ") == {"git"}
    (document,) = (folder / "var/published/current/profiles").glob("*.json")
    profile = json.loads(document.read_text())
    assert _completed("unsung profile ") == {profile["person"]["person_id"]}
    line = profile["lines"][0]["line_id"]
    assert line in _completed(f"unsung explain {line[:4]}")
    assert profile["person"]["display_name"] == _PEOPLE["ana"][0]


def test_completion_in_a_folder_without_anything_offers_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _completed("unsung pull ") == set()
    assert _completed("unsung profile ") == set()
