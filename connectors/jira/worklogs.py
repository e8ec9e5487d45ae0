"""The feeds of worklogs: what was written down or taken back, on the whole site.

They are Jira's only feeds that tell of deletions. They name no project, so that only worklogs of
issues that this scope has read are kept.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from connectors.jira import records
from connectors.jira.listing import OVERLAP
from connectors.jira.records import Context
from connectors.jira.site import Site, whole_number
from connectors.rest.paging import Page, Row, by_token
from connectors.stream import Batch, Cursor, ParentKeys
from connectors.sync import parse

_LAG = timedelta(minutes=2)
"""The feeds leave out the last minute."""


def worklogs(
    site: Site, context: Context, cursor: Cursor | None, parents: ParentKeys, known_until: datetime
) -> Iterator[Batch]:
    """Reads both feeds since the cursor.

    Args:
        site: The Jira.
        context: What records need.
        cursor: ``updated`` and ``deleted``, where each feed goes on, in milliseconds since 1970.
        parents: Tells which issues are in this scope.
        known_until: Up to when issues are known: a worklog of a later issue is not recognised as
            one of this scope, so the feed is read again from there the next time.
    """
    place = {"updated": 0, "deleted": 0, **(cursor or {})}
    issues = {key[0] for _, key in parents("issue", None)}
    latest = int((known_until - OVERLAP).timestamp() * 1000)
    for page, until in _feed(site, "updated", place["updated"]):
        rows = _listed(site, page)
        found = [parse("worklog", records.worklog, row, context) for row in rows]
        kept = [row for row in found if row.issue_id in issues]
        named = sorted({row.author_id for row in kept if row.author_id is not None})
        place = {**place, "updated": max(min(until, latest), 0)}
        yield Batch({"worklog": kept}, place, changed={"worklog": [[named]]})
    for page, until in _feed(site, "deleted", place["deleted"]):
        gone = [parse("worklog_deletion", records.worklog_deletion, row) for row in page.items]
        place = {**place, "deleted": until}
        yield Batch({"worklog_deletion": gone}, place)


def _feed(site: Site, name: str, since: int) -> Iterator[tuple[Page, int]]:
    """Yields pages, and from where the feed is to be read after each."""
    until = since

    def fetch(token: str | int | None) -> Page:
        nonlocal until
        answer = site.http.get(f"{site.api}/worklog/{name}", {"since": str(token)})
        rows = answer.rows_of("values")
        until = whole_number(answer.body, "until", answer.label)
        is_last = answer.body.get("lastPage") is not False
        return Page(answer.label, rows, answer.date, None if is_last else until)

    for page in by_token(fetch, since):
        lag = 0 if page.token is not None else int(_LAG.total_seconds() * 1000)
        yield page, max(until - lag, since)


def _listed(site: Site, page: Page) -> list[Row]:
    """The worklogs that a page of the feed names; those deleted meanwhile are missing."""
    ids: list[Any] = [row.get("worklogId") for row in page.items]
    if not ids:
        return []
    return site.http.post(f"{site.api}/worklog/list", {"ids": ids}).rows()
