"""Diaries: what volunteers spent on each kind of work in each week."""

from typing import Any

import pytest

from connectors.errors import BadPayload

HEAD = "person_id,week,kind,minutes"


@pytest.fixture
def people(world: Any) -> Any:
    roster = world.write("people.csv", "person_id,name,email", "e1,Ana Ruiz,ana@acme.example")
    world.settings = {**world.settings, "roster": roster}
    return world


def test_a_diary_has_the_minutes_of_a_kind_in_a_week(people: Any) -> None:
    diary = people.write(
        "diary.csv",
        HEAD,
        "e1,2026-01-05,review.code,135",
        "e1,2026-01-05,Meeting.Minutes,0",
        "e1,2026-01-12,review.code,60",
        "e2,2026-01-05,review.code,9000",
    )
    assert people.errors(diary=diary) == []
    assert [
        (row["roster_id"], row["week"], row["kind"], row["minutes"])
        for row in people.landed("diary")
    ] == [
        ("e1", "2026-01-05", "review.code", 135),
        ("e1", "2026-01-05", "meeting.minutes", 0),
        ("e1", "2026-01-12", "review.code", 60),
        ("e2", "2026-01-05", "review.code", 9000),
    ]


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("e1,2026-01-06,meeting.minutes,15", "week is not a Monday"),
        ("e1,,meeting.minutes,15", "week is empty"),
        ("e1,2026-01-05,,15", "kind is empty"),
        ("e1,2026-01-05,meeting.minutes,-15", "minutes is not a whole number of minutes"),
        ("e1,2026-01-05,meeting.minutes,1.5", "minutes is not a whole number of minutes"),
        ("e1,2026-01-05,Review.code,15", "repeats an earlier row of this person, week and kind"),
        ("e1,2026-01-05,meeting.minutes,10021", "the week has more minutes than a week"),
    ],
)
def test_a_wrong_entry_refuses_the_people_tables_with_its_line(
    people: Any, row: str, cause: str
) -> None:
    diary = people.write("diary.csv", HEAD, "e1,2026-01-05,review.code,60", row)
    (error,) = people.errors(diary=diary)
    assert isinstance(error, BadPayload)
    assert f"diary.csv line 3: {cause}" in str(error)
    assert people.landed("diary") == []
