"""What documents name is there: commands, codes, variables, tables, files, classes, rules."""

import re
import signal
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

from pipelines import errors
from pipelines.cli import claims, explain, main, published
from pipelines.cli.group import _HELP
from pipelines.config import PROJECT, Keys
from pipelines.tools import find_tools
from tests import test_house_style
from transforms.catalogue import read_kinds
from transforms.models import find_models
from transforms.rulebook import OutcomeRole, read_rules
from warehouse.contract import read_contracts

DOCS = PROJECT / "docs"
README, CONTRIBUTING = PROJECT / "README.md", PROJECT / "CONTRIBUTING.md"
PAGES = [README, CONTRIBUTING, *sorted(DOCS.rglob("*.md"))]
CODES = {value for name, value in vars(errors).items() if name.isupper()}
WRITTEN = [page for page in PAGES if page != CONTRIBUTING]


def _text(page: Path | str) -> str:
    path = DOCS / page if isinstance(page, str) else page
    return path.read_text(encoding="utf-8")


def _section(text: str, heading: str) -> str:
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def _named(page: Path) -> str:
    return str(page.relative_to(PROJECT))


def _first_cells(text: str) -> list[str]:
    """What the first column of a section's tables names."""
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def test_exit_codes_are_the_programs_in_every_place_that_lists_them() -> None:
    table = _section(_text("operations.md"), "Exit codes").partition("Every error")[0]
    rows = re.findall(r"^\| ([\d, ]+) \|", table, re.MULTILINE)
    listed = {int(code) for row in rows for code in row.split(",")}
    assert listed == CODES
    assert {int(code) for code in re.findall(r"\b\d+\b", _HELP.partition("codes:")[2])} == CODES
    assert errors.INTERRUPTED == 128 + signal.SIGINT
    assert errors.TERMINATED == 128 + signal.SIGTERM


def test_every_command_is_in_the_documents_for_who_runs_it() -> None:
    text = "\n".join(map(_text, (README, DOCS / "first-hour.md", DOCS / "operations.md")))
    missing = [
        name
        for name in main.list_commands(click.Context(main))
        if not re.search(rf"unsung {name}\b", text)
    ]
    assert missing == []


def test_every_variable_that_is_read_is_documented() -> None:
    read: set[str] = set()
    for path in (PROJECT / "pipelines").rglob("*.py"):
        read |= set(re.findall(r"environ(?:\.get)?[\[(]\"(\w+)\"", path.read_text()))
    faults = {name for name in read if name.startswith("UNSUNG_FAULT_")}
    assert set(_first_cells(_section(_text("operations.md"), "Environment variables"))) == (
        read - faults
    )


def test_the_limits_of_the_configuration_are_the_defaults() -> None:
    (block,) = re.findall(
        r"```yaml\n(.*?)```", _section(_text("operations.md"), "Limits in the configuration"), re.S
    )
    keys = Keys(organization="Acme", purpose="open_source")
    assert yaml.safe_load(block) == {
        "landing": keys.landing.model_dump(),
        "store": keys.store.model_dump(),
        "identity": keys.identity.model_dump(),
    }


def test_every_key_of_the_configuration_is_documented() -> None:
    text = "\n".join(map(_text, [*WRITTEN, PROJECT / "pipelines" / "example.yaml"]))
    assert [key for key in Keys.model_fields if not re.search(rf"\b{key}\b", text)] == []


def test_the_verdicts_of_status_are_those_of_the_first_hour() -> None:
    said = set(re.findall(r"f?\"([A-Z][A-Z ]+):", Path(published.__file__).read_text()))
    table = _text("first-hour.md").partition("| `unsung status` begins with")[2]
    assert set(_first_cells(table.partition("\n\n")[0])) == said


WRONG = """\
organization: Acme
purpose: open_source
sources:
  git:
    repositories:
      - {path: ../service}
  githbu:
    token_env: GITHUB_TOKEN
    repositories: [acme/widget]
  jira:
    base_url: https://acme.atlassian.net
    token_env: ghp_0123456789abcdef0123456789abcdef
    projects: [OPS]
"""


def test_check_answers_as_the_first_hour_shows(tmp_path: Path) -> None:
    (tmp_path / "unsung.yaml").write_text(WRONG)
    result = CliRunner().invoke(main, ["check", "--config", str(tmp_path / "unsung.yaml")])
    assert result.exit_code == errors.CONFIG
    shown = re.findall(r"^(CONFIG: .*)\.\.\.$", _text("first-hour.md"), re.MULTILINE)
    lines = result.stderr.splitlines()
    assert len(shown) == len(lines) == 2
    for line, start in zip(lines, shown, strict=True):
        assert line.startswith(start)


def test_states_of_claims_and_what_their_authors_can_do_are_the_programs() -> None:
    method = _text("method/claims.md").partition("## Rules")[0]
    assert set(_first_cells(method)) == claims._WHY.keys()
    page = _section(_text("sources/claims.md"), "What becomes of a claim")
    assert set(_first_cells(page)) == claims._ACTION.keys()


def test_classes_of_credit_are_the_programs() -> None:
    assert set(_first_cells(_text("method/credit.md").partition("\n## ")[0])) == (
        explain._CLASSES.keys()
    )
    glossary = _section(_text("glossary.md"), "Time and credit")
    assert [name for name in explain._CLASSES if f"| {name} |" not in glossary] == []


def _roles(*outcome_types: str) -> list[list[int]]:
    rows = [row for row in read_rules()["outcome__roles"][1] if isinstance(row, OutcomeRole)]
    return [[int(r.weight) for r in rows if r.outcome_type == name] for name in outcome_types]


def test_weights_of_roles_are_those_of_the_rules() -> None:
    said = [
        [int(number) for number in re.findall(r" (\d)(?=[ ,.;|])", line.split("|")[2])]
        for line in _text("method/outcomes.md").splitlines()
        if line.startswith("| ") and "weights" not in line.split("|")[2]
    ]
    names = (
        *("code_change", "release", "incident", "document", "corrective_action"),
        *("meeting_record", "handoff"),
    )
    assert said[1:] == _roles(*names)
    assert _roles("postmortem") == _roles("document")


RULES = {
    "method/identity.md": "identity/core.*.sql",
    "method/meeting-notes.md": "meetings/core._minutes_writer.sql",
    "method/newcomers.md": "people/core._pairing_inferred.sql",
}


@pytest.mark.parametrize("page", RULES)
def test_rules_of_a_page_are_those_of_its_models(page: str) -> None:
    sql = "\n".join(_text(path) for path in (PROJECT / "transforms" / "sql").glob(RULES[page]))
    cells = "\n".join(line for line in _text(page).splitlines() if line.startswith("| "))
    listed = set(re.findall(r"`([a-z_]+)`", cells))
    assert listed
    assert listed <= set(re.findall(r"'(\w+)'", sql))
    assert set(re.findall(r"'(\w+)' as rule(?:_id)?\b", sql)) <= listed


TABLE = re.compile(r"`((?:marts|core|staging|history|raw|rules|ops)\.[a-z_]+)`")


def test_a_table_that_a_page_names_exists() -> None:
    streams = {f"{t.source}__{t.stream}" for tool in find_tools().values() for t in tool.raw_tables}
    known = {".".join(key) for key in find_models()}
    known |= {f"{layer}.{name}" for layer in ("raw", "staging", "history") for name in streams}
    known |= {f"rules.{name}" for name in read_rules()}
    migrations = "\n".join(map(_text, (PROJECT / "warehouse" / "migrations").glob("*.sql")))
    known |= set(re.findall(r"create table (ops\.\w+)", migrations))
    unions = {"core._event_", "core._account_", "core._evidence_"}
    for page in PAGES:
        assert set(TABLE.findall(_text(page))) - known - unions == set(), _named(page)


FOLDERS = "connectors|warehouse|transforms|pipelines|sandbox|tests|benchmarks|docs|dagster_home"
FILE = re.compile(rf"`((?:{FOLDERS})/[\w./*-]*)`")


def test_a_file_that_a_page_names_is_there() -> None:
    for page in PAGES:
        missing = [name for name in FILE.findall(_text(page)) if not list(PROJECT.glob(name))]
        assert missing == [], _named(page)


def _slugs(page: Path) -> list[str]:
    headings = re.findall(r"^#+ (.+)$", _text(page), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings]


def test_the_links_of_a_page_lead_to_pages_and_headings() -> None:
    for page in WRITTEN:
        for target in re.findall(r"\]\(([^)\s]+)\)", _text(page)):
            path, _, anchor = target.partition("#")
            aim = page.parent / path if path else page
            assert "://" in target or aim.exists(), (_named(page), target)
            assert not anchor or anchor in _slugs(aim), (_named(page), target)


def test_a_page_is_at_most_100_wide_but_for_its_tables() -> None:
    for page in WRITTEN:
        wide = [line for line in _text(page).splitlines() if len(line) > 100]
        assert [line for line in wide if not line.startswith("|")] == [], _named(page)


def test_kinds_that_pages_name_are_in_the_catalogue() -> None:
    kinds = {entry.kind for entry in read_kinds()}
    categories = {kind.partition(".")[0] for kind in kinds}
    for page in WRITTEN:
        named = {
            f"{category}.{word}"
            for category, word in re.findall(r"`([a-z]+)\.([a-z_]+)`", _text(page))
            if category in categories and word not in {"yaml", "md", "toml"}
        }
        assert named <= kinds, page


def test_what_the_readme_says_is_published_has_a_contract() -> None:
    tables = {contract.table for contract in read_contracts()}
    queried = set(re.findall(r"marts\.(\w+)", _text(README)))
    assert queried
    assert queried <= tables


def test_private_names_of_people_are_in_one_stream_as_the_privacy_page_says() -> None:
    (row,) = re.findall(r"^\| Names \| (.+) \|$", _text("privacy.md"), re.MULTILINE)
    named = re.findall(r"\b(jira|confluence|pagerduty|google)\b", row.lower())
    assert len(named) == 4
    for tool in named:
        holding = [s.name for s in find_tools()[tool].streams if "display_name" in s.personal]
        assert holding == ["user"], tool


def test_the_sizes_that_contributing_asks_for_are_those_of_the_tests() -> None:
    rules = _text(Path(test_house_style.__file__))
    text = " ".join(_text(CONTRIBUTING).split())
    (lines,) = re.findall(r"Modules stay below (\d+) lines", text)
    (short,) = re.findall(r"functions below (\d+)", text)
    (files,) = re.findall(r"at most (\d+) files in each", text)
    assert f"<= {lines}\n" in rules
    assert f"< {short}, (node.name" in rules
    assert f"max(sizes.values()) <= {files}" in rules
    (most,) = re.findall(r"most below (\d+)", text)
    sizes = [len(_text(path).splitlines()) for path in test_house_style.MODULES]
    assert sum(size < int(most) for size in sizes) > 0.8 * len(sizes)
