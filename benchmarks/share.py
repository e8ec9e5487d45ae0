"""What Dagster costs in a build with nothing new, beside the same work done without it.

Usage: ``python -m benchmarks.share``. Prints one JSON object a line.
"""

import json
import os
import shutil
import tempfile
import time
from pathlib import Path

from pipelines.build_assets import profile_writers
from pipelines.config import PROJECT, make_config
from pipelines.run_context import RunContext
from pipelines.runner import instance, run_build, run_pulls
from pipelines.tools import find_tools
from transforms.models import build_model, check_model, find_models
from transforms.rule_tables import load_rules
from warehouse.contract import read_contracts
from warehouse.load import load
from warehouse.publish import publish
from warehouse.raw import loaded_scopes, show

_COMMAND = "python -m benchmarks.share"


def _bare(run_context: RunContext) -> float:
    """The build's own work, without Dagster."""
    start = time.perf_counter()
    with run_context.open_store() as store:
        load_rules(store)
        tables = tuple(t for tool in find_tools().values() for t in tool.raw_tables)
        store.create_raw(tables)
        for table in tables:
            load(store, run_context.landing.root, table)
        show(store, tables, run_context.config.configured(loaded_scopes(store)))
        build = run_context.current_build(store)
        parameters = {"as_of": build.as_of, "build_id": build.build_id}
        for model in find_models().values():
            build_model(store, model, parameters)
            list(check_model(store, model))
        publish(store, build, read_contracts(), profile_writers(run_context, build))
        run_context.forget_build()
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "dagster_home"
        home.mkdir()
        shutil.copy(PROJECT / "dagster_home" / "dagster.yaml", home)
        os.environ["DAGSTER_HOME"] = str(home)
        document = {
            "organization": "Benchmark",
            "purpose": "open_source",
            "data_dir": "var",
            "sources": {"git": {"repositories": [{"path": str(PROJECT)}]}},
        }
        run_context = RunContext(make_config(document, Path(folder), "benchmark"))
        with instance(run_context.config.place) as dagster:
            list(run_pulls(run_context, ["git"], dagster))
            run_build(run_context, dagster)
            start = time.perf_counter()
            run_build(run_context, dagster)
            whole = time.perf_counter() - start
        bare = _bare(run_context)
    rows = (
        ("build with nothing new, s", round(whole, 2), None),
        ("the same without Dagster, s", round(bare, 2), None),
        ("Dagster's share of a build with nothing new, s", round(whole - bare, 2), "< 5"),
    )
    for row, figure, limit in rows:
        line = {"row": row, "figure": figure, "limit": limit, "command": _COMMAND}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
