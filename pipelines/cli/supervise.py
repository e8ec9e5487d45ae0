"""Runs jobs in a thread of their own, so that this one can show progress and be stopped.

Dagster takes the signals of the main thread for itself and ends a run that gets one with its own
words; a thread leaves both to us.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

import duckdb

from pipelines.cli.display import Display
from pipelines.cli.ending import Stopped
from pipelines.run_context import RunContext

T = TypeVar("T")
TICK = 0.25
GRACE = 10.0
"""Seconds that a stop gives the work to commit the page in hand; a kill is harmless later, too."""


def supervised(run_context: RunContext, shown: Display, work: Callable[[], T]) -> T:
    """Does the work and returns its result; ends the process if the operator stops it."""
    result: Future[T] = Future()
    thread = Thread(target=_settle, args=(result, work), name="jobs", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(TICK)
            shown.tick()
    except Stopped as stop:
        shown.say("stopping: what was read is being committed; once more stops at once")
        _halt(run_context, shown, thread)
        run_context.report.stopping(has_ended=True)
        stop.safe = _safe(run_context)
        shown.close()
        shown.say(str(stop))
        # An interrupted DuckDB does not survive the interpreter's own end.
        os._exit(stop.code)
    return result.result()


def _settle(result: "Future[T]", work: Callable[[], T]) -> None:
    try:
        result.set_result(work())
    except BaseException as error:  # noqa: BLE001  # because the other thread raises it again
        result.set_exception(error)


def _halt(run_context: RunContext, shown: Display, thread: Thread) -> None:
    """Asks for a stop and waits for it, for as long as the grace lasts."""
    run_context.progress.stop()
    run_context.report.stopping(has_ended=False)
    deadline = run_context.progress.monotonic() + GRACE
    while thread.is_alive() and run_context.progress.monotonic() < deadline:
        if (store := run_context.report.store) is not None:
            try:
                store.con.interrupt()
            except duckdb.Error:
                break
        thread.join(TICK)
        shown.tick()


def _safe(run_context: RunContext) -> str:
    published = (
        "the new version is published"
        if run_context.report.published
        else "the published version is unchanged"
    )
    return (
        f"what was read is kept and {published}; run the same command again, it goes on from there"
    )
