"""Runs the Dagster jobs in this process, one after another, for the command line."""

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import dagster as dg
from dagster import DagsterInstance

from pipelines.definitions import build_definitions
from pipelines.errors import chain
from pipelines.place import DAGSTER_YAML, Place
from pipelines.progress import Stop
from pipelines.run_context import RunContext
from pipelines.schedules import BUILDS_ITSELF
from pipelines.summary import SourceSummary, summarize
from warehouse.errors import DataRefused, WarehouseError

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
# The daemon starts what crashed again; whoever typed a command does that himself.
_NO_RETRY = {"dagster/max_retries": "0"}


def use_instance(place: Place) -> None:
    """Prepares the Dagster instance beside the data, unless ``DAGSTER_HOME`` names another."""
    if not os.environ.get("DAGSTER_HOME"):
        home = place.dagster_home.resolve()
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(DAGSTER_YAML, home / "dagster.yaml")
        os.environ["DAGSTER_HOME"] = str(home)


def instance(place: Place) -> DagsterInstance:
    """The Dagster instance of an installation."""
    use_instance(place)
    return DagsterInstance.get()


def run_pulls(
    run_context: RunContext,
    sources: list[str],
    dagster: DagsterInstance,
    *,
    and_build: bool = False,
) -> Iterator[SourceSummary]:
    """Pulls the sources one after another; a source that fails leaves the others to finish.

    Args:
        run_context: What the jobs work with.
        sources: The configured sources to pull.
        dagster: Where the runs are recorded.
        and_build: Whether the caller builds afterwards, so that the daemon need not.

    Raises:
        Stop: A stop was asked for.
    """
    definitions = build_definitions(run_context)
    tags = {BUILDS_ITSELF: "1"} if and_build else {}
    for source in sources:
        started = time.monotonic()
        with suppress(dg.Failure):  # the summary says what failed
            _execute(run_context, definitions, f"pull_{source}", dagster, tags)
        yield summarize(run_context.report, source, time.monotonic() - started)


def run_build(run_context: RunContext, dagster: DagsterInstance) -> None:
    """Loads, builds, checks and publishes.

    Raises:
        WarehouseError: The store or the data does not allow it; the last version stays.
        Stop: A stop was asked for.
    """
    try:
        _execute(run_context, build_definitions(run_context), "build", dagster, {})
    except Exception as error:
        for cause in chain(error):
            if isinstance(cause, WarehouseError):
                raise cause from None
        if run_context.report.broken:
            broken = "; ".join(run_context.report.broken)
            raise DataRefused(broken, "nothing was published; the last version stays") from None
        raise


def _execute(
    run_context: RunContext,
    definitions: dg.Definitions,
    job: str,
    dagster: DagsterInstance,
    tags: dict[str, str],
) -> None:
    """Runs one job. A run that is stopped is recorded as cancelled, so that nobody retries it."""
    run_id = str(uuid.uuid4())
    run_context.report.stopping = partial(_record_stop, dagster, run_id)
    try:
        definitions.resolve_job_def(job).execute_in_process(
            instance=dagster, run_config=_QUIET, run_id=run_id, tags={**_NO_RETRY, **tags}
        )
    except BaseException:
        # What a stop interrupts may say so in words of its own.
        if run_context.progress.is_stopping:
            raise Stop from None
        raise


def _record_stop(dagster: DagsterInstance, run_id: str, *, has_ended: bool) -> None:
    """Records that a job is being stopped, or was when it can no longer say so itself."""
    run = dagster.get_run_by_id(run_id)
    if run is None or run.is_finished:
        return
    if has_ended:
        dagster.report_run_canceled(run)
    else:
        dagster.report_run_canceling(run)
