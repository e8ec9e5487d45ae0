"""Histories that one person brings from elsewhere: too many rows for a case in YAML."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.transforms.bench import Bench

AT = datetime(2026, 3, 3, 10, tzinfo=UTC)
_MODEL = ("core", "_evidence_integration")


def _history(commits: int, days_old: int, minutes: int, merge: str | None) -> dict[Any, list[Any]]:
    """Commits of Ana that Bo committed, or took in by one merge, one every so many minutes."""
    rows: dict[Any, list[Any]] = {("raw", f"git__{name}"): [] for name in _ROWS}
    for number in range(commits):
        at = AT if merge else AT + timedelta(minutes=number * minutes)
        times = {"authored_at": at - timedelta(days=days_old, seconds=number), "committed_at": at}
        _commit(rows, f"c{number}", times, [("author", "ana"), ("committer", "ana")])
        if merge:
            side = {"repository": "acme/widget", "sha": f"c{number}", "merge_sha": merge}
            rows["raw", "git__side_commit"].append({**side, "observed_at": AT})
        else:
            rows["raw", "git__person_credit"][-1] |= _person("bo")
    if merge:
        _commit(rows, merge, {"authored_at": AT, "committed_at": AT}, [("author", "bo")])
        rows["raw", "git__commit"][-1] |= {"is_merge": True, "is_sync": False}
    return rows


_ROWS = ("commit", "person_credit", "side_commit")


def _person(name: str) -> dict[str, str]:
    email = f"{name}@x.example"
    return {"name": name, "email": email, "mapped_name": name, "mapped_email": email}


def _commit(
    rows: dict[Any, list[Any]], sha: str, times: dict[str, datetime], named: list[tuple[str, str]]
) -> None:
    common = {"repository": "acme/widget", "observed_at": AT}
    row = {"sha": sha, "parents": ["root"], "url": "u", "is_merge": False, "is_reachable": True}
    size = {"is_reapply": False, "files_changed": 1, "lines_added": 1, "lines_deleted": 0}
    rows["raw", "git__commit"].append({**common, **row, **size, **times})
    for position, (role, name) in enumerate(named):
        credit = {"sha": sha, "position": position, "role": role, "in_trailer_block": True}
        rows["raw", "git__person_credit"].append({**common, **credit, **_person(name)})


@pytest.mark.parametrize(
    ("commits", "days_old", "minutes", "merge", "units"),
    [
        pytest.param(50, 20, 1, None, 1, id="an old history within an hour"),
        pytest.param(50, 20, 0, "m", 1, id="an old history by one merge"),
        pytest.param(49, 20, 1, None, 49, id="a long series of patches"),
        pytest.param(50, 19, 1, None, 50, id="fresh patches"),
        pytest.param(50, 20, 2, None, 50, id="patches of two hours"),
        pytest.param(50, 19, 0, "m", 50, id="a long topic"),
    ],
)
def test_a_history_that_comes_whole_is_one_import(
    bench: Bench, commits: int, days_old: int, minutes: int, merge: str | None, units: int
) -> None:
    assert bench.lay(_MODEL, _history(commits, days_old, minutes, merge)) == {}
    query = (
        "select count(distinct object_id), count(*), min(object_type), min(rule_id)"
        " from core._evidence_integration"
    )
    kind = ("import", "history_imported") if units == 1 else ("commit", "change_taken_in")
    events = 1 if merge and units == 1 else commits
    assert bench.store.con.execute(query).fetchall() == [(units, events, *kind)]
