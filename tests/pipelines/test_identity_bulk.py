"""Accounts of a whole history: an operator looks through them, and decides by a table."""

import csv
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pytest
import yaml
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.cli.identities import MachineAccount, Suggestion
from pipelines.cli.listing import Shown, show
from pipelines.errors import ConfigError
from tests.pipelines.conftest import GitRepository

DECISIONS = Path("var/identity/decisions.csv")
SIGNERS = """\
Reviewed-by: Kim Lee <kim@one.example>
Reviewed-by: Kim Lee <kim@two.example>
Tested-by: Kim Lee <kim@three.example>
Tested-by: Kim Lee <kim@four.example>
Tested-by: =Cmd Moe <moe@one.example>
Tested-by: =Cmd Moe <moe@two.example>
Tested-by: John Ash <john@ash.example>
Tested-by: John Elm <john@elm.example>
Tested-by: Ubuntu <ubuntu@ip-10-0-3-17>
Tested-by: deployer <deployer@build02>
"""
KIM = [f"Reviewed-by: Kim Lee <kim@{host}.example>" for host in ("one", "two")]
JOHN = [f"Tested-by: John {name} <john@{name.lower()}.example>" for name in ("Ash", "Elm")]
MORE = ([*KIM, *JOHN], [KIM[0], *JOHN], [JOHN[0]])
Invoke = Callable[..., Result]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a history of namesakes, for which there is no roster, was run once."""
    folder, service = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("service")
    repository = GitRepository(service)
    repository.commit("ana", "2026-05-14T09:00:00Z", f"fix: it\n\n{SIGNERS}", {"src/b.py": "b\n"})
    for number, signers in enumerate(MORE, 15):
        message = "fix: more\n\n" + "\n".join(signers)
        repository.commit("ana", f"2026-05-{number}T09:00:00Z", message, {"src/b.py": str(number)})
    config = {
        "organization": "Acme",
        "purpose": "open_source",
        "identity": {"same_name": "suggest"},
        "sources": {"git": {"repositories": [{"path": str(service)}]}},
    }
    path = folder / "unsung.yaml"
    path.write_text(yaml.safe_dump(config))
    words = ["run", "--as-of", "2026-06-01", "--config", str(path)]
    assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code == 0
    return folder


@pytest.fixture
def unsung(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Runs a command in a copy of that folder."""
    folder = tmp_path / "work"
    shutil.copytree(built, folder, symlinks=True)
    monkeypatch.chdir(folder)
    return lambda *words: CliRunner().invoke(main, words, catch_exceptions=False)


def _table(path: str) -> list[dict[str, str]]:
    with Path(path).open(newline="", encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


def _keep(path: str, rows: Sequence[dict[str, str]]) -> None:
    with Path(path).open("w", newline="") as lines:
        table = csv.DictWriter(lines, rows[0].keys(), delimiter=";")
        table.writeheader()
        table.writerows(rows)


def _ids(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [row["account_id"] for row in json.loads(result.stdout)]


def test_namesakes_are_one_group_behind_the_most_work_and_a_common_handle_comes_last(
    unsung: Invoke,
) -> None:
    lines = unsung("identity", "review").stdout.splitlines()
    assert lines == [
        "Kim Lee, git:kim@one.example, may have",
        "  git:kim@two.example    Kim Lee   2 events  0.92 same name, same handle, others too",
        "  git:kim@four.example   Kim Lee   1 event   0.92 same name, same handle, others too",
        "  git:kim@three.example  Kim Lee   1 event   0.92 same name, same handle, others too",
        "=Cmd Moe, git:moe@one.example, may have",
        "  git:moe@two.example    =Cmd Moe  1 event   0.92 same name, same handle",
        "John Ash, git:john@ash.example, may have",
        "  git:john@elm.example   John Elm  3 events  0.20 same common handle",
        "rows 1 to 5 of 5; --page shows others, --export FILE.csv writes all of them",
    ]
    lines = unsung("identity", "review", "--limit", "2", "--page", "2").stdout.splitlines()
    assert lines[0] == "Kim Lee, git:kim@one.example, may have"
    assert lines[-1].startswith("rows 3 to 4 of 5; ")
    beyond = unsung("identity", "review", "--limit", "2", "--page", "4")
    assert beyond.exit_code == 2
    assert "the last page is 3" in beyond.stderr
    assert _ids(
        unsung("identity", "review", "--above", "0.3", "--person", "=Cmd Moe", "--json")
    ) == ["git:moe@two.example"]
    assert _ids(unsung("identity", "review", "--source", "github", "--json")) == []
    assert unsung("identity", "review", "--source", "github").stdout == "nothing to decide on\n"
    assert len(_ids(unsung("identity", "review", "--person", "Kim Lee", "--json"))) == 3
    assert unsung("identity", "review", "--person", "Kim Leigh").exit_code == 4


def test_a_table_goes_to_a_spreadsheet_and_back_and_every_row_of_it_is_decided(
    unsung: Invoke,
) -> None:
    assert unsung("identity", "review", "--above", "0.3", "--export", "found.csv").exit_code == 0
    assert Path("found.csv").stat().st_mode & 0o777 == 0o600
    rows = _table("found.csv")
    assert [row["account_id"] for row in rows] == [
        "git:kim@two.example",
        "git:kim@four.example",
        "git:kim@three.example",
        "git:moe@two.example",
    ]
    assert rows[3]["account_name"] == "'=Cmd Moe"
    again = unsung("identity", "review", "--export", "found.csv")
    assert again.exit_code == 4
    assert "found.csv cannot be written (File exists)" in again.stderr
    _keep("kept.csv", rows[:2])
    accept = (
        "identity",
        "accept",
        "--from-file",
        "kept.csv",
        "--reason",
        "asked Kim",
        "--by",
        "Mei",
    )
    result = unsung(*accept)
    assert result.stdout == "2 written down, to take effect with the next `unsung run`\n"
    assert [row["reason"] for row in _table(str(DECISIONS))] == ["asked Kim", "asked Kim"]
    left = ["git:kim@three.example", "git:moe@two.example", "git:john@elm.example"]
    assert _ids(unsung("identity", "review", "--json")) == left
    result = unsung(*accept)
    assert result.stdout.startswith("0 written down, ")
    assert result.stdout.endswith("; 2 were decided so before\n")
    assert unsung("run", "--as-of", "2026-06-01").exit_code == 0
    with duckdb.connect("var/published/current/unsung.duckdb", read_only=True) as con:
        query = "select person_id from marts.account where account_id like 'git:kim@%'"
        assert len(set(con.execute(query).fetchall())) == 2
    assert _ids(unsung("identity", "review", "--json")) == left


def test_nothing_of_a_table_is_decided_if_one_row_cannot_be(unsung: Invoke) -> None:
    pair = {"account_id": "git:kim@two.example", "person_key": "git:kim@one.example"}
    nobody = {"account_id": "git:nobody@one.example", "person_key": "git:kim@one.example"}
    empty = {"account_id": "git:kim@four.example", "person_key": ""}
    robot = {"account_id": "git:ubuntu@ip-10-0-3-17", "person_key": "git:kim@one.example"}
    for rows, said in (
        ([pair, nobody], ["kept.csv line 3: no tool has shown this account"]),
        ([pair, empty], ["kept.csv line 3: person_key is empty"]),
        ([nobody, pair, robot], ["kept.csv line 2: no tool", "kept.csv line 4: the account bel"]),
        ([{**pair, "rating": "5"}], ["kept.csv line 1: the header has unknown columns rating"]),
    ):
        _keep("kept.csv", rows)
        result = unsung("identity", "accept", "--from-file", "kept.csv", "--reason", "why not")
        assert result.exit_code == 4
        for line, start in zip(result.stderr.splitlines(), said, strict=True):
            assert start in line
            assert "example" not in line
    assert not DECISIONS.exists() or _table(str(DECISIONS)) == []
    for words in (["git:kim@two.example"], ["a", "b", "--from-file", "kept.csv"], []):
        assert unsung("identity", "reject", *words, "--reason", "x").exit_code == 2
    assert unsung("identity", "machine", "--reason", "x").exit_code == 2


def test_what_is_like_a_machine_is_decided_by_a_table_too(unsung: Invoke) -> None:
    held_back = ["git:deployer@build02", "git:ubuntu@ip-10-0-3-17"]
    assert _ids(unsung("identity", "machines", "--json")) == held_back
    assert "git:deployer@build02" in unsung("identity", "machines").stdout.splitlines()[0]
    assert unsung("identity", "machines", "--export", "machines.csv").exit_code == 0
    reason = ("--reason", "they build")
    assert unsung("identity", "machine", "--from-file", "machines.csv", *reason).exit_code == 0
    assert _ids(unsung("identity", "machines", "--json")) == []
    refused = unsung("identity", "human", "--from-file", "machines.csv", *reason)
    assert refused.exit_code == 4
    assert "machines.csv line 2: somebody decided machine before" in refused.stderr
    assert unsung("identity", "human", "git:deployer@build02", *reason).exit_code == 0
    assert unsung("run", "--as-of", "2026-06-01").exit_code == 0
    with duckdb.connect("var/published/current/unsung.duckdb", read_only=True) as con:
        query = "select account_type from marts.account where account_id in $1 order by account_id"
        assert con.execute(query, [held_back]).fetchall() == [("human",), ("bot",)]


def _shown(path: Path) -> Shown:
    return Shown(as_json=False, page=1, limit=20, export=path)


def test_what_a_spreadsheet_would_compute_or_split_does_not_get_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["=1+1", "+1", "-1", "@sum(1)", "\uff1d1", "Bo;=1+1", "\t=1+1", "Bo\u202e\r\n=1", None]
    rows = [MachineAccount(f"git:{n}", name, "unknown", 1) for n, name in enumerate(names)]
    split = MachineAccount("git:x;=1+1@one.example", "Bo", "unknown", 1)
    show([*rows, split], _shown(tmp_path / "found.csv"))
    cells = [row["account_name"] for row in _table(str(tmp_path / "found.csv"))]
    assert cells == ["'=1+1", "'+1", "'-1", "'@sum(1)", "'\uff1d1", "Bo =1+1", "'=1+1", "Bo=1", ""]
    assert "rows not in it, as a spreadsheet would split their ids: 1" in capsys.readouterr().err


def test_a_table_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    row = Suggestion("git:a", "A", 1, "git:b", "B", 0.8, ["same name"], False, False)
    with pytest.raises(ConfigError, match=r"found.csv cannot be written \(No such file"):
        show([row], _shown(tmp_path / "nowhere" / "found.csv"))


def test_letters_of_any_script_leave_ids_whole_and_columns_even(
    capsys: pytest.CaptureFixture[str],
) -> None:
    long = f"git:49+{'dependabot' * 12}[bot]@users.noreply.github.com"
    rows = [
        MachineAccount(long, "\u6d4b\u8bd5", "bot", 1200),
        MachineAccount("git:b", "ci", "unknown", 7),
    ]
    show(rows, Shown(as_json=False, page=1, limit=20, export=None))
    first, second, _ = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{long}  \u6d4b\u8bd5  1,200 events  a machine's")
    assert second == f"git:b{' ' * (len(long) - 5)}  ci        7 events  like a machine's"
