"""Publishing a thousand profiles: DuckDB, Parquet, documents and pages.

Usage: ``python -m benchmarks.publish``. Prints one JSON object a line.
"""

import json
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.company import fill
from pipelines.tools import find_tools
from transforms.models import build_model, find_models
from transforms.render.about import About
from transforms.render.profile import write_profiles
from transforms.render.site import write_site
from transforms.rule_tables import load_rules
from warehouse.contract import read_contracts
from warehouse.publish import Build, publish
from warehouse.store import open_store

_PEOPLE = 1_000
_EVENTS = 450_000
_COMMAND = "python -m benchmarks.publish"


def main() -> None:
    as_of = datetime(2026, 1, 1, tzinfo=UTC)
    build = Build("benchmark", as_of, "rules", "code", "promotion_review", (), (), "people")
    parameters = {"as_of": build.as_of, "build_id": build.build_id}
    about = About("Acme", "promotion_review", build.build_id, build.as_of, "rules", "code", "1")
    writers = [
        lambda con, folder: write_profiles(con, folder / "profiles", about),
        lambda con, folder: write_site(con, folder / "site", about),
    ]
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        store.create_raw(tuple(t for tool in find_tools().values() for t in tool.raw_tables))
        load_rules(store)
        fill(store, _EVENTS, _PEOPLE)
        for model in find_models().values():
            build_model(store, model, parameters)
        start = time.perf_counter()
        target = publish(store, build, read_contracts(), writers)
        seconds = time.perf_counter() - start
        profiles = len(list((target / "profiles").glob("*.json")))
        counts = json.loads((target / "build.json").read_text())["rows"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    links = counts["profile_evidence"] // profiles
    rows = (
        (f"publish {profiles} profiles of {links} links with pages, s", round(seconds, 1), "< 30"),
        ("publish, peak RSS, MB", peak, None),
    )
    for row, figure, limit in rows:
        line = {"row": row, "figure": figure, "limit": limit, "command": _COMMAND}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
