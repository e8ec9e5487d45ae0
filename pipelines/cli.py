"""The command line: the same Dagster jobs as the UI, with progress and a closing table."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipelines import demo as demonstration
from pipelines import errors, inspection, runner
from pipelines.claims import claims
from pipelines.config import PROJECT, Config, make_config, read_config
from pipelines.errors import ConfigError
from pipelines.explain import explain
from pipelines.identity import identity
from pipelines.options import config_option, json_option, one_line_errors
from pipelines.resources import Workplace

_console = Console(stderr=True)


_wait_option = click.option("--wait", is_flag=True, help="Wait for another build to end.")
_as_of_option = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="Build as of this instant, UTC, instead of now.",
)
_shrink_option = click.option(
    "--accept-shrink", is_flag=True, help="Publish although unexplained evidence is gone."
)


@click.group()
@click.version_option(package_name="unsung")
def main() -> None:
    """Mines the hidden work that keeps a company running, and publishes profiles of it.

    Exit codes: 0 complete, 3 partial (published with coverage), 4 configuration or credentials,
    5 data refused, 6 store, 75 locked.
    """


main.add_command(identity)
main.add_command(claims)
main.add_command(explain)


@main.command()
@config_option
@one_line_errors
def init(config_path: Path) -> None:
    """Writes a commented configuration to start from."""
    if config_path.exists():
        action = "edit it, or name another file with --config"
        raise ConfigError(str(config_path), "already exists", action)
    config_path.write_text((PROJECT / "pipelines" / "example.yaml").read_text())
    click.echo(f"wrote {config_path}: edit it, then run `unsung check`")


@main.command()
@config_option
@json_option
@one_line_errors
def check(config_path: Path, *, as_json: bool) -> None:
    """Says whether configuration, credentials and scopes suffice, and what is too much."""
    workplace = Workplace(read_config(config_path))
    findings = list(inspection.check_sources(workplace))
    if as_json:
        click.echo(json.dumps([{"source": source, **asdict(f)} for source, f in findings]))
    else:
        for source, finding in findings:
            click.echo(f"{finding.level:8} {source}: {finding.text}")
    sys.exit(errors.CONFIG if any(f.level == "missing" for _, f in findings) else 0)


@main.command()
@click.argument("sources", nargs=-1)
@config_option
@json_option
@one_line_errors
def pull(sources: tuple[str, ...], config_path: Path, *, as_json: bool) -> None:
    """Pulls new records of all sources, or of the named ones."""
    config = read_config(config_path)
    _pull(Workplace(config), _chosen(config, sources), as_json=as_json, and_build=False)


@main.command()
@config_option
@json_option
@_wait_option
@_as_of_option
@_shrink_option
@one_line_errors
def build(
    config_path: Path, *, as_json: bool, wait: bool, as_of: datetime | None, accept_shrink: bool
) -> None:
    """Loads landed pages, rebuilds every model, checks and publishes."""
    workplace = _workplace(read_config(config_path), as_of, wait=wait, shrink=accept_shrink)
    _build(workplace)
    _where(workplace, as_json=as_json)
    _finish(workplace, [], [])


@main.command()
@config_option
@click.option(
    "--git",
    "repositories",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Mine this git clone; needs no configuration.",
)
@json_option
@_wait_option
@_as_of_option
@_shrink_option
@one_line_errors
def run(
    config_path: Path,
    repositories: tuple[Path, ...],
    *,
    as_json: bool,
    wait: bool,
    as_of: datetime | None,
    accept_shrink: bool,
) -> None:
    """Pulls every source, then builds and publishes."""
    config = _git_config(repositories) if repositories else read_config(config_path)
    workplace = _workplace(config, as_of, wait=wait, shrink=accept_shrink)
    _pull(workplace, list(config.sources), as_json=as_json, and_build=True)


@main.command()
@json_option
@one_line_errors
def demo(*, as_json: bool) -> None:
    """Reads an invented company's tools end to end and shows one of its profiles."""
    with demonstration.invented_company() as company:
        config = read_config(company.config)
        workplace = Workplace(config)
        summaries = _run(workplace, list(config.sources), and_build=True)
    _report(workplace, summaries, as_json=as_json, and_build=True)
    if not as_json:
        document = inspection.profile(config.data_dir, company.hero)
        _print_profile(document)
    _end(workplace, summaries)


@main.command()
@config_option
@json_option
@one_line_errors
def status(config_path: Path, *, as_json: bool) -> None:
    """Shows the published version and what each source covers."""
    report = inspection.status(read_config(config_path).data_dir)
    if as_json:
        click.echo(json.dumps(report, default=str))
        return
    click.echo(f"published {report['build_id']}, as of {report['as_of']}")
    table = Table("source", "stream", "scope", "status", "covered until", "gap")
    for row in report["coverage"]:
        table.add_row(*(str(cell or "") for cell in row.values()))
    Console().print(table)
    for row in report["accounts"]:
        counts = "{linked_count} of {human_count} accounts of people tied to a person"
        suggested = ", {suggestion_count} suggestions to review"
        click.echo(f"{row['source']}: {(counts + suggested).format(**row)}")


@main.command()
@click.argument("person")
@config_option
@json_option
@one_line_errors
def profile(person: str, config_path: Path, *, as_json: bool) -> None:
    """Shows one person's published profile, by person id or name."""
    document = inspection.profile(read_config(config_path).data_dir, person)
    if as_json:
        click.echo(json.dumps(document))
        return
    _print_profile(document)


def _print_profile(document: dict[str, Any]) -> None:
    """Prints the lines of the review window; the page and ``--json`` have every period."""
    windows = {p["period_id"] for p in document["periods"] if p["kind"] == "review_window"}
    name = document["person"]["display_name"]
    click.echo(f"{name}, the review window before {document['as_of']}")
    table = Table("kind", "objects", "weeks", "minutes")
    for line in (line for line in document["lines"] if line["period_id"] in windows):
        minutes = line["minutes"]
        interval = "-".join(map(str, minutes.values())) if minutes else "not of a single week"
        counts = (str(line["object_count"]), str(line["weeks_active"]))
        table.add_row(line["kind"], *counts, interval)
    Console().print(table)


def _workplace(config: Config, as_of: datetime | None, *, wait: bool, shrink: bool) -> Workplace:
    instant = as_of.replace(tzinfo=UTC) if as_of else None
    return Workplace(config, as_of=instant, wait=wait, accept_shrink=shrink)


def _git_config(repositories: tuple[Path, ...]) -> Config:
    entries = [{"path": str(path.absolute())} for path in repositories]
    document = {
        "organization": repositories[0].absolute().name,
        "purpose": "promotion_review",
        "sources": {"git": {"repositories": entries}},
    }
    return make_config(document, Path.cwd(), "--git")


def _chosen(config: Config, sources: tuple[str, ...]) -> list[str]:
    for source in sources:
        if source not in config.sources:
            known = ", ".join(config.sources)
            raise ConfigError(source, "not configured", f"configured sources are {known}")
    return list(sources or config.sources)


def _pull(workplace: Workplace, sources: list[str], *, as_json: bool, and_build: bool) -> None:
    summaries = _run(workplace, sources, and_build=and_build)
    _report(workplace, summaries, as_json=as_json, and_build=and_build)
    _end(workplace, summaries)


def _run(
    workplace: Workplace, sources: list[str], *, and_build: bool
) -> list[runner.SourceSummary]:
    runner.check_secrets(workplace, sources)
    with _progress() as progress, runner.instance() as dagster:
        task = progress.add_task("starting", total=None)

        def report(source: str, stream: str, scope: str, records: int) -> None:
            text = f"{source}: {stream} of {scope}, {records:,} records"
            progress.update(task, description=text)

        workplace.report = report
        summaries = list(runner.run_pulls(workplace, sources, dagster))
        if and_build:
            progress.update(task, description="building and publishing")
            runner.run_build(workplace, dagster)
    return summaries


def _report(
    workplace: Workplace,
    summaries: list[runner.SourceSummary],
    *,
    as_json: bool,
    and_build: bool,
) -> None:
    if as_json:
        published = str(workplace.published) if workplace.published else None
        click.echo(json.dumps({"sources": list(map(asdict, summaries)), "published": published}))
        return
    _print_summaries(summaries)
    if and_build:
        _where(workplace, as_json=False)


def _end(workplace: Workplace, summaries: list[runner.SourceSummary]) -> None:
    lines = [line for summary in summaries for line in summary.errors]
    _finish(workplace, [summary.source for summary in summaries], lines)


def _finish(workplace: Workplace, sources: list[str], lines: list[str]) -> None:
    """Says what is missing, one line each, and ends with the exit code that means it."""
    if missing := [*lines, *workplace.issues]:
        click.echo("\n".join(missing), err=True)
    sys.exit(runner.exit_code(workplace, sources))


def _build(workplace: Workplace) -> None:
    with _progress() as progress, runner.instance() as dagster:
        progress.add_task("building and publishing", total=None)
        runner.run_build(workplace, dagster)


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=_console, transient=True, disable=not _console.is_terminal)


def _print_summaries(summaries: list[runner.SourceSummary]) -> None:
    table = Table("source", "scopes", "records", "requests", "seconds", "result")
    for column in table.columns[1:5]:
        column.justify = "right"
    for summary in summaries:
        numbers = (summary.scopes, summary.records, summary.requests)
        result = "failed, see below" if summary.errors else "complete"
        cells = [f"{number:,}" for number in numbers]
        table.add_row(summary.source, *cells, f"{summary.seconds:.1f}", result)
    Console().print(table)


def _where(workplace: Workplace, *, as_json: bool) -> None:
    folder = workplace.config.data_dir / "published" / "current"
    if as_json:
        click.echo(json.dumps({"published": str(folder)}))
        return
    click.echo(f"pages     {folder / 'site' / 'index.html'}")
    click.echo(f"DuckDB    {folder / 'unsung.duckdb'}")
    click.echo(f"profiles  {folder / 'profiles'}")
