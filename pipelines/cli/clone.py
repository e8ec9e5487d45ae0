"""``unsung run --git``: an installation of its own for clones, beside no organisation's data."""

import hashlib
import os
from pathlib import Path

import click
import yaml
from click.core import ParameterSource

from connectors.errors import Permanent
from connectors.git.client import open_repository
from pipelines.cli.options import clones_folder
from pipelines.config import Config, read_config
from pipelines.errors import ConfigError


def clone_config(repositories: tuple[Path, ...]) -> Config:
    """The configuration of these clones, written into a data folder that only they have.

    Other commands find it there: ``unsung status --config FOLDER/unsung.yaml``.

    Raises:
        ConfigError: ``--config`` was given, too, or one of them is no repository.
    """
    given = click.get_current_context().get_parameter_source("config_path")
    if given is ParameterSource.COMMANDLINE:
        action = "add the clone to `sources: git:` of the configuration, or leave --config out"
        raise ConfigError("--git", "it has a configuration of its own", action)
    for repository in repositories:
        try:
            open_repository(repository, repository.resolve())
        except Permanent as error:
            raise ConfigError("--git", error.cause, "name the folder of a clone") from None
    folder = _folder(repositories)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    document = {
        "organization": repositories[0].resolve().name,
        "purpose": "open_source",
        "data_dir": ".",
        "sources": {"git": {"repositories": [{"path": str(p.resolve())} for p in repositories]}},
    }
    path = folder / "unsung.yaml"
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return read_config(path)


def _folder(repositories: tuple[Path, ...]) -> Path:
    """A folder for these clones, whatever order they are named in."""
    paths = sorted(os.fsencode(path.resolve()) for path in repositories)
    digest = hashlib.sha256(b"\n".join(paths)).hexdigest()[:12]
    return clones_folder() / f"git-{digest}"
