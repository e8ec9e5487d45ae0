"""A walk through people and meetings can be killed after any batch."""

from typing import Any

import pytest

from tests.connectors.google.test_people_faults import WALKS, fill, scope


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("hours", [0, 30])
def test_a_walk_resumes_from_every_batch(world: Any, walk: str, hours: int):
    fill(world)
    world.scope = scope(walk)
    batches = world.walk(*WALKS[walk])
    everything = union(world, batches)
    assert everything
    world.time.pass_by(hours=hours)
    for index, batch in enumerate(batches):
        rest = world.walk(*WALKS[walk], cursor=batch.cursor)
        assert union(world, [*batches[: index + 1], *rest]) == everything
    again = world.walk(*WALKS[walk], cursor=batches[-1].cursor)
    assert union(world, again) <= everything


@pytest.mark.parametrize("walk", ["audit_event", "calendar", "meet"])
def test_what_is_covered_is_where_the_first_try_began(world: Any, walk: str):
    fill(world)
    world.scope = scope(walk)
    batches = world.walk(*WALKS[walk])
    world.time.pass_by(hours=3)
    connector = world.connect()
    connector.scopes()
    rest = connector.read(
        world.streams(*WALKS[walk]), world.scope, batches[-2].cursor, lambda *_: iter(())
    )
    list(rest)
    assert connector.covered_until(world.scope).isoformat() == "2026-03-02T08:00:00+00:00"


def union(world: Any, batches: list[Any]) -> set[Any]:
    """The key of every record."""
    return {
        (stream.name, *(getattr(record, part) for part in stream.key))
        for batch in batches
        for name, records in batch.records.items()
        for stream in world.streams(name)
        for record in records
    }
