"""What a recipe of CONTRIBUTING leaves behind: the files of each tool, stream, kind and table.

``python -m tests.recipes`` names what is missing in this tree, in well under five seconds.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

_STREAM = re.compile(r"\bStream\(\s*\"([a-z_]+)\",\s*(\w+)")
_TABLES = "connectors.tables.connector"
_CLAIMED_ONLY = "claims are its only evidence"


def lacking(root: Path) -> Iterator[str]:
    """Yields one sentence for each file that a recipe asks for and that is not there."""
    for streams in sorted(root.glob("connectors/*/streams.py")):
        yield from _tool(root, streams.parent.name)
        yield from _streams(root, streams.parent.name)
    yield from _kinds(root)
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
    text_of_streams = (folder / "streams.py").read_text()
    declared = _STREAM.findall(text_of_streams)
    readers = [p.read_text() for p in folder.glob("*.py") if p.name != "streams.py"]
    tests = _texts(root, f"tests/connectors/{tool}/*.py")
    for stream, record in declared:
        is_own = f"class {record}(" in text_of_streams
        if is_own and not any(re.search(rf"\b{record}\b", text) for text in readers):
            yield f"stream {tool}.{stream}: a module of connectors/{tool}/ that makes it is missing"
        if not any(stream in text for text in tests):
            yield f"stream {tool}.{stream}: a test in tests/connectors/{tool}/ is missing"


def _kinds(root: Path) -> Iterator[str]:
    cases = "\n".join(_texts(root, "tests/transforms/cases/*.yaml"))
    rules = "\n".join(
        [
            *_texts(root, "transforms/sql/evidence/core._evidence_*.sql"),
            *_texts(root, "transforms/rules/credit.yaml"),
            *_texts(root, "transforms/rules/pages.yaml"),
        ]
    )
    for path in sorted(root.glob("transforms/kinds/*.yaml")):
        for entry in yaml.safe_load(path.read_text())["kinds"]:
            kind = entry["kind"]
            if entry.get("no_truth") == _CLAIMED_ONLY:
                continue
            if kind not in rules:
                yield f"kind {kind}: transforms/sql/evidence/core._evidence_<topic>.sql is missing"
            if not re.search(rf"kind: {kind}\b", cases):
                yield f"kind {kind}: tests/transforms/cases/<topic>.yaml is missing"


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
