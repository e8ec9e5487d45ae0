"""What a pull or a build is doing right now, for whoever shows it, and how it is stopped.

The thread that works writes here; the one that shows reads, several times a second. Asking for a
stop makes the next step of the work raise `Stop`, which nothing on the way takes for a failure.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event


class Stop(KeyboardInterrupt):
    """Raised inside the work when a stop was asked for; Dagster then ends the run as cancelled."""


@dataclass
class Task:
    """One source's pull, or one stage of a build.

    Attributes:
        name: The source or the stage.
        doing: What of it, such as a stream of a scope, or a table.
        records: Records read or rows made so far.
        requests: Asks the connector how many requests it sent.
        done: Steps done, of ``total``; None where nobody knows how many there are.
        waiting_until: Until when it waits, as the tool asked or before it tries again, UTC.
        is_passing: Of interest only while nothing else is going on.
    """

    name: str
    doing: str = ""
    records: int = 0
    requests: Callable[[], int] = lambda: 0
    done: int = 0
    total: int | None = None
    waiting_until: datetime | None = None
    started: float = 0.0
    ended: float | None = None
    outcome: str = ""
    has_failed: bool = False
    is_passing: bool = False
    _share_started: float = 0.0

    def seconds(self, now: float) -> float:
        """How long it has been going on, or took."""
        return (self.ended if self.ended is not None else now) - self.started

    def seconds_left(self, now: float) -> float | None:
        """What is left at the pace so far; None where that cannot be known."""
        if not self.total or not self.done or self.ended is not None:
            return None
        return (now - self._share_started) / self.done * max(self.total - self.done, 0)

    def share(self, done: int, total: int | None, now: float) -> None:
        """Says how far it is; another total is another walk, whose pace is its own."""
        if total != self.total or done < self.done:
            self._share_started = now
        self.done, self.total = done, total


@dataclass
class Progress:
    """The tasks of one command, the newest last.

    Attributes:
        monotonic: Seconds that never go back.
        clock: The current instant, UTC.
    """

    monotonic: Callable[[], float] = time.monotonic
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    tasks: list[Task] = field(default_factory=list)
    _stopping: Event = field(default_factory=Event)

    @contextmanager
    def task(self, name: str, *, is_passing: bool = False) -> Iterator[Task]:
        """Shows a task for as long as it goes on."""
        self.check()
        task = Task(name, started=self.monotonic(), is_passing=is_passing)
        self.tasks.append(task)
        try:
            yield task
        except BaseException:
            task.has_failed, task.outcome = True, task.outcome or "stopped"
            raise
        finally:
            task.ended, task.waiting_until = self.monotonic(), None

    @property
    def shown(self) -> list[Task]:
        """The tasks worth a row: passing ones only while nothing else goes on."""
        lasting = [task for task in self.tasks if not task.is_passing]
        passing = [task for task in self.tasks if task.is_passing and task.ended is None]
        is_idle = all(task.ended is not None for task in lasting)
        return lasting + passing[-1:] if is_idle else lasting

    def step(
        self,
        doing: str,
        *,
        records: int | None = None,
        done: int = 0,
        total: int | None = None,
    ) -> None:
        """Says what the newest task does now.

        Raises:
            Stop: A stop was asked for.
        """
        self.check()
        for task in [each for each in self.tasks if not each.is_passing][-1:]:
            task.doing = doing
            task.records = task.records if records is None else records
            task.share(done, total, self.monotonic())

    def sleep(self, seconds: float) -> None:
        """Waits as a tool asked, in sight of whoever watches.

        Raises:
            Stop: A stop was asked for, before or meanwhile.
        """
        task = self.tasks[-1] if self.tasks else Task("")
        task.waiting_until = self.clock() + timedelta(seconds=seconds)
        self._stopping.wait(seconds)
        task.waiting_until = None
        self.check()

    def check(self) -> None:
        """Ends the work here if a stop was asked for.

        Raises:
            Stop: It was.
        """
        if self._stopping.is_set():
            raise Stop

    @property
    def is_stopping(self) -> bool:
        """Whether a stop was asked for."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Asks the work to stop at its next step."""
        self._stopping.set()
