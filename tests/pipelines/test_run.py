"""From a clone to published profiles, through the same Dagster jobs that operators run."""

import json
import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dagster import DagsterInstance

from pipelines.config import make_config
from pipelines.run_context import RunContext
from pipelines.runner import instance, run_build, run_pulls
from tests.pipelines.conftest import GitRepository
from transforms.models import Model, find_models
from warehouse.errors import DataRefused, StoreFull

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


def _run_context(folder: Path, repository: GitRepository, **options: Any) -> RunContext:
    document = {
        "organization": "Acme",
        "purpose": "open_source",
        "data_dir": "var",
        "sources": {"git": {"repositories": [{"path": str(repository.path)}]}},
    }
    folder.mkdir(exist_ok=True)
    config = make_config(document, folder, "test")
    return RunContext(config, clock=lambda: AS_OF, as_of=AS_OF, **options)


def _run(run_context: RunContext) -> Path:
    with DagsterInstance.ephemeral() as dagster:
        list(run_pulls(run_context, list(run_context.config.sources), dagster))
        run_build(run_context, dagster)
    assert run_context.report.published is not None
    return run_context.report.published


def _published_bytes(folder: Path) -> dict[str, bytes]:
    """Everything that must be equal: Parquet, JSON and pages."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".duckdb"
    }


def test_a_clone_becomes_profiles(tmp_path: Path, repository: GitRepository) -> None:
    folder = _run(_run_context(tmp_path / "a", repository))
    with duckdb.connect(str(folder / "unsung.duckdb"), read_only=True) as con:
        rows = con.execute(
            "select display_name, kind, object_count from marts.contribution_profile"
            " join marts.person using (person_id) where period_id = 'review-window' order by all"
        ).fetchall()
        bots = con.execute(
            "select display_name, person_id from marts.account where account_type = 'bot'"
        ).fetchall()
    assert rows == [
        ("Ana Ruiz", "delivery.feature", 1),
        ("Ana Ruiz", "documentation.create", 1),
        ("Bo Lind", "documentation.upkeep", 1),
        ("Bo Lind", "review.code", 1),
    ]
    assert bots == [("dependabot[bot]", None)]
    names = {json.loads(p.read_text())["person"]["display_name"] for p in folder.glob("profiles/*")}
    assert names == {"Ana Ruiz", "Bo Lind"}
    assert "Bo Lind" in (folder / "site" / "index.html").read_text()


def test_two_builds_of_one_store_publish_equal_bytes(
    tmp_path: Path, repository: GitRepository
) -> None:
    one = _published_bytes(_run(_run_context(tmp_path / "a", repository)))
    two = _published_bytes(_run(_run_context(tmp_path / "b", repository)))
    assert one == two


def test_a_new_commit_and_a_force_push_reach_the_profiles(
    tmp_path: Path, repository: GitRepository
) -> None:
    run_context = _run_context(tmp_path / "a", repository)
    _run(run_context)
    repository.commit("bo", "2026-05-20T09:00:00Z", "fix: more", {"src/b.py": "b\n"})
    assert _kinds(_run(run_context), "Bo Lind") >= {"delivery.feature"}
    repository._run("reset", "--quiet", "--hard", "HEAD~1")
    assert "delivery.feature" not in _kinds(_run(run_context), "Bo Lind")


def _kinds(folder: Path, name: str) -> set[str]:
    with duckdb.connect(str(folder / "unsung.duckdb"), read_only=True) as con:
        rows = con.execute(
            "select kind from marts.contribution_profile join marts.person using (person_id)"
            " where display_name = $1",
            [name],
        ).fetchall()
    return {kind for (kind,) in rows}


def test_no_text_and_no_person_reaches_logs_metadata_or_files_that_need_none(
    tmp_path: Path, repository: GitRepository, dagster_home: Path
) -> None:
    run_context = _run_context(tmp_path / "a", repository)
    with instance(run_context.config.place) as dagster:
        list(run_pulls(run_context, ["git"], dagster))
        run_build(run_context, dagster)
    everything = [path for path in (tmp_path / "a").rglob("*") if path.is_file()]
    assert everything
    for path in everything:
        assert b"CANARY" not in path.read_bytes(), path
    for path in dagster_home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"Ruiz" not in content, path
            assert b"acme.example" not in content, path


def _in_child(run_context: RunContext) -> int:
    """Runs in a forked process, which a mark may kill; returns how it ended."""
    child = os.fork()
    if child == 0:
        try:
            _run(run_context)
        except BaseException:  # noqa: BLE001  # because the child must never return into pytest
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def test_a_run_killed_at_any_mark_and_run_again_equals_one_that_was_not(
    tmp_path: Path, repository: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = tmp_path / "marks"
    monkeypatch.setenv("UNSUNG_FAULT_TRACE", str(trace))
    whole = _published_bytes(_run(_run_context(tmp_path / "whole", repository)))
    monkeypatch.delenv("UNSUNG_FAULT_TRACE")
    names = list(dict.fromkeys(mark.partition(":")[0] for mark in trace.read_text().split()))
    assert len(names) >= 9
    for number, name in enumerate(names):
        folder = tmp_path / f"killed-{number}"
        monkeypatch.setenv("UNSUNG_FAULT_AT", name)
        assert _in_child(_run_context(folder, repository)) == -signal.SIGKILL, name
        monkeypatch.delenv("UNSUNG_FAULT_AT")
        assert _published_bytes(_run(_run_context(folder, repository))) == whole, name


def test_a_broken_key_blocks_publishing(
    tmp_path: Path, repository: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_context = _run_context(tmp_path / "a", repository)
    published = _run(run_context)
    models = dict(find_models())
    person = models["core", "person"]
    doubled = f"{person.sql} union all select 'x', 'X', false, null from range(2)"
    models["core", "person"] = Model("identity", "core", "person", doubled)
    monkeypatch.setattr("pipelines.build_assets.find_models", lambda: models)
    message = r"core\.person: grain_is_unique \(1 rows: person_id missing or not unique\)"
    with pytest.raises(DataRefused, match=message):
        _run(run_context)
    assert (published.parent / "current").resolve() == published


@pytest.mark.parametrize(
    ("step", "place"), [("load", r"raw\.git__\w+"), ("publish", "the version to publish")]
)
def test_a_step_that_runs_out_of_memory_says_what_to_raise_and_the_last_version_stays(
    tmp_path: Path,
    repository: GitRepository,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    place: str,
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise duckdb.OutOfMemoryException("Out of Memory Error: no block (2.7 GiB/2.7 GiB used)\nx")

    run_context = _run_context(tmp_path / "a", repository)
    published = _run(run_context)
    # How much of the little is needed here depends on the machine, so the fault is put in.
    monkeypatch.setattr(f"pipelines.build_assets.{step}", full)
    message = rf"^STORE_FULL: {place} needs more memory than a build may use \(no block "
    with pytest.raises(StoreFull, match=message):
        _run(run_context)
    assert (published.parent / "current").resolve() == published
