"""What a recipe of CONTRIBUTING leaves behind: the files of each tool, stream, kind, model, table.

``python -m tests.recipes`` names what is missing in this tree, in well under five seconds.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

_STREAM = re.compile(r"\bStream\(\s*\"([a-z_]+)\",\s*(\w+)")
_RECORD = re.compile(r"\bstreams\.([A-Z]\w+)")
_KIND = re.compile(r"'([a-z]+\.[a-z_]+)' as kind\b")
_CASE = re.compile(r"^ *-? *model: (\S+)", re.MULTILINE)
_READ = re.compile(r"\b((?:core|marts)\.\w+)")
_UNIONS = {
    "core._every_event": "core._event_",
    "core._every_account": "core._account_",
    "core._traced_evidence": "core._evidence_",
}
_TABLES = "connectors.tables.connector"
_CLAIMED_ONLY = "claims are its only evidence"


def lacking(root: Path) -> Iterator[str]:
    """Yields one sentence for each file that a recipe asks for and that is not there."""
    for streams in sorted(root.glob("connectors/*/streams.py")):
        yield from _tool(root, streams.parent.name)
        yield from _streams(root, streams.parent.name)
    yield from _kinds(root)
    yield from _models(root)
    yield from _published(root)


def _tool(root: Path, tool: str) -> Iterator[str]:
    texts = _texts(root, f"connectors/{tool}/*.py")
    wanted = [
        f"connectors/{tool}/__init__.py",
        f"docs/sources/{tool}.md",
        f"tests/connectors/{tool}/conftest.py",
    ]
    if not any(_TABLES in text for text in texts):
        wanted += [
            f"transforms/sql/events/core._event_{tool}.sql",
            f"transforms/sql/identity/core._account_{tool}.sql",
        ]
        # Git itself is there to be asked.
        wanted += [f"sandbox/{tool}/server.py"] if tool != "git" else []
    for path in wanted:
        if not (root / path).exists():
            yield f"tool {tool}: {path} is missing"


def _streams(root: Path, tool: str) -> Iterator[str]:
    folder = root / "connectors" / tool
    declared = (folder / "streams.py").read_text()
    modules = [path.read_text() for path in folder.glob("*.py") if path.name != "streams.py"]
    code, tests = "\n".join(modules), "\n".join(_texts(root, f"tests/connectors/{tool}/*.py"))
    for record in sorted(set(_RECORD.findall(code))):
        if f"class {record}(" not in declared:
            yield f"stream of {record}: connectors/{tool}/streams.py lacks it"
    page = "\n".join(_texts(root, f"docs/sources/{tool}.md"))
    streams = _STREAM.findall(declared)
    for stream, record in streams:
        if f"class {record}(" in declared and not re.search(rf"\b{record}\b", code):
            yield f"stream {tool}.{stream}: a module of connectors/{tool}/ that makes it is missing"
        alike = "|".join(name for name, other in streams if other == record)
        if not re.search(rf"\b({alike})\b", code):
            yield f"stream {tool}.{stream}: a module of connectors/{tool}/ that lists it is missing"
        if page and f"`{stream}`" not in page:
            yield f"stream {tool}.{stream}: docs/sources/{tool}.md lacks it"
        if stream not in tests:
            yield f"stream {tool}.{stream}: a test in tests/connectors/{tool}/ is missing"


def _kinds(root: Path) -> Iterator[str]:
    cases = "\n".join(_texts(root, "tests/transforms/cases/*.yaml"))
    evidence = "\n".join(_texts(root, "transforms/sql/evidence/core._evidence_*.sql"))
    lists = [_texts(root, f"transforms/rules/{name}.yaml") for name in ("credit", "pages")]
    rules = "\n".join([evidence, *(text for texts in lists for text in texts)])
    files = [yaml.safe_load(text)["kinds"] for text in _texts(root, "transforms/kinds/*.yaml")]
    entries = {entry["kind"]: entry for entries in files for entry in entries}
    for kind in sorted(set(_KIND.findall(evidence)) - entries.keys()):
        yield f"kind {kind}: transforms/kinds/{kind.partition('.')[0]}.yaml lacks it"
    for kind, entry in entries.items():
        if entry.get("no_truth") == _CLAIMED_ONLY:
            continue
        if kind not in rules:
            yield f"kind {kind}: transforms/sql/evidence/core._evidence_<topic>.sql is missing"
        if not re.search(rf"kind: {kind}\b", cases):
            yield f"kind {kind}: tests/transforms/cases/<topic>.yaml is missing"


def _models(root: Path) -> Iterator[str]:
    """A case reaches its own model and all that this reads."""
    reads = {
        path.stem: set(_READ.findall(path.read_text()))
        for path in sorted(root.glob("transforms/sql/*/*.sql"))
    }
    for union, beginning in _UNIONS.items():
        reads[union] = {name for name in reads if name.startswith(beginning)}
    wanted = set(_CASE.findall("\n".join(_texts(root, "tests/transforms/cases/*.yaml"))))
    for model in sorted(wanted - reads.keys()):
        yield f"model {model}: transforms/sql/<topic>/{model}.sql is missing"
    reached: set[str] = set()
    while wanted := {name for name in wanted if name in reads} - reached:
        reached |= wanted
        wanted = set().union(*(reads[name] for name in wanted))
    for model in sorted(reads.keys() - reached):
        yield f"model {model}: a case in tests/transforms/cases/ that builds it is missing"


def _published(root: Path) -> Iterator[str]:
    models = {path.stem.partition(".")[2] for path in root.glob("transforms/sql/*/marts.*.sql")}
    contracts = {path.stem for path in root.glob("warehouse/contracts/*.yaml")}
    for table in sorted({name for name in models if not name.startswith("_")} - contracts):
        yield f"table {table}: warehouse/contracts/{table}.yaml is missing"
    for table in sorted(contracts - models):
        yield f"table {table}: transforms/sql/<topic>/marts.{table}.sql is missing"


def _texts(root: Path, pattern: str) -> list[str]:
    return [path.read_text() for path in sorted(root.glob(pattern))]


if __name__ == "__main__":
    found = list(lacking(Path(__file__).parents[1]))
    sys.exit("\n".join(found) or 0)
