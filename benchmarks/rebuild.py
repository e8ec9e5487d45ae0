"""A full rebuild of every model over millions of events, and how it grows.

Usage: ``python -m benchmarks.rebuild [--events N] [--times T]``. Prints one JSON object a line: for
a tenth of the events, for all, and with ``--times`` for so many times as many, in a build that may
use more memory than the shipped limit.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from benchmarks.company import fill
from pipelines.tools import find_tools
from transforms.models import build_model, check_model, find_models
from transforms.rule_tables import load_rules
from warehouse.store import MEMORY_LIMIT, Store, open_store

_PEOPLE = 1_000
_BYTES_PER_EVENT = 1_500
_PROMISED = 5_000_000
_LARGER_LIMIT = "8GB"


def rebuild(events: int, *, is_timed: bool) -> None:
    """Fills a store, opens it again, rebuilds it and prints what that took."""
    with tempfile.TemporaryDirectory() as folder:
        with open_store(Path(folder)) as store:
            store.create_raw(tuple(t for tool in find_tools().values() for t in tool.raw_tables))
            load_rules(store)
            fill(store, events, _PEOPLE)
        with open_store(Path(folder), memory_limit=_memory(events)) as store:
            start = time.perf_counter()
            _build(store, is_timed=is_timed)
            seconds = time.perf_counter() - start
            ((count,),) = store.con.execute("select count(*) from core.event").fetchall()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "events": count, "peak": peak}))


def _memory(events: float) -> str:
    return MEMORY_LIMIT if events <= _PROMISED else _LARGER_LIMIT


def _build(store: Store, *, is_timed: bool) -> None:
    parameters = {"as_of": datetime(2026, 1, 1, tzinfo=UTC), "build_id": "benchmark"}
    for model in find_models().values():
        began = time.perf_counter()
        rows = build_model(store, model, parameters)
        broken = [result for result in check_model(store, model) if result.broken_rows]
        if broken:
            raise RuntimeError(f"{model.key}: {broken}")
        if is_timed:
            took = time.perf_counter() - began
            print(f"{took:8.2f} s {rows:>10} rows {'.'.join(model.key)}", file=sys.stderr)


def _measured(events: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.rebuild", "--events", str(events), "--child"]
    figures: dict[str, float] = json.loads(subprocess.check_output(command))
    return figures


def _rows(measured: list[dict[str, float]]) -> Iterator[tuple[str, float, str | None]]:
    """Rows of every size; the limits are of the size that the design promises and below."""
    for one in measured:
        is_promised, name = one["events"] <= _PROMISED, f"full rebuild of {one['events']} events"
        yield f"{name}, s", round(one["seconds"], 1), "< 60" if is_promised else None
        memory = f"{name} with memory_limit {_memory(one['events'])}, peak RSS, MB"
        yield memory, one["peak"], "< 4096" if is_promised else None
    for small, large in pairwise(measured):
        growth = (large["seconds"] / small["seconds"]) / (large["events"] / small["events"])
        yield (
            f"full rebuild, growth from {small['events']} to {large['events']} events (linear: 1)",
            round(growth, 2),
            "<= 1.2",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=_PROMISED)
    parser.add_argument("--times", type=int, default=1, help="measure so many times as many, too")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--models", action="store_true", help="time every model in this process")
    arguments = parser.parse_args()
    if arguments.child or arguments.models:
        rebuild(arguments.events, is_timed=arguments.models)
        return
    sizes = sorted({arguments.events // 10, arguments.events, arguments.events * arguments.times})
    if shutil.disk_usage(tempfile.gettempdir()).free < sizes[-1] * _BYTES_PER_EVENT:
        parser.error(f"{sizes[-1]} events need {sizes[-1] * _BYTES_PER_EVENT >> 30} GB of disk")
    measured = [_measured(size) for size in sizes]
    command = " ".join(["python -m benchmarks.rebuild", *sys.argv[1:]])
    for row, figure, limit in _rows(measured):
        line = {"row": row, "figure": figure, "limit": limit, "command": command}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
