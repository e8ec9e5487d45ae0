"""Truth's minutes fit on a clock, and what follows from them: shares, shifts and diaries."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.company.diary import BLOCK, VOLUNTEERS
from sandbox.company.plan import lay_down

from .conftest import END

_WORKS = st.lists(st.tuples(st.integers(0, 2_000), st.integers(1, 300)), max_size=20)


def at(minutes: float) -> datetime:
    return END + timedelta(minutes=minutes)


@given(_WORKS)
def test_nobody_does_more_at_once_than_the_clock_has(works: list[tuple[int, int]]) -> None:
    wanted = [(at(end), float(minutes)) for end, minutes in sorted(works)]
    granted = lay_down(wanted)
    assert all(0 <= given <= minutes for given, (_, minutes) in zip(granted, wanted, strict=True))
    for number, (end, _) in enumerate(wanted):
        since = wanted[0][0] - timedelta(hours=9)
        assert sum(granted[: number + 1]) <= (end - since).total_seconds() / 60 + 1e-6


def test_interrupted_work_began_earlier_and_what_has_no_room_is_shorter() -> None:
    assert lay_down([(at(0), 60), (at(30), 10), (at(60), 45)]) == [60, 10, 45]
    assert lay_down([(at(0), 540), (at(30), 60)]) == [540, 30]
    assert lay_down([(at(0), 20), (at(0), 20)]) == [20, 20]


def test_minutes_of_a_kind_are_as_long_as_they_take(world: Any) -> None:
    reviews = [line["minutes"] for line in world.activities if line["kind"] == "review.code"]
    assert min(reviews) > 0
    assert max(reviews) <= 60
    assert sum(reviews) / len(reviews) == pytest.approx(28, abs=2)


def test_the_shares_of_an_outcome_are_those_of_its_minutes_and_sum_to_one(world: Any) -> None:
    total: dict[tuple[str, str], float] = defaultdict(float)
    for line in world.lines("share"):
        assert 0 <= line["share"] <= 1
        total[line["outcome"], line["object"]] += line["share"]
    assert {round(share, 9) for share in total.values()} == {1.0}
    assert {outcome for outcome, _ in total} == {
        *("code_change", "incident", "postmortem", "document", "meeting_record")
    }


def test_shifts_are_those_of_the_rota(world: Any) -> None:
    entries = sum(len(s.overrides) for s in world.tools.account.schedules.values())
    shifts = world.lines("shift")
    assert len(shifts) > entries > 0
    assert all(line["from"] < line["to"] for line in shifts)


def test_some_of_each_role_family_keep_a_diary_of_what_they_did(world: Any) -> None:
    true: dict[tuple[str, str], float] = defaultdict(float)
    noted: dict[tuple[str, str], int] = defaultdict(int)
    writers = {line["person_id"] for line in world.lines("diary")}
    families: dict[str, set[date]] = defaultdict(set)
    people: dict[str, set[str]] = defaultdict(set)
    for entry in world.tools.diaries:
        assert entry.week.weekday() == 0
        assert entry.minutes % BLOCK == 0
        assert entry.minutes >= 0
        noted[entry.person.person_id, entry.kind] += entry.minutes
        families[entry.person.role_family].add(entry.week)
        people[entry.person.role_family].add(entry.person.person_id)
    assert set().union(*people.values()) == writers
    assert {len(found) for found in people.values()} <= {1, 2, VOLUNTEERS}
    assert set(families) == {"eng", "pm", "sre", "design", "support"}
    for line in world.activities:
        if line["person_id"] in writers:
            true[line["person_id"], line["kind"]] += line["minutes"]
    assert sum(noted.values()) == pytest.approx(sum(true.values()), rel=0.05)
    for key, minutes in true.items():
        assert abs(noted[key] - minutes) <= BLOCK + 0.4 * minutes, key


def test_who_has_a_share_has_a_role_and_contributed(world: Any) -> None:
    parts = {(line["object"], line["person_id"]): line for line in world.lines("part")}
    for line in world.lines("share"):
        part = parts[line["object"], line["person_id"]]
        assert part["roles"]
        assert part["times"] >= 1
    incidents = [line for line in parts.values() if line["outcome"] == "incident"]
    assert {"commander", "fixer", "responder"} <= {r for line in incidents for r in line["roles"]}
    assert max(line["times"] for line in incidents) >= 4
