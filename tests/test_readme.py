"""What README and docs tell a newcomer: every command exists, every number is the code's."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import duckdb
import pytest
import yaml
from click.testing import CliRunner

from pipelines import errors
from pipelines.cli import main
from pipelines.cli.demo import PEOPLE
from pipelines.config import make_config
from tests.pipelines.conftest import GitRepository

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
PAGES = [
    PROJECT / "README.md",
    PROJECT / "CONTRIBUTING.md",
    *sorted((PROJECT / "docs").rglob("*.md")),
]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`((?:\.venv/bin/)?(?:unsung|make) [^`\n]+)`")
FIRST_HOUR = (PROJECT / "docs" / "first-hour.md").read_text(encoding="utf-8")


def _commands() -> list[str]:
    """Every line of a shell block and every inline word that calls unsung or make."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for language, block in _BLOCK.findall(text):
            lines = block.splitlines() if not language else []
            found += [line for line in lines if re.match(r"(\.venv/bin/)?(unsung|make) ", line)]
        found += _INLINE.findall(_BLOCK.sub("", text))
    return sorted({re.split(r"\s{2,}|\s#", command)[0] for command in found})


@pytest.mark.parametrize("command", [c for c in _commands() if c.startswith("make ")])
def test_a_make_target_that_docs_name_exists(command: str) -> None:
    targets = re.findall(r"^(\w+):", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    assert command.split()[1] in targets


@pytest.mark.parametrize("command", [c for c in _commands() if "unsung" in c])
def test_a_command_that_docs_name_exists_with_its_options(command: str) -> None:
    words = shlex.split(command)[1:]
    if words == ["--version"]:
        return
    found: click.Command | None = main
    context = click.Context(main)
    while words and isinstance(found, click.Group) and not words[0].startswith("-"):
        found = found.get_command(context, words.pop(0))
    assert found is not None, command
    known = {option for param in found.params for option in param.opts}
    for word in words:
        if word.startswith("--"):
            assert word.partition("=")[0] in known, command


def test_the_numbers_are_the_codes_own() -> None:
    assert f"a company of {PEOPLE} invented people" in " ".join(README.split())
    (version,) = re.findall(
        r'requires-python = ">=([\d.]+)"', (PROJECT / "pyproject.toml").read_text()
    )
    assert f"Python {version} or newer" in README
    documented = {int(code) for code in re.findall(r"\b(\d+)(?= [a-z]|,|\n| and)", _codes())}
    named = {value for name, value in vars(errors).items() if name.isupper()}
    assert documented == named


def _codes() -> str:
    return FIRST_HOUR.partition("## Exit codes")[2]


def test_the_configuration_of_the_readme_is_valid(tmp_path: Path) -> None:
    (written,) = (text for language, text in _BLOCK.findall(README) if language == "yaml")
    config = make_config(yaml.safe_load(written), tmp_path, "README.md")
    assert set(config.sources) >= {"git", "github", "jira", "google", "roster", "claims"}


@pytest.fixture(scope="module")
def mined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the README's commands for a clone were run."""
    base = tmp_path_factory.mktemp("readme")
    (base / "service").mkdir()
    repository = GitRepository(base / "service")
    repository.commit("ana", "2026-05-04T09:00:00Z", "docs: start", {"docs/a.md": "a\nb\nc\nd\n"})
    work = base / "work"
    work.mkdir()
    line = next(c for c in _commands() if c == "unsung run --git ../service")
    environment = {**os.environ, "XDG_DATA_HOME": str(base)}
    environment.pop("DAGSTER_HOME", None)
    code = "from pipelines.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *shlex.split(line)[1:], "--quiet"],
        cwd=work,
        env=environment,
        check=True,
        capture_output=True,
    )
    (base / "ending.txt").write_bytes(done.stdout)
    return base


def _shape(line: str) -> str:
    """A line of output without its numbers and its folder."""
    folderless = re.sub(r"\S*/unsung/git-\w+", "FOLDER", line)
    return re.sub(r"\d[\d,-]*", "#", folderless)


def test_a_run_ends_as_the_first_hour_shows(mined: Path) -> None:
    (shown,) = (block for _, block in _BLOCK.findall(FIRST_HOUR) if block.startswith("found "))
    printed = (mined / "ending.txt").read_text(encoding="utf-8").splitlines()
    ending = printed[[line.startswith("found ") for line in printed].index(True) :]
    lines = shown.splitlines()
    assert [line.split()[0] for line in ending] == [line.split()[0] for line in lines]
    for one, other in zip(ending, lines, strict=True):
        # What happened in the window depends on the day of the run.
        assert _shape(one) == _shape(other) or one.startswith("objects")


def test_the_query_of_the_readme_runs_on_what_was_published(mined: Path) -> None:
    (query,) = (text for language, text in _BLOCK.findall(README) if language == "sql")
    (file,) = mined.glob("unsung/git-*/published/current/unsung.duckdb")
    with duckdb.connect(str(file), read_only=True) as con:
        found = con.execute(query).description
    assert [column[0] for column in found] == [
        "display_name",
        "kind",
        "object_count",
        "weeks_active",
    ]


def test_every_folder_that_the_readme_promises_is_published(mined: Path) -> None:
    (current,) = mined.glob("unsung/git-*/published/current")
    table = README.partition("## What you get")[2].partition("```")[0]
    for name in re.findall(r"`([\w./<>]+)`", table):
        if name.startswith(("warehouse", "var")):
            continue
        assert list(current.glob(name.replace("<person_id>", "*"))), name


def test_links_of_readme_and_docs_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), (page.name, target)


def test_the_first_hour_completes_in_every_shell_it_names() -> None:
    for shell in re.findall(r"_UNSUNG_COMPLETE=(\w+)_source", FIRST_HOUR):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("_UNSUNG_COMPLETE", f"{shell}_source")
            patch.setattr("click.shell_completion.BashComplete._check_version", lambda *_: None)
            done = CliRunner().invoke(main, prog_name="unsung", complete_var="_UNSUNG_COMPLETE")
        assert "_UNSUNG_COMPLETE" in done.stdout, shell
