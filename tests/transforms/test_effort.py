"""Effort: the method's worked example, and what holds on every timeline (method 3)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.tools import find_tools
from tests.transforms.effort import PASSES, Act, Effort, Lasting, Line, Rules, lay, read, reckon
from transforms.models import build_model, find_models
from transforms.rule_tables import load_rules
from warehouse.store import Store, open_store

KINDS = ("review.code", "coordination.unblock", "triage.issue_triage", "documentation.upkeep")
REVIEW, CHAT, TRIAGE, DOCUMENT = KINDS
LEADS = {REVIEW: (5, 20, 40), CHAT: (1, 3, 5), TRIAGE: (1, 4, 10), DOCUMENT: (5, 15, 30)}
SHORT, LONG = (5, 15, 30), (30, 60, 90)
RULES = Rules(LEADS, {REVIEW: LONG, CHAT: SHORT, TRIAGE: SHORT, DOCUMENT: LONG})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The rules are those of the method's worked example."""
    with open_store(tmp_path_factory.mktemp("data")) as opened:
        opened.create_raw(tuple(t for tool in find_tools().values() for t in tool.raw_tables))
        load_rules(opened)
        for kind, leads in LEADS.items():
            opened.con.execute(
                "update rules.kinds__kinds set minutes_low = $2, minutes_mid = $3,"
                " minutes_high = $4 where kind = $1",
                [kind, *leads],
            )
        parameters = {"as_of": datetime(2026, 7, 1, tzinfo=UTC), "build_id": "build"}
        for model in find_models().values():
            if model.schema != "marts":
                build_model(opened, model, parameters)
        yield opened


def total(effort: Effort) -> tuple[float, ...]:
    """The minutes of each pass."""
    return tuple(round(sum(each[number] for each in effort.values()), 4) for number in range(3))


def flat(effort: Effort) -> dict[tuple[int, str, int], float]:
    """The same with the pass in the key, as approx compares plain numbers only."""
    return {
        (*key, number): each
        for key, minutes in effort.items()
        for number, each in enumerate(minutes)
    }


def of(effort: Effort, kind: str) -> tuple[float, ...]:
    return total({key: minutes for key, minutes in effort.items() if key[1] == kind})


def one(store: Store, *acts: Act, lasting: tuple[Lasting, ...] = ()) -> Effort:
    """What a timeline comes to, which is what the specification says it does."""
    line = Line(acts, lasting)
    lay(store, [line])
    effort = read(store)
    assert flat(effort) == pytest.approx(flat(reckon(line, RULES)[0]), abs=1e-5)
    return effort


def at(hour: int, minute: int, *kinds: str, item: str = "x", bound: int = 1) -> Act:
    return Act(60 * hour + minute, kinds, item, bound)


W1 = (
    at(9, 0, REVIEW), at(9, 20, REVIEW), at(9, 30, CHAT), at(10, 50, TRIAGE), at(10, 55, TRIAGE),
    at(14, 0, DOCUMENT),
)  # fmt: skip


def test_w1_comes_to_41_74_and_135_minutes(store: Store) -> None:
    effort = one(store, *W1)
    assert total(effort) == (41, 74, 135)
    assert of(effort, REVIEW) == (25, 40, 60)
    assert of(effort, CHAT) == (5, 10, 10)
    assert of(effort, TRIAGE) == (6, 9, 35)
    assert of(effort, DOCUMENT) == (5, 15, 30)


def test_w2_by_the_rule_of_dx_comes_to_95_minutes(store: Store) -> None:
    """A lead of 15 minutes, a session of 60, and no cap below it: the mid pass of this kind."""
    moments = ((9, 0), (9, 30), (10, 45), (14, 0), (14, 20))
    effort = one(store, *(at(*moment, DOCUMENT, item=str(moment)) for moment in moments))
    assert total(effort)[1] == 95


def test_events_of_one_second_share_what_lies_before_them(store: Store) -> None:
    effort = one(store, at(9, 0, REVIEW), at(9, 0, TRIAGE), at(9, 20, REVIEW), at(9, 20, CHAT))
    assert effort[0, REVIEW] == (2.5, 10, 20)
    assert effort[1, TRIAGE] == (0.5, 2, 5)
    assert effort[2, REVIEW] == (10, 10, 10)
    assert effort[3, CHAT] == (5, 10, 10)


def test_what_is_of_no_activity_takes_its_time_but_none_from_an_act_of_its_second(
    store: Store,
) -> None:
    alone = one(store, at(9, 0, REVIEW), at(9, 20, REVIEW))
    assert total(one(store, at(9, 0, REVIEW), at(9, 20, REVIEW), at(9, 20))) == total(alone)
    assert total(one(store, at(9, 0, REVIEW), at(9, 10), at(9, 20, REVIEW))) == (15, 30, 50)


def test_an_event_behind_two_activities_is_shared_by_them(store: Store) -> None:
    effort = one(store, at(9, 0, REVIEW), at(9, 20, REVIEW, DOCUMENT))
    assert effort[1, REVIEW] == effort[1, DOCUMENT] == (10, 10, 10)


def test_weak_evidence_gets_no_minutes_in_the_bounds_that_leave_it_out(store: Store) -> None:
    effort = one(store, at(9, 0, REVIEW, bound=2), at(9, 20, REVIEW, bound=3), at(9, 30, CHAT))
    assert effort[0, REVIEW] == (0, 20, 40)
    assert effort[1, REVIEW] == (0, 0, 20)
    assert effort[2, CHAT] == (5, 10, 10)


def test_a_lead_is_no_longer_than_the_time_before_it(store: Store) -> None:
    assert of(one(store, at(9, 0, CHAT), at(9, 31, REVIEW)), REVIEW) == (5, 31, 31)


@pytest.mark.parametrize("sessions", [1, 2, 5])
def test_default_time_is_paid_once_for_one_unit_however_many_sessions_touch_it(
    store: Store, sessions: int
) -> None:
    acts = [at(3 * place, minute, DOCUMENT) for place in range(sessions) for minute in (0, 10)]
    low, mid, high = total(one(store, *acts))
    spread, lead = 10 * sessions, LEADS[DOCUMENT]
    assert (low, mid, high) == (lead[0] + spread, lead[1] + spread, lead[2] + spread)


def test_saving_something_again_on_other_days_adds_nothing(store: Store) -> None:
    at_once = total(one(store, at(0, 0, DOCUMENT), at(0, 10, DOCUMENT), at(0, 20, DOCUMENT)))
    spread = total(one(store, at(0, 0, DOCUMENT), at(24, 0, DOCUMENT), at(48, 0, DOCUMENT)))
    assert spread == tuple(LEADS[DOCUMENT])
    assert all(10 * apart <= 11 * once for apart, once in zip(spread, at_once, strict=True))


def test_a_meeting_is_cut_out_of_the_time_before_an_act(store: Store) -> None:
    meeting = (Lasting(60 * 9 + 10, 60 * 10 + 10),)
    effort = one(store, at(9, 0, REVIEW), at(10, 20, REVIEW, item="y"), lasting=meeting)
    assert effort[1, REVIEW] == (5, 20, 20)


def test_an_act_inside_a_meeting_keeps_its_time(store: Store) -> None:
    meeting = (Lasting(60 * 9 + 10, 60 * 10 + 10),)
    acts = (
        at(9, 0, REVIEW),
        at(9, 25, DOCUMENT),
        at(9, 40, DOCUMENT),
        at(10, 20, REVIEW, item="y"),
    )
    effort = one(store, *acts, lasting=meeting)
    assert of(effort, DOCUMENT) == (40, 40, 40)
    assert effort[3, REVIEW] == (5, 10, 10)


def test_meetings_that_overlap_and_acts_inside_those_of_a_kind_count_no_minute_twice(
    store: Store,
) -> None:
    lasting = (
        Lasting(540, 600, is_of_kind=True),
        Lasting(570, 630, is_of_kind=True),
        Lasting(530, 700),
    )
    one(store, at(9, 30, REVIEW), at(10, 0, REVIEW), at(11, 0, REVIEW), lasting=lasting)
    rows = store.con.execute(
        "select minutes_low, minutes_mid, minutes_high from core.effort"
        " where kind = 'mentoring.one_to_one' order by event_id"
    ).fetchall()
    assert rows == [(0, 60, 60), (0, 30, 30)]
    assert sum(spent for _, spent, _ in rows) + total(read(store))[1] <= 20 + 60 * 2


@pytest.mark.parametrize("parts", [2, 5, 40])
def test_a_comment_in_many_parts_never_exceeds_the_limit_of_an_object(
    store: Store, parts: int
) -> None:
    """EFF-7: three caps of its kind for one object in one session."""
    minutes = [540 + place * (place + 5) // 6 for place in range(parts)]
    one(store, *(Act(minute, (CHAT,)) for minute in minutes))
    for spent, cap in zip(total(read(store)), SHORT, strict=True):
        assert spent <= 3 * cap + 1e-5


def test_what_is_said_in_pieces_within_a_minute_takes_as_long_as_said_at_once(
    store: Store,
) -> None:
    """EFF-7: what one person does to one object in one go is one act, at its end."""
    before, after = at(9, 0, REVIEW, item="before"), at(9, 50, REVIEW, item="after")
    pieces = [replace(at(9, 30, CHAT), seconds=seconds) for seconds in (-110, -80, -35, 0)]

    def laid(*acts: Act) -> Effort:
        lay(store, [Line(acts)])
        return read(store)

    whole, split = laid(before, at(9, 30, CHAT), after), laid(before, *pieces, after)
    assert total(split) == total(whole)
    assert of(split, CHAT) == of(whole, CHAT) != (0, 0, 0)
    assert total(laid(*pieces)) == LEADS[CHAT]


def test_six_events_in_a_machines_rhythm_are_one(store: Store) -> None:
    regular = [at(9, 10 * place, TRIAGE, item=str(place)) for place in range(6)]
    assert total(one(store, *regular)) == LEADS[TRIAGE]
    assert total(one(store, *regular[:5])) == (1 + 4 * 5, 4 + 4 * 10, 10 + 4 * 10)
    irregular = [*regular[:5], at(10, 5, TRIAGE, item="5")]
    assert total(one(store, *irregular))[1] > 40


@pytest.mark.parametrize("shift", [timedelta(hours=-77), timedelta(days=21, seconds=1)])
def test_shifting_all_times_changes_no_minute(store: Store, shift: timedelta) -> None:
    lasting = (Lasting(545, 560), Lasting(700, 730, is_of_kind=True))
    line = Line((*W1, at(11, 45, DOCUMENT)), lasting)
    lay(store, [line])
    before = read(store)
    lay(store, [line], shift)
    assert read(store) == before


def test_the_order_of_rows_changes_nothing(store: Store) -> None:
    line = Line((*W1, at(9, 20, CHAT)))
    lay(store, [line])
    before = total(read(store))
    lay(store, [replace(line, acts=line.acts[::-1])])
    assert total(read(store)) == before


MINUTES = st.integers(0, 600)
ACTS = st.builds(
    Act,
    MINUTES,
    st.lists(st.sampled_from(KINDS), max_size=2, unique=True).map(tuple),
    st.sampled_from("xy"),
    st.integers(1, 3),
)
LASTING = st.builds(
    lambda start, length, is_of_kind: Lasting(start, start + length, is_of_kind),
    MINUTES,
    st.integers(1, 120),
    st.booleans(),
)
LINES = st.builds(
    lambda acts, lasting: Line(tuple(acts), tuple(lasting)),
    st.lists(ACTS, max_size=25),
    st.lists(LASTING, max_size=5, unique=True),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(LINES, min_size=8, max_size=8))
def test_every_timeline_is_shared_out_as_the_method_says_and_to_the_minute(
    store: Store, lines: list[Line]
) -> None:
    """EFF-0: minutes and what is nobody's are the gaps in sessions, the leads and the intervals."""
    lines = [replace(line, person_id=f"{place:016}") for place, line in enumerate(lines)]
    lay(store, lines)
    for line in lines:
        expected, lasting = reckon(line, RULES)
        effort = read(store, line.person_id)
        assert flat(effort) == pytest.approx(flat(expected), abs=1e-5)
        balance = store.con.execute(
            "select * from core._effort_balance where person_id = $1", [line.person_id]
        )
        names = [column[0] for column in balance.description]
        found = balance.fetchone()
        if found is None:
            assert expected == {}
            continue
        row = dict(zip(names, found, strict=True))
        spans = [act.minute for act in line.acts] + [
            minute for each in line.lasting for minute in (each.start, each.end)
        ]
        first_leads = max(max(leads) for leads in LEADS.values())
        for number, name in enumerate(PASSES):
            assert row[f"minutes_{name}"] == pytest.approx(
                sum(each[number] for each in expected.values()) + lasting[number], abs=1e-3
            )
            assert row[f"unattributed_{name}"] >= -1e-3
            clock = max(spans, default=0) - min(spans, default=0) + first_leads
            assert row[f"time_{name}"] <= clock + 1e-3
