"""How a command ends that fails or is stopped: one line and the documented exit code."""

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from pipelines import errors

STOPPED = {signal.SIGINT: errors.INTERRUPTED, signal.SIGTERM: errors.TERMINATED}


class Stopped(BaseException):
    """The operator stopped the command, by Ctrl-C or SIGTERM.

    Click would answer a KeyboardInterrupt with "Aborted!" and exit code 1.

    Attributes:
        code: What the command exits with.
    """

    safe = "nothing was changed"
    """What the running command had done by then, and how to go on."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = STOPPED[signal.Signals(number)]

    def __str__(self) -> str:
        return f"STOPPED: {self.safe}"


@contextmanager
def stoppable() -> Iterator[None]:
    """Ends the process in one line when it is stopped; a second signal ends it at once."""
    previous = {number: signal.signal(number, _stop) for number in STOPPED}
    ended: tuple[str, int] | None = None
    try:
        yield
    except Stopped as stop:
        ended = str(stop), stop.code
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    if ended is not None:
        # Outside the handler: frames that an exit keeps alive make DuckDB report leaks.
        line, code = ended
        with suppress(OSError):
            click.echo(line, err=True)
        sys.exit(code)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    for each in STOPPED:
        signal.signal(each, lambda again, _: os._exit(STOPPED[signal.Signals(again)]))
    raise Stopped(number)


def say(error: Exception, log: Path | None) -> int:
    """Says what went wrong and returns the exit code that means it.

    Args:
        error: What ended the command.
        log: Where details of an unforeseen error are written; None is the user's state folder.
    """
    from connectors.landing import PullInProgress

    code = _code(error)
    line = str(error) if code is not None else _unforeseen(error, log or _state_folder())
    if isinstance(error, PullInProgress):
        line = f"LOCKED: {line}; wait until that pull has ended"
    click.echo(line, err=True)
    return errors.UNFORESEEN if code is None else code


def _code(error: Exception) -> int | None:
    """The exit code of a typed error; None if it was not foreseen."""
    from connectors.errors import SourceError
    from connectors.landing import PullInProgress
    from warehouse.errors import WarehouseError

    if isinstance(error, errors.ConfigError):
        return errors.CONFIG
    if isinstance(error, WarehouseError | errors.TablesRefused):
        return error.exit_code
    if isinstance(error, PullInProgress):
        return errors.LOCKED
    return errors.PARTIAL if isinstance(error, SourceError) else None


def _unforeseen(error: Exception, log: Path) -> str:
    action = "the published version is complete; report this line with the file, which names nobody"
    try:
        place = f"details in {_write_details(error, log)}"
    except OSError as full:
        place = f"no details, as none could be written ({full.strerror})"
    return f"UNFORESEEN: {type(error).__name__} in {_innermost(error)}; {place}; {action}"


def _innermost(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).stem}.{frames[-1].name}" if frames else "no known place"


def _state_folder() -> Path:
    """Where programs keep logs of no particular configuration, by the XDG base directories."""
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "unsung"


def _write_details(error: Exception, folder: Path) -> Path:
    """Writes which errors came from where. Their messages may quote data, so none is kept."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"error-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
    lines = []
    for each in errors.chain(error):
        lines.append(f"{type(each).__module__}.{type(each).__qualname__}")
        lines += [
            f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(each.__traceback__)
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
