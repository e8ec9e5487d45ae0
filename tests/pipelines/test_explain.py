"""Every figure of a page is walked down to events, links and what would change it."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.cli.explain import Ledger
from pipelines.config import PROJECT
from sandbox.github import Hub, Server
from warehouse.store import open_store

Invoke = Callable[..., Result]
WEEKS = range(3, 24)


def _server() -> Server:
    """A GitHub where Bo reviews what Ana wrote, week by week, and sorts issues of others."""
    hub = Hub()
    ana, bo = hub.add_user("ana"), hub.add_user("bo")
    start = datetime(2025, 1, 6, 9, tzinfo=UTC)
    widget = hub.add_repository("acme/widget", at=start)
    for week in WEEKS:
        at = datetime.fromtimestamp(start.timestamp() + week * 7 * 86400, UTC)
        pull = hub.add_pull(widget, "Change", ana, at=at)
        hub.add_review(pull, bo, "APPROVED", "", at=at)
    return Server(hub)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published version; the tests only read it."""
    folder = tmp_path_factory.mktemp("explain")
    home = tmp_path_factory.mktemp("dagster_home")
    shutil.copy(PROJECT / "dagster_home" / "dagster.yaml", home)
    with _server() as server, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("DAGSTER_HOME", str(home))
        patch.setenv("GITHUB_TOKEN", "t")
        github = {"base_url": server.base_url, "token_env": "GITHUB_TOKEN"}
        config = {
            "organization": "Acme",
            "purpose": "open_source",
            "sources": {"github": {"repositories": ["acme/widget"], **github}},
        }
        (folder / "unsung.yaml").write_text(yaml.safe_dump(config))
        result = CliRunner().invoke(main, ["run", "--as-of", "2025-07-01"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def unsung(folder: Path) -> Invoke:
    config = str(folder / "unsung.yaml")
    return lambda *words: CliRunner().invoke(
        main, [*words, "--config", config], catch_exceptions=False
    )


def _profile(unsung: Invoke, name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(unsung("profile", name, "--json").stdout)
    return document


def _explained(unsung: Invoke, line_id: str) -> dict[str, Any]:
    result = unsung("explain", line_id, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_every_id_on_a_page_is_explained_down_to_links(folder: Path, unsung: Invoke) -> None:
    profile = _profile(unsung, "bo")
    page = folder / "var" / "published" / "current" / "site"
    (path,) = page.rglob(f"{profile['person']['person_id']}.html")
    ids = set(re.findall(r"<code>([0-9a-f]{16})</code>", path.read_text()))
    assert ids >= {line["line_id"] for line in profile["lines"] if "window" in line["period_id"]}
    assert ids >= {each["activity_id"] for each in profile["evidence"][:5]}
    with open_store(folder / "var") as store:
        for line_id in sorted(ids):
            found = Ledger(store.con).explain(line_id)
            assert found["what"]
            assert found["what would change it"]
    activity = _explained(unsung, profile["evidence"][0]["activity_id"])
    assert all("https://github.example/" in event for event in activity["events"])


def test_a_review_is_named_and_not_counted_and_says_what_would_count_it(unsung: Invoke) -> None:
    profile = _profile(unsung, "bo")
    found = _explained(unsung, profile["evidence"][0]["activity_id"])
    assert found["how it is known"] == "observed by rule review; in the bounds low, mid and high"
    assert found["credit"][0].startswith("uncounted: a record names the person on it")
    assert found["credit"][1].startswith("reviewer (does not count): https://github.example/")
    assert "a credit policy that counts reviewer" in found["what would change it"]


def test_a_line_is_its_activities_and_a_share_its_lines(unsung: Invoke) -> None:
    profile = _profile(unsung, "bo")
    (line,) = (each for each in profile["lines"] if each["period_id"] == "review-window")
    found = _explained(unsung, line["line_id"])
    assert found["what"] == (
        f"Reviewed changes in review-window: {line['activity_count']} x change,"
        f" {line['object_count']} objects, {line['weeks_active']} weeks"
    )
    assert len(found["activities"]) == line["activity_count"]
    for activity in found["activities"][:2]:
        assert _explained(unsung, activity[:16])["events"]
    share = _explained(unsung, profile["share"]["line_id"])
    assert [each[:16] for each in share["lines"]] == [line["line_id"]]
    assert share["what"].startswith("hidden share in review-window")
    assert share["objects by category"] == [f"review: {line['object_count']}"]


def test_a_line_names_weeks_far_out_of_the_usual(folder: Path, unsung: Invoke) -> None:
    profile = _profile(unsung, "bo")
    (line,) = (each for each in profile["lines"] if each["period_id"] == "review-window")
    with open_store(folder / "var") as store:
        store.con.begin()
        store.con.execute("delete from marts.activity_week")
        store.con.execute(
            "insert into marts.activity_week by name select $1 as person_id, $2 as kind,"
            " week::date as week, case when week::date = date '2026-01-05' then 40 else 2 end as"
            " object_count from generate_series(date '2026-01-05', date '2026-03-09',"
            " interval 7 days) as weeks (week)",
            [profile["person"]["person_id"], line["kind"]],
        )
        store.con.execute(
            "update marts.period set starts_at = '2026-01-01', ends_at = '2026-07-01'"
            " where period_id = 'review-window'"
        )
        found = Ledger(store.con).explain(line["line_id"])
        store.con.rollback()
    (told,) = found["weeks far out of the usual"]
    assert told.startswith("2026-01-05: 40 objects, usually 2 (robust z 25.63)")


def test_the_text_names_nobody_else(unsung: Invoke) -> None:
    profile = _profile(unsung, "bo")
    result = unsung("explain", profile["evidence"][0]["activity_id"])
    assert result.stdout.startswith("what:\n  Reviewed changes: one change, github:")
    assert "ana" not in result.stdout.lower()


def test_an_unknown_line_is_told_in_one_line(unsung: Invoke) -> None:
    result = unsung("explain", "0" * 16)
    assert (result.exit_code, result.stderr) == (
        4,
        "CONFIG: explain: no line has this id;"
        " use an id from the page or document of the last build\n",
    )


def test_before_a_build_there_is_nothing_to_explain(tmp_path: Path) -> None:
    config = tmp_path / "unsung.yaml"
    config.write_text(
        "organization: A\npurpose: open_source\nsources: {git: {repositories: [{path: x}]}}\n"
    )
    result = CliRunner().invoke(main, ["explain", "0" * 16, "--config", str(config)])
    assert (result.exit_code, result.stderr.count("\n")) == (4, 1)
    assert "nothing is built yet; run `unsung run` first" in result.stderr
