"""Every recipe of CONTRIBUTING names its files: whichever is left out, the proof says which."""

import shutil
from pathlib import Path

import pytest

from pipelines.config import PROJECT
from tests.recipes import lacking

FOLDERS = (
    *("connectors", "sandbox", "transforms/sql", "transforms/kinds", "transforms/rules"),
    *("docs/sources", "tests/connectors", "tests/transforms/cases", "warehouse/contracts"),
)
LEFT_OUT = {
    "connectors/jira/__init__.py": "tool jira: connectors/jira/__init__.py is missing",
    "docs/sources/jira.md": "tool jira: docs/sources/jira.md is missing",
    "sandbox/jira/server.py": "tool jira: sandbox/jira/server.py is missing",
    "tests/connectors/jira/conftest.py": "tool jira: tests/connectors/jira/conftest.py is missing",
    "transforms/sql/events/core._event_jira.sql": "_event_jira.sql is missing",
    "transforms/sql/identity/core._account_jira.sql": "_account_jira.sql is missing",
    "connectors/github/records.py": "stream github.issue_event: a module",
    "tests/connectors/roster/test_diary.py": "stream roster.diary: a test in tests/connectors/",
    "transforms/sql/evidence/core._evidence_liaison.sql": "kind relationship.liaison: trans",
    "tests/transforms/cases/mentoring.yaml": "kind mentoring.answer: tests/transforms/cases/",
    "warehouse/contracts/period.yaml": "table period: warehouse/contracts/period.yaml is missing",
    "transforms/sql/profiles/marts.period.sql": "table period: transforms/sql/<topic>/marts.period",
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tree")
    for folder in FOLDERS:
        shutil.copytree(PROJECT / folder, root / folder, dirs_exist_ok=True)
    return root


def test_no_recipe_was_left_half_done() -> None:
    assert list(lacking(PROJECT)) == []


@pytest.mark.parametrize(("path", "said"), LEFT_OUT.items(), ids=LEFT_OUT)
def test_a_file_that_is_left_out_is_named(tree: Path, path: str, said: str) -> None:
    file = tree / path
    aside = tree / "aside"
    file.rename(aside)
    try:
        assert any(said in sentence for sentence in lacking(tree))
    finally:
        aside.rename(file)
