"""``unsung doctor``: versions, paths, permissions, disk and clock, and what is wrong with them."""

import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import click

from pipelines import errors
from pipelines.cli.options import config_option, json_option, place_of
from pipelines.errors import ConfigError
from pipelines.place import DAGSTER_YAML, Place

_LEAST_FREE = 1024**3
_LIBRARIES = ("unsung", "dagster", "duckdb", "requests")
# Files are written by this clock; one from the future says that it went back.
_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Symptom:
    """One thing that was looked at.

    Attributes:
        level: ``ok`` or ``wrong``.
    """

    level: Literal["ok", "wrong"]
    what: str
    text: str


@click.command()
@config_option
@json_option
def doctor(config_path: Path, *, as_json: bool) -> None:
    """Checks this installation and says what is wrong with it."""
    symptoms = [*_versions(), *_paths(config_path)]
    if as_json:
        click.echo(json.dumps([asdict(symptom) for symptom in symptoms]))
    else:
        for symptom in symptoms:
            click.echo(f"{symptom.level:6} {symptom.what}: {symptom.text}")
    sys.exit(errors.CONFIG if any(s.level == "wrong" for s in symptoms) else 0)


def _versions() -> Iterator[Symptom]:
    named = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    yield Symptom("ok", "versions", f"Python {platform.python_version()}, {named}")
    yield Symptom(
        "ok", "system", f"{platform.system()} {platform.release()}, SQLite {sqlite3.sqlite_version}"
    )
    if (git := shutil.which("git")) is None:
        yield Symptom("wrong", "git", "not installed; install git 2.38 or later to read clones")
    else:
        command = [git, "--version"]
        told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # because the words are our own
        yield Symptom("ok", "git", told.stdout.strip())
    home = os.environ.get("DAGSTER_HOME")
    if home and not (Path(home) / "dagster.yaml").exists():
        text = f"{home} has no dagster.yaml; copy {DAGSTER_YAML} there or unset DAGSTER_HOME"
        yield Symptom("wrong", "DAGSTER_HOME", text)


def _paths(config_path: Path) -> Iterator[Symptom]:
    try:
        place = place_of(config_path)
    except ConfigError as error:
        yield Symptom("wrong", "configuration", str(error))
        return
    yield Symptom(
        "ok", "configuration", f"{place.config.resolve()}, installation {place.installation}"
    )
    yield _writable(place.data_dir)
    yield _disk(place.data_dir)
    yield _clock(place)
    for name in ("store", "dagster", "log"):
        folder = place.data_dir / name
        if folder.exists() and folder.stat().st_mode & 0o077:
            text = f"{folder} can be read by others; run `chmod -R go= {folder}`"
            yield Symptom("wrong", "permissions", text)


def _writable(folder: Path) -> Symptom:
    existing = _existing(folder)
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        action = "give this user write permission or set another data_dir"
        return Symptom("wrong", "data folder", f"{existing}: {error.strerror}; {action}")
    return Symptom("ok", "data folder", str(folder.resolve()))


def _disk(folder: Path) -> Symptom:
    free = shutil.disk_usage(_existing(folder)).free
    text = f"{free / 1024**3:.1f} GiB free"
    if free < _LEAST_FREE:
        return Symptom("wrong", "disk", f"{text}; a build needs at least 1 GiB")
    return Symptom("ok", "disk", text)


def _clock(place: Place) -> Symptom:
    now = datetime.now(UTC)
    written = [path.stat().st_mtime for path in place.data_dir.glob("landing/*/.lock")]
    newest = datetime.fromtimestamp(max(written, default=0), UTC)
    if newest > now + _TOLERANCE:
        text = f"it is {now:%Y-%m-%d %H:%M} UTC here, but a pull wrote at {newest:%Y-%m-%d %H:%M}"
        return Symptom("wrong", "clock", f"{text}; set the clock")
    return Symptom("ok", "clock", f"{now:%Y-%m-%d %H:%M} UTC")


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())
