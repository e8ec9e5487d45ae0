"""One multi-asset per configured source: pulls its streams into the landing zone, no DuckDB."""

import hashlib
from collections.abc import Iterator

import dagster as dg

from connectors.errors import SourceError
from connectors.landing import LandingZone
from connectors.pull import Step, WalkResult, pull
from connectors.stream import Stream
from pipelines.errors import ConfigError
from pipelines.progress import Task
from pipelines.run_context import RunContext
from pipelines.tools import find_tools


def landing_key(source: str, stream: str) -> dg.AssetKey:
    """The asset of one stream's landed pages."""
    return dg.AssetKey(["landing", f"{source}__{stream}"])


def landing_assets(source: str, run_context: RunContext) -> dg.AssetsDefinition:
    """The landing assets of one source; a failed scope fails its stream, the others finish."""
    tool = find_tools()[source]
    settings = run_context.config.sources[source]
    streams = [stream for stream in tool.streams if settings.reads(stream.name)]
    names = {stream.name for stream in streams}

    @dg.multi_asset(
        name=f"land_{source}",
        can_subset=True,
        group_name=source,
        specs=[
            dg.AssetSpec(
                landing_key(source, stream.name),
                deps=[landing_key(source, name) for name in stream.children_of if name in names],
                description=stream.record.__doc__,
                kinds={source},
                owners=["team:unsung"],
                skippable=True,
            )
            for stream in streams
        ],
    )
    def pull_source(
        context: dg.AssetExecutionContext,
    ) -> Iterator[dg.MaterializeResult]:
        wanted = [s for s in streams if landing_key(source, s.name) in context.selected_asset_keys]
        results: list[WalkResult] = []
        landing = run_context.landing
        try:
            with run_context.progress.task(source) as task:
                results.extend(_pulled(source, wanted, landing, run_context, task))
                task.has_failed = any(result.error for result in results)
                task.outcome = "failed, see below" if task.has_failed else "complete"
        except (SourceError, ConfigError) as error:
            run_context.report.failures[source] = error
            raise dg.Failure(str(error), allow_retries=False) from None
        yield from _materialized(source, results, landing)
        if failed := [result.error for result in results if result.error]:
            raise dg.Failure("; ".join(map(str, failed[:3])), allow_retries=False)

    return pull_source


def _pulled(
    source: str, streams: list[Stream], landing: LandingZone, run_context: RunContext, task: Task
) -> Iterator[WalkResult]:
    """Pulls the streams while telling how far it is."""
    connector = run_context.connect(source)
    task.requests = lambda: connector.requests
    landed = 0

    def report(step: Step) -> None:
        done, total = step.share or (0, None)
        run_context.progress.step(
            f"{step.stream} of {step.scope}", records=landed + step.records, done=done, total=total
        )

    for result in pull(connector, streams, landing, report):
        landed += sum(result.records_by_stream.values())
        run_context.report.note(result, connector.requests)
        yield result


def _materialized(
    source: str, results: list[WalkResult], landing: LandingZone
) -> Iterator[dg.MaterializeResult]:
    """Streams none of whose scopes failed; an unchanged stream keeps its data version."""
    failed = {name for result in results if result.error for name in result.streams}
    counts: dict[str, int] = {}
    for result in results:
        for name, records in result.records_by_stream.items():
            counts[name] = counts.get(name, 0) + records
    for name, records in counts.items():
        if name not in failed:
            scopes = [result.scope for result in results if name in result.streams]
            newest = [landing.newest(source, name, scope) for scope in scopes]
            pages = "".join(f"{manifest['last_page']};" for manifest in newest if manifest)
            yield dg.MaterializeResult(
                asset_key=landing_key(source, name),
                metadata={"records": records},
                data_version=dg.DataVersion(hashlib.sha256(pages.encode()).hexdigest()[:16]),
            )
