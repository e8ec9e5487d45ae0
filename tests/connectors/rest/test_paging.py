"""Listings are read whole although their rows move while they are read."""

import threading
import time as real_time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from connectors.errors import BadPayload, CursorStuck
from connectors.rest.answer import Answer
from connectors.rest.http import HttpClient
from connectors.rest.paging import as_utc, in_order, linked, newest_first, parse_instant, reanchored
from sandbox.github import Hub, Server
from sandbox.github.model.repositories import Issue

START = datetime(2026, 1, 1, tzinfo=UTC)
PATH = "/repos/acme/widget/issues"
RISING = {"state": "all", "sort": "updated", "direction": "asc", "per_page": "10"}
FALLING = {**RISING, "direction": "desc"}


class Listing:
    """Issues behind real HTTP, and how a walker sees them."""

    def __init__(self, server: Server, http: HttpClient) -> None:
        self.server, self.http, self.hub = server, http, server.hub
        self.repository = self.hub.add_repository("acme/widget", at=START)

    def add(self, rows: int, at: datetime | None = None, apart: int = 60) -> list[Issue]:
        first = at or START + timedelta(seconds=apart * len(self.repository.issues))
        return [
            self.hub.add_issue(
                self.repository, "Issue", None, at=first + timedelta(seconds=apart * index)
            )
            for index in range(rows)
        ]

    def pages_from(self, anchor: datetime | None) -> Iterator[Answer]:
        bound = {} if anchor is None else {"since": as_utc(anchor)}
        return linked(self.http, PATH, {**RISING, **bound})

    def walk(self, anchor: datetime | None = None) -> list[int]:
        steps = reanchored(self.pages_from, version, anchor)
        return [row["number"] for step in steps for row in step.rows]


def version(row: dict[str, Any]) -> tuple[Any, datetime]:
    return row["id"], parse_instant(row["updated_at"], "updated_at")


@pytest.fixture
def listing(time: Any, runtime: Any) -> Iterator[Listing]:
    with Server(Hub(clock=time.now)) as server:
        yield Listing(server, HttpClient(server.base_url, dict, runtime))


def test_a_rising_walk_reads_every_row_once(listing: Listing):
    listing.add(35)
    assert listing.walk() == list(range(1, 36))
    assert "since" not in listing.server.log[0].query
    assert all("page" not in request.query for request in listing.server.log)


def test_an_empty_listing_is_one_request(listing: Listing):
    assert listing.walk() == []
    assert len(listing.server.log) == 1


def test_a_rising_walk_starts_inclusive_and_in_utc(listing: Listing):
    rows = listing.add(5)
    east = timezone(timedelta(hours=2))
    assert listing.walk(rows[2].updated_at.astimezone(east)) == [3, 4, 5]
    assert listing.server.log[0].query["since"] == "2026-01-01T00:02:00Z"


def test_an_instant_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        as_utc(datetime(2026, 1, 1))  # noqa: DTZ001  # because that is the fault
    with pytest.raises(BadPayload):
        parse_instant("2026-01-01T00:00:00", "updated_at")
    with pytest.raises(BadPayload):
        parse_instant(None, "updated_at")


@pytest.mark.parametrize("tied", [10, 11, 25, 40])
def test_more_rows_of_one_second_than_a_page_are_all_read(listing: Listing, tied: int):
    listing.add(7)
    listing.add(tied, at=START + timedelta(days=1), apart=0)
    listing.add(8, at=START + timedelta(days=2))
    assert sorted(listing.walk()) == list(range(1, 7 + tied + 8 + 1))


def test_rows_that_move_during_a_walk_hide_no_others(listing: Listing):
    rows = listing.add(60)
    moving = iter(rows)
    listing.server.on(
        PATH,
        "run",
        nth=2,
        times=4,
        call=lambda: [listing.hub.touch(next(moving)) for _ in range(3)],
    )
    read = listing.walk()
    assert set(read) == set(range(1, 61))
    assert len(read) == 60 + 12


def test_rows_that_vanish_during_a_walk_hide_no_others(listing: Listing):
    listing.add(60)
    listing.server.on(
        PATH, "run", nth=2, call=lambda: [listing.repository.issues.pop(n) for n in range(1, 6)]
    )
    assert set(listing.walk()) == set(range(1, 61))


def test_rows_that_leave_a_tie_during_its_reading_hide_no_others(listing: Listing):
    tied = listing.add(35, apart=0)
    listing.add(3, at=START + timedelta(days=1))
    listing.server.on("page=3", "run", call=lambda: [listing.hub.touch(row) for row in tied[:8]])
    assert set(listing.walk()) == set(range(1, 39))


def test_a_tie_that_never_settles_is_reported(listing: Listing):
    listing.add(12, apart=0)
    listing.server.on("since", "run", times=999, call=lambda: listing.add(1, at=START, apart=0))
    with pytest.raises(CursorStuck):
        listing.walk()


def test_a_listing_that_ignores_its_order_is_reported(listing: Listing):
    listing.add(30)
    steps = reanchored(
        lambda _anchor: linked(listing.http, PATH, FALLING), version, START + timedelta(days=9)
    )
    with pytest.raises(CursorStuck):
        list(steps)


def test_newest_first_stops_after_a_page_that_is_wholly_old(listing: Listing):
    rows = listing.add(50)
    since = rows[34].updated_at
    pages = list(newest_first(linked(listing.http, PATH, FALLING), since, version))
    assert [page.rows()[0]["number"] for page in pages] == [50, 40, 30]


def test_newest_first_reads_on_past_a_page_with_one_old_row(listing: Listing):
    rows = listing.add(30)
    since = rows[10].updated_at
    pages = list(newest_first(linked(listing.http, PATH, FALLING), since, version))
    assert len(pages) == 3


def test_newest_first_without_a_bound_reads_everything(listing: Listing):
    listing.add(30)
    assert len(list(newest_first(linked(listing.http, PATH, FALLING), None, version))) == 3


@pytest.mark.parametrize(
    ("link", "body"),
    [
        (f"{PATH}?page=1", b'[{"id": 1}]'),
        (f"{PATH}?page=2", b"[]"),
    ],
    ids=["loop", "empty-with-more"],
)
def test_links_that_lead_nowhere_are_reported(listing: Listing, link: str, body: bytes):
    headers = {"Link": f'<{listing.server.base_url}{link}>; rel="next"'}
    listing.server.on(PATH, headers=headers, body=body, times=9)
    with pytest.raises(CursorStuck):
        list(linked(listing.http, PATH))
    assert len(listing.server.log) <= 3


def test_a_repeated_page_behind_new_links_is_reported(listing: Listing):
    for page in range(2, 9):
        headers = {"Link": f'<{listing.server.base_url}{PATH}?page={page}>; rel="next"'}
        listing.server.on(PATH, headers=headers, body=b'[{"id": 1}]')
    with pytest.raises(CursorStuck):
        list(linked(listing.http, PATH))


@pytest.mark.parametrize("threads", [1, 4])
def test_results_come_in_order(threads: int):
    def slow(item: int) -> int:
        real_time.sleep(0.001 * (item % 5))
        return item * item

    expected = [(item, item * item) for item in range(40)]
    assert list(in_order(slow, iter(range(40)), threads)) == expected


def test_one_thread_is_a_plain_loop():
    names = [name for _, name in in_order(lambda _: threading.current_thread().name, range(3), 1)]
    assert names == [threading.current_thread().name] * 3


def test_few_items_wait_ahead_and_a_failure_ends_all():
    taken: list[int] = []
    done: list[int] = []

    def items() -> Iterator[int]:
        for item in range(1_000):
            taken.append(item)
            yield item

    def fail_at_five(item: int) -> int:
        if item == 5:
            raise CursorStuck("five")
        return item

    with pytest.raises(CursorStuck):
        done.extend(item for item, _ in in_order(fail_at_five, items(), 3))
    assert len(taken) <= 5 + 2 * 3 + 1
