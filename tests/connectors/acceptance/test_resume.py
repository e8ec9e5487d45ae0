"""A pull can be killed after any batch and loses at most the page in flight."""

import shutil
from pathlib import Path

from connectors.pull import Step
from tests.connectors.acceptance.conftest import Trial
from tests.connectors.acceptance.observed import (
    errors,
    fresh_rows,
    landed_rows,
    pull_in_slices,
)

MOST_KILLS = 40
PAGE_IN_FLIGHT = 8
"""Requests that a kill may cost once more: a page, and what hangs on its rows."""


def _killed_after_each_batch(trial: Trial) -> list[tuple[Path, int]]:
    """Landing zones as kills leave them, and how many requests had been made until then."""
    world = trial.empty_zone("killed")
    world.zone.monotonic = iter(range(0, 10**9, 31)).__next__
    kept: list[tuple[Path, int]] = []
    before = len(world.server.log)

    def keep(_: Step) -> None:
        kept.append((trial.folder / f"kill-{len(kept)}", len(world.server.log) - before))
        shutil.copytree(world.zone.root, kept[-1][0])

    pull_in_slices(world, keep)
    return kept[:: -(-len(kept) // MOST_KILLS)]


def test_a_pull_killed_after_any_batch_ends_as_one_that_was_not(trial: Trial) -> None:
    kills = _killed_after_each_batch(trial)
    trial.time.pass_by(minutes=10)
    expected = fresh_rows(trial.world, trial.folder)
    again = sum(len(part.requests) for part in pull_in_slices(trial.world))
    for folder, requests in kills:
        world = trial.world.beside(folder)
        slices = pull_in_slices(world)
        assert errors(slices) == {}
        assert landed_rows(world) == expected
        resumed = sum(len(part.requests) for part in slices)
        assert requests + resumed <= len(trial.requests) + again + PAGE_IN_FLIGHT
