"""Outcome shares and credit leakage: worked numbers of the method and what must not change them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.tools import find_tools
from transforms.models import build_model, find_models
from transforms.rule_tables import load_rules
from transforms.rulebook import OutcomeRole, read_rules
from warehouse.store import Store, open_store, quote

AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
ENDED = datetime(2026, 3, 2, 9, tzinfo=UTC)
Parts = list[tuple[str, str, int]]
"""Of one incident: who, in which role, and how many contributions."""

ROLES = [row for row in read_rules()["outcome__roles"][1] if isinstance(row, OutcomeRole)]
SHIPPED = {(role.outcome_type, role.role): role.weight for role in ROLES}
W3 = [("ic", "commander", 4), ("fixer", "fixer", 2), ("scribe", "scribe", 1)]
W3 += [("responder", "responder", 1), ("observer", "observer", 3)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("data")) as opened:
        opened.create_raw(tuple(t for tool in find_tools().values() for t in tool.raw_tables))
        load_rules(opened)
        for model in find_models().values():
            build_model(opened, model, {"as_of": AS_OF, "build_id": "build"})
        yield opened


def _fill(store: Store, table: str, rows: list[dict[str, Any]]) -> None:
    store.con.execute(f"delete from {table}")
    for row in rows:
        columns = ", ".join(map(quote, row))
        marks = ", ".join(f"${position + 1}" for position in range(len(row)))
        values = list(row.values())
        store.con.execute(f"insert into {table} ({columns}) values ({marks})", values)


def _part(
    object_id: str, contributor: str, role: str, contributions: int, outcome_type: str
) -> dict[str, Any]:
    return {
        "outcome_type": outcome_type,
        "object_id": object_id,
        "contributor": contributor,
        "is_known": contributor != "?",
        "role": role,
        "weight": SHIPPED[outcome_type, role],
        "contributions": contributions,
        "is_required": any(
            each.is_required
            for each in ROLES
            if (each.outcome_type, each.role) == (outcome_type, role)
        ),
        "ended_at": ENDED,
    }


def _built(store: Store, name: str) -> None:
    model = find_models()[tuple(name.split("."))]  # type: ignore[index]  # because a name has two words
    build_model(store, model, {"as_of": AS_OF, "build_id": "build"})


def _shares(
    store: Store, parts: Parts, *, times: float = 1, column: str = "share"
) -> dict[str, float]:
    """Everybody's share of one incident, with each role's weight so many times the shipped one."""
    rows = [_part("i", *part, "incident") for part in parts]
    for row in rows:
        row["weight"] *= times
    store.con.execute("update rules.outcome__roles set weight = weight * $1", [times])
    _fill(store, "core._outcome_part", rows)
    _built(store, "core.outcome_share")
    store.con.execute("update rules.outcome__roles set weight = weight / $1", [times])
    found = store.con.execute(f"select person_id, {column} from core.outcome_share").fetchall()
    return dict(found)


def test_w3_by_roles_and_by_equal_weights(store: Store) -> None:
    shares = _shares(store, W3)
    assert [round(shares[who], 4) for who, _, _ in W3] == [0.5, 0.3333, 0.0833, 0.0833, 0]
    equal = _shares(store, W3, column="equal_share")
    assert [round(equal[who], 4) for who, _, _ in W3] == [0.4286, 0.2857, 0.1429, 0.1429, 0]


def test_doubling_every_weight_changes_nothing(store: Store) -> None:
    parts = [*W3[2:], ("?", "communicator", 2)]
    assert _shares(store, parts, times=2) == pytest.approx(_shares(store, parts), abs=1e-12)


_PARTY = st.tuples(
    st.sampled_from([role.role for role in ROLES if role.outcome_type == "incident"]),
    st.integers(min_value=1, max_value=50),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parts=st.lists(_PARTY, min_size=1, max_size=6), is_partly_known=st.booleans())
def test_att_1_shares_sum_to_one_and_an_observer_changes_none(
    store: Store, parts: list[tuple[str, int]], is_partly_known: bool
) -> None:
    named = [
        ("?" if is_partly_known and position == 0 else f"p{position}", role, times)
        for position, (role, times) in enumerate(parts)
    ]
    shares = _shares(store, named)
    if any(role != "observer" for who, role, _ in named if who != "?"):
        assert sum(shares.values()) == pytest.approx(1, abs=1e-9)
        watched = _shares(store, [*named, ("onlooker", "observer", 9)])
        assert watched.pop("onlooker") == 0
        assert watched == pytest.approx(shares, abs=1e-9)
    else:
        assert shares == {}


def test_att_3_more_contributions_never_weigh_more_than_the_cap(store: Store) -> None:
    one = _shares(store, [("ic", "commander", 1), ("r", "responder", 1)])["r"]
    ten = _shares(store, [("ic", "commander", 1), ("r", "responder", 10)])["r"]
    limit = _shares(store, [("ic", "commander", 1), ("r", "responder", 4)])["r"]
    assert one < ten == limit
    assert ten / (1 - ten) == pytest.approx(3 * one / (1 - one))


def test_shares_of_the_six_preventive_actions_of_8_2(store: Store) -> None:
    actions = [
        [("pm", "owner"), ("sre", "contributor")],
        [("pm", "owner"), ("a", "contributor"), ("sre", "reviewer")],
        [("pm", "owner"), ("b", "contributor")],
        [("sre", "owner"), ("pm", "contributor")],
        [("sre", "owner"), ("a", "contributor")],
        [("c", "owner"), ("pm", "reviewer")],
    ]
    rows = [
        _part(f"i{number}", who, role, 1, "corrective_action")
        for number, parts in enumerate(actions)
        for who, role in parts
    ]
    _fill(store, "core._outcome_part", rows)
    _built(store, "core.outcome_share")
    query = "select person_id, round(sum(share) / 6, 3) from core.outcome_share group by person_id"
    assert dict(store.con.execute(query).fetchall()) == {
        "pm": 0.406, "sre": 0.302, "c": 0.133, "a": 0.103, "b": 0.056,
    }  # fmt: skip


def test_every_outcome_has_one_role_that_somebody_must_have_held_or_none() -> None:
    required = [role.outcome_type for role in ROLES if role.is_required]
    assert len(required) == len(set(required))


def test_every_role_that_a_model_finds_has_a_weight() -> None:
    weighed = {role.role for role in ROLES}
    found: set[str] = set()
    for (_, name), model in find_models().items():
        if name.startswith("_outcome_"):
            found |= {word for word in weighed if f"'{word}'" in model.sql}
    assert found == weighed


def _leakage(store: Store, objects: int, people: int) -> dict[str, Any]:
    """The leakage of a process whose every object is as the method's example, three people each."""
    effort, credit = (0.4, 0.3, 0.3), (0.2, 0.5, 0.3)
    period = {"period_id": "2026-Q1", "period_kind": "quarter"}
    period |= {"starts_at": "2026-01-01 00:00+00", "ends_at": "2026-04-01 00:00+00"}
    running = {**period, "period_id": "2026-Q3", "starts_at": "2026-07-01 00:00+00"}
    running["ends_at"] = "2026-10-01 00:00+00"
    _fill(store, "marts.period", [period, running])
    rows = [
        {
            "process": "incident",
            "object_id": f"i{number}",
            "person_id": f"p{(number + place) % people}",
            "ended_at": ENDED,
            "effort_share": effort[place],
            "credit_share": credit[place] if number < objects else None,
        }
        for number in range(objects + 4)
        for place in range(3)
    ]
    _fill(store, "core._credit_gap", [*rows, {**rows[0], "object_id": "new", "ended_at": AS_OF}])
    _built(store, "marts.credit_leakage")
    result = store.con.execute("select * from marts.credit_leakage")
    names = [column[0] for column in result.description]
    (row,) = result.fetchall()
    return dict(zip(names, row, strict=True))


def test_crd_7_the_example_of_the_method_leaks_a_fifth_and_names_nobody(store: Store) -> None:
    assert _leakage(store, objects=11, people=12) == {
        "process": "incident",
        "period_id": "2026-Q1",
        "is_suppressed": False,
        "object_count": 10,
        "left_out_count": 5,
        "people_count": 10,
        "mean_tv": 0.2,
    }


@pytest.mark.parametrize(("objects", "people"), [(9, 12), (30, 9), (0, 12)])
def test_sup_1_few_objects_or_people_say_nothing(store: Store, objects: int, people: int) -> None:
    row = _leakage(store, objects, people)
    assert row.pop("is_suppressed")
    assert set(row.values()) == {"incident", "2026-Q1", None}
