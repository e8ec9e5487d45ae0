"""Landing a million records and loading them strictly into raw.

Usage: ``python -m benchmarks.load``. Prints one JSON object a line.
"""

import json
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from connectors.github.streams import STREAMS, IssueComment
from connectors.landing import LandingZone
from connectors.stream import Batch
from pipelines.tools import find_tools
from warehouse.load import load
from warehouse.store import open_store, store_identity

_RECORDS = 1_000_000
_BATCH = 100
_AT = datetime(2026, 1, 1, tzinfo=UTC)
_COMMAND = "python -m benchmarks.load"


def _comment(number: int) -> IssueComment:
    return IssueComment(
        comment_id=number,
        repository_id=number % 200,
        issue_number=number % 9000,
        url=f"https://github.com/acme/widget/issues/1#issuecomment-{number}",
        author_id=number % 1000,
        author_login=f"user{number % 1000}",
        author_type="User",
        author_association="MEMBER",
        word_count=12,
        skeleton=None,
        named_objects=(),
        has_rationale=False,
        is_question=False,
        created_at=_AT,
        updated_at=_AT,
    )


def _land(zone: LandingZone) -> float:
    """Lands the records and returns the seconds it took, without those of inventing them."""
    (stream,) = [stream for stream in STREAMS if stream.name == "issue_comment"]
    attempt = zone.attempt("github", [stream], "acme/widget")
    seconds = 0.0
    for first in range(0, _RECORDS, _BATCH):
        records = [_comment(number) for number in range(first, first + _BATCH)]
        start = time.perf_counter()
        attempt.add(Batch({stream.name: records}, {"done": first + _BATCH}))
        seconds += time.perf_counter() - start
    start = time.perf_counter()
    attempt.end(covered_until=_AT)
    return seconds + time.perf_counter() - start


def main() -> None:
    tables = {table.name: table for table in find_tools()["github"].raw_tables}
    table = tables["github__issue_comment"]
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        zone = LandingZone(data_dir / "landing", store_identity(data_dir))
        landing = _land(zone)
        with open_store(data_dir) as store:
            store.create_raw((table,))
            start = time.perf_counter()
            result = load(store, zone.root, table)
            loading = time.perf_counter() - start
            before = store.fingerprint()
            store.con.execute("delete from ops.page_ledger")
            load(store, zone.root, table)
            changed = int(store.fingerprint() != before)
    if result.records != _RECORDS:
        raise RuntimeError(f"{result.records} records were loaded")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rows = (
        ("landing, records/s", round(_RECORDS / landing), None),
        ("strict load into raw, records/s", round(_RECORDS / loading), None),
        ("landing and strict load, records/s", round(_RECORDS / (landing + loading)), ">= 100000"),
        ("loading the same pages again, tables changed", changed, "0"),
        ("landing and load, peak RSS, MB", peak, None),
    )
    for row, figure, limit in rows:
        line = {"row": row, "figure": figure, "limit": limit, "command": _COMMAND}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
