"""What docs/sources says of each tool is what its connector declares: keys, streams, codes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel

from connectors.claims.rows import PEER_NOTES, SELF_REPORTS
from connectors.errors import SourceError
from connectors.roster import rows
from connectors.settings import SourceSettings
from connectors.stream import Stream
from connectors.tables.connector import TableSettings
from pipelines.config import PROJECT, Keys, make_config, read_config
from pipelines.tools import Tool, find_tools
from warehouse.errors import WarehouseError

FOLDER = PROJECT / "docs" / "sources"
TOOLS = find_tools()
EACH = pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
EXAMPLE = PROJECT / "pipelines" / "example.yaml"
# Not for operators: made from other keys, or only for a simulated Google.
INTERNAL = {
    "google": {"base_url"},
    "claims": {"base_url"},
    "roster": {"base_url", "known_duties"},
}


def _page(tool: str) -> str:
    return (FOLDER / f"{tool}.md").read_text(encoding="utf-8")


def _kept(streams: tuple[Stream, ...]) -> str:
    """The table of what is kept, from what the connector declares."""
    lines = [
        "Nothing but these fields is kept. Bold ones are personal data.",
        "",
        "| stream | key | other fields |",
        "| --- | --- | --- |",
    ]
    for stream in streams:
        key = ", ".join(_field(stream, name) for name in stream.key)
        others = [each.name for each in stream.columns if each.name not in stream.key]
        fields = ", ".join(_field(stream, name) for name in others)
        lines.append(f"| `{stream.name}` | {key} | {fields or 'none'} |")
    return "\n".join(lines) + "\n"


def _field(stream: Stream, name: str) -> str:
    return f"**`{name}`**" if name in stream.personal else f"`{name}`"


@EACH
def test_a_page_has_the_table_of_what_is_kept(tool: Tool, request: pytest.FixtureRequest) -> None:
    """``--write-snapshot`` writes the table anew."""
    text = _page(tool.name)
    before, _, rest = text.partition("<!-- kept -->\n")
    _, end, after = rest.partition("<!-- /kept -->")
    assert end, "the page has no place for the table"
    wanted = f"{before}<!-- kept -->\n{_kept(tuple(tool.streams))}<!-- /kept -->{after}"
    if request.config.getoption("--write-snapshot"):
        (FOLDER / f"{tool.name}.md").write_text(wanted, encoding="utf-8")
    assert _page(tool.name) == wanted


@EACH
def test_a_page_says_of_every_stream_when_it_is_read(tool: Tool) -> None:
    section = _page(tool.name).partition("## What is read\n")[2].partition("\n##")[0]
    said = [
        name
        for line in section.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    ]
    if issubclass(tool.settings, TableSettings):
        assert said == []
    else:
        assert sorted(said) == sorted(stream.name for stream in tool.streams)


def _blocks(text: str) -> list[dict[str, Any]]:
    found = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [yaml.safe_load(block) for block in found]


@EACH
def test_the_configuration_of_a_page_is_valid(tool: Tool, tmp_path: Path) -> None:
    blocks = _blocks(_page(tool.name))
    assert blocks
    for block in blocks:
        about = {"organization": "Acme", "purpose": "open_source"}
        config = make_config({**about, **block}, tmp_path, f"{tool.name}.md")
        assert tool.name in config.sources


def _keys(model: type[BaseModel]) -> Iterator[str]:
    """The keys of a configuration, those of models inside it included."""
    for name, field in model.model_fields.items():
        yield name
        for part in (field.annotation, *get_args(field.annotation)):
            for each in (part, *get_args(part)):
                if isinstance(each, type) and issubclass(each, BaseModel):
                    yield from _keys(each)


@EACH
def test_a_page_names_every_key_of_its_configuration(tool: Tool) -> None:
    keys = set(_keys(tool.settings)) - INTERNAL.get(tool.name, set())
    if issubclass(tool.settings, TableSettings):
        keys -= set(SourceSettings.model_fields)
    text = _page(tool.name)
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", text)] == []


def test_the_columns_of_tables_are_those_of_the_pages() -> None:
    for page, columns in (
        ("claims", SELF_REPORTS),
        ("claims", PEER_NOTES),
        ("roster", rows.PEOPLE),
    ):
        cells = {
            name
            for line in _page(page).splitlines()
            if line.startswith("| `")
            for name in re.findall(r"`([\w:<>]+)`", line.split("|")[1])
        }
        assert {*columns.required, *columns.optional} <= cells, page
    for name in ("ABSENCES", "DUTIES", "DIARY", "MACHINES", "PAIRINGS"):
        columns = getattr(rows, name)
        line = ",".join([*columns.required, *columns.optional])
        assert f"`{name.lower()}`: `{line}`" in _page("roster")


def _codes(error: type[Exception]) -> Iterator[str]:
    yield error.code  # type: ignore[attr-defined]  # because each is one of our own
    for each in error.__subclasses__():
        yield from _codes(each)


def test_every_code_that_a_page_lists_is_one_of_the_programs() -> None:
    assert list(TOOLS.values())  # imports the errors of each tool
    known = {*_codes(SourceError), *_codes(WarehouseError)}
    for tool in TOOLS:
        table = _page(tool).partition("## When something is refused")[2].partition("\n## ")[0]
        listed = {code for row in table.splitlines() for code in _first_cell(row)}
        assert listed <= known, tool


def _first_cell(row: str) -> list[str]:
    return re.findall(r"`([A-Z_]+)`", row.split("|")[1]) if row.startswith("| `") else []


def test_every_code_of_an_error_is_in_the_operations_guide() -> None:
    assert list(TOOLS.values())
    text = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = text.partition("Every error is one line")[2].partition("\n## ")[0]
    documented = {code for line in table.splitlines() for code in _first_cell(line)}
    abstract = {SourceError.code, WarehouseError.code}
    known = {*_codes(SourceError), *_codes(WarehouseError)} - abstract
    assert documented == known | {"CONFIG", "PAGE_REFUSED", "LOCKED", "STOPPED", "UNFORESEEN"}


def test_the_example_is_valid_with_every_commented_line_in_force(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    (tmp_path / "unsung.yaml").write_text(text, encoding="utf-8")
    read_config(tmp_path / "unsung.yaml")
    shipped = (PROJECT / "transforms" / "rules" / "credit_policy.yaml").read_text(encoding="utf-8")
    (tmp_path / "credit_policy.yaml").write_text(shipped, encoding="utf-8")
    in_force = re.sub(r"^( *)# (?=[ a-z_]+:)", r"\1", text, flags=re.MULTILINE)
    (tmp_path / "unsung.yaml").write_text(in_force, encoding="utf-8")
    config = read_config(tmp_path / "unsung.yaml")
    assert set(config.sources) == set(TOOLS)
    named = set(yaml.safe_load(in_force))
    assert named == set(Keys.model_fields) - {"landing", "store"}
