"""A rule file that is not as declared is refused with file, line and reason."""

import shutil
from pathlib import Path

import pytest

from transforms.rule_tables import RULE_TABLES, load_rules
from transforms.rulebook import FOLDER, read_rules
from warehouse.errors import DataRefused
from warehouse.store import open_store


@pytest.mark.parametrize(
    ("file", "old", "new", "cause"),
    [
        ("outcome", "role: author, weight: 4", "role: author, weight: -4", "greater than or equal"),
        ("outcome", "role: author, weight", "role: autor, weight", "should be 'author'"),
    ],
)
def test_a_row_of_a_rule_file_is_refused_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, cause: str
) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    path = tmp_path / f"{file}.yaml"
    text = path.read_text()
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(DataRefused, match=rf"rules/{file}.yaml line {line}, .*{cause}"):
        read_rules(tmp_path)


def test_a_rule_file_without_one_of_its_lists_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "outcome.yaml"
    path.write_text(path.read_text().replace("limits:", "limit:"))
    with pytest.raises(DataRefused, match=r"rules/outcome.yaml has .*expected \['limits'"):
        read_rules(tmp_path)


def test_every_rule_table_says_what_its_rows_are(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        load_rules(store)
        found = store.con.execute(
            "select table_name, comment from duckdb_tables() where schema_name = 'rules'"
        ).fetchall()
    assert len(found) == len(RULE_TABLES)
    assert [name for name, comment in found if not comment] == []
