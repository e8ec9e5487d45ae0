"""A walk can be killed after any batch."""

from typing import Any

import pytest

from connectors.errors import Transient
from connectors.pagerduty import STREAMS
from tests.connectors.pagerduty.conftest import fill

LISTED = [stream.name for stream in STREAMS if not stream.children_of]
CHILDREN = [stream.name for stream in STREAMS if stream.children_of]


def union(name: str, batches: list[Any]) -> set[Any]:
    (stream,) = [stream for stream in STREAMS if stream.name == name]
    return {
        tuple(getattr(record, part) for part in stream.key)
        for batch in batches
        for record in batch.records.get(name, ())
    }


def changed(batches: list[Any]) -> set[str]:
    return {key[0] for batch in batches for key in batch.changed.get("log_entry", ())}


@pytest.fixture
def full(world: Any) -> Any:
    fill(world.account, incidents=260, people=120)
    return world


@pytest.mark.parametrize("name", LISTED)
def test_a_listing_resumes_from_every_batch(full: Any, name: str):
    batches = full.walk(name)
    everything = union(name, batches)
    assert everything
    for index, batch in enumerate(batches[:-1]):
        full.time.pass_by(minutes=10)
        rest = full.walk(name, cursor=batch.cursor)
        assert union(name, [*batches[: index + 1], *rest]) == everything
        assert changed([*batches[: index + 1], *rest]) == changed(batches)
        assert rest[-1].cursor["since"] == batches[-1].cursor["since"]


@pytest.mark.parametrize("name", CHILDREN)
def test_a_child_stream_resumes_from_every_batch(full: Any, name: str):
    found = (batch.changed.get("log_entry", ()) for batch in full.walk("log_entry"))
    keys = [key for keys in found for key in keys][:40] * 2

    def parents(_: str, after: str | None) -> Any:
        places = ((f"{index:06d}", key) for index, key in enumerate(keys))
        return ((place, key) for place, key in places if after is None or place > after)

    batches = full.walk(name, parents=parents)
    everything = union(name, batches)
    assert everything
    for index, batch in list(enumerate(batches))[::5]:
        rest = full.walk(name, cursor=batch.cursor, parents=parents)
        assert union(name, [*batches[: index + 1], *rest]) == everything
    assert not union(name, full.walk(name, cursor=batches[-1].cursor, parents=parents))


def test_a_killed_pull_goes_on_where_its_page_ended(full: Any):
    full.zone.monotonic = iter(range(0, 100_000, 31)).__next__
    full.server.on("/log_entries", nth=8, status=502, times=6)
    (failed,) = full.pull("log_entry")
    assert isinstance(failed.error, Transient)
    started = len(full.landed("log_entry"))
    assert started > 200
    full.time.pass_by(hours=2)
    (resumed,) = full.pull("log_entry")
    assert resumed.error is None
    assert {key for (key,) in full.latest("log_entry")} == {e.id for e in full.account.entries}
    assert len(full.landed("log_entry")) == len(full.account.entries)
    assert full.manifests("log_entry")[-1]["covered_until"] == "2026-03-02T08:00:00Z"


def test_children_are_covered_only_as_far_as_their_log_entries(full: Any):
    full.pull("log_entry", "incident", "note")
    full.time.pass_by(days=1)
    incident = next(iter(full.account.incidents.values()))
    full.account.resolve(incident, None)
    full.server.on("/log_entries", status=500, times=6)
    full.pull("log_entry", "incident", "note")
    for name in ("incident", "note"):
        assert full.manifests(name)[-1]["covered_until"] == "2026-03-02T07:45:00Z"
    full.time.pass_by(days=1)
    full.pull("log_entry", "incident", "note")
    names = ("log_entry", "incident", "note")
    assert len({full.manifests(name)[-1]["covered_until"] for name in names}) == 1
    assert full.latest("incident")[incident.id,]["status"] == "resolved"


def test_a_late_entry_within_the_overlap_is_found(full: Any):
    full.pull("log_entry")
    incident = next(iter(full.account.incidents.values()))
    full.account.notify(incident, full.account.users["u1"], full.ago(minutes=14))
    full.time.pass_by(hours=1)
    full.pull("log_entry")
    assert len(full.latest("log_entry")) == len(full.account.entries)
