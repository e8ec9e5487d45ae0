"""The lists of a scope: log entries, duty and audit records by time, everything else whole."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from msgspec import structs

from connectors.errors import NotFound
from connectors.pagerduty import streams
from connectors.pagerduty.client import LIMIT, Client, Query, Target, row_id
from connectors.pagerduty.layers import Shift, covered, layers_of
from connectors.pagerduty.records import Context, converted, is_of_team
from connectors.pagerduty.windows import (
    HISTORY,
    Landed,
    Progress,
    Slices,
    Window,
    spans,
)
from connectors.rest.paging import Page, Row, as_utc, by_token, in_order
from connectors.stream import Batch, Cursor, Record
from connectors.sync import Sync, if_changed

_BODIES = {"service": "services", "user": "users", "team": "teams", "schedule": "schedules"}


def progress_of(cursor: Cursor | None, target: Target, since: date | None) -> Progress:
    """Where a walk by time stands; the first one starts at a configured day, or 13 months back."""
    first = target.date.replace(microsecond=0) - HISTORY
    if since is not None:
        first = datetime(since.year, since.month, since.day, tzinfo=UTC)
    return Progress(cursor, target.date, first)


def log_entries(client: Client, target: Target, progress: Progress) -> Sync:
    """Reads what happened, and tells which incidents it happened to.

    A changed key is the incident, the instant of the newest entry and whether one resolved it.
    """
    query: Query = {"is_overview": "false", "time_zone": "UTC", **target.by_team}
    slices = Slices("log_entry", client, "/log_entries", "log_entries", query)

    def land(page: Page, _: Window) -> Landed:
        records = [converted("log_entry", row, Context(page.date)) for row in page.items]
        fresh = [each for each in records if progress.is_news(each.entry_id, each.created_at)]
        return fresh, _changed(fresh)

    yield from slices.read(progress, land)
    yield Batch({}, progress.finished())
    return progress.started


def _changed(entries: Sequence[streams.LogEntry]) -> list[list[Any]]:
    found: dict[str, tuple[datetime, bool]] = {}
    for entry in entries:
        newest, resolved = found.get(entry.incident_id, (entry.created_at, False))
        found[entry.incident_id] = (
            max(newest, entry.created_at),
            resolved or entry.type == "resolve",
        )
    return [[key, as_utc(newest), resolved] for key, (newest, resolved) in found.items()]


def on_calls(client: Client, target: Target, progress: Progress) -> Sync:
    """Reads who was on duty. A stretch lands in the window in which it ends.

    Until then a change of its schedule can still move its end. The list of a window has all that
    overlap it, so nothing that ends later is lost. Duty without an end lands once.
    """
    query: Query = {"time_zone": "UTC"}
    if target.is_team:
        query["schedule_ids[]"] = [row["id"] for row in schedules(client, target)[0]]
        if not query["schedule_ids[]"]:
            # Without a filter all of the account would be listed.
            yield Batch({}, progress.finished())
            return progress.started
    context = Context(progress.started)

    def key(row: Row) -> str:
        found: str = converted("on_call", row, context).on_call_id
        return found

    def land(page: Page, window: Window) -> Landed:
        records = [converted("on_call", row, Context(page.date)) for row in page.items]
        over = [each for each in records if _is_over(each.ended_at, window, progress)]
        return [each for each in over if progress.is_news(each.on_call_id, each.ended_at)], []

    yield from Slices("on_call", client, "/oncalls", "oncalls", query, key).read(progress, land)
    yield Batch({}, progress.finished())
    return progress.started


def _is_over(ended_at: datetime | None, window: Window, progress: Progress) -> bool:
    if ended_at is None:
        return window.end == progress.started
    return window.start < ended_at <= window.end


def overrides(client: Client, target: Target, progress: Progress) -> Sync:
    """Reads whose shifts were taken over, schedule by schedule.

    An override lands when it is over: until then it can be moved or taken back. The cursor names
    the schedules that were read, so that one which can be seen later is read from the beginning.
    """
    done: list[str] = progress.place.get("read", [])
    known = frozenset(progress.past.get("schedules", ()))

    def read(schedule_id: str) -> list[streams.Override] | None:
        start = progress.since if schedule_id in known else progress.first
        return _overrides(client, target, Window(start, progress.started), schedule_id)

    ids = (row["id"] for row in schedules(client, target)[0])
    unread = (each for each in ids if each not in frozenset(done))
    for schedule_id, records in in_order(read, unread, client.threads):
        if records is not None:
            fresh = [each for each in records if progress.is_news(each.override_id, each.ended_at)]
            done = [*done, schedule_id]
            yield Batch({"override": fresh}, progress.cursor(progress.at, read=done))
    yield Batch({}, {**progress.finished(), "schedules": sorted(done)})
    return progress.started


def _overrides(
    client: Client, target: Target, whole: Window, schedule_id: str
) -> list[streams.Override] | None:
    """The overrides of a schedule that ended in a stretch of time, None if it vanished.

    What the layers say is asked for only where there are any.
    """
    found: dict[str, streams.Override] = {}
    for window in spans(whole):
        try:
            found |= {row.override_id: row for row in _ended(client, window, schedule_id)}
        except NotFound:
            client.resolve(target.scope)
            return None
    return list(found.values())


def _ended(client: Client, window: Window, schedule_id: str) -> list[streams.Override]:
    # Without `overflow` those that reach over the window come cut off at its bounds.
    query = {**window.query, "overflow": "true"}
    answer = client.http.get(f"/schedules/{schedule_id}/overrides", query)
    context = Context(answer.date, schedule_id)
    rows = [converted("override", row, context) for row in answer.rows_of("overrides")]
    over = [row for row in rows if window.start < row.ended_at <= window.end]
    if not over:
        return []
    first, last = min(row.started_at for row in over), max(row.ended_at for row in over)
    layers = layers_of(client, schedule_id, first, last)
    return [_placed(row, layers) for row in over]


def _placed(row: streams.Override, layers: Sequence[Sequence[Shift]]) -> streams.Override:
    ids = covered(row.user_id, row.started_at, row.ended_at, layers)
    return structs.replace(row, covered_ids=ids)


def audit_records(client: Client, target: Target, progress: Progress) -> Sync:
    """Reads who changed the configuration. PagerDuty lists it for a whole account only."""
    if target.is_team:
        yield Batch({}, progress.finished())
        return progress.started
    for window in progress.windows():

        def fetch(token: str | int | None, window: Window = window) -> Page:
            paged = {} if token is None else {"cursor": str(token)}
            query = {**window.query, "limit": str(LIMIT), **paged}
            answer = client.http.get("/audit/records", query)
            rows = answer.rows_of("records")
            return Page(answer.label, rows, answer.date, answer.body.get("next_cursor"))

        for page in by_token(fetch):
            records = [converted("audit_record", row, Context(page.date)) for row in page.items]
            fresh = [each for each in records if progress.is_news(each.record_id, each.executed_at)]
            at = window.start if page.token is not None else window.end
            yield Batch({"audit_record": fresh}, progress.cursor(at))
        progress.at = window.end
    yield Batch({}, progress.finished())
    return progress.started


def schedules(client: Client, target: Target) -> tuple[list[Row], datetime]:
    """The schedules of a scope; PagerDuty has no filter for those of a team."""
    rows, read_at = client.whole("/schedules", "schedules", {})
    if target.is_team:
        rows = [row for row in rows if is_of_team(row, target.scope)]
    return rows, read_at


def snapshot(name: str, client: Client, target: Target, cursor: Cursor | None) -> Sync:
    """Reads a whole list and lands it when it differs from the one that was landed last."""
    records, read_at = _listed(name, client, target)
    yield from if_changed(name, records, cursor, is_complete=True)
    return min(read_at, target.date)


def _listed(name: str, client: Client, target: Target) -> tuple[list[Record], datetime]:
    if name == "team_member":
        return _members(client, target)
    if name == "team":
        rows, read_at = _teams(client, target)
    elif name == "schedule":
        rows, read_at = schedules(client, target)
    else:
        rows, read_at = client.whole(f"/{_BODIES[name]}", _BODIES[name], target.by_team)
    return [converted(name, row, Context(read_at)) for row in rows], read_at


def _teams(client: Client, target: Target) -> tuple[list[Row], datetime]:
    if target.is_team:
        return [target.row], target.date
    return client.whole("/teams", "teams", {})


def _members(client: Client, target: Target) -> tuple[list[Record], datetime]:
    teams, read_at = _teams(client, target)
    read = partial(_members_of, client, target, read_at)
    lists = in_order(read, (row_id(row) for row in teams), client.threads)
    return [record for _, records in lists for record in records], read_at


def _members_of(client: Client, target: Target, read_at: datetime, team_id: str) -> list[Record]:
    """The members of a team, none if it vanished meanwhile.

    Raises:
        NotFound: The team is still there.
    """
    context = Context(read_at, team_id)

    def key(row: Row) -> str:
        found: str = converted("team_member", row, context).user_id
        return found

    try:
        rows, _ = client.whole(f"/teams/{team_id}/members", "members", {}, key)
    except NotFound:
        client.resolve(target.scope)
        if client.has_team(team_id):
            raise
        return []
    return [converted("team_member", row, context) for row in rows]
