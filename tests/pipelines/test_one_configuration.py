"""What is published is what the configuration names now, and nothing of another one."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import yaml
from click.testing import CliRunner, Result

from connectors import git
from pipelines.cli import main
from tests.pipelines.conftest import GitRepository

Invoke = Callable[..., Result]
AS_OF = ("--as-of", "2026-06-01")


@pytest.fixture
def other(tmp_path: Path) -> GitRepository:
    """A clone that has nothing to do with the first."""
    path = tmp_path / "foreign"
    path.mkdir()
    repository = GitRepository(path)
    repository.commit("bo", "2026-05-05T09:00:00Z", "docs: start", {"docs/a.md": "a\nb\nc\nd\n"})
    return repository


@pytest.fixture
def unsung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Runs a command in a folder of its own, with a home of its own."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    def invoke(*words: str, repositories: list[object] | None = None, **more: object) -> Result:
        if repositories is not None:
            paths = [{"path": str(path)} for path in repositories]
            document = {
                "organization": "Acme",
                "purpose": "open_source",
                "sources": {"git": {"repositories": paths}},
                **more,
            }
            Path("unsung.yaml").write_text(yaml.safe_dump(document))
        return CliRunner().invoke(main, words, catch_exceptions=False)

    return invoke


def _scopes() -> set[str]:
    status = json.loads(CliRunner().invoke(main, ["status", "--json"]).stdout)
    return {row["scope"] for row in status["coverage"] if row["status"] != "not read"}


def _names() -> set[str]:
    with duckdb.connect("var/published/current/unsung.duckdb", read_only=True) as con:
        return {name for (name,) in con.execute("select display_name from marts.person").fetchall()}


def test_a_removed_repository_leaves_people_and_coverage_and_comes_back_without_a_pull(
    unsung: Invoke, repository: GitRepository, other: GitRepository
) -> None:
    both, one = [repository.path, other.path], [other.path]
    assert unsung("run", *AS_OF, repositories=both).exit_code == 0
    assert (_names(), _scopes()) == ({"Ana Ruiz", "Bo Lind"}, {"service", "foreign"})
    # Much evidence goes, and the removed scope is the recorded cause.
    assert unsung("build", "--as-of", "2026-06-02", repositories=one).exit_code == 0
    assert (_names(), _scopes()) == ({"Bo Lind"}, {"foreign"})
    assert unsung("build", "--as-of", "2026-06-03", repositories=both).exit_code == 0
    assert (_names(), _scopes()) == ({"Ana Ruiz", "Bo Lind"}, {"service", "foreign"})


def test_a_mistyped_repository_leaves_coverage_with_its_correction(
    unsung: Invoke, repository: GitRepository, tmp_path: Path
) -> None:
    wrong = [repository.path, tmp_path / "servcie"]
    assert unsung("run", *AS_OF, repositories=wrong).exit_code == 3
    assert _scopes() == {"service", "servcie"}
    assert unsung("run", *AS_OF, repositories=[repository.path]).exit_code == 0
    assert _scopes() == {"service"}


def test_a_clone_that_cannot_be_opened_today_is_a_gap_and_not_removed(
    unsung: Invoke, repository: GitRepository, other: GitRepository
) -> None:
    both = [repository.path, other.path]
    assert unsung("run", *AS_OF, repositories=both).exit_code == 0
    other.path.rename(other.path.with_name("unmounted"))
    assert unsung("run", "--as-of", "2026-06-02").exit_code == 3
    assert "foreign" in _scopes()
    assert _names() == {"Ana Ruiz", "Bo Lind"}


def test_a_stream_that_is_no_longer_configured_is_not_covered_any_more(
    unsung: Invoke, repository: GitRepository
) -> None:
    assert unsung("run", *AS_OF, repositories=[repository.path]).exit_code == 0
    document = yaml.safe_load(Path("unsung.yaml").read_text())
    document["sources"]["git"]["streams"] = ["commit", "person_credit", "file_change"]
    Path("unsung.yaml").write_text(yaml.safe_dump(document))
    assert unsung("build", "--as-of", "2026-06-02").exit_code == 0
    status = json.loads(unsung("status", "--json").stdout)
    read = {row["stream"] for row in status["coverage"] if row["status"] != "not read"}
    assert read == {"commit", "person_credit", "file_change"}
    assert {row["stream"] for row in status["coverage"]} == {stream.name for stream in git.STREAMS}


def test_a_clone_of_its_own_never_mixes_with_the_organisation(
    unsung: Invoke, repository: GitRepository, other: GitRepository, tmp_path: Path
) -> None:
    assert unsung("run", *AS_OF, repositories=[repository.path]).exit_code == 0
    foreign = unsung("run", *AS_OF, "--git", str(other.path))
    assert foreign.exit_code == 0, foreign.output
    assert (_names(), _scopes()) == ({"Ana Ruiz", "Bo Lind"}, {"service"})
    (folder,) = (tmp_path / "home" / "unsung").iterdir()
    assert str(folder) in foreign.output
    assert folder.stat().st_mode & 0o077 == 0
    own = json.loads(unsung("status", "--json", "--config", str(folder / "unsung.yaml")).stdout)
    assert own["scopes"] == ["git foreign"]
    assert own["purpose"] == "open_source"


def test_the_same_clone_by_another_path_has_the_same_folder(
    unsung: Invoke, other: GitRepository, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(other.path)
    for path in (other.path, link):
        assert unsung("run", *AS_OF, "--git", str(path)).exit_code == 0
    assert len(list((tmp_path / "home" / "unsung").iterdir())) == 1


def test_a_configuration_beside_git_is_refused(unsung: Invoke, other: GitRepository) -> None:
    result = unsung("run", "--git", str(other.path), "--config", "unsung.yaml", repositories=[])
    assert result.exit_code == 4
    assert result.stderr.startswith("CONFIG: --git: it has a configuration of its own;")


def test_a_purpose_that_needs_a_roster_ends_before_the_pull(
    unsung: Invoke, repository: GitRepository
) -> None:
    result = unsung("run", repositories=[repository.path], purpose="promotion_review")
    assert result.exit_code == 4
    assert ": people: promotion_review is about people who work here" in result.stderr
    assert "people.csv" in result.stderr
    assert not Path("var").exists()


def test_a_version_that_would_show_nobody_is_not_published(
    unsung: Invoke, tmp_path: Path, repository: GitRepository
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    GitRepository(empty)
    first = unsung("run", *AS_OF, repositories=[empty])
    assert first.exit_code == 5
    assert first.stderr.startswith("NOTHING_TO_SHOW: what was read names no person;")
    assert not Path("var/published/current").exists()
    assert unsung("run", *AS_OF, repositories=[repository.path]).exit_code == 0
    before = Path("var/published/current").resolve()
    assert unsung("run", "--as-of", "2026-06-02", repositories=[empty]).exit_code == 5
    assert Path("var/published/current").resolve() == before


def test_a_build_that_is_refused_still_says_which_source_failed(
    unsung: Invoke, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    GitRepository(empty)
    result = unsung("run", *AS_OF, repositories=[empty, tmp_path / "gone"])
    assert result.exit_code == 5
    first, second = result.stderr.splitlines()
    assert first.startswith("PERMANENT: there is no folder")
    assert second.startswith("NOTHING_TO_SHOW: ")


def test_forgetting_a_scope_deletes_rows_and_pages_and_a_pull_reads_it_anew(
    unsung: Invoke, repository: GitRepository, other: GitRepository
) -> None:
    both = [repository.path, other.path]
    unsung("run", *AS_OF, repositories=both)
    forgotten = unsung("forget", "git", "service", "--yes")
    assert forgotten.exit_code == 0, forgotten.output
    assert not list(Path("var/landing/git").glob("*/service"))
    assert unsung("build", "--as-of", "2026-06-02").exit_code == 0
    assert (_names(), _scopes()) == ({"Bo Lind"}, {"foreign"})
    assert unsung("run", "--as-of", "2026-06-03").exit_code == 0
    assert _names() == {"Ana Ruiz", "Bo Lind"}


def test_forgetting_what_was_never_read_is_refused(unsung: Invoke, other: GitRepository) -> None:
    unsung("run", *AS_OF, repositories=[other.path])
    wrong = unsung("forget", "git", "servcie", "--yes")
    assert wrong.exit_code == 4
    assert "nothing was read of git servcie" in wrong.stderr
    assert unsung("forget", "gti", "--yes").exit_code == 4


def test_the_dagster_instance_lives_beside_the_data(
    unsung: Invoke, other: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", "")
    assert unsung("run", *AS_OF, repositories=[other.path]).exit_code == 0
    assert (Path("var/dagster/dagster.yaml")).exists()
    assert Path("var/dagster").stat().st_mode & 0o077 == 0
    assert os.environ["DAGSTER_HOME"] == str(Path("var/dagster").resolve())
