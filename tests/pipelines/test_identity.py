"""Accounts that no rule ties: a person looks, decides, and the next run obeys."""

import csv
import json
import resource
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
import yaml
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.cli.decisions import Decision, decision_file
from pipelines.errors import ConfigError
from tests.pipelines.conftest import GitRepository
from warehouse.store import open_store

FILE = Path("var/identity/decisions.csv")
BO = "git:bo@acme.example"
ROSTER = """person_id,name,email,start_date
e1,Ana Ruiz,ana@acme.example,2020-01-01
e2,Bo Lind,bo@home.example,2020-01-01
e3,Cy Moe,cy@acme.example,2020-01-01
e4,Cy Moe,cy2@acme.example,2020-01-01
"""
REFUSED = [
    (("accept", "git:nobody@acme.example", "e2"), "no tool has shown this account"),
    (("accept", BO, "e9"), "no one matches"),
    (("accept", BO, "Cy Moe"), "2 people match"),
    (("accept", BO, BO), "the account is what the person is known by"),
    (("unlink", BO, BO), "the account is what the person is known by"),
    (("accept", "git:ana@acme.example", "e2"), "somebody else in the roster has the account"),
    (
        ("accept", BO, "e2", "--from", "2026-05-02", "--to", "2026-05-01"),
        "--to is before --from",
    ),
    (
        ("accept", "git:49+dependabot[bot]@users.noreply.github.com", "e2"),
        "the account belongs to no single person",
    ),
]
Invoke = Callable[..., Result]


@pytest.fixture
def unsung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: GitRepository) -> Invoke:
    """Runs a command in a folder with a roster that lacks an address of Bo."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("people.csv").write_text(ROSTER)
    config = {
        "organization": "Acme",
        "purpose": "promotion_review",
        "people": {"roster": "people.csv"},
        "sources": {"git": {"repositories": [{"path": str(repository.path)}]}},
    }
    Path("unsung.yaml").write_text(yaml.safe_dump(config))
    return lambda *words: CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.fixture
def built(unsung: Invoke) -> Invoke:
    assert unsung("run", "--as-of", "2026-06-01").exit_code == 0
    return unsung


def _rows() -> list[dict[str, str]]:
    with FILE.open(newline="") as lines:
        return list(csv.DictReader(lines))


def _people_of(kind: str) -> set[tuple[str, bool]]:
    path = "var/published/current/unsung.duckdb"
    with duckdb.connect(path, read_only=True) as con:
        rows = con.execute(
            "select display_name, is_in_roster from marts.contribution_profile"
            " join marts.person using (person_id) where kind = $1",
            [kind],
        ).fetchall()
    return set(rows)


def test_an_accepted_account_is_the_persons_work_after_a_run_and_an_unlinked_one_no_more(
    built: Invoke,
) -> None:
    assert _people_of("review.code") == {("Bo Lind", False)}
    (suggestion,) = json.loads(built("identity", "review", "--json").stdout)
    assert suggestion == {
        "account_id": BO,
        "account_name": "Bo Lind",
        "event_count": 3,
        "person_key": "roster:e2",
        "person_name": "Bo Lind",
        "score": 0.8,
        "features": ["same name"],
        "is_contested": False,
        "is_weak": False,
    }
    result = built("identity", "accept", BO, "e2", "--reason", "asked\nBo", "--by", "Mei")
    assert result.exit_code == 0, result.output
    assert _people_of("review.code") == {("Bo Lind", False)}
    built("run", "--as-of", "2026-06-01")
    assert _people_of("review.code") == {("Bo Lind", True)}
    assert json.loads(built("identity", "review", "--json").stdout) == []
    former = json.loads(built("status", "--json").stdout)["accounts"]
    assert [(row["linked_count"], row["unlinked_count"]) for row in former] == [(2, 0)]
    built("identity", "unlink", BO, "Bo Lind", "--reason", "wrong Bo", "--by", "Mei")
    built("run", "--as-of", "2026-06-01")
    assert _people_of("review.code") == {("Bo Lind", False)}
    assert [(row["action"], row["person_key"], row["reason"]) for row in _rows()] == [
        ("accept", "roster:e2", "asked Bo"),
        ("unlink", "roster:e2", "wrong Bo"),
    ]
    assert FILE.stat().st_mode & 0o777 == 0o600


def test_an_account_that_a_rule_ties_can_be_taken_away_and_a_rejected_pair_is_not_shown(
    built: Invoke,
) -> None:
    assert ("Ana Ruiz", True) in _people_of("delivery.feature")
    built("identity", "unlink", "git:ana@acme.example", "roster:e1", "--reason", "a shared address")
    built("identity", "reject", BO, "e2", "--reason", "another Bo")
    built("run", "--as-of", "2026-06-01")
    assert ("Ana Ruiz", True) not in _people_of("delivery.feature")
    assert json.loads(built("identity", "review", "--json").stdout) == []


def test_dates_give_each_holder_of_a_handle_their_own_days(built: Invoke) -> None:
    """Bo reviewed on 4 May and wrote on 12 May."""
    reason = ("--reason", "the address was given to another Bo")
    assert built("identity", "accept", BO, "e2", "--to", "2026-05-08", *reason).exit_code == 0
    result = built("identity", "accept", BO, "e3", "--from", "2026-05-08", *reason)
    assert "the account is another person's on these days" in result.stderr
    assert built("identity", "accept", BO, "e3", "--from", "2026-05-09", *reason).exit_code == 0
    assert built("run", "--as-of", "2026-06-01").exit_code == 0
    assert _people_of("review.code") == {("Bo Lind", True)}
    assert _people_of("documentation.upkeep") == {("Cy Moe", True)}


def test_a_decision_that_cannot_be_is_refused_in_one_line_and_not_written(built: Invoke) -> None:
    for words, cause in REFUSED:
        result = built("identity", *words, "--reason", "why not")
        assert result.exit_code == 4, words
        assert cause in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert built("identity", "accept", BO, "e2", "--reason", " ").exit_code == 2
    with open_store(Path("var")):
        assert built("identity", "review").exit_code == 75
        assert built("identity", "reject", BO, "e2", "--reason", "x").exit_code == 75
    assert _rows() == []
    assert built("pull", "roster").exit_code == 0
    table = built("identity", "review").stdout
    assert table.startswith("Bo Lind, roster:e2, may have\n  git:bo@acme.example  Bo Lind  ")


def test_decisions_need_a_build(unsung: Invoke) -> None:
    result = unsung("identity", "review")
    assert result.exit_code == 4
    assert "nothing is built yet" in result.stderr


def test_what_is_like_a_machine_is_decided_once_and_in_bulk(
    unsung: Invoke, repository: GitRepository
) -> None:
    signs = "Tested-by: Hulk Robot <hulk@acme.example>\nTested-by: Quince Bot <q@acme.example>"
    repository.commit("ana", "2026-05-13T09:00:00Z", f"fix: it\n\n{signs}", {"src/b.py": "b\n"})
    assert unsung("run", "--as-of", "2026-06-01").exit_code == 0
    held_back = json.loads(unsung("identity", "machines", "--json").stdout)
    assert [(row["account_id"], row["event_count"]) for row in held_back] == [
        ("git:hulk@acme.example", 1),
        ("git:q@acme.example", 1),
    ]
    assert "Hulk Robot" in Path("var/published/current/site/coverage.html").read_text()
    for command, accounts, code in (
        ("machine", ["git:hulk@acme.example", BO], 0),
        ("human", [BO, "git:q@acme.example"], 0),
        ("machine", ["git:nobody@acme.example"], 4),
    ):
        assert unsung("identity", command, *accounts, "--reason", "seen").exit_code == code
    assert unsung("run", "--as-of", "2026-06-01").exit_code == 0
    assert json.loads(unsung("identity", "machines", "--json").stdout) == []
    assert _people_of("testing.tested") == {("Quince Bot", False)}
    assert ("Bo Lind", False) in _people_of("review.code")
    assert "Hulk Robot" in unsung("identity", "machines", "--all").stdout


def test_without_a_roster_namesakes_are_one_person_until_somebody_says_otherwise(
    unsung: Invoke, repository: GitRepository
) -> None:
    message = "fix: more\n\nReported-by: Bo Lind <bo@home.example>"
    repository.commit("ana", "2026-05-13T09:00:00Z", message, {"src/b.py": "b\n"})
    config = yaml.safe_load(Path("unsung.yaml").read_text())
    del config["people"]
    config["purpose"] = "open_source"
    Path("unsung.yaml").write_text(yaml.safe_dump(config))

    def links() -> dict[str, tuple[str, bool]]:
        assert unsung("run", "--as-of", "2026-06-01").exit_code == 0
        with duckdb.connect("var/published/current/unsung.duckdb", read_only=True) as con:
            query = "select account_id, link_rule, is_link_certain from marts.account"
            return {account: (rule, sure) for account, rule, sure in con.execute(query).fetchall()}

    assert links()["git:bo@home.example"] == ("same_name", False)
    pages = "".join(page.read_text() for page in Path("var/published/current/site").rglob("*.html"))
    assert "1 account is on this page only because the name is the same" in pages
    words = ("git:bo@home.example", BO, "--reason", "another Bo")
    assert unsung("identity", "unlink", *words).exit_code == 0
    assert links()["git:bo@home.example"] == ("own_account", True)
    FILE.unlink()
    Path("unsung.yaml").write_text(yaml.safe_dump({**config, "identity": {"same_name": "suggest"}}))
    assert links()["git:bo@home.example"] == ("own_account", True)
    (suggestion,) = json.loads(unsung("identity", "review", "--json").stdout)
    assert suggestion["features"] == ["same name"]


def _decision(number: int) -> Decision:
    instant = f"2026-05-01T09:00:00.{number:06}Z"
    return Decision(instant, "Mei", "reject", f"git:{number}", "roster:e1", "", "", 'a "word", too')


def test_many_writers_at_once_lose_no_decision(tmp_path: Path) -> None:
    def write(number: int) -> None:
        with decision_file(tmp_path) as file:
            file.append([_decision(number)])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    with decision_file(tmp_path) as file:
        assert sorted(file.newest(), key=lambda d: d.decided_at) == [
            _decision(n) for n in range(40)
        ]


def test_the_newest_decision_of_a_pair_is_in_force_and_a_missing_line_end_is_mended(
    tmp_path: Path,
) -> None:
    with decision_file(tmp_path) as file:
        file.append([_decision(1)])
        file.path.write_text(file.path.read_text().rstrip("\n"))
        turned = Decision(
            "2026-05-02T09:00:00Z", "Mei", "accept", "roster:e1", "git:1", "", "", "y"
        )
        file.append([turned])
        assert file.newest() == [turned]


def test_of_many_decisions_none_is_written_down_if_the_disk_takes_only_some(
    tmp_path: Path,
) -> None:
    with decision_file(tmp_path) as file:
        file.append([_decision(1)])
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (file.path.stat().st_size + 150, hard))
        try:
            with pytest.raises(OSError, match="File too large"):
                file.append([_decision(number) for number in range(2, 9)])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert file.newest() == [_decision(1)]


def test_a_file_that_was_damaged_by_hand_is_refused(tmp_path: Path) -> None:
    with decision_file(tmp_path) as file:
        file.append([_decision(1)])
        file.path.write_text(file.path.read_text() + "half a row,Mei\n")
        with pytest.raises(ConfigError, match="cannot be read"):
            file.newest()
