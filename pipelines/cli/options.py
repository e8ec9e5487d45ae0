"""Options that commands share, and how a command finds its configuration."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.group import LOG_FOLDER
from pipelines.errors import ConfigError
from pipelines.place import Place, find_place

if TYPE_CHECKING:
    from pipelines.config import Config

DEMO = Path("var") / "demo"
"""Where `unsung demo` writes, below the current folder."""


def default_config() -> Path:
    """The configuration that a command takes when none is named."""
    return Path(os.environ.get("UNSUNG_CONFIG") or "unsung.yaml")


config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    default=default_config,
    show_default="$UNSUNG_CONFIG or unsung.yaml",
    help="Configuration file.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


def place_of(config_path: Path) -> Place:
    """The installation that a command looks at: the configured one, else the demo's.

    Raises:
        ConfigError: There is neither, or the configuration is wrong.
    """
    if _names_nothing(config_path) and (DEMO / "unsung.yaml").exists():
        config_path = DEMO / "unsung.yaml"
        click.echo(f"no unsung.yaml here: showing the demo, --config {config_path}", err=True)
    elif _names_nothing(config_path) and (clones := clone_configs()):
        action = f"look at the clone that was mined last with --config {clones[-1]}"
        raise ConfigError("unsung.yaml", "there is none in this folder", action)
    found = find_place(config_path)
    if found is None:
        from pipelines.config import read_config

        found = read_config(config_path).place
    remember(found)
    return found


def clones_folder() -> Path:
    """Where `unsung run --git` keeps what it mined, by the XDG base directories."""
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "unsung"


def clone_configs() -> list[Path]:
    """The configurations of clones that were mined, the latest last."""
    found = clones_folder().glob("git-*/unsung.yaml")
    return sorted(found, key=lambda path: path.stat().st_mtime)


def configured(config_path: Path) -> "Config":
    """Reads the whole configuration.

    Raises:
        ConfigError: It is missing or wrong.
    """
    from pipelines.config import read_config

    config = read_config(config_path)
    remember(config.place)
    return config


def remember(place: Place) -> None:
    """Says where details of an error belong."""
    click.get_current_context().meta[LOG_FOLDER] = place.log


def _names_nothing(config_path: Path) -> bool:
    """Whether the default was taken and there is no such file."""
    source = click.get_current_context().get_parameter_source("config_path")
    is_default = source is click.core.ParameterSource.DEFAULT
    return is_default and "UNSUNG_CONFIG" not in os.environ and not config_path.exists()


def published_folder(place: Place) -> Path:
    """The version that readers see.

    Raises:
        ConfigError: Nothing is published yet.
    """
    folder = place.data_dir / "published" / "current"
    if not folder.exists():
        action = f"run `unsung run --config {place.config}` first"
        raise ConfigError(str(place.data_dir), "nothing is published yet", action)
    return folder.resolve()
