"""Runs one pull: every walk of every scope into the landing zone.

A failure stays in its scope, unless it holds for the whole tool: then nothing more is asked of it.
Whatever was not read is written down as failed, with the cause, so that coverage has a gap.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from connectors.errors import SourceError
from connectors.landing import Attempt, LandingZone
from connectors.stream import Connector, Stream, walks


@dataclass(frozen=True)
class WalkResult:
    """How one attempt at one walk of one scope ended.

    Attributes:
        records_by_stream: Records landed, by stream name.
        pages: Landing pages committed.
        error: Why it stopped early, None if it is complete.
    """

    source: str
    scope: str
    streams: tuple[str, ...]
    records_by_stream: Mapping[str, int]
    pages: int
    error: SourceError | None


@dataclass(frozen=True)
class Step:
    """How far one walk is.

    Attributes:
        stream: The walk's first stream.
        records: Records read by this attempt.
        share: Steps done and steps in all; None where the tool does not say.
    """

    stream: str
    scope: str
    records: int
    share: tuple[int, int] | None = None


Report = Callable[[Step], Any]


def pull(
    connector: Connector,
    streams: Sequence[Stream],
    zone: LandingZone,
    report: Report = lambda _step: None,
) -> Iterator[WalkResult]:
    """Reads the streams of a connector and yields the result of each walk as it ends.

    Args:
        connector: The tool to read.
        streams: Which of its streams to read.
        zone: Where the pages go.
        report: Called before the first batch of a walk and after every one.

    Raises:
        SourceError: The connector cannot even say what its scopes are.
        PullInProgress: Another process pulls this source.
    """
    with zone.lock(connector.source):
        scopes = _scopes(connector, streams, zone)
        verdict: SourceError | None = None
        for walk in walks(streams):
            for scope in filter(walk[0].is_in, scopes):
                if verdict is not None:
                    yield _unread(connector.source, walk, scope, zone, verdict)
                    continue
                result = _read_walk(connector, walk, scope, zone, report)
                if result.error is not None and result.error.ends_source:
                    verdict = result.error
                yield result


def _scopes(connector: Connector, streams: Sequence[Stream], zone: LandingZone) -> Sequence[str]:
    """The connector's scopes; without them, those that landed before have a gap."""
    try:
        return connector.scopes()
    except SourceError as error:
        for walk in walks(streams):
            for scope in zone.scopes(connector.source, walk[0].name):
                _unread(connector.source, walk, scope, zone, error)
        raise


def _unread(
    source: str, walk: Sequence[Stream], scope: str, zone: LandingZone, error: SourceError
) -> WalkResult:
    """Writes down that a walk failed before it began; its cursor stays."""
    attempt = zone.attempt(source, walk, scope)
    attempt.end(covered_until=None, error=error)
    names = tuple(stream.name for stream in walk)
    return WalkResult(source, scope, names, attempt.records, attempt.pages, error)


def _read_walk(
    connector: Connector,
    walk: Sequence[Stream],
    scope: str,
    zone: LandingZone,
    report: Report,
) -> WalkResult:
    attempt = zone.attempt(connector.source, walk, scope)
    error: SourceError | None = None
    parents = _Parents(zone, attempt)
    seen = 0
    try:
        report(Step(walk[0].name, scope, 0))
        with closing(connector.read(walk, scope, attempt.cursor, parents)) as batches:
            for batch in batches:
                attempt.add(batch)
                seen += sum(map(len, batch.records.values()))
                report(Step(walk[0].name, scope, seen, batch.share or parents.share))
        attempt.end(covered_until=connector.covered_until(scope))
    except SourceError as failure:
        error = failure
        attempt.close_page()
        attempt.end(covered_until=None, error=failure)
    except BaseException as stop:
        if not isinstance(stop, Exception):
            # Stopped, not broken: what was read is kept.
            attempt.close_page()
        raise
    names = tuple(stream.name for stream in walk)
    return WalkResult(connector.source, scope, names, attempt.records, attempt.pages, error)


class _Parents:
    """The changed parents of one walk, counted as it takes them."""

    def __init__(self, zone: LandingZone, attempt: Attempt) -> None:
        self._zone, self._attempt = zone, attempt
        self._taken: dict[str, int] = {}
        self._known: dict[str, int] = {}

    @property
    def share(self) -> tuple[int, int] | None:
        """How many of the known parents were taken, when they were last looked through."""
        known = sum(self._known.values())
        return (sum(self._taken.values()), known) if known else None

    def __call__(self, stream: str, after: str | None) -> Iterator[tuple[str, list[Any]]]:
        place = (self._attempt.source, stream, self._attempt.scope, after)
        self._known[stream] = sum(1 for _ in self._zone.changed(*place))
        self._taken[stream] = 0
        for parent in self._zone.changed(*place):
            self._taken[stream] += 1
            yield parent
