"""Runs one pull: every walk of every scope into the landing zone.

A failure stays in its scope, unless it holds for the whole tool: then nothing more is asked of it.
Whatever was not read is written down as failed, with the cause, so that coverage has a gap.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
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


def pull(
    connector: Connector,
    streams: Sequence[Stream],
    zone: LandingZone,
    report: Callable[[str, str, int], Any] = lambda _stream, _scope, _records: None,
) -> Iterator[WalkResult]:
    """Reads the streams of a connector and yields the result of each walk as it ends.

    Args:
        connector: The tool to read.
        streams: Which of its streams to read.
        zone: Where the pages go.
        report: Called with (stream, scope, records so far) after every batch.

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
    report: Callable[[str, str, int], Any],
) -> WalkResult:
    attempt = zone.attempt(connector.source, walk, scope)
    error: SourceError | None = None
    seen = 0
    try:
        for batch in connector.read(walk, scope, attempt.cursor, partial(_parents, zone, attempt)):
            attempt.add(batch)
            seen += sum(map(len, batch.records.values()))
            report(walk[0].name, scope, seen)
        attempt.end(covered_until=connector.covered_until(scope))
    except SourceError as failure:
        error = failure
        attempt.close_page()
        attempt.end(covered_until=None, error=failure)
    names = tuple(stream.name for stream in walk)
    return WalkResult(connector.source, scope, names, attempt.records, attempt.pages, error)


def _parents(
    zone: LandingZone, attempt: Attempt, stream: str, after: str | None
) -> Iterator[tuple[str, list[Any]]]:
    return zone.changed(attempt.source, stream, attempt.scope, after)
