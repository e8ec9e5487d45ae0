"""Nonsense as people write it, as data in ``nonsense/``: told at once, by place, never shown."""

import csv
from base64 import b64decode
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors.settings import Finding
from pipelines.config import make_config, read_config
from pipelines.errors import ConfigError
from pipelines.place import find_place
from pipelines.preflight import check_files
from pipelines.run_context import RunContext
from tests.pipelines.test_preflight import FILES, GOOD, HEADERS
from transforms.policy import DEFAULT

NOW = datetime(2026, 6, 1, tzinfo=UTC)
HEAD = "organization: Acme\npurpose: open_source\n"
GIT = "sources: {git: {repositories: [{path: .}]}}\n"
DATA = Path(__file__).parent / "nonsense"


def _cases(name: str) -> list[Any]:
    cases = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in cases]


def _content(case: dict[str, Any]) -> bytes:
    if "base64" in case:
        return b64decode(case["base64"])
    if "repeat" in case:
        before, part, times = case["repeat"]
        return bytes(before + part * times, "utf-8")
    if "replace" in case:
        good, wrong = case["replace"]
        shipped = DEFAULT.read_text(encoding="utf-8")
        assert good in shipped
        return bytes(shipped.replace(good, wrong, 1), "utf-8")
    return bytes(case["text"], "utf-8")


def _findings(folder: Path, people: dict[str, str], **sources: object) -> list[Finding]:
    github = {"token_env": "T", "repositories": ["acme/widget"]}
    document = {
        "organization": "Acme",
        "purpose": "promotion_review",
        "people": people,
        "sources": {"github": github, **sources},
    }
    config = make_config(document, folder, "unsung.yaml")
    return list(check_files(RunContext(config, clock=lambda: NOW), ["roster", *sources]))


DECISIONS = "decided_at,decided_by,action,account_id,person_key,valid_from,valid_to,reason"
HEADS = {**HEADERS, "identity_decisions": DECISIONS}
ROWS = {
    **GOOD,
    "identity_decisions": [
        "2026-02-01T09:00:00Z,dee,accept,jira:17,roster:e1,,,",
        "2026-02-01T09:00:00Z,dee,machine,github:49,github:49,,,",
        "2026-02-01T09:00:00Z,dee,reject,jira:18,github:50,,,",
    ],
}
NEW = "e4,Dee Fox,dee@acme.example,,Platform,eng,L4,1,bo@acme.example,2020-01-01,,,,dee"
FILE = {**FILES, "identity_decisions": "decisions.csv"}


def _table(name: str, extra: list[dict[str, Any]], called: dict[str, str]) -> bytes:
    """A good table with further rows, each as a good one but for some cells."""
    names = HEADS[name].split(",")
    rows = [line.split(",") for line in ROWS[name]]
    for cells in extra:
        row = dict(zip(names, (NEW.split(",") if name == "roster" else rows[0]), strict=True))
        rows.append([str(cell) for cell in {**row, **cells}.values()])
    written = StringIO(newline="")
    csv.writer(written).writerows([[called.get(each, each) for each in names], *rows])
    return written.getvalue().encode()


def _tables(folder: Path, name: str, content: bytes) -> list[Finding]:
    for table, file in FILE.items():
        good = _table(table, [], {})
        (folder / file).write_bytes(content if table == name else good)
    claims = {key: FILES[key] for key in ("self_reports", "peer_notes")}
    return _findings(folder, {n: f for n, f in FILE.items() if n not in claims}, claims=claims)


def _cells() -> list[Any]:
    return [
        pytest.param(group, value, id=f"{group['table']}.{group['column']}={str(value)[:24]!r}")
        for group in yaml.safe_load((DATA / "cells.yaml").read_text(encoding="utf-8"))
        for value in group["values"]
    ]


def _expect(case: dict[str, Any], found: list[Finding]) -> None:
    """One finding has the level and words of the case, and none says anything of anybody."""
    level = case.get("level", "missing")
    said = case["says"] if isinstance(case["says"], list) else [case["says"]]
    assert any(each.level == level and all(word in each.text for word in said) for each in found), (
        found
    )
    for each in found:
        assert each.text.isascii()
        assert "\n" not in each.text
        for personal in ("Ruiz", "Dee", "dee@", "acme.example", *case.get("never", ())):
            assert personal not in each.text


def test_tables_that_are_right_need_no_word(tmp_path: Path) -> None:
    assert _tables(tmp_path, "roster", _table("roster", [{}], {})) == []


@pytest.mark.parametrize(("group", "value"), _cells())
def test_a_cell_that_cannot_be_is_told(tmp_path: Path, group: dict[str, Any], value: str) -> None:
    name, column = group["table"], group["column"]
    value = value * group.get("times", 1)
    found = _tables(tmp_path, name, _table(name, [{column: value}], {}))
    line = f"{'line' if group.get('level') != 'rejected' else 'row'} {len(ROWS[name]) + 2}"
    level = "warning" if group.get("level") == "rejected" else group.get("level", "missing")
    never = [value] if len(value) > 5 else []
    _expect({"level": level, "says": [line, group["says"]], "never": never}, found)


@pytest.mark.parametrize("case", _cases("rows"))
def test_rows_that_cannot_be_beside_each_other_are_told(
    tmp_path: Path, case: dict[str, Any]
) -> None:
    content = _table(case["table"], case.get("rows", []), case.get("called", {}))
    _expect(case, _tables(tmp_path, case["table"], content))


@pytest.mark.parametrize("case", _cases("files"))
def test_a_broken_people_file_is_told(tmp_path: Path, case: dict[str, Any]) -> None:
    (tmp_path / case["file"]).write_bytes(_content(case))
    texts = [found.text for found in _findings(tmp_path, {"roster": case["file"]})]
    assert any(case["says"] in text for text in texts), texts
    assert all("acme.example" not in text and "\n" not in text for text in texts)


@pytest.mark.parametrize("path", ["", ".", " ", "no.csv", "x" * 5000, "a\0b", "~/p.csv", "no.toml"])
def test_a_path_that_leads_to_no_table_is_told(tmp_path: Path, path: str) -> None:
    assert _findings(tmp_path, {"roster": path})


def _refusal(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    return str(caught.value)


@pytest.mark.parametrize("case", _cases("policy"))
def test_a_broken_credit_policy_is_told(tmp_path: Path, case: dict[str, Any]) -> None:
    (tmp_path / "policy.yaml").write_bytes(_content(case))
    path = tmp_path / "unsung.yaml"
    path.write_text(f"{HEAD}credit_policy: policy.yaml\n{GIT}", encoding="utf-8")
    refusal = _refusal(path)
    assert "unsung.yaml line 3 column 16: credit_policy: policy.yaml" in refusal
    assert case["says"] in refusal


def test_every_mistake_of_a_credit_policy_is_told_at_once(tmp_path: Path) -> None:
    text = DEFAULT.read_text(encoding="utf-8").replace("source: git,", "source: gti,")
    (tmp_path / "policy.yaml").write_text(text, encoding="utf-8")
    path = tmp_path / "unsung.yaml"
    path.write_text(f"{HEAD}credit_policy: policy.yaml\n{GIT}", encoding="utf-8")
    assert len(_refusal(path).splitlines()) == text.count("source: gti,") > 1


@pytest.mark.parametrize("key", ["data_dir", "credit_policy"])
@pytest.mark.parametrize("value", ["a\\0b", "x" * 5000, "unsung.yaml/x", "\\ud800"])
def test_a_path_that_cannot_be_is_told_with_its_place(tmp_path: Path, key: str, value: str) -> None:
    path = tmp_path / "unsung.yaml"
    path.write_text(f'{HEAD}{key}: "{value}"\n{GIT}', encoding="utf-8")
    assert f"unsung.yaml line 3 column {len(key) + 3}: {key}: " in _refusal(path)


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 5000])
def test_a_configuration_whose_name_cannot_be_is_told(name: str) -> None:
    assert _refusal(Path(name)).isascii()


def test_a_configuration_nested_too_deep_has_no_place(tmp_path: Path) -> None:
    path = tmp_path / "unsung.yaml"
    path.write_text("a: " + "[" * 50_000, encoding="utf-8")
    assert find_place(path) is None
