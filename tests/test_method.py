"""Every rule id that code names is a heading of the method, with a number and a source."""

import re
import subprocess
from pathlib import Path

import pytest

from pipelines.config import PROJECT
from transforms.rulebook import Threshold, read_rules

FOLDER = PROJECT / "docs" / "method"
PAGES = sorted(FOLDER.glob("*.md"))
ID = re.compile(r"\b(?:ATT|CRD|EFF|EVI|GAM|NSE|ONB|PER|SUP)-\d+\b")
RULE = re.compile(r"^### (\S+): .+\n\n(.+\n)+\n- Number: .+\n- Source: .+", re.MULTILINE)
PLACES = ("connectors", "warehouse", "transforms", "pipelines", "tests/transforms/cases", "docs")


def _tracked() -> list[Path]:
    found = subprocess.run(
        ["git", "ls-files", *PLACES], cwd=PROJECT, capture_output=True, check=True
    )
    return [PROJECT / name for name in found.stdout.decode().splitlines()]


TEXTS = {
    path: path.read_text()
    for path in _tracked()
    if path.suffix in {".py", ".sql", ".yaml", ".j2", ".md"} and path.exists()
}


def _rules() -> list[str]:
    return [match[1] for page in PAGES for match in RULE.finditer(page.read_text())]


def test_every_rule_that_something_names_is_a_heading_with_number_and_source() -> None:
    named = {rule for text in TEXTS.values() for rule in ID.findall(text)}
    assert named == set(_rules())


def test_a_number_is_that_of_the_rule_it_names() -> None:
    values = {
        row.name: row.value
        for row_type, rows in read_rules().values()
        for row in rows
        if row_type is Threshold and isinstance(row, Threshold)
    }
    said = [
        (rule, number)
        for page in PAGES
        for line in re.findall(r"^- Number: .*$", page.read_text(), re.MULTILINE)
        for number, rule in re.findall(r"(\d+)[^\d`]*\(`(\w+)`\)", line)
    ]
    assert len(said) >= 20
    assert [(rule, int(number)) for rule, number in said] == [(r, values[r]) for r, _ in said]


def test_no_rule_stands_twice() -> None:
    assert len(_rules()) == len(set(_rules()))


def test_nothing_names_a_section_of_the_method_by_number() -> None:
    assert [path.name for path, text in TEXTS.items() if re.search(r"\bmethod \d", text)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_of_the_method_is_listed_and_at_most_100_wide(page: Path) -> None:
    assert page.stem == "README" or f"({page.name})" in (FOLDER / "README.md").read_text()
    wide = [line for line in page.read_text().splitlines() if len(line) > 100]
    assert all(line.startswith("|") for line in wide)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
        assert (FOLDER / target).exists(), target
