"""Rules of CONTRIBUTING that no linter knows."""

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
import sqlglot

from pipelines.cli import claims
from pipelines.config import PROJECT
from pipelines.tools import find_tools
from transforms.models import find_models
from transforms.rulebook import LISTS, read_rules
from warehouse.contract import read_contracts

PACKAGES = ("connectors", "warehouse", "transforms", "pipelines", "sandbox")
MODULES = [path for package in PACKAGES for path in sorted((PROJECT / package).rglob("*.py"))]


def _named(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("path", MODULES, ids=_named)
def test_a_module_says_what_it_is_and_stays_readable(path: Path) -> None:
    text = path.read_text()
    assert text.startswith('"""')
    assert len(text.splitlines()) <= 380
    assert path.stem not in {"utils", "helpers", "common"}


def test_a_module_of_tests_says_what_it_is_and_is_no_longer_than_one_of_code() -> None:
    tests = {
        _named(path): path.read_text() for path in sorted((PROJECT / "tests").rglob("test_*.py"))
    }
    assert [name for name, text in tests.items() if len(text.splitlines()) > 380] == []
    assert [name for name, text in tests.items() if not text.startswith('"""')] == []


@pytest.mark.parametrize("path", MODULES, ids=_named)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1] if ast.get_docstring(node) and node.body[1:] else node.body[0]
            assert (node.end_lineno or 0) - first.lineno < 40, (node.name, node.lineno)


def test_a_room_of_models_holds_what_one_can_look_over() -> None:
    sizes = Counter(model.topic for model in find_models().values())
    assert max(sizes.values()) <= 40, sizes


def test_pipelines_keep_their_annotations() -> None:
    """Dagster 1.13 reads them at run time and refuses postponed ones."""
    for path in (PROJECT / "pipelines").rglob("*.py"):
        assert "from __future__ import annotations" not in path.read_text(), path


@pytest.mark.parametrize("model", find_models().values(), ids=lambda model: ".".join(model.key))
def test_a_model_is_one_select_with_a_header_and_named_inputs(model: object) -> None:
    assert set(model.header) >= {"doc", "grain"}  # type: ignore[attr-defined]  # because pytest types parameters as object
    assert model.doc.startswith("One row is ")  # type: ignore[attr-defined]  # because pytest types parameters as object
    assert model.doc.endswith(".")  # type: ignore[attr-defined]  # because pytest types parameters as object
    (statement,) = sqlglot.parse(model.sql, dialect="duckdb")  # type: ignore[attr-defined]  # because pytest types parameters as object
    assert isinstance(statement, sqlglot.exp.Query)
    assert not re.search(r"now\(\)|current_(date|timestamp)", model.sql)  # type: ignore[attr-defined]  # because pytest types parameters as object


def test_a_regular_expression_is_a_constant_as_duckdb_compiles_others_for_every_row() -> None:
    for model in find_models().values():
        for statement in sqlglot.parse(model.sql, dialect="duckdb"):
            for call in statement.find_all(sqlglot.exp.RegexpLike):  # type: ignore[union-attr]  # because a model is never empty
                constants = (sqlglot.exp.Literal, sqlglot.exp.Parameter, sqlglot.exp.Placeholder)
                assert isinstance(call.expression, constants), (model.key, call.sql())


def test_every_published_table_has_a_contract_and_the_other_way_round() -> None:
    models = find_models().values()
    marts = {each.name for each in models if each.schema == "marts" and not each.is_private}
    assert {contract.table for contract in read_contracts()} == marts


def test_every_field_that_names_a_person_is_declared_personal() -> None:
    looks_personal = re.compile(r"(^|_)(name|email|emails|login|author_id|actor_id|creator_id)$")
    things = {"field", "status", "version", "tag", "service", "team", "schedule"}
    harmless = {("repository", "full_name"), ("release", "tag_name"), ("rejection", "table_name")}
    harmless |= {(thing, "name") for thing in things}
    for tool in find_tools().values():
        for stream in tool.streams:
            for column in stream.columns:
                if looks_personal.search(column.name):
                    declared = column.name in stream.personal
                    assert declared or (stream.name, column.name) in harmless, column


def test_every_tool_has_a_page_that_says_what_is_read_and_never_read() -> None:
    for tool in find_tools():
        text = (PROJECT / "docs" / "sources" / f"{tool}.md").read_text().lower()
        assert "never" in text


def test_every_rule_list_is_typed_and_every_kind_known() -> None:
    rules = read_rules()
    kinds = {kind.kind for kind in rules["kinds__kinds"][1]}  # type: ignore[attr-defined]  # because rows are typed by list
    named = {row.kind for row in rules["credit__trailer_kinds"][1]}  # type: ignore[attr-defined]  # because rows are typed by list
    assert named <= kinds
    files = {path.stem for path in (PROJECT / "transforms" / "rules").glob("*.yaml")}
    assert files == {*(file for file, _ in LISTS), "credit_policy"}


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(
        ["git", "-C", str(PROJECT), "ls-files"], capture_output=True, text=True, check=True
    ).stdout
    forbidden = re.compile(r"(?<![\w.])/(work|root)/|--(extra-)?index-url")
    for name in listed.splitlines():
        path = PROJECT / name
        if path.suffix in {".png", ".json"} or path == Path(__file__) or not path.exists():
            continue
        assert not forbidden.search(path.read_text()), name


def test_every_state_of_a_claim_is_explained_to_its_author() -> None:
    sql = find_models()["core", "claim"].sql
    states = {*re.findall(r"then '(\w+)'", sql), *re.findall(r"else '(\w+)'\s+end as state", sql)}
    assert states == claims._WHY.keys() == claims._ACTION.keys()
