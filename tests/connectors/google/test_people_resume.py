"""A walk through people and meetings can be killed after any batch."""

from typing import Any

import pytest

from tests.connectors.google.test_people_faults import WALKS, fill, scope


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
