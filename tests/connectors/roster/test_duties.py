"""Duties: who held which, and how much time is allocated to it."""

from typing import Any

import pytest

from connectors.errors import BadPayload

HEAD = "person_id,duty,from,to,minutes_per_week"
KNOWN = ("buddy", "release_manager")


@pytest.fixture
def people(world: Any) -> Any:
    roster = world.write("people.csv", "person_id,name,email", "e1,Ana Ruiz,ana@acme.example")
    world.settings = {**world.settings, "roster": roster, "known_duties": KNOWN}
    return world


def test_a_duty_has_days_and_minutes_of_its_own_or_those_of_the_policy(people: Any) -> None:
    duties = people.write(
        "duties.csv",
        HEAD,
        "e1,release_manager,2026-01-05,2026-03-29,90",
        "e1,Release_Manager,2026-03-30,,",
        "e1,buddy,2026-01-05,,",
        "e2,release_manager,2026-01-05,,0",
    )
    assert people.errors(duties=duties) == []
    assert [
        (row["roster_id"], row["duty"], row["held_from"], row["held_to"], row["minutes_per_week"])
        for row in people.landed("duty")
    ] == [
        ("e1", "release_manager", "2026-01-05", "2026-03-29", 90),
        ("e1", "release_manager", "2026-03-30", None, None),
        ("e1", "buddy", "2026-01-05", None, None),
        ("e2", "release_manager", "2026-01-05", None, 0),
    ]


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("e1,release_manager,2026-03-29,,", "overlaps another row of this person and duty"),
        ("e1,release_manager,2025-03-29,2026-01-05,", "overlaps another row"),
        ("e1,king,2026-01-05,,", "duty must be one of buddy, release_manager"),
        ("e1,buddy,2026-01-05,2026-01-04,", "to is before from"),
        ("e1,buddy,,,", "from is empty"),
        ("e1,buddy,2026-01-05,,-60", "minutes_per_week is not a whole number of minutes"),
        ("e1,buddy,2026-01-05,,1.5", "minutes_per_week is not a whole number of minutes"),
    ],
)
def test_a_wrong_duty_refuses_the_people_tables_with_its_line(
    people: Any, row: str, cause: str
) -> None:
    duties = people.write("duties.csv", HEAD, "e1,release_manager,2026-01-05,2026-03-29,90", row)
    (error,) = people.errors(duties=duties)
    assert isinstance(error, BadPayload)
    assert f"duties.csv line 3: {cause}" in str(error)
    assert people.landed("duty") == []
