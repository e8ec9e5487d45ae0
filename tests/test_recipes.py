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
Recipe = dict[str, tuple[str, str]]
"""The files that a recipe touches: what each has to say, and how the proof calls it when left out.

A new text stands alone in a new file, else at the end of the file.
"""

STREAM: Recipe = {
    "connectors/pagerduty/streams.py": (
        'class Rota(Record):\n    rota_id: str\n\nSTREAMS += (Stream("rota", Rota, ()),)\n',
        "stream of Rota: connectors/pagerduty/streams.py lacks it",
    ),
    "connectors/pagerduty/listings.py": (
        '_BODIES["rota"] = "rotas"\n',
        "stream pagerduty.rota: a module of connectors/pagerduty/ that lists it",
    ),
    "connectors/pagerduty/records.py": (
        "def made(row: Row) -> streams.Rota:\n    return streams.Rota(row)\n",
        "stream pagerduty.rota: a module of connectors/pagerduty/ that makes it",
    ),
    "tests/connectors/pagerduty/test_rota.py": (
        'def test_a_rota_is_read(pagerduty):\n    pagerduty.pull("rota")\n',
        "stream pagerduty.rota: a test in tests/connectors/pagerduty/",
    ),
    "docs/sources/pagerduty.md": (
        "| `rota` | new ones at every pull |\n",
        "stream pagerduty.rota: docs/sources/pagerduty.md lacks it",
    ),
}
KIND: Recipe = {
    "transforms/kinds/social.yaml": (
        "  - {kind: social.thanks}\n",
        "kind social.thanks: transforms/kinds/social.yaml lacks it",
    ),
    "transforms/sql/evidence/core._evidence_thanks.sql": (
        "select 'social.thanks' as kind from core.event\n",
        "kind social.thanks: transforms/sql/evidence/core._evidence_<topic>.sql is missing",
    ),
    "tests/transforms/cases/thanks.yaml": (
        "- model: core._evidence_thanks\n  expect: [{kind: social.thanks}]\n",
        "kind social.thanks: tests/transforms/cases/<topic>.yaml is missing",
    ),
}
MODEL: Recipe = {
    "transforms/sql/people/core._birthday.sql": (
        "select person_id from core.person\n",
        "model core._birthday: transforms/sql/<topic>/core._birthday.sql is missing",
    ),
    "tests/transforms/cases/birthday.yaml": (
        "- model: core._birthday\n  expect: []\n",
        "model core._birthday: a case in tests/transforms/cases/",
    ),
}
PUBLISHED: Recipe = {
    "transforms/sql/people/marts.birthday.sql": (
        "select person_id from core.person\n",
        "table birthday: transforms/sql/<topic>/marts.birthday.sql is missing",
    ),
    "tests/transforms/cases/birthday.yaml": (
        "- model: marts.birthday\n  expect: []\n",
        "model marts.birthday: a case in tests/transforms/cases/",
    ),
    "warehouse/contracts/birthday.yaml": (
        "table: birthday\n",
        "table birthday: warehouse/contracts/birthday.yaml is missing",
    ),
}
NEW = "connectors/bell"
TOOL: Recipe = {
    f"{NEW}/__init__.py": ("", f"tool bell: {NEW}/__init__.py is missing"),
    "docs/sources/bell.md": ("", "tool bell: docs/sources/bell.md is missing"),
    "sandbox/bell/server.py": ("", "tool bell: sandbox/bell/server.py is missing"),
    "tests/connectors/bell/conftest.py": ("", "tool bell: tests/connectors/bell/conftest.py"),
    "transforms/sql/events/core._event_bell.sql": ("select 1\n", "core._event_bell.sql is missing"),
    "transforms/sql/identity/core._account_bell.sql": (
        "select 1\n",
        "core._account_bell.sql is missing",
    ),
}
RECIPES = {
    "stream": STREAM,
    "kind": KIND,
    "model": MODEL,
    "published table": PUBLISHED,
    "tool": {**TOOL, f"{NEW}/streams.py": ("STREAMS = ()\n", "")},
}
LEFT_OUT = [
    pytest.param(recipe, path, said, id=f"{name}: {path}")
    for name, recipe in RECIPES.items()
    for path, (_, said) in recipe.items()
    if said
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tree")
    for folder in FOLDERS:
        shutil.copytree(PROJECT / folder, root / folder, dirs_exist_ok=True)
    return root


def _follow(tree: Path, recipe: Recipe, *, but_for: str = "") -> list[str]:
    """What the proof says of the tree while a recipe is followed in it."""
    texts = {tree / path: text for path, (text, _) in recipe.items() if path != but_for}
    before = {file: file.read_text() if file.exists() else None for file in texts}
    for file, text in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((before[file] or "") + text)
    try:
        return list(lacking(tree))
    finally:
        for file, text in before.items():
            file.unlink() if text is None else file.write_text(text)


def test_no_recipe_was_left_half_done() -> None:
    assert list(lacking(PROJECT)) == []


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_who_follows_a_recipe_is_told_of_nothing_more(tree: Path, recipe: Recipe) -> None:
    assert _follow(tree, recipe) == []


@pytest.mark.parametrize(("recipe", "path", "said"), LEFT_OUT)
def test_a_file_that_is_left_out_is_named(tree: Path, recipe: Recipe, path: str, said: str) -> None:
    assert any(said in sentence for sentence in _follow(tree, recipe, but_for=path))
