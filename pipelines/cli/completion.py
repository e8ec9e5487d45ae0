"""What the shell completes: sources, people and lines of this installation. Faults give nothing."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from pipelines.cli.options import DEMO, default_config
from pipelines.place import find_place


def complete_sources(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The configured sources."""
    import yaml

    with suppress(OSError, ValueError, AttributeError, yaml.YAMLError):
        content = yaml.safe_load(_config(ctx).read_bytes())
        names = [*content["sources"], *(["roster"] if "people" in content else [])]
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return []


def complete_people(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Published person ids, with the name as help."""
    return [
        CompletionItem(person["person_id"], help=person["display_name"])
        for document in _documents(ctx)
        if (person := document["person"])["person_id"].startswith(incomplete)
    ]


def complete_lines(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Ids of published lines, with the kind as help."""
    return [
        CompletionItem(line["line_id"], help=line["kind"])
        for document in _documents(ctx)
        for line in document["lines"]
        if line["line_id"].startswith(incomplete)
    ]


def _documents(ctx: click.Context) -> Iterator[dict[str, Any]]:
    with suppress(OSError, ValueError):
        place = find_place(_config(ctx))
        for path in sorted(
            place.data_dir.glob("published/current/profiles/*.json") if place else ()
        ):
            yield json.loads(path.read_bytes())


def _config(ctx: click.Context) -> Path:
    path: Path = ctx.params.get("config_path") or default_config()
    return path if path.exists() else DEMO / "unsung.yaml"
