"""``unsung init``, ``check`` and ``dev``: from nothing to an installation that runs."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

import click

from connectors.errors import SourceError
from connectors.roster.rows import PEOPLE
from connectors.settings import Finding
from connectors.tables.connector import TableConnector
from pipelines import errors
from pipelines.cli.options import config_option, configured, json_option
from pipelines.cli.outcome import untied
from pipelines.errors import ConfigError
from pipelines.preflight import check_together, shown
from pipelines.run_context import RunContext
from pipelines.runner import use_instance

EXAMPLE = Path(__file__).parents[1] / "example.yaml"


@click.command()
@config_option
def init(config_path: Path) -> None:
    """Writes a commented configuration to start from."""
    if config_path.exists():
        action = "edit it, or name another file with --config"
        raise ConfigError(str(config_path), "already exists", action)
    config_path.write_bytes(EXAMPLE.read_bytes())
    click.echo(f"wrote {config_path}")
    roster = config_path.parent / "people.csv"
    if not roster.exists():
        columns = (*PEOPLE.required, *PEOPLE.optional)
        roster.write_text(",".join(columns) + "\n", encoding="utf-8")
        click.echo(f"wrote {roster}: a line for each person, from your HR system")
    click.echo(f"next  edit both, then run `unsung check --config {config_path}`")


@click.command()
@config_option
@json_option
def check(config_path: Path, *, as_json: bool) -> None:
    """Says whether configuration, credentials and scopes suffice."""
    run_context = RunContext(configured(config_path))
    findings = [*_check_sources(run_context), *_check_tables(run_context)]
    if as_json:
        click.echo(json.dumps([{"source": source, **asdict(f)} for source, f in findings]))
    else:
        for source in dict.fromkeys(source for source, _ in findings):
            for finding in shown(found for other, found in findings if other == source):
                click.echo(f"{finding.level:8} {source}: {finding.text}")
    sys.exit(errors.CONFIG if any(f.level == "missing" for _, f in findings) else 0)


def _check_sources(run_context: RunContext) -> Iterator[tuple[str, Finding]]:
    """Yields (source, finding) for every configured source."""
    for source in run_context.config.sources:
        try:
            for finding in run_context.connect(source).check():
                yield source, finding
        except (SourceError, ConfigError) as error:
            yield source, Finding("missing", str(error))


def _check_tables(run_context: RunContext) -> Iterator[tuple[str, Finding]]:
    """Yields what the people and claims tables say together, and whether they fit the tools."""
    readers = []
    for source in run_context.config.sources:
        with suppress(SourceError, ConfigError):  # the source's own check has said so
            if isinstance(reader := run_context.connect(source), TableConnector):
                readers.append(reader)
    for found in check_together(run_context.config, readers, run_context.clock().date()):
        yield "people", found
    for text in untied(run_context.config.place):
        yield "people", Finding("warning", text)


@click.command()
@config_option
@click.option("--port", default=3000, show_default=True, type=click.IntRange(1, 65535))
def dev(config_path: Path, port: int) -> None:
    """Opens the Dagster UI and its daemon for this configuration."""
    place = configured(config_path).place
    _refuse_busy(port)
    use_instance(place)
    os.environ["UNSUNG_CONFIG"] = str(place.config.resolve())
    with (
        _dagster("daemon", "run"),
        _dagster("webserver", "-h", "127.0.0.1", "-p", str(port)) as web,
    ):
        click.echo(f"Dagster UI on http://127.0.0.1:{port}, Ctrl-C stops it")
        sys.exit(web.wait())


@contextmanager
def _dagster(program: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Runs one of Dagster's own programs for as long as the context lasts.

    `dagster dev` is superseded by a program that needs a project of its own kind.
    """
    path = Path(sys.executable).with_name(f"dagster-{program}")
    command = [str(path), *arguments, "-m", "pipelines.definitions"]
    with subprocess.Popen(command) as process:  # noqa: S603  # because the words are our own
        try:
            yield process
        finally:
            process.terminate()


def _refuse_busy(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            action = "stop what listens there, or choose another with --port"
            raise ConfigError("dev", f"port {port} is busy", action) from None
