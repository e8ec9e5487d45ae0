"""Options that commands share, and how a typed error ends a command."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from connectors.errors import SourceError
from connectors.landing import PullInProgress
from pipelines import errors
from pipelines.errors import ConfigError
from warehouse.errors import WarehouseError

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    default=lambda: Path(os.environ.get("UNSUNG_CONFIG", "unsung.yaml")),
    show_default="$UNSUNG_CONFIG or unsung.yaml",
    help="Configuration file.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


def one_line_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Turns typed errors into one line and the documented exit code."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except ConfigError as error:
            _fail(error, errors.CONFIG)
        except WarehouseError as error:
            _fail(error, error.exit_code)
        except PullInProgress as error:
            _fail(error, errors.LOCKED)
        except SourceError as error:
            _fail(error, errors.PARTIAL)

    return run


def _fail(error: Exception, code: int) -> None:
    click.echo(str(error), err=True)
    sys.exit(code)
