"""Decisions are one file each: numbered, dated, with a status, and listed in an index."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.config import PROJECT

FOLDER = PROJECT / "docs" / "decisions"
INDEX = FOLDER / "README.md"
FILES = sorted(path for path in FOLDER.glob("*.md") if path != INDEX)
FORM = re.compile(
    r"# (?P<number>\d{4}): (?P<title>[^\n]+)\n\n"
    r"- Date: (?P<date>\d{4}-\d\d-\d\d)\n"
    r"- Status: (?P<status>accepted|superseded by \[(?P<later>\d{4})\]\((?P<link>[^)]+)\))\n\n"
    r"## Context\n\n.+\n\n## Decision\n\n.+\n\n## Consequences\n\n.+\n",
    re.DOTALL,
)
NAMED = re.compile(r"docs/decisions/(\d{4}[\w-]*\.md)")


def _read(path: Path) -> re.Match[str]:
    found = FORM.fullmatch(path.read_text(encoding="utf-8"))
    assert found, f"{path.name} is not number, title, date, status and three sections"
    return found


def _index() -> str:
    lines = [
        "# Decisions",
        "",
        "One file a decision: why something is as it is, and what else was tried. A decision that",
        "no longer holds stays, with a link to the one in force.",
        "",
        "| decision | date | status |",
        "| --- | --- | --- |",
    ]
    for path in FILES:
        found = _read(path)
        title = f"[{found['number']}: {found['title']}]({path.name})"
        lines.append(f"| {title} | {found['date']} | {found['status']} |")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_decision_has_the_number_of_its_file_a_date_and_a_status(path: Path) -> None:
    found = _read(path)
    assert re.fullmatch(rf"{found['number']}(-[a-z0-9]+)+", path.stem)
    assert date.fromisoformat(found["date"])
    assert all(len(line) <= 100 for line in found[0].splitlines())


def test_numbers_have_no_gap_and_follow_the_dates() -> None:
    found = [_read(path) for path in FILES]
    assert [int(each["number"]) for each in found] == list(range(1, len(FILES) + 1))
    dates = [each["date"] for each in found]
    assert dates == sorted(dates)


def test_what_supersedes_a_decision_is_a_later_one_that_is_there() -> None:
    superseded = [each for each in map(_read, FILES) if each["link"]]
    assert superseded
    for each in superseded:
        assert each["link"].startswith(f"{each['later']}-")
        assert (FOLDER / each["link"]).exists()
        assert each["later"] > each["number"]


def test_the_index_lists_every_decision(request: pytest.FixtureRequest) -> None:
    """``--write-snapshot`` writes the index anew."""
    if request.config.getoption("--write-snapshot"):
        INDEX.write_text(_index(), encoding="utf-8")
    assert INDEX.read_text(encoding="utf-8") == _index()


def _texts() -> Iterator[tuple[str, str]]:
    for folder in ("connectors", "warehouse", "transforms", "pipelines", "sandbox", "docs"):
        for path in (PROJECT / folder).rglob("*"):
            if path.suffix in {".py", ".sql", ".yaml", ".md"}:
                yield str(path), path.read_text(encoding="utf-8")


def test_a_decision_that_something_names_is_there() -> None:
    for name, text in _texts():
        assert all((FOLDER / each).exists() for each in NAMED.findall(text)), name
