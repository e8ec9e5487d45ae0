"""What the rows of a tool may become without warning, and what a pull makes of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from connectors.errors import SourceError
from sandbox.server import Asked, Reply
from tests.connectors.acceptance.conftest import Trial
from tests.connectors.acceptance.observed import (
    Rows,
    Slice,
    errors,
    landed_rows,
    pull_in_slices,
)
from tests.connectors.acceptance.subject import CANARY, altered


def _in_rows(change: Callable[[dict[str, Any]], Any]) -> Callable[[Any], Any]:
    """Changes the objects in the lists of a body, or the body where it is an object itself."""

    def inside(value: Any) -> Any:
        if isinstance(value, list):
            return [change(row) if isinstance(row, dict) else inside(row) for row in value]
        if isinstance(value, dict):
            return {name: inside(part) for name, part in value.items()}
        return value

    def changed(body: Any) -> Any:
        is_object = isinstance(body, dict) and ("id" in body or inside(body) == body)
        return change(body) if is_object else inside(body)

    return changed


def _with_more(value: Any) -> Any:
    """Every object, at any depth, with a field that nobody documented."""
    if isinstance(value, list):
        return [_with_more(part) for part in value]
    if isinstance(value, dict):
        return {**{name: _with_more(part) for name, part in value.items()}, "surprise": CANARY}
    return value


def _retyped(value: Any) -> Any:
    """Texts become numbers, numbers texts, yes and no lists."""
    if isinstance(value, dict):
        return {name: _retyped(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_retyped(part) for part in value]
    if isinstance(value, bool):
        return [value]
    return 7 if isinstance(value, str) else "seven"


def _pull_altered(
    trial: Trial, route: str, change: Callable[[Any], Any]
) -> Iterator[tuple[Slice, bool]]:
    """A pull when everything is listed again; yields walks, and whether they met changed rows."""
    changed: set[int] = set()
    log = trial.world.server.log

    def alter(asked: Asked, reply: Reply) -> Reply:
        other = altered(change)(asked, reply)
        if other.body != reply.body:
            changed.add(len(log))
        return other

    trial.time.pass_by(days=8)
    trial.world.server.steps.clear()
    trial.world.server.on(route, "alter", times=100_000, change=alter)
    for part in pull_in_slices(trial.world):
        yield part, not changed.isdisjoint(range(part.first, part.first + len(part.requests)))


def _changed(rows: Rows, expected: Rows) -> dict[str, set[str]]:
    """Columns of each stream that have another value than expected."""
    return {
        stream: found
        for stream in rows
        if (found := _filled(rows[stream], expected[stream], set()))
    }


def test_a_field_that_nobody_documented_is_not_kept(whole: Trial) -> None:
    world = whole.empty_zone("more")
    world.server.on("", "alter", times=100_000, change=altered(_with_more))
    assert errors(pull_in_slices(world)) == {}
    assert landed_rows(world) == whole.rows
    assert not [data for data in world.everything_landed() if b"surprise" in data]


@pytest.mark.parametrize(
    "change",
    [_in_rows(lambda _: 7), _in_rows(_retyped)],
    ids=["numbers for rows", "values of other types"],
)
def test_rows_of_another_form_are_refused_and_move_nothing(
    whole: Trial, change: Callable[[Any], Any]
) -> None:
    passed: set[tuple[str, str]] = set()
    for route in whole.routes:
        for part, is_met in _pull_altered(whole, route, change):
            if is_met and not isinstance(part.result.error, SourceError):
                passed.add((part.result.streams[0], route))
        assert _changed(landed_rows(whole.world), whole.rows) == {}, route
    assert passed - whole.subject.unread.keys() == set()
    whole.world.server.steps.clear()
    assert errors(pull_in_slices(whole.world)) == {}
    assert landed_rows(whole.world) == whole.rows


def test_a_row_that_comes_twice_is_kept_once(whole: Trial) -> None:
    def is_row(row: Any) -> bool:
        return isinstance(row, dict) and any(name.lower().endswith("id") for name in row)

    def twice(body: Any) -> Any:
        if isinstance(body, list):
            return body + body
        lists = {k: v + v for k, v in body.items() if isinstance(v, list) and all(map(is_row, v))}
        return {**body, **lists} if "id" not in body else body

    world = whole.empty_zone("twice")
    world.server.on("", "alter", times=100_000, change=altered(twice))
    assert errors(pull_in_slices(world)) == {}
    assert landed_rows(world) == whole.rows


def test_a_page_that_comes_again_and_again_ends(trial: Trial) -> None:
    """A list whose next page is its first for ever is typed, or ends, and deletes nothing."""
    for route in trial.routes:
        first: dict[str, Reply] = {}

        def same(asked: Asked, reply: Reply, seen: dict[str, Reply] = first) -> Reply:
            return seen.setdefault(asked.path, reply)

        trial.time.pass_by(days=8)
        trial.world.server.steps.clear()
        trial.world.server.on(route, "alter", times=100_000, change=same)
        for part in pull_in_slices(trial.world):
            assert len(part.requests) < 10 * len(trial.requests), route
        assert landed_rows(trial.world) == trial.rows, route


@pytest.mark.parametrize("value", ["missing", None], ids=["missing", "null"])
def test_a_field_without_a_value_is_never_filled_in(whole: Trial, value: Any) -> None:
    """Whatever field is not there: the walk is refused, or its column is empty."""
    if whole.subject.omits:
        pytest.skip(whole.subject.omits)
    filled: dict[str, set[str]] = {}
    for name in _names_of_fields(whole):
        world = whole.empty_zone(f"without-{name}")
        world.server.steps.clear()
        world.server.on("", "alter", times=100_000, change=altered(_without(name, value)))
        failed = {
            s for part in pull_in_slices(world) if part.result.error for s in part.result.streams
        }
        found = landed_rows(world)
        if found.get("rejection") != whole.rows.get("rejection"):
            failed.add("rejection")
        for stream, rows in found.items():
            if stream not in failed and (columns := _filled(rows, whole.rows[stream], failed)):
                filled.setdefault(name, set()).update(f"{stream}.{c}" for c in columns)
    known = whole.subject.may_be_missing if value == "missing" else whole.subject.may_be_null
    assert {name: places for name, places in filled.items() if name not in known} == {}


def _filled(rows: dict[str, Any], expected: dict[str, Any], failed: set[str]) -> set[str]:
    """Columns with another value than expected, but for none.

    Rows that are not expected are one; so are missing rows, unless a parent's walk failed or rows
    were refused.
    """
    found = {"(rows)"} if rows.keys() - expected.keys() else set()
    if expected.keys() - rows.keys() and not failed:
        found.add("(rows)")
    for key in rows.keys() & expected.keys():
        found |= {c for c, v in rows[key].items() if v is not None and v != expected[key][c]}
    return found


def _names_of_fields(trial: Trial) -> list[str]:
    """Every field that is in any answer."""
    names: set[str] = set()

    def note(value: Any) -> Any:
        for part in value if isinstance(value, list) else value.values():
            if isinstance(part, dict | list):
                note(part)
        names.update(value if isinstance(value, dict) else ())
        return value

    trial.world.server.on("", "alter", times=100_000, change=altered(note))
    pull_in_slices(trial.empty_zone("names"))
    return sorted(names)


def _without(name: str, value: Any) -> Callable[[Any], Any]:
    def change(body: Any) -> Any:
        if isinstance(body, list):
            return [change(part) for part in body]
        if isinstance(body, dict):
            kept = {k: change(part) for k, part in body.items() if k != name}
            return kept if value == "missing" or name not in body else {**kept, name: value}
        return body

    return change
