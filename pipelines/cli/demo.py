"""The invented company of ``unsung demo``: another process plays its tools while we read them."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.cli.options import DEMO
from pipelines.errors import ConfigError

PEOPLE = 40
_MARKER = "truth.jsonl"


@dataclass(frozen=True)
class Company:
    """A company whose tools are being played.

    Attributes:
        config: Its configuration file.
        hero: Person id of somebody whose profile is worth a look.
    """

    config: Path
    hero: str


@contextmanager
def invented_company(folder: Path | None = None) -> Iterator[Company]:
    """Plays a new company from an emptied folder for as long as the context lasts.

    Its tokens are put into this process's environment.

    Raises:
        ConfigError: The folder holds something else, or the company did not start.
    """
    folder = (folder or DEMO).absolute()
    _empty(folder)
    command = [sys.executable, "-m", "sandbox", "--people", str(PEOPLE), "--folder", str(folder)]
    with subprocess.Popen(  # noqa: S603  # because the command is our own
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # Ctrl-C is for us; the company goes when its input ends.
        start_new_session=True,
    ) as process:
        try:
            started = _first_line(process)
            os.environ.update(started["environment"])
            yield Company(Path(started["config"]), _person_id(started["hero"]))
        finally:
            process.communicate()


def _person_id(roster_id: str) -> str:
    """What core.person makes of a roster id."""
    return hashlib.sha256(f"roster:{roster_id}".encode()).hexdigest()[:16]


def _empty(folder: Path) -> None:
    if folder.exists():
        if not (folder / _MARKER).exists() and any(folder.iterdir()):
            action = "move it away; the demo writes its company there"
            raise ConfigError(str(folder), "holds something that no demo wrote", action)
        shutil.rmtree(folder)
    folder.mkdir(parents=True)


def _first_line(process: subprocess.Popen[str]) -> dict[str, Any]:
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise ConfigError("demo", "the invented company did not start", "see the lines above")
    started: dict[str, Any] = json.loads(line)
    return started
