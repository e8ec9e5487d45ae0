"""Whatever happens between and during pulls, pulling ends where one full read would."""

import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.settings import Runtime
from sandbox.github import Hub, Server, populate
from tests.connectors.conftest import Time
from tests.connectors.github.conftest import GitHubWorld

NAMES = ("issue", "issue_comment", "review_comment", "pull", "review", "pull_file")
EDITS = ("issue", "pull", "comment", "review", "line", "retitle", "close", "push", "burst")


def edit(hub: Hub, repository: Any, kind: str, pick: int) -> None:
    issues = list(repository.issues.values())
    issue, pull = issues[pick % len(issues)], repository.pulls[pick % len(repository.pulls)]
    actions: dict[str, Any] = {
        "issue": lambda: hub.add_issue(repository, "New", None),
        "pull": lambda: hub.add_file(hub.add_pull(repository, "New", None), "a.py"),
        "comment": lambda: hub.add_comment(issue, None, "Why?"),
        "review": lambda: hub.add_review(pull, None, "APPROVED"),
        "line": lambda: hub.add_review_comment(pull, None, "Because."),
        "push": lambda: hub.push(pull),
        "burst": lambda: [hub.touch(row) for row in issues[:130]],
    }
    if kind in actions:
        actions[kind]()
        return
    if kind == "retitle":
        issue.title += "!"
    else:
        issue.state = "closed"
    hub.touch(issue)


def remove(repository: Any, kind: str, pick: int) -> None:
    rows = {
        "issue": [issue.comments for issue in repository.issues.values() if issue.comments],
        "line": [pull.comments for pull in repository.pulls if pull.comments],
    }[kind]
    if rows:
        rows[pick % len(rows)].pop()


step = st.one_of(
    st.tuples(st.just("edit"), st.sampled_from(EDITS), st.integers(0, 999)),
    st.tuples(st.just("edit during"), st.sampled_from(EDITS), st.integers(0, 999)),
    st.tuples(st.just("remove"), st.sampled_from(["issue", "line"]), st.integers(0, 999)),
    st.tuples(
        st.just("fail"), st.sampled_from(["/issues", "/pulls", "/reviews"]), st.integers(1, 5)
    ),
    st.tuples(st.just("pull"), st.just(""), st.sampled_from([0, 1, 60, 4_000, 700_000])),
)


def play(world: GitHubWorld, repository: Any, steps: list[tuple[str, str, int]]) -> None:
    """Edits, removes, breaks and pulls as told; waits a second so that seconds differ."""
    for what, kind, number in steps:
        if what == "edit":
            edit(world.hub, repository, kind, number)
        elif what == "edit during":
            world.server.on(
                "/repos/",
                "run",
                nth=3,
                call=lambda k=kind, n=number: edit(world.hub, repository, k, n),
            )
        elif what == "remove":
            remove(repository, kind, number)
        elif what == "fail":
            world.server.on(kind, nth=number, status=502, times=6)
        else:
            world.pull(*NAMES)
            world.time.pass_by(seconds=number)
    world.server.steps.clear()


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(step, max_size=14))
def test_pulls_end_with_the_records_of_one_full_read(steps: list[tuple[str, str, int]]):
    time = Time()
    with tempfile.TemporaryDirectory() as folder, Server(Hub(clock=time.now)) as server:
        runtime = Runtime(Path(folder), time.now, time.monotonic, time.sleep, Random(1))  # noqa: S311  # because jitter is no secret
        start = time.now() - timedelta(days=400)
        repository = populate(server.hub, pulls=12, issues=210, at=start)
        world = GitHubWorld(server, runtime, time, Path(folder) / "kept")
        play(world, repository, steps)
        for _ in range(2):
            time.pass_by(seconds=61)
            world.pull(*NAMES)
        time.pass_by(days=8)
        world.pull(*NAMES)
        fresh = GitHubWorld(server, runtime, time, Path(folder) / "fresh")
        fresh.pull(*NAMES)
        for name in NAMES:
            assert live(world, name) == live(fresh, name), name


def live(world: GitHubWorld, name: str) -> dict[Any, Any]:
    """The latest records that the last sweep still listed, without the moment of observation."""
    rows = world.latest(name)
    for row in rows.values():
        row.pop("observed_at", None)
    if name in ("issue", "issue_comment", "review_comment"):
        run = max(
            path.name.partition("-")[0]
            for path in world.zone.manifests("github", name, "acme/widget")
        )
        swept = world.zone.folder("github", name, "acme/widget").glob(f"{run}-*.jsonl")
        keys = "".join(path.read_text() for path in swept)
        key = "issue_id" if name == "issue" else "comment_id"
        rows = {k: row for k, row in rows.items() if f'"{key}":{k[0]},' in keys}
    if name == "pull_file":
        heads = {row["number"]: row["head_sha"] for row in world.latest("pull").values()}
        rows = {k: row for k, row in rows.items() if heads[row["pull_number"]] == row["head_sha"]}
    return rows
