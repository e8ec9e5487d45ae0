"""Whatever a tool answers, a pull ends typed, deletes nothing, and the next one has everything."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.errors import (
    AuthExpired,
    BadPayload,
    ClockSkew,
    RateLimited,
    RedirectRefused,
    SourceError,
    Transient,
)
from tests.connectors.acceptance.conftest import Trial
from tests.connectors.acceptance.observed import (
    Slice,
    errors,
    landed_rows,
    manifests,
    pull_in_slices,
)
from tests.faults import PASSING

LASTING: dict[str, tuple[dict[str, Any], type[SourceError]]] = {
    "500": ({"status": 500}, Transient),
    "reset": ({"do": "reset"}, Transient),
    "429 for an hour": ({"status": 429, "headers": {"Retry-After": "3600"}}, RateLimited),
    "401": ({"status": 401}, AuthExpired),
    "redirected away": (
        {"status": 302, "headers": {"Location": "https://elsewhere.example/"}},
        RedirectRefused,
    ),
    "400": ({"status": 400}, SourceError),
    "a page to log in": ({"body": b"<html>"}, BadPayload),
    "no object and no list": ({"body": b"7"}, BadPayload),
}
REFUSALS = (403, 404)


def _pull_a_week_later(trial: Trial) -> list[Slice]:
    """A pull when everything is listed again, so that what is missing would be deleted."""
    trial.time.pass_by(days=8)
    return pull_in_slices(trial.world)


def _nothing_is_deleted(trial: Trial, slices: list[Slice]) -> None:
    """Failed walks are gaps, typed, and every row is still there."""
    for part in slices:
        if part.result.error is not None:
            for manifest in manifests(trial.world, part):
                assert manifest["status"] == "failed"
                assert manifest["code"] == part.result.error.code
                assert manifest["covered_until"] is None
    assert landed_rows(trial.world) == trial.rows


def _a_clean_pull_has_everything(trial: Trial) -> None:
    trial.world.server.steps.clear()
    trial.time.pass_by(hours=25)
    slices = pull_in_slices(trial.world)
    assert errors(slices) == {}
    assert all(m["covered_until"] for part in slices for m in manifests(trial.world, part))
    assert landed_rows(trial.world) == trial.rows


def test_a_fault_that_passes_changes_nothing_wherever_it_comes(trial: Trial) -> None:
    for name, fault in {**PASSING, **trial.subject.limits}.items():
        world = trial.empty_zone(name)
        world.server.steps.clear()
        # A second refusal of the credential in one pull is no fault that passes.
        for route in trial.routes[:1] if fault.get("status") == 401 else trial.routes:
            world.server.on(route, **fault)
        assert errors(pull_in_slices(world)) == {}, name
        assert [step.match for step in world.server.steps if step.seen < 2] == [], name
        assert landed_rows(world) == trial.rows, name


@pytest.mark.parametrize("name", LASTING)
def test_a_fault_that_stays_ends_every_walk_typed(trial: Trial, name: str) -> None:
    fault, kind = LASTING[name]
    for route in trial.routes:
        trial.world.server.on(route, times=100_000, **fault)
    slices = _pull_a_week_later(trial)
    kinds = (kind, *trial.subject.unrecognised)
    assert all(isinstance(part.result.error, kinds) for part in slices if part.requests)
    _nothing_is_deleted(trial, slices)
    _a_clean_pull_has_everything(trial)


def test_a_route_that_breaks_ends_the_walks_that_ask_it_and_no_other(trial: Trial) -> None:
    """From its second request on: what was listed until then is not all there is."""
    for route in trial.routes:
        trial.world.server.on(route, nth=2, times=100_000, status=500)
        slices = _pull_a_week_later(trial)
        failed = {part.result.streams for part in slices if part.result.error is not None}
        assert failed <= {part.result.streams for part in slices if part.asked(route)}, route
        assert failed or sum(part.asked(route) for part in slices) < 2, route
        _nothing_is_deleted(trial, slices)
        trial.world.server.steps.clear()
    _a_clean_pull_has_everything(trial)


@pytest.mark.parametrize("status", REFUSALS)
def test_a_route_that_is_refused_deletes_nothing(whole: Trial, status: int) -> None:
    for route in whole.routes:
        whole.world.server.on(route, times=100_000, status=status)
        _nothing_is_deleted(whole, _pull_a_week_later(whole))
        whole.world.server.steps.clear()
    _a_clean_pull_has_everything(whole)


def test_a_clock_two_days_off_stops_the_pull(whole: Trial) -> None:
    whole.world.server.clock = lambda: whole.time.now() + timedelta(days=2)
    slices = pull_in_slices(whole.world)
    assert {type(part.result.error) for part in slices if part.requests} <= {ClockSkew}
    assert bool(errors(slices)) == bool(whole.routes)
