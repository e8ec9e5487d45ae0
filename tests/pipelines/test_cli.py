"""The command line as a user meets it: one line per mistake, the documented exit code."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
import yaml
from click.testing import CliRunner, Result

from pipelines.cli import main
from sandbox.github import Hub, Server
from tests.pipelines.conftest import GitRepository

TOKEN = "CANARY-TOKEN-1"  # noqa: S105  # because it is invented
Invoke = Callable[..., Result]


@pytest.fixture
def unsung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Runs a command in an empty folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def invoke(*arguments: str, config: dict[str, object] | None = None) -> Result:
        if config is not None:
            Path("unsung.yaml").write_text(yaml.safe_dump(config))
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return invoke


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A GitHub where Bo reviews, explains and sorts what Ana writes."""
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    hub = Hub()
    ana, bo, bot = hub.add_user("ana"), hub.add_user("bo"), hub.add_user("checker[bot]", "Bot")
    long_ago, lately = (datetime.now(UTC) - timedelta(days=days) for days in (400, 20))
    widget = hub.add_repository("acme/widget", at=long_ago)
    hub.add_issue(widget, "First", bo, at=long_ago)
    pull = hub.add_pull(widget, "CANARY-TITLE", ana, body="CANARY-BODY", at=lately)
    hub.add_review(pull, bo, "APPROVED", "CANARY-BODY", at=lately)
    hub.add_review_comment(pull, bo, "CANARY-BODY because it may fail", at=lately)
    hub.add_review(pull, ana, at=lately)
    hub.add_review(pull, bot, at=lately)
    issue = hub.add_issue(widget, "Broken", ana, at=lately)
    hub.add_event(issue, "labeled", bo, at=lately)
    with Server(hub) as running:
        running.tokens = {TOKEN}
        yield running


def _config(**sources: object) -> dict[str, object]:
    return {"organization": "Acme", "purpose": "open_source", "sources": sources}


def _github(server: Server, **more: object) -> dict[str, object]:
    settings = {"base_url": server.base_url, "token_env": "GITHUB_TOKEN"}
    return {"repositories": ["acme/widget"], **settings, **more}


def _kinds(folder: Path = Path("var/published/current")) -> set[tuple[str, str]]:
    with duckdb.connect(str(folder / "unsung.duckdb"), read_only=True) as con:
        rows = con.execute(
            "select display_name, kind from marts.contribution_profile"
            " join marts.person using (person_id)"
        ).fetchall()
    return set(rows)


def test_a_github_repository_becomes_profiles(unsung: Invoke, server: Server) -> None:
    result = unsung("run", config=_config(github=_github(server)))
    assert result.exit_code == 0, result.output
    assert "github" in result.stdout
    assert "site/index.html" in result.stdout
    assert _kinds() == {
        ("bo", "review.code"),
        ("bo", "mentoring.review_guidance"),
        ("bo", "triage.issue_triage"),
    }


def test_titles_can_stay_out_and_texts_and_tokens_always_do(
    unsung: Invoke, server: Server, dagster_home: Path
) -> None:
    unsung("run", config=_config(github=_github(server, titles="off")))
    files = [path for root in (Path(), dagster_home) for path in root.rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        assert b"CANARY" not in path.read_bytes(), path


def test_a_second_run_asks_for_little_and_changes_no_profile(
    unsung: Invoke, server: Server
) -> None:
    config = _config(github=_github(server))
    unsung("run", "--as-of", "2030-01-01", config=config)
    before = len(server.log)
    first = _kinds()
    assert unsung("run", "--as-of", "2030-01-01").exit_code == 0
    assert len(server.log) - before <= 10
    assert _kinds() == first


def test_a_source_that_fails_leaves_the_others_to_finish(
    unsung: Invoke, server: Server, repository: GitRepository
) -> None:
    server.tokens = {"another"}
    git = {"repositories": [{"path": str(repository.path)}]}
    result = unsung("run", config=_config(git=git, github=_github(server)))
    assert result.exit_code == 3
    assert "AUTH_EXPIRED: " in result.stderr
    assert ("Ana Ruiz", "delivery.feature") in _kinds()
    status = json.loads(unsung("status", "--json").stdout)
    assert {row["status"] for row in status["coverage"] if row["source"] == "git"} == {
        "covered",
        "not read",
    }


def test_status_and_profile_show_what_is_published(unsung: Invoke, server: Server) -> None:
    unsung("run", config=_config(github=_github(server)))
    assert "covered" in unsung("status").stdout
    document = json.loads(unsung("profile", "bo", "--json").stdout)
    assert document["person"]["display_name"] == "bo"
    assert "review.code" in unsung("profile", document["person"]["person_id"]).stdout


def test_check_says_what_is_readable(unsung: Invoke, server: Server) -> None:
    result = unsung("check", config=_config(github=_github(server)))
    assert result.exit_code == 0, result.output
    assert "github: " in result.stdout


def test_init_writes_a_configuration_that_validates(unsung: Invoke) -> None:
    assert unsung("init").exit_code == 0
    assert unsung("init").exit_code == 4
    assert "already exists" in unsung("init").stderr
    assert unsung("check").exit_code == 4


GIT = {"git": {"repositories": [{"path": "nowhere"}]}}
BAD_INPUT = [
    pytest.param(
        {**_config(**GIT), "organisation": "x"},
        4,
        "CONFIG: unsung.yaml line 1 column 1: organisation: unknown key (did you mean organization",
        id="unknown key",
    ),
    pytest.param(
        _config(git={"repositories": [{"path": "x", "nmae": "y"}]}),
        4,
        "CONFIG: unsung.yaml line 6 column 7: sources.git.repositories.0.nmae: unknown key"
        " (did you mean name?);",
        id="unknown nested key",
    ),
    pytest.param(
        _config(gti={}),
        4,
        "CONFIG: unsung.yaml line 4 column 3: sources.gti: unknown source (did you mean git?)",
        id="unknown source",
    ),
    pytest.param(
        _config(git={"repositories": [{"path": "x"}], "streams": ["comit"]}),
        4,
        "CONFIG: unsung.yaml line 8 column 7: sources.git.streams.0: unknown stream comit",
        id="unknown stream",
    ),
    pytest.param(
        _config(github={"token_env": "UNSUNG_NOT_SET", "repositories": ["a/b"]}),
        4,
        "CONFIG: sources.github.token_env: environment variable UNSUNG_NOT_SET is not set; export",
        id="missing token variable",
    ),
    pytest.param(
        _config(**GIT), 4, "PERMANENT: there is no folder nowhere; correct `path`", id="no folder"
    ),
    pytest.param(
        {"organization": "Acme", "purpose": "spying", "sources": GIT},
        4,
        "CONFIG: unsung.yaml line 2 column 10: purpose: it must be one of 'promotion_review',",
        id="unknown purpose",
    ),
    pytest.param(
        {**_config(**GIT), "store": {"memory_limit": "much"}},
        4,
        "CONFIG: unsung.yaml line 8 column 17: store.memory_limit: it must match",
        id="no size of memory",
    ),
    pytest.param(
        {**_config(), "people": {"roster": "people.csv"}},
        5,
        "BAD_PAYLOAD: people.csv line 3: valid_to is before valid_from; correct the row",
        id="broken roster row",
    ),
    pytest.param(
        {**_config(**GIT), "credit_policy": "policy.yaml"},
        4,
        "CONFIG: unsung.yaml line 1 column 16: credit_policy: policy.yaml line 6,"
        " records[0].capacity: unknown kind review.cod; use a kind of",
        id="unknown kind in the credit policy",
    ),
    pytest.param(
        {**_config(), "people": {"roster": "whole.csv", "duties": "duties.csv"}},
        5,
        "BAD_PAYLOAD: duties.csv line 3: overlaps another row of this person and duty; correct",
        id="overlapping duties",
    ),
]
POLICY = """version: 2026-01
records:
  - id: reviewer
    source: github
    field: review.author
    capacity: [review.cod]
    counts: true
"""


@pytest.mark.parametrize(("config", "code", "line"), BAD_INPUT)
def test_a_mistake_is_one_line_with_place_and_remedy(
    unsung: Invoke, config: dict[str, object], code: int, line: str
) -> None:
    Path("people.csv").write_text(
        "person_id,name,email,valid_from,valid_to\n"
        "e1,Ana Ruiz,ana@acme.example,,\n"
        "e2,Bo Lind,bo@acme.example,2026-02-01,2026-01-01\n"
    )
    Path("whole.csv").write_text("person_id,name,email\ne1,Ana Ruiz,ana@acme.example\n")
    Path("duties.csv").write_text(
        "person_id,duty,from,to\ne1,buddy,2026-01-01,\ne1,buddy,2026-02-01,\n"
    )
    Path("policy.yaml").write_text(POLICY)
    result = unsung("run", config=config)
    assert result.exit_code == code, result.output
    (said,) = result.stderr.strip().splitlines()
    assert said.startswith(line)
    assert "Lind" not in result.output


def test_a_folder_that_is_no_repository_is_named(unsung: Invoke, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    for path, said in (("plain", "plain is not a git repository"), ("none", "there is no folder")):
        result = unsung("run", "--git", str(tmp_path / path))
        assert (result.exit_code, result.stderr.count("\n")) == (4, 1)
        assert said in result.stderr
        assert result.stderr.endswith("; name the folder of a clone\n")


def test_a_wrong_token_and_a_missing_repository_are_told_apart(
    unsung: Invoke, server: Server
) -> None:
    server.tokens = {"another"}
    wrong = unsung("run", config=_config(github=_github(server)))
    assert (wrong.exit_code, wrong.stderr.count("\n")) == (4, 1)
    assert wrong.stderr.startswith("AUTH_EXPIRED: ")
    server.tokens = {TOKEN}
    gone = unsung("run", config=_config(github=_github(server, repositories=["acme/gone"])))
    assert gone.exit_code == 4
    assert "SCOPE_REVOKED: " in gone.stderr
    assert "acme/gone" in gone.stderr
    assert TOKEN not in wrong.output + gone.output


def test_a_store_of_a_later_version_is_left_alone(
    unsung: Invoke, repository: GitRepository
) -> None:
    unsung("run", config=_config(git={"repositories": [{"path": str(repository.path)}]}))
    with duckdb.connect("var/store/unsung.duckdb") as con:
        con.execute("insert into ops.migration values (99)")
    result = unsung("build")
    assert result.exit_code == 6
    assert result.stderr.startswith("STORE_NEWER: the store has schema 99")


def test_a_damaged_landing_page_costs_that_page_until_the_next_pull(
    unsung: Invoke, repository: GitRepository
) -> None:
    config = _config(git={"repositories": [{"path": str(repository.path)}]})
    assert unsung("run", config=config).exit_code == 0
    repository.commit("bo", "2026-05-20T09:00:00Z", "fix: more", {"src/b.py": "b\n"})
    assert unsung("pull").exit_code == 0
    page = max(Path("var/landing/git/person_credit").rglob("*.jsonl"))
    page.write_bytes(b"garbage")
    damaged = unsung("build")
    assert damaged.exit_code == 3, damaged.output
    assert "PAGE_REFUSED: landing page" in damaged.stderr
    assert "pull again" in damaged.stderr
    assert unsung("run").exit_code == 0
    assert ("Ana Ruiz", "delivery.feature") in _kinds()
