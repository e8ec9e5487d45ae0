"""However many rows a stretch of time has, all of them arrive or the pull says that they do not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.pagerduty import client
from connectors.pagerduty.client import TooLong
from connectors.pagerduty.windows import LONGEST, SECOND, Window, spans
from tests.connectors.pagerduty.conftest import fill

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def storm(world: Any) -> Any:
    """2,000 notifications, most of them in two hours of one day."""
    service = world.account.add_service("disks")
    ada = world.account.add_user("ada", email="ada@acme.example")
    incident = world.account.trigger(service, "Storm", at=world.ago(days=50))
    for number in range(1_999):
        spread = timedelta(days=40) if number % 20 == 0 else timedelta(hours=2)
        at = world.ago(days=45) + spread * (number / 1_999)
        world.account.notify(incident, ada, at)
    return world


@pytest.fixture(params=["told", "untold", "earlier than documented"])
def ceiling(request: pytest.FixtureRequest, storm: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A ceiling of 300 rows that is met in each of the ways it can be met."""
    storm.api.ceiling = 300
    storm.api.has_totals = request.param == "told"
    if request.param != "earlier than documented":
        monkeypatch.setattr(client, "CEILING", 300)
    return storm


def test_windows_are_split_until_every_row_can_be_listed(ceiling: Any):
    ceiling.pull("log_entry")
    assert ceiling.manifests("log_entry")[-1]["status"] == "complete"
    assert {key for (key,) in ceiling.latest("log_entry")} == {
        entry.id for entry in ceiling.account.entries
    }


def test_a_told_total_splits_before_anything_is_read_twice(
    storm: Any, monkeypatch: pytest.MonkeyPatch
):
    storm.api.ceiling = 300
    monkeypatch.setattr(client, "CEILING", 300)
    assert storm.read_requests("log_entry") <= 200
    assert len(storm.landed("log_entry")) <= 2_000 + 100
    assert 400 not in {request.status for request in storm.server.log}


def test_a_second_with_too_many_rows_is_an_error_and_no_short_list(
    storm: Any, monkeypatch: pytest.MonkeyPatch
):
    incident = next(iter(storm.account.incidents.values()))
    for user in storm.account.users.values():
        for _ in range(400):
            storm.account.notify(incident, user, storm.ago(days=10))
    monkeypatch.setattr(client, "CEILING", 300)
    (result,) = storm.pull("log_entry")
    assert isinstance(result.error, TooLong)
    assert storm.manifests("log_entry")[-1]["covered_until"] is None
    monkeypatch.undo()
    (result,) = storm.pull("log_entry")
    assert result.error is None
    assert len(storm.latest("log_entry")) == 2_400


def test_the_ceiling_as_documented_is_reached_and_kept(world: Any):
    service = world.account.add_service("disks")
    ada = world.account.add_user("ada", email="ada@acme.example")
    incident = world.account.trigger(service, "Storm", at=world.ago(days=20))
    for number in range(10_050):
        world.account.notify(incident, ada, world.ago(days=19) + timedelta(minutes=number))
    world.pull("log_entry")
    assert len(world.latest("log_entry")) == 10_051
    offsets = [int(request.query.get("offset", 0)) for request in world.server.log]
    assert max(offsets) + 100 <= 10_000


def test_duty_is_split_as_well(world: Any, monkeypatch: pytest.MonkeyPatch):
    schedule = world.account.add_schedule("Primary")
    ada = world.account.add_user("ada", email="ada@acme.example")
    for number in range(900):
        start = world.ago(days=80) + timedelta(hours=number)
        world.account.add_on_call(schedule, ada, start, start + timedelta(hours=1))
    world.api.ceiling = 300
    monkeypatch.setattr(client, "CEILING", 300)
    world.pull("on_call")
    assert len(world.landed("on_call")) == len(world.latest("on_call")) == 900


def test_a_list_of_users_that_is_too_long_is_an_error(world: Any):
    fill(world.account, incidents=0, people=350)
    world.api.ceiling = 300
    (result,) = world.pull("user")
    assert isinstance(result.error, TooLong)
    assert world.landed("user") == []


def test_rows_that_move_between_two_pages_are_all_read(storm: Any):
    entries = storm.account.entries
    storm.server.on("/log_entries", "run", nth=7, call=lambda: entries.__delitem__(slice(-40, -20)))
    storm.pull("log_entry")
    assert storm.manifests("log_entry")[-1]["status"] == "complete"
    assert {entry.id for entry in entries} <= {key for (key,) in storm.latest("log_entry")}


def test_a_user_that_leaves_during_the_listing_hides_nobody(world: Any):
    fill(world.account, incidents=0, people=350)
    users = world.account.users
    world.server.on("offset=99", "run", call=lambda: users.pop("u0"))
    world.pull("user")
    assert set(world.latest("user")) == {(user.id,) for user in users.values()}


@given(st.integers(0, 400 * 86_400))
def test_windows_of_a_longer_one_leave_no_gap(seconds: int):
    whole = Window(START, START + seconds * SECOND)
    parts = list(spans(whole))
    ends = [part.end for part in parts]
    assert [part.start for part in parts] == [START, *ends][: len(parts)]
    assert not parts or ends[-1] == whole.end
    assert all(timedelta(0) < part.end - part.start <= LONGEST for part in parts)


@given(st.integers(1, 400 * 86_400))
def test_a_half_starts_where_the_whole_does_and_is_shorter(seconds: int):
    whole = Window(START, START + seconds * SECOND)
    half = whole.halved()
    assert (half is None) == (seconds == 1)
    if half is not None:
        assert half.start == START
        assert START < half.end < whole.end
        assert half.end.microsecond == 0
