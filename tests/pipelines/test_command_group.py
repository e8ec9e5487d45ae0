"""The command line as a whole: help costs nothing, and no fault ends in a traceback."""

import importlib
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from connectors.landing import PullInProgress
from pipelines.cli import main
from pipelines.cli.ending import say
from warehouse.errors import DataRefused

HEAVY = ("dagster", "duckdb", "pydantic", "requests", "rich", "googleapiclient")


def test_help_imports_no_library_that_costs_seconds() -> None:
    code = (
        "import sys\nfrom pipelines.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert not loaded & set(HEAVY)
    assert "Pulls every source, then builds and publishes." in done.stdout


def test_help_says_what_the_commands_say_of_themselves() -> None:
    context = click.Context(main)
    assert main.list_commands(context)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert command.help is not None
        first = " ".join(command.help.split("\n\n")[0].split())
        assert first == main.summaries[name], name


def test_a_misspelt_command_is_answered_with_the_nearest() -> None:
    result = CliRunner().invoke(main, ["stauts"])
    assert result.exit_code == 2
    assert "Did you mean 'status'?" in result.stderr


def test_a_pull_beside_another_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert say(PullInProgress("source git is being pulled by another process"), None) == 75
    line = "LOCKED: source git is being pulled by another process; wait until that pull has ended\n"
    assert capsys.readouterr().err == line


def test_what_nobody_foresaw_is_one_line_and_a_file_without_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("pipelines.cli.published")

    def broken(*_: object) -> None:
        message = "CANARY ana@acme.example"
        raise ValueError(message)

    monkeypatch.setattr(module, "read_status", broken)
    (tmp_path / "unsung.yaml").write_text("organization: A\n")
    result = CliRunner().invoke(main, ["status", "--config", str(tmp_path / "unsung.yaml")])
    assert result.exit_code == 70
    (line,) = result.stderr.splitlines()
    assert line.startswith("UNFORESEEN: ValueError in test_command_group.broken; details in ")
    (file,) = (tmp_path / "var" / "log").iterdir()
    assert str(file) in line
    text = file.read_text()
    assert "ValueError" in text
    assert "read_status" not in text
    assert "test_command_group.py" in text
    assert "CANARY" not in line + text


def test_details_that_cannot_be_written_are_no_second_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    assert say(RuntimeError("x"), tmp_path / "log") == 70
    assert "no details, as none could be written" in capsys.readouterr().err


def test_typed_errors_keep_their_own_words_and_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert say(DataRefused("a table is wrong", "correct it"), None) == 5
    assert capsys.readouterr().err == "DATA_REFUSED: a table is wrong; correct it\n"
