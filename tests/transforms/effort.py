"""A store of one timeline at a time, and the method's model of effort written a second time.

The second one goes minute by minute over sets, as slow and plain as can be: it shares nothing with
the windows of the SQL but the specification.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

from transforms.models import build_model, check_model, find_models
from warehouse.store import Store

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
PASSES = ("low", "mid", "high")
PERSON = "0123456789abcdef"
_AS_OF = {"as_of": datetime(2026, 7, 1, tzinfo=UTC), "build_id": "build"}
_GIVEN = (
    "core._interval_meeting",
    "core._interval_incident",
    "core.event",
    "core.activity_evidence",
)


@dataclass(frozen=True)
class Act:
    """One event at a minute, and the kinds that it is evidence of; none if it is of no activity."""

    minute: int
    kinds: tuple[str, ...] = ()
    item: str = "x"
    bound: int = 1
    seconds: int = 0
    """Added to the minute; the second implementation knows whole minutes only."""


@dataclass(frozen=True)
class Lasting:
    """One meeting from a minute until another, and whether it is of a kind."""

    start: int
    end: int
    is_of_kind: bool = False


@dataclass(frozen=True)
class Line:
    """The timeline of one person."""

    acts: tuple[Act, ...]
    lasting: tuple[Lasting, ...] = ()
    person_id: str = PERSON


@dataclass(frozen=True)
class Rules:
    """The numbers of the method: minutes by kind and pass, and the limits."""

    leads: Mapping[str, tuple[int, int, int]]
    caps: Mapping[str, tuple[int, int, int]]
    sessions: tuple[int, int, int] = (30, 60, 120)
    caps_of_an_object: int = 3


Effort = dict[tuple[int, str], tuple[float, float, float]]
"""Minutes by the place of the act and the kind."""


def lay(store: Store, lines: Sequence[Line], shift: timedelta = timedelta()) -> None:
    """Replaces what is known of everybody, and builds the effort anew."""
    for table in _GIVEN:
        store.con.execute(f"delete from {table}")
    for line in lines:
        for place, act in enumerate(line.acts):
            _lay_act(store, line, place, act, shift)
        for place, lasting in enumerate(line.lasting):
            _lay_meeting(store, line, place, lasting, shift)
    names = ("_timeline", "_effort", "_interval", "effort")
    for model in find_models().values():
        is_given = f"core.{model.name}" in _GIVEN
        if model.schema == "core" and model.name.startswith(names) and not is_given:
            build_model(store, model, _AS_OF)
            assert [check for check in check_model(store, model) if check.broken_rows] == []


def _lay_act(store: Store, line: Line, place: int, act: Act, shift: timedelta) -> None:
    moment = MIDNIGHT + shift + timedelta(minutes=act.minute, seconds=act.seconds)
    common = {
        "event_id": f"{line.person_id}:{place}",
        "person_id": line.person_id,
        "occurred_at": moment,
        "object_id": act.item,
    }
    _insert(store, "core.event", **common, source="github", kind="x", is_future=False)
    for kind in act.kinds:
        _insert(
            store,
            "core.activity_evidence",
            **common,
            activity_id=f"{line.person_id}:{kind}:{act.item}",
            kind=kind,
            object_type="x",
            bound=act.bound,
        )


def _lay_meeting(store: Store, line: Line, place: int, lasting: Lasting, shift: timedelta) -> None:
    start = int((MIDNIGHT + shift).timestamp())
    item = f"meeting {place:02}"
    spans = {
        f"{edge}_{bound}": start + 60 * minute
        for edge, minute in (("starts", lasting.start), ("ends", lasting.end))
        for bound in ("mid", "high")
    }
    common = {"person_id": line.person_id, "object_id": item}
    _insert(store, "core._interval_meeting", **common, **spans)
    if lasting.is_of_kind:
        _insert(
            store,
            "core.activity_evidence",
            **common,
            event_id=f"{line.person_id}:{item}",
            activity_id=f"{line.person_id}:{item}",
            kind="mentoring.one_to_one",
            object_type="meeting",
            occurred_at=MIDNIGHT + shift + timedelta(minutes=lasting.start),
            bound=1,
        )


def _insert(store: Store, table: str, **row: Any) -> None:
    marks = ", ".join(f"${place + 1}" for place in range(len(row)))
    query = f"insert into {table} ({', '.join(row)}) values ({marks})"
    store.con.execute(query, list(row.values()))


def read(store: Store, person_id: str = PERSON) -> Effort:
    """The minutes of each act and kind of one person."""
    rows = store.con.execute(
        "select event_id, kind, minutes_low, minutes_mid, minutes_high from core.effort"
        " where person_id = $1 and kind <> 'mentoring.one_to_one'",
        [person_id],
    ).fetchall()
    return {(int(event.split(":")[1]), kind): tuple(minutes) for event, kind, *minutes in rows}


def reckon(line: Line, rules: Rules) -> tuple[Effort, tuple[int, int, int]]:
    """The same by the specification, and the minutes of each pass that meetings of kinds take."""
    steady = _rhythms(line)
    acts = [act for act in enumerate(line.acts) if act[1].minute not in steady]
    of_kind, others = _laid(line.lasting)
    spent = [
        _limited(_pass(acts, number, rules, of_kind, others), line, number, rules)
        for number in range(3)
    ]
    keys = {(place, kind) for place, act in enumerate(line.acts) for kind in act.kinds}
    effort: Effort = {}
    for key in keys:
        low, mid, high = (each.get(key, 0.0) for each in spent)
        effort[key] = (min(low, mid, high), min(mid, high), high)
    return effort, (0, len(of_kind), len(of_kind))


def _rhythms(line: Line) -> set[int]:
    """The minutes that go on in a rhythm; the first of a rhythm is none of them."""
    found = set()
    for kind in {kind for act in line.acts for kind in act.kinds}:
        moments = sorted({act.minute for act in line.acts if kind in act.kinds})
        for start in range(len(moments) - 5):
            six = moments[start : start + 6]
            gaps = [after - before for before, after in pairwise(six)]
            mean = sum(gaps) / 5
            deviation = (sum((gap - mean) ** 2 for gap in gaps) / 5) ** 0.5
            if deviation / mean < 0.1 and max(gaps) <= 120:
                found.update(six[1:])
    return found


def _laid(lasting: Sequence[Lasting]) -> tuple[set[int], list[range]]:
    """The minutes of meetings of kinds, and those of others as they are left by them."""
    of_kind = {
        minute for each in lasting if each.is_of_kind for minute in range(each.start, each.end)
    }
    places = {each: f"meeting {place:02}" for place, each in reversed([*enumerate(lasting)])}
    order = sorted(
        lasting, key=lambda each: (each.start, not each.is_of_kind, each.end, places[each])
    )
    others, taken = [], 0
    for place, each in enumerate(order):
        former = [one.end for one in order[:place] if one.is_of_kind]
        following = [one.start for one in order[place + 1 :] if one.is_of_kind]
        if each.is_of_kind:
            continue
        start = max(each.start, taken, *former)
        end = min([each.end, *following])
        if start < end:
            others.append(range(start, end))
            taken = end
    return of_kind, others


@dataclass
class _Spent:
    minutes: dict[tuple[int, str], float] = field(default_factory=dict)
    session: dict[int, int] = field(default_factory=dict)


def _pass(
    acts: Sequence[tuple[int, Act]],
    number: int,
    rules: Rules,
    of_kind: set[int],
    others: Sequence[range],
) -> _Spent:
    found, before, session = _Spent(), None, 0
    in_order = sorted(acts, key=lambda each: each[1].minute)
    firsts: dict[tuple[str, str], int] = {}
    for _, act in in_order:
        for kind in act.kinds:
            firsts.setdefault((kind, act.item), act.minute)
    for minute, group in groupby(in_order, key=lambda each: each[1].minute):
        gap = None if before is None else _free(before, minute, number, of_kind, others)
        is_begun = gap is None or gap > rules.sessions[number]
        session += is_begun
        together = [(place, act) for place, act in group if act.kinds]
        for place, act in together:
            found.session[place] = session
            included = act.kinds if act.bound <= number + 1 else ()
            for kind in included:
                if is_begun:
                    is_first = firsts[kind, act.item] == minute
                    lead = rules.leads[kind][number] if is_first else 0
                    slot = (lead if gap is None else min(lead, gap)) / len(together)
                else:
                    slot = min(gap / len(together), rules.caps[kind][number])
                found.minutes[place, kind] = slot / len(act.kinds)
        before = minute
    return found


def _free(before: int, minute: int, number: int, of_kind: set[int], others: Sequence[range]) -> int:
    """The minutes between two acts that nothing else has; an act in a meeting keeps those in it."""
    span = set(range(before, minute))
    if number == 0:
        return len(span)
    span -= of_kind
    for other in others:
        if not other.start < minute < other.stop:
            span -= set(other)
    return len(span)


def _limited(spent: _Spent, line: Line, number: int, rules: Rules) -> dict[tuple[int, str], float]:
    totals: dict[tuple[str, str, int], float] = defaultdict(float)
    for (place, kind), minutes in spent.minutes.items():
        totals[kind, line.acts[place].item, spent.session[place]] += minutes
    limited = {}
    for (place, kind), minutes in spent.minutes.items():
        total = totals[kind, line.acts[place].item, spent.session[place]]
        limit = rules.caps_of_an_object * rules.caps[kind][number]
        limited[place, kind] = minutes * min(1, limit / total) if total else 0.0
    return limited
