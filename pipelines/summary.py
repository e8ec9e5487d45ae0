"""How the pulls of a command ended: one line a source, and the exit code that means it."""

from dataclasses import dataclass

from connectors.errors import AuthExpired, BadPayload, Permanent, ScopeRevoked, SourceError
from connectors.landing import PullInProgress
from pipelines import errors
from pipelines.errors import ConfigError
from pipelines.run_context import RunReport

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


def summarize(report: RunReport, source: str, seconds: float) -> SourceSummary:
    """What one source's pull came to."""
    results = [result for result in report.results if result.source == source]
    failures = [str(result.error) for result in results if result.error]
    if source in report.failures:
        failures.append(str(report.failures[source]))
    return SourceSummary(
        source=source,
        scopes=len({result.scope for result in results}),
        records=sum(sum(result.records_by_stream.values()) for result in results),
        requests=report.requests.get(source, 0),
        seconds=seconds,
        errors=tuple(dict.fromkeys(failures)),
    )


def exit_code(report: RunReport, sources: list[str]) -> int:
    """0 complete, 3 if something is missing; if nothing at all came, the code of its cause."""
    failures: list[Exception] = [r.error for r in report.results if r.error]
    failures += report.failures.values()
    if not failures:
        return errors.PARTIAL if report.issues else errors.COMPLETE
    failed = {r.source for r in report.results if r.error} | set(report.failures)
    succeeded = [result for result in report.results if result.error is None]
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


def missing(report: RunReport) -> list[str]:
    """What is missing after a command and why, one line each, each once."""
    failures = [
        *(result.error for result in report.results),
        *report.failures.values(),
    ]
    return [*dict.fromkeys([*(str(each) for each in failures if each), *report.issues])]
