"""Whatever happens between and during pulls, pulling ends where one full read would."""

import tempfile
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.settings import Runtime
from sandbox.pagerduty import Account, Server
from tests.connectors.conftest import Time
from tests.connectors.pagerduty.conftest import PagerDutyWorld, fill

NAMES = ("log_entry", "incident", "note", "user", "team_member", "override", "on_call")
EDITS = ("trigger", "burst", "resolve", "note", "edit note", "join", "leave", "override", "duty")


def edit(account: Account, kind: str, pick: int) -> None:
    """Something that people do, to whom and what a number says."""
    incidents, users = list(account.incidents.values()), list(account.users.values())
    incident, user = incidents[pick % len(incidents)], users[pick % len(users)]
    team, now = next(iter(account.teams.values())), account.clock()
    schedule = list(account.schedules.values())[pick % 2]
    actions: dict[str, Any] = {
        "trigger": lambda: account.trigger(incident.service, "New"),
        "burst": lambda: [account.notify(incident, user) for _ in range(130)],
        "resolve": lambda: account.resolve(incident, user if pick % 2 else None),
        "note": lambda: account.add_note(incident, user, "Looking."),
        "edit note": lambda: [account.edit_note(note, "Fixed.") for note in incident.notes],
        "join": lambda: account.add_member(
            team, account.add_user(f"new{pick}", email=f"new{pick}@acme.example")
        ),
        "leave": lambda: team.members.pop(user.id, None),
        "override": lambda: account.add_override(schedule, user, now, now.replace(hour=23)),
        "duty": lambda: account.add_on_call(schedule, user, now, now.replace(hour=23)),
    }
    actions[kind]()


step = st.one_of(
    st.tuples(st.just("edit"), st.sampled_from(EDITS), st.integers(0, 999)),
    st.tuples(st.just("edit during"), st.sampled_from(EDITS), st.integers(0, 999)),
    st.tuples(
        st.just("fail"), st.sampled_from(["/log_entries", "/notes", "/users"]), st.integers(1, 5)
    ),
    st.tuples(st.just("pull"), st.just(""), st.sampled_from([0, 1, 60, 4_000, 40_000])),
)


def play(world: PagerDutyWorld, steps: list[tuple[str, str, int]]) -> None:
    """Edits, breaks and pulls as told."""
    for what, kind, number in steps:
        if what == "edit":
            edit(world.account, kind, number)
        elif what == "edit during":
            world.server.on(
                "/", "run", nth=3, call=lambda k=kind, n=number: edit(world.account, k, n)
            )
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
    with tempfile.TemporaryDirectory() as folder, Server(Account(clock=time.now)) as server:
        runtime = Runtime(Path(folder), time.now, time.monotonic, time.sleep, Random(1))  # noqa: S311  # because jitter is no secret
        fill(server.account, incidents=30, days=4, people=110)
        world = PagerDutyWorld(server, runtime, time, Path(folder) / "kept")
        play(world, steps)
        for _ in range(2):
            time.pass_by(hours=24)
            world.pull(*NAMES)
        fresh = PagerDutyWorld(server, runtime, time, Path(folder) / "fresh")
        fresh.pull(*NAMES)
        for name in NAMES:
            assert live(world, name) == live(fresh, name), name


def live(world: PagerDutyWorld, name: str) -> dict[Any, Any]:
    """The latest records, of members those on the list that was complete last."""
    rows = world.latest(name)
    if name == "team_member":
        newest = max(row["observed_at"] for row in rows.values())
        rows = {key: row for key, row in rows.items() if row["observed_at"] == newest}
    for row in rows.values():
        row.pop("observed_at", None)
    return rows
