"""A walk can be killed after any batch."""

from typing import Any

import pytest

from connectors.errors import Transient
from tests.connectors.pagerduty.conftest import fill


@pytest.fixture
def full(world: Any) -> Any:
    fill(world.account, incidents=260, people=120)
    return world


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
