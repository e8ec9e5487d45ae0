"""Runs the Dagster jobs in this process, one after another, for the command line."""

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import dagster as dg
from dagster import DagsterInstance

from connectors.errors import AuthExpired, BadPayload, Permanent, ScopeRevoked, SourceError
from connectors.landing import PullInProgress
from pipelines import errors
from pipelines.config import read_secrets
from pipelines.definitions import build_definitions
from pipelines.errors import ConfigError, chain
from pipelines.place import DAGSTER_YAML, Place
from pipelines.progress import Stop
from pipelines.resources import Workplace
from pipelines.schedules import BUILDS_ITSELF
from warehouse.errors import DataRefused, WarehouseError

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
_NEEDS_SOMEBODY = (AuthExpired, ScopeRevoked, Permanent, ConfigError)
# The daemon starts what crashed again; whoever typed a command does that himself.
_NO_RETRY = {"dagster/max_retries": "0"}


@dataclass(frozen=True)
class SourceSummary:
    """One line of the closing table.

    Attributes:
        errors: What went wrong, one line each.
    """

    source: str
    scopes: int
    records: int
    requests: int
    seconds: float
    errors: tuple[str, ...]


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


def check_secrets(workplace: Workplace, sources: list[str]) -> None:
    """Fails before anything is read if an environment variable is missing.

    Raises:
        ConfigError: A variable that a source names is not set.
    """
    for source in sources:
        read_secrets(source, workplace.config.sources[source])


def run_pulls(
    workplace: Workplace, sources: list[str], dagster: DagsterInstance, *, and_build: bool = False
) -> Iterator[SourceSummary]:
    """Pulls the sources one after another; a source that fails leaves the others to finish.

    Args:
        workplace: What the jobs work with.
        sources: The configured sources to pull.
        dagster: Where the runs are recorded.
        and_build: Whether the caller builds afterwards, so that the daemon need not.

    Raises:
        Stop: A stop was asked for.
    """
    definitions = build_definitions(workplace)
    tags = {BUILDS_ITSELF: "1"} if and_build else {}
    for source in sources:
        started = time.monotonic()
        with suppress(dg.Failure):  # the summary says what failed
            _execute(workplace, definitions, f"pull_{source}", dagster, tags)
        yield _summarize(workplace, source, time.monotonic() - started)


def run_build(workplace: Workplace, dagster: DagsterInstance) -> None:
    """Loads, builds, checks and publishes.

    Raises:
        WarehouseError: The store or the data does not allow it; the last version stays.
        Stop: A stop was asked for.
    """
    try:
        _execute(workplace, build_definitions(workplace), "build", dagster, {})
    except Exception as error:
        for cause in chain(error):
            if isinstance(cause, WarehouseError):
                raise cause from None
        if workplace.broken:
            broken = "; ".join(workplace.broken)
            raise DataRefused(broken, "nothing was published; the last version stays") from None
        raise


def _execute(
    workplace: Workplace,
    definitions: dg.Definitions,
    job: str,
    dagster: DagsterInstance,
    tags: dict[str, str],
) -> None:
    """Runs one job. A run that is stopped is recorded as cancelled, so that nobody retries it."""
    workplace.progress.check()
    workplace.run_id = str(uuid.uuid4())
    try:
        definitions.resolve_job_def(job).execute_in_process(
            instance=dagster, run_config=_QUIET, run_id=workplace.run_id, tags={**_NO_RETRY, **tags}
        )
    except BaseException:
        # What a stop interrupts may say so in words of its own.
        if workplace.progress.is_stopping:
            raise Stop from None
        raise


def cancel(workplace: Workplace, dagster: DagsterInstance) -> None:
    """Records that the job in hand is being stopped."""
    run = dagster.get_run_by_id(workplace.run_id) if workplace.run_id else None
    if run is not None and not run.is_finished:
        dagster.report_run_canceling(run)


def cancelled(workplace: Workplace, dagster: DagsterInstance) -> None:
    """Records that the job in hand was stopped, when it cannot say so itself any more."""
    run = dagster.get_run_by_id(workplace.run_id) if workplace.run_id else None
    if run is not None and not run.is_finished:
        dagster.report_run_canceled(run)


def _summarize(workplace: Workplace, source: str, seconds: float) -> SourceSummary:
    results = [result for result in workplace.results if result.source == source]
    failures = [str(result.error) for result in results if result.error]
    if source in workplace.failures:
        failures.append(str(workplace.failures[source]))
    return SourceSummary(
        source=source,
        scopes=len({result.scope for result in results}),
        records=sum(sum(result.records_by_stream.values()) for result in results),
        requests=workplace.requests.get(source, 0),
        seconds=seconds,
        errors=tuple(dict.fromkeys(failures)),
    )


def exit_code(workplace: Workplace, sources: list[str]) -> int:
    """0 complete, 3 if something is missing; if nothing at all came, the code of its cause."""
    failures: list[Exception] = [r.error for r in workplace.results if r.error]
    failures += workplace.failures.values()
    if not failures:
        return errors.PARTIAL if workplace.issues else errors.COMPLETE
    failed = {r.source for r in workplace.results if r.error} | set(workplace.failures)
    succeeded = [result for result in workplace.results if result.error is None]
    if succeeded or failed != set(sources):
        return errors.PARTIAL
    return max(map(_code, failures))


def _code(error: Exception) -> int:
    if isinstance(error, PullInProgress):
        return errors.LOCKED
    if isinstance(error, BadPayload):
        return errors.DATA_REFUSED
    if isinstance(error, _NEEDS_SOMEBODY):
        return errors.CONFIG
    return errors.PARTIAL if isinstance(error, SourceError) else errors.STORE
