"""Digests everything that is read and published, so that a change of structure can be proven one.

Usage: ``python -m benchmarks.equality FILE [--git CLONE ...] [--against OTHER_FILE]``. Plays the
invented company of ``benchmarks.accuracy`` (seed 7, a fixed instant) and reads the clones, writes
one line for each landed scope, published table and document into FILE, and prints what differs
from OTHER_FILE. Addresses of the loopback servers, which differ from run to run, are taken out.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipelines import runner
from pipelines.config import Config, make_config, read_config
from pipelines.run_context import RunContext
from sandbox.company.servers import ENVIRONMENT, build_into, serve

_AS_OF = datetime(2026, 6, 3, 12, tzinfo=UTC)
_SEED, _PEOPLE, _WEEKS = 7, 60, 26
_LOOPBACK = re.compile(rb"(127\.0\.0\.1|localhost):\d+")
_WHEN_READ = {
    *("observed_at", "as_of", "covered_until", "last_attempt_at"),
    *("build_id", "code_version", "rules_version"),
}
"""Columns and keys that say when or by which code something was read, not what."""

_RENAMED = {"role_covered": "allocated"}
"""Keys of documents, and what they are called now."""


def main() -> None:
    """Digests the company and the clones, and compares."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--git", action="append", type=Path, default=[])
    parser.add_argument("--against", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ.pop("DAGSTER_HOME", None)
        found = dict(_company(Path(name) / "company"))
        for clone in given.git:
            os.environ.pop("DAGSTER_HOME", None)
            found |= dict(_clone(clone.resolve(), Path(name) / clone.resolve().parent.name))
    given.file.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    if given.against:
        sys.exit(_compare(json.loads(given.against.read_text(encoding="utf-8")), found))


def _compare(before: Mapping[str, str], now: Mapping[str, str]) -> int:
    differing = sorted(key for key in {*before, *now} if before.get(key) != now.get(key))
    for key in differing:
        print(f"{'gone' if key not in now else 'new' if key not in before else 'differs'}: {key}")
    print(f"{len(now) - len(differing)} of {len(now)} equal")
    return 1 if differing else 0


def _company(folder: Path) -> Iterator[tuple[str, str]]:
    tools = build_into(folder, _SEED, _PEOPLE, _AS_OF, _WEEKS, 1.0, has_twins=True)
    with serve(tools) as played:
        played.write(folder)
        os.environ.update(ENVIRONMENT)
        config = read_config(folder / "unsung.yaml")
        _run(config)
    yield from _digests("company", config)


def _clone(clone: Path, folder: Path) -> Iterator[tuple[str, str]]:
    folder.mkdir()
    document = {
        "organization": "clone",
        "purpose": "open_source",
        "data_dir": "data",
        "sources": {"git": {"repositories": [{"path": str(clone), "name": clone.parent.name}]}},
    }
    config = make_config(document, folder, "unsung.yaml")
    _run(config)
    yield from _digests(clone.parent.name, config)


def _run(config: Config) -> None:
    # Tools refuse a clock that is not theirs, and the company's stands at its end.
    started = datetime.now(UTC)
    run_context = RunContext(
        config, as_of=_AS_OF, clock=lambda: _AS_OF + (datetime.now(UTC) - started)
    )
    with runner.instance(config.place) as dagster:
        for summary in runner.run_pulls(run_context, list(config.sources), dagster):
            if summary.errors:
                raise SystemExit("; ".join(summary.errors))
        runner.run_build(run_context, dagster)


def _digests(name: str, config: Config) -> Iterator[tuple[str, str]]:
    """Yields (what, digest) of the landed records by scope, of every table and every document."""
    landed: dict[str, list[bytes]] = defaultdict(list)
    for path in config.data_dir.glob("landing/*/*/*/*.jsonl"):
        scope = "/".join(path.parts[-4:-1])
        landed[scope] += [_steady(line) for line in path.read_bytes().splitlines()]
    for scope, lines in landed.items():
        yield f"{name} landing/{scope}", _sha256(b"\n".join(sorted(lines)))
    current = config.data_dir / "published" / "current"
    with duckdb.connect() as con:
        for path in sorted(current.glob("parquet/*.parquet")):
            yield f"{name} {path.name}", _table(con, path)
    for path in sorted(current.rglob("*.json")):
        if path.parent != current:
            text = _LOOPBACK.sub(b"loopback", path.read_bytes())
            content = json.loads(text, object_hook=_without_times)
            yield f"{name} {path.relative_to(current)}", _sha256(json.dumps(content).encode())


def _table(con: duckdb.DuckDBPyConnection, path: Path) -> str:
    """A digest of the rows in their published order, without what says when they were read."""
    con.execute("set TimeZone = 'UTC'")
    columns = con.execute("select name from parquet_schema($1)", [str(path)]).fetchall()
    kept = [f'"{column}"' for (column,) in columns[1:] if column not in _WHEN_READ]
    rows = con.execute(f"select {', '.join(kept)} from read_parquet($1)", [str(path)]).fetchall()
    return _sha256(_LOOPBACK.sub(b"loopback", "\n".join(map(repr, rows)).encode()))


def _steady(line: bytes) -> bytes:
    record = _without_times(json.loads(_LOOPBACK.sub(b"loopback", line)))
    return json.dumps(record, sort_keys=True).encode()


def _without_times(content: dict[str, object]) -> dict[str, object]:
    return {
        _RENAMED.get(key, key): value for key, value in content.items() if key not in _WHEN_READ
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


if __name__ == "__main__":
    main()
