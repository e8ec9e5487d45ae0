"""``unsung forget``: deletes what was read of a source, or of one of its scopes."""

import shutil
from pathlib import Path
from urllib.parse import unquote

import click

from pipelines.cli.completion import complete_sources
from pipelines.cli.options import config_option, configured
from pipelines.errors import ConfigError
from pipelines.run_context import RunContext
from pipelines.tools import find_tools
from warehouse.raw import delete_rows, loaded_scopes


@click.command()
@click.argument("source", shell_complete=complete_sources)
@click.argument("scope", required=False)
@config_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(source: str, scope: str | None, config_path: Path, *, yes: bool) -> None:
    """Deletes what was read of a source or one of its scopes.

    What is still configured is read again from the beginning by the next pull. The version that
    is published stays until the next build.
    """
    run_context = RunContext(configured(config_path))
    tool = find_tools().get(source)
    if tool is None:
        raise ConfigError("forget", f"no source {source}", f"use one of {', '.join(find_tools())}")
    with run_context.landing.lock(source), run_context.open_store() as store:
        folders = list(_folders(run_context.landing.root / source, scope))
        loaded = {name for owner, _, name in loaded_scopes(store) if owner == source}
        if not folders and not (scope in loaded if scope else loaded):
            place = f"{source} {scope}" if scope else source
            raise ConfigError("forget", f"nothing was read of {place}", "look at `unsung status`")
        if not yes:
            click.confirm(f"Delete what was read of {scope or source}?", abort=True)
        # The rows first: a manifest that outlives them is read into the store again.
        rows = delete_rows(store, tool.raw_tables, scope)
        for folder in folders:
            shutil.rmtree(folder)
    click.echo(f"deleted {rows:,} rows and {len(folders)} landing folders")
    click.echo("next  `unsung build` publishes without them")


def _folders(root: Path, scope: str | None) -> list[Path]:
    """The landing folders of a source's scopes, or of one of them."""
    return [
        folder
        for folder in sorted(root.glob("*/*"))
        if folder.is_dir() and scope in (None, unquote(folder.name))
    ]
