"""Shows progress while Dagster runs: moving in a terminal, a line every 10 s without one.

Dagster sends the process's descriptors 1 and 2 into its compute log while a step runs, so all of
this goes to a duplicate of descriptor 2 that is taken before.
"""

import json
import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TextIO

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from pipelines.progress import Progress, Task

LINE_SECONDS = 10.0
_NARROW = 110


class Display(ABC):
    """What a user sees of a run."""

    def __init__(self, progress: Progress, stream: TextIO) -> None:
        self.progress, self.stream = progress, stream

    @abstractmethod
    def tick(self) -> None:
        """Shows the present state; called four times a second."""

    def close(self) -> None:
        """Shows the last state."""
        self.tick()

    def say(self, line: str) -> None:
        """Writes one line where the progress goes."""
        self.stream.write(f"{line}\n")
        self.stream.flush()


class Quiet(Display):
    """Shows nothing until something is said."""

    def tick(self) -> None:
        """Nothing."""


class Lines(Display):
    """One line when a task begins or ends, and every ten seconds between."""

    def __init__(self, progress: Progress, stream: TextIO) -> None:
        super().__init__(progress, stream)
        self._told: dict[int, tuple[float, bool]] = {}

    def tick(self) -> None:
        """Writes the lines that are due."""
        now = self.progress.monotonic()
        for task in (task for task in self.progress.shown if not task.is_passing):
            has_ended = task.ended is not None
            told, knew_end = self._told.get(id(task), (float("-inf"), False))
            if has_ended != knew_end or (not has_ended and now - told >= LINE_SECONDS):
                self._told[id(task)] = (now, has_ended)
                self.say(self.line(task, now))

    def line(self, task: Task, now: float) -> str:
        """One task in words."""
        return f"{task.name}: {'; '.join([*_words(task), *_times(task, now)])}"


class Events(Lines):
    """The same as lines of JSON, for programs."""

    def line(self, task: Task, now: float) -> str:
        """One task as a JSON object."""
        left = task.seconds_left(now)
        event: dict[str, Any] = {
            "task": task.name,
            "doing": task.doing,
            "records": task.records,
            "requests": task.requests(),
            "done": task.done,
            "total": task.total,
            "waiting_until": task.waiting_until,
            "seconds": round(task.seconds(now), 1),
            "seconds_left": None if left is None else round(left, 1),
            "ended": task.ended is not None,
            "outcome": task.outcome or None,
        }
        return json.dumps(event, default=_instant)


class Moving(Display):
    """A row a task in a terminal, drawn anew four times a second."""

    def __init__(self, progress: Progress, stream: TextIO) -> None:
        super().__init__(progress, stream)
        self.console = Console(file=stream)
        self._spinner = Spinner("line" if _is_ascii(stream) else "dots")
        self._live = Live(
            console=self.console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
        )
        self._live.start()

    def tick(self) -> None:
        """Draws."""
        self._live.update(self._table(), refresh=True)

    def close(self) -> None:
        """Leaves the last picture in the scrollback."""
        super().close()
        self._live.stop()

    def say(self, line: str) -> None:
        """Writes one line above the moving rows."""
        self.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _table(self) -> Table:
        now = self.progress.monotonic()
        table = Table.grid(padding=(0, 1), expand=True)
        table.add_column(width=1)
        table.add_column(no_wrap=True)
        table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        table.add_column()
        table.add_column(justify="right", no_wrap=True)
        for task in self.progress.shown:
            table.add_row(*self._row(task, now))
        return table

    def _row(self, task: Task, now: float) -> list[Any]:
        has_ended = task.ended is not None
        mark: Any = Text("!" if task.has_failed else "+")
        if not has_ended:
            mark = self._spinner.render(now)
        bar: Any = ""
        if task.total and not has_ended and self.console.width >= _NARROW:
            bar = ProgressBar(total=task.total, completed=task.done, width=12)
        words = Text("; ".join(_words(task)))
        return [mark, task.name, words, bar, ", ".join(_times(task, now))]


def _words(task: Task) -> list[str]:
    """What is worth knowing of a task but for its time."""
    words = [task.outcome if task.ended is not None else task.doing or "starting"]
    if task.waiting_until is not None:
        words.append(f"waiting until {task.waiting_until:%H:%M:%S} UTC")
    if task.records:
        words.append(f"{task.records:,} records")
    if requests := task.requests():
        words.append(f"{requests:,} requests")
    return [*filter(None, words)]


def _times(task: Task, now: float) -> list[str]:
    """How far it is, how long it has taken, and what is left at this pace."""
    times = [f"{task.seconds(now):,.0f} s"]
    if task.total and task.ended is None:
        times.insert(0, f"{min(task.done / task.total, 1):.0%}")
    if (left := task.seconds_left(now)) is not None:
        times.append(f"about {left:,.0f} s left")
    return times


def _instant(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _is_ascii(stream: TextIO) -> bool:
    return "utf" not in (stream.encoding or "").lower()


@contextmanager
def display(progress: Progress, *, quiet: bool, as_json: bool) -> Iterator[Display]:
    """Shows progress for as long as the context lasts."""
    encoding = sys.stderr.encoding or "utf-8"
    try:
        descriptor = os.dup(2)
    except OSError:  # standard error is closed
        descriptor = os.open(os.devnull, os.O_WRONLY)
    with os.fdopen(descriptor, "w", encoding=encoding, errors="replace") as stream:
        kind: type[Display] = Moving if stream.isatty() else Lines
        if as_json:
            kind = Events
        shown = (Quiet if quiet else kind)(progress, stream)
        try:
            yield shown
        finally:
            shown.close()
