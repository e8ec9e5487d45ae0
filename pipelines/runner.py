"""Runs the Dagster jobs in this process, one after another, for the command line."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import dagster as dg
from dagster import DagsterInstance

from connectors.errors import AuthExpired, BadPayload, Permanent, ScopeRevoked, SourceError
from connectors.landing import PullInProgress
from pipelines import errors
from pipelines.config import PROJECT, read_secrets
from pipelines.definitions import build_definitions
from pipelines.errors import ConfigError
from pipelines.resources import Workplace
from warehouse.errors import DataRefused, WarehouseError

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
_NEEDS_SOMEBODY = (AuthExpired, ScopeRevoked, Permanent, ConfigError)


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


def instance() -> DagsterInstance:
    """The Dagster instance in ``DAGSTER_HOME``, the repository's own by default."""
    os.environ.setdefault("DAGSTER_HOME", str(PROJECT / "dagster_home"))
    return DagsterInstance.get()


def check_secrets(workplace: Workplace, sources: list[str]) -> None:
    """Fails before anything is read if an environment variable is missing.

    Raises:
        ConfigError: A variable that a source names is not set.
    """
    for source in sources:
        read_secrets(source, workplace.config.sources[source])


def run_pulls(
    workplace: Workplace, sources: list[str], dagster: DagsterInstance
) -> Iterator[SourceSummary]:
    """Pulls the sources one after another; a source that fails leaves the others to finish."""
    definitions = build_definitions(workplace)
    for source in sources:
        started = time.monotonic()
        with suppress(dg.Failure):  # the summary says what failed
            _execute(definitions, f"pull_{source}", dagster)
        yield _summarize(workplace, source, time.monotonic() - started)


def run_build(workplace: Workplace, dagster: DagsterInstance) -> None:
    """Loads, builds, checks and publishes.

    Raises:
        WarehouseError: The store or the data does not allow it; the last version stays.
    """
    try:
        _execute(build_definitions(workplace), "build", dagster)
    except Exception as error:
        if cause := _find(error, WarehouseError):
            raise cause from None
        if workplace.broken:
            broken = "; ".join(workplace.broken)
            raise DataRefused(broken, "nothing was published; the last version stays") from None
        raise


def _execute(definitions: dg.Definitions, job: str, dagster: DagsterInstance) -> None:
    definitions.resolve_job_def(job).execute_in_process(instance=dagster, run_config=_QUIET)


def _find(error: BaseException, kind: type[WarehouseError]) -> WarehouseError | None:
    """The typed error behind what Dagster wraps around it; exception chains may be circular."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        if isinstance(current, kind):
            return current
        seen.add(id(current))
        current = current.__cause__ or current.__context__
    return None


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
