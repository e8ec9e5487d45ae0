"""``unsung run``, ``pull``, ``build`` and ``demo``: the same Dagster jobs as in the UI."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from pipelines.cli import demo as demonstration
from pipelines.cli.clone import clone_config
from pipelines.cli.completion import complete_sources
from pipelines.cli.display import display
from pipelines.cli.options import config_option, configured, json_option, remember
from pipelines.cli.outcome import print_outcome
from pipelines.cli.published import print_profile, read_profile
from pipelines.cli.supervise import supervised
from pipelines.config import Config, check_secrets
from pipelines.errors import ConfigError, TablesRefused
from pipelines.preflight import check_files
from pipelines.run_context import RunContext
from pipelines.summary import SourceSummary, exit_code, missing
from warehouse.errors import NothingToShow, WarehouseError

SHOWN_WARNINGS = 10

_quiet_option = click.option("--quiet", is_flag=True, help="Show no progress.")
_wait_option = click.option("--wait", is_flag=True, help="Wait for another build to end.")
_as_of_option = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="Build as of this instant, UTC, instead of now.",
)
_shrink_option = click.option(
    "--accept-shrink", is_flag=True, help="Publish although unexplained evidence is gone."
)


def _build_options(command: Callable[..., None]) -> Callable[..., None]:
    return _wait_option(_as_of_option(_shrink_option(command)))


@click.command()
@click.argument("sources", nargs=-1, shell_complete=complete_sources)
@config_option
@json_option
@_quiet_option
def pull(sources: tuple[str, ...], config_path: Path, *, as_json: bool, quiet: bool) -> None:
    """Pulls new records of all sources, or of the named ones."""
    config = configured(config_path)
    _run(RunContext(config), _chosen(config, sources), as_json=as_json, quiet=quiet)


@click.command()
@config_option
@json_option
@_quiet_option
@_build_options
def build(
    config_path: Path,
    *,
    as_json: bool,
    quiet: bool,
    wait: bool,
    as_of: datetime | None,
    accept_shrink: bool,
) -> None:
    """Loads landed pages, rebuilds every model, checks and publishes."""
    config = configured(config_path)
    run_context = _run_context(config, as_of, wait=wait, shrink=accept_shrink)
    _run(run_context, [], as_json=as_json, quiet=quiet, and_build=True)


@click.command()
@config_option
@click.option(
    "--git",
    "repositories",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Mine this git clone; needs no configuration and keeps its data in your home folder.",
)
@json_option
@_quiet_option
@_build_options
def run(
    config_path: Path,
    repositories: tuple[Path, ...],
    *,
    as_json: bool,
    quiet: bool,
    wait: bool,
    as_of: datetime | None,
    accept_shrink: bool,
) -> None:
    """Pulls every source, then builds and publishes."""
    if repositories:
        config = clone_config(repositories)
        remember(config.place)
        click.echo(f"data      {config.data_dir}", err=True)
    else:
        config = configured(config_path)
    run_context = _run_context(config, as_of, wait=wait, shrink=accept_shrink)
    _run(run_context, list(config.sources), as_json=as_json, quiet=quiet, and_build=True)


@click.command()
@json_option
@_quiet_option
def demo(*, as_json: bool, quiet: bool) -> None:
    """Reads an invented company's tools end to end and shows a profile."""
    with demonstration.invented_company() as company:
        config = configured(company.config)
        run_context = RunContext(config)
        summaries = _jobs(
            run_context, list(config.sources), as_json=as_json, quiet=quiet, and_build=True
        )
    if not as_json:
        print_profile(read_profile(config.place, company.hero))
    _finish(run_context, summaries, as_json=as_json)


def _run_context(config: Config, as_of: datetime | None, *, wait: bool, shrink: bool) -> RunContext:
    instant = as_of.replace(tzinfo=UTC) if as_of else None
    return RunContext(config, as_of=instant, wait=wait, accept_shrink=shrink)


def _chosen(config: Config, sources: tuple[str, ...]) -> list[str]:
    for source in sources:
        if source not in config.sources:
            known = ", ".join(config.sources)
            raise ConfigError(source, "not configured", f"configured sources are {known}")
    return list(sources or config.sources)


def _run(
    run_context: RunContext,
    sources: list[str],
    *,
    as_json: bool,
    quiet: bool,
    and_build: bool = False,
) -> None:
    summaries = _jobs(run_context, sources, as_json=as_json, quiet=quiet, and_build=and_build)
    _finish(run_context, summaries, as_json=as_json)


def _jobs(
    run_context: RunContext, sources: list[str], *, as_json: bool, quiet: bool, and_build: bool
) -> list[SourceSummary]:
    """Pulls the sources and builds, in sight of the user."""
    check_secrets(run_context.config, sources)
    _look_over_tables(run_context, sources)

    def work() -> list[SourceSummary]:
        with run_context.progress.task("Dagster", is_passing=True) as task:
            task.doing = "preparing the next step"
            # It takes seconds to import, and whoever waits should see that something happens.
            from pipelines import runner

            with runner.instance(run_context.config.place) as dagster:
                summaries = list(
                    runner.run_pulls(run_context, sources, dagster, and_build=and_build)
                )
                if and_build:
                    _build(run_context, partial(runner.run_build, run_context, dagster))
        return summaries

    try:
        with display(run_context.progress, quiet=quiet, as_json=as_json) as shown:
            return supervised(run_context, shown, work)
    except WarehouseError:
        _say_missing(run_context)
        raise


def _look_over_tables(run_context: RunContext, sources: list[str]) -> None:
    """Says what is unlikely in the people and claims tables.

    Raises:
        TablesRefused: Something in them is wrong; nothing is read.
    """
    findings = list(check_files(run_context, sources))
    unlikely = [found.text for found in findings if found.level == "warning"]
    for text in unlikely[:SHOWN_WARNINGS]:
        click.echo(f"warning   {text}", err=True)
    if (more := len(unlikely) - SHOWN_WARNINGS) > 0:
        click.echo(f"warning   and {more} more that `unsung check` lists", err=True)
    if wrong := [found.text for found in findings if found.level == "missing"]:
        raise TablesRefused(wrong)


def _build(run_context: RunContext, run_build: Callable[[], None]) -> None:
    """Builds. That nothing can be shown because every pull failed is no news of its own."""
    try:
        run_build()
    except NothingToShow:
        is_pulled = bool(run_context.report.results or run_context.report.failures)
        if not is_pulled or any(result.error is None for result in run_context.report.results):
            raise


def _finish(run_context: RunContext, summaries: list[SourceSummary], *, as_json: bool) -> None:
    """Says what came of it and what is missing, and ends with the exit code that means it."""
    if as_json:
        published = str(run_context.report.published) if run_context.report.published else None
        click.echo(json.dumps({"sources": list(map(asdict, summaries)), "published": published}))
    else:
        if summaries:
            _print_summaries(summaries)
        print_outcome(run_context.config.place, run_context.report.published)
    _say_missing(run_context)
    sys.exit(exit_code(run_context.report, [summary.source for summary in summaries]))


def _say_missing(run_context: RunContext) -> None:
    for line in missing(run_context.report):
        click.echo(line, err=True)


def _print_summaries(summaries: list[SourceSummary]) -> None:
    table = Table("source", "scopes", "records", "requests", "seconds", "result")
    for column in table.columns[1:5]:
        column.justify = "right"
    for summary in summaries:
        numbers = (summary.scopes, summary.records, summary.requests)
        result = "failed, see below" if summary.errors else "complete"
        cells = [f"{number:,}" for number in numbers]
        table.add_row(summary.source, *cells, f"{summary.seconds:.1f}", result)
    Console().print(table)
