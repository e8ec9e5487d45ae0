"""The sync engine: where a sync resumes, what is news, which children are unread, coverage."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import BadPayload
from connectors.stream import Batch, Record
from connectors.sync import Coverage, Position, Sync, digest, if_changed, parse, unread, wanted_only

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OVERLAP = timedelta(minutes=5)


class Row(Record, frozen=True):
    """An invented record."""

    name: str
    observed_at: datetime


def _parents(keys: dict[str, list[tuple[str, str]]]) -> Any:
    def parents(stream: str, after: str | None) -> Iterator[tuple[str, list[Any]]]:
        for position, key in keys[stream]:
            if after is None or position > after:
                yield position, [key]

    return parents


def test_a_row_without_its_documented_form_is_refused_and_never_quoted() -> None:
    row = {"id": "canary"}
    with pytest.raises(BadPayload, match=r"stream issue: .* format: field 'number'"):
        parse("issue", lambda: row["number"])
    with pytest.raises(BadPayload) as refused:
        parse("issue", lambda: int(row["id"]))
    assert "canary" not in str(refused.value)


def test_what_the_overlap_reads_again_is_no_news_unless_it_changed() -> None:
    first = Position(None, NOW, OVERLAP)
    stamp = "2026-06-01T11:58:00Z"
    assert first.is_news("1", stamp, NOW - timedelta(minutes=2))
    cursor = first.ended(seen=first.recent, swept=first.swept(is_swept=True))
    second = Position(cursor, NOW + timedelta(hours=1), OVERLAP)
    assert not second.is_news("1", stamp, NOW - timedelta(minutes=2))
    assert second.is_news("1", "2026-06-01T11:59:00Z", NOW - timedelta(minutes=1))
    assert not second.is_sweep_due
    assert Position(cursor, NOW + timedelta(days=7), OVERLAP).is_sweep_due


def test_a_row_of_the_second_in_which_it_was_listed_is_read_again() -> None:
    position = Position(None, NOW, OVERLAP)
    assert position.is_news("1", "now", NOW, read_at=NOW)
    assert position.recent == {}


def test_an_interrupted_sync_resumes_and_covers_until_its_own_first_start() -> None:
    first = Position(None, NOW, OVERLAP)
    resumed = Position(first.inside(at="page 3", recent={}), NOW + timedelta(days=1), OVERLAP)
    assert (resumed.started, resumed.walk["at"]) == (NOW, "page 3")
    assert resumed.ended()["since"] == "2026-06-01T11:55:00Z"


_NAMES = ("issue", "comment")
_changed = st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from("abcd")), max_size=12)


def _keys(changes: list[tuple[str, str]], start: int = 1) -> dict[str, list[tuple[str, str]]]:
    """Changes in the order in which they were found, by stream."""
    numbered = list(enumerate(changes, start))
    return {
        name: [(f"{number:02d}", key) for number, (found, key) in numbered if found == name]
        for name in _NAMES
    }


@given(_changed, st.integers(0, 12))
def test_each_changed_parent_is_read_once_and_every_position_is_passed(
    changes: list[tuple[str, str]], start: int
) -> None:
    keys, after = _keys(changes), {"issue": f"{start:02d}"}
    *items, (cursor, last) = unread(_NAMES, _parents(keys), {"after": after})
    read = [key[0] for _, key in items if key is not None]
    late = [key for position, key in keys["issue"] if position > after["issue"]]
    assert last is None
    assert len(read) == len(set(read))
    assert set(read) == {*late, *(key for _, key in keys["comment"])}
    reached = {name: found[-1][0] for name, found in keys.items() if found}
    if not late:
        reached["issue"] = after["issue"]
    assert cursor == {"after": reached}


@given(_changed, _changed, st.integers(0, 8))
def test_a_sync_that_was_interrupted_reads_what_is_left_and_what_changed_since(
    changes: list[tuple[str, str]], later: list[tuple[str, str]], kept: int
) -> None:
    *items, end = unread(_NAMES, _parents(_keys(changes)), None)
    done = items[:kept]
    cursor = done[-1][0] if done else None
    *rest, _ = unread(_NAMES, _parents(_keys([*changes, *later])), cursor if kept else None)
    first = {key[0] for _, key in done if key is not None}
    second = [key[0] for _, key in rest if key is not None]
    everything = {key for _, key in changes} | {key for _, key in later}
    assert {*first, *second} == everything
    assert {key for _, key in later} <= set(second)
    assert {*second} & first <= {key for _, key in later}
    assert len(second) == len(set(second))
    assert end[1] is None


def test_a_list_lands_once_whenever_and_in_whatever_order_it_is_read() -> None:
    rows = [Row("a", NOW), Row("b", NOW)]
    later = [Row("b", NOW + OVERLAP), Row("a", NOW + OVERLAP)]
    assert digest(rows) == digest(later)
    (batch,) = if_changed("row", rows, None, is_complete=True)
    assert batch.complete == {"row": [[]]}
    assert list(if_changed("row", later, batch.cursor)) == []
    (again,) = if_changed("row", rows[:1], batch.cursor)
    assert again.records == {"row": rows[:1]}


def _sync() -> Sync:
    yield Batch({"a": [Row("x", NOW)], "b": []}, {}, changed={"a": [[1]]}, complete={"b": [[]]})
    return NOW


def test_until_a_sync_ends_its_listing_is_covered_up_to_its_cursor() -> None:
    coverage = Coverage()
    sync = coverage.follow("widget", "a", {"since": "2026-05-01T00:00:00Z"}, _sync())
    next(sync)
    assert coverage.of_parents("widget", ["a", "other"], NOW) == datetime(2026, 5, 1, tzinfo=UTC)
    assert list(sync) == []
    assert coverage.until("widget") == coverage.of_parents("widget", ["a"], NOW) == NOW


def test_streams_that_are_not_wanted_are_left_out_of_every_part_of_a_batch() -> None:
    (batch,) = wanted_only(_sync(), {"b"})
    assert (batch.records, batch.changed, batch.complete) == ({"b": []}, {}, {"b": [[]]})
