"""Walks the issues of a project: what changed since the last walk, and once a week all of them.

Issues are listed in the order of their creation, so one that changes meanwhile keeps its place. One
that is deleted moves those behind it forward, past a reader that is between two pages; a listing of
several pages is therefore read again until it brings nothing new.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from connectors.errors import CursorStuck, Gone, NotFound, Permanent
from connectors.jira import records
from connectors.jira.buddies import Reading, mentioned_buddy
from connectors.jira.records import Context
from connectors.jira.site import Site, Target, offset_page, whole_number
from connectors.rest.paging import (
    MOST_PASSES,
    Page,
    Row,
    by_token,
    in_order,
    parse_instant,
)
from connectors.stream import Batch, Cursor
from connectors.sync import Position, Sync, parse

OVERLAP = timedelta(minutes=15)
"""Cloud's search does not see recent updates at once."""

MOST_SWEEPS = 4
_FIELDS = (
    *("issuetype", "status", "priority", "resolution", "labels", "components", "fixVersions"),
    *("project", "parent", "creator", "reporter", "assignee", "created", "updated"),
    *("resolutiondate", "comment", "issuelinks"),
)


class Progress(Position):
    """How far the issues of a project were read.

    A sync of changes is short: one that was interrupted starts again at ``since``. ``onboarding``
    is the digest of the settings that pairings were read with: when it changes, everything is
    listed at once and each pairing is read again.
    """

    def __init__(self, cursor: Cursor | None, now: datetime, onboarding: str | None = None) -> None:
        is_resumed = (cursor or {}).get("walk", {}).get("onboarding") == onboarding
        super().__init__(cursor, now, OVERLAP, is_resumed=is_resumed)
        self._onboarding = onboarding
        self.resume_at: str | int | None = self.walk.get("at")
        self.is_new_rule = cursor is not None and self.past.get("onboarding") != onboarding
        is_due = self.is_sweep_due or self.is_new_rule
        self.is_whole = self.since is None or is_due or self.resume_at is not None

    def is_fresh(self, row: Row) -> bool:
        """Whether the last sync did not land this version of an issue."""
        stamp = row["fields"]["updated"]
        return self.is_news(row["id"], stamp, parse_instant(stamp, "updated"))

    def at(self, token: str | int | None) -> Cursor:
        """The cursor behind a page."""
        if not self.is_whole:
            return self.past
        if token is None:
            return self.finished(is_swept=False)
        return self.inside(at=token, recent=dict(self.recent), **self._digest(self._onboarding))

    def finished(self, *, is_swept: bool) -> Cursor:
        """The cursor after the sync."""
        onboarding = self._onboarding if is_swept else self.past.get("onboarding")
        swept = self.swept(is_swept=is_swept)
        return self.ended(seen=dict(self.recent), swept=swept, **self._digest(onboarding))

    @staticmethod
    def _digest(onboarding: str | None) -> Cursor:
        return {} if onboarding is None else {"onboarding": onboarding}


@dataclass(frozen=True)
class Lister:
    """Lists the issues of a project, and lands them with what hangs on them.

    Attributes:
        site: The Jira.
        target: The project.
        context: What records need.
        threads: How many requests there may be at once.
        with_comments: Whether the comments are wanted.
        with_pairings: Whether the pairings are wanted.
        reading: What pairings are read by, None if onboarding is not configured.
    """

    site: Site
    target: Target
    context: Context
    threads: int
    with_comments: bool
    with_pairings: bool = False
    reading: Reading | None = None

    def walk(self, cursor: Cursor | None) -> Sync:
        """Reads what is new, and once a week everything, to find what is gone."""
        digest = self.reading.digest if self.reading and self.with_pairings else None
        progress = Progress(cursor, self.target.date, digest)
        seen: set[str] = set()
        number_of_pages = 0
        for page in self._first_pass(progress):
            number_of_pages += 1
            seen.update(row["id"] for row in page.items)
            yield self._landed(page, progress, progress.at(page.token))
        is_settled = number_of_pages <= 1
        for _ in range(MOST_SWEEPS):
            if is_settled or progress.resume_at is not None:
                break
            is_settled = yield from self._again(progress, seen)
        is_swept = progress.is_whole and is_settled and progress.resume_at is None
        complete: dict[str, list[list[str]]] = {"issue": [[]]} if is_swept else {}
        yield Batch({}, progress.finished(is_swept=is_swept), complete=complete)
        return progress.started

    def _jql(self, progress: Progress) -> str:
        """No upper bound: with one, a clock or zone that differs would hide the last rows.

        Dates are in milliseconds since 1970, as text would be read in the time zone of the user.
        """
        where = f'project = "{self.target.key}"'
        if not progress.is_whole and progress.since is not None:
            where += f" AND updated >= {int(progress.since.timestamp() * 1000)}"
        return f"{where} ORDER BY created ASC, key ASC"

    def _pages(self, progress: Progress, token: str | int | None) -> Iterator[Page]:
        jql = self._jql(progress)
        fields = [*_FIELDS, *(["summary"] if self.context.titles else [])]
        fields += [self.context.sprint_field] if self.context.sprint_field else []
        fields += self.reading.fields if self.reading and self.with_pairings else []
        return by_token(lambda place: self.site.issues(jql, fields, place), token)

    def _first_pass(self, progress: Progress) -> Iterator[Page]:
        """Every page, from where an interrupted walk was if Jira still knows that place."""
        pages = self._pages(progress, progress.resume_at)
        if progress.resume_at is not None:
            try:
                yield next(pages)
            except Permanent as error:
                if type(error) not in (Permanent, Gone):
                    raise
                # A token lives for seven days: the walk begins again.
                progress.resume_at = None
                pages = self._pages(progress, None)
        yield from pages

    def _again(self, progress: Progress, seen: set[str]) -> Generator[Batch, None, bool]:
        """Lists everything once more, lands what was not seen, and says whether that was all new.

        What was created since the walk started was not hidden: it comes at the end.
        """
        was_hidden = False
        for page in self._pages(progress, None):
            fresh = [row for row in page.items if row["id"] not in seen]
            seen.update(row["id"] for row in fresh)
            for row in fresh:
                created = parse_instant(row["fields"]["created"], "created")
                was_hidden = was_hidden or created < progress.started
            if fresh:
                yield self._landed(replace(page, items=fresh), progress, progress.at(None))
        return not was_hidden

    def _landed(self, page: Page, progress: Progress, cursor: Cursor) -> Batch:
        context = replace(self.context, observed_at=page.date)
        rows = page.items
        fresh = [row for row in rows if parse("issue", progress.is_fresh, row)]
        issues = [parse("issue", records.issue, row, context) for row in rows]
        landed: dict[str, list[Any]] = {"issue": issues}
        for name, convert in _HANGING.items():
            landed[name] = _once(
                name, (part for row in rows for part in parse(name, convert, row, context))
            )
        ids = {row["id"] for row in fresh}
        named = [
            [issue.issue_id, _accounts(issue.creator_id, issue.reporter_id, issue.assignee_id)]
            for issue in issues
            if issue.issue_id in ids
        ]
        complete = {"issue_link": [[issue.issue_id] for issue in issues]}
        changed: dict[str, list[list[Any]]] = {"issue": named}
        if self.with_comments:
            landed["comment"], complete["comment"] = self._comments(fresh, context)
            writers = (
                part for row in landed["comment"] for part in (row.author_id, row.updater_id)
            )
            changed["comment"] = [[_accounts(*writers)]]
        if self.with_pairings and (self.reading or progress.is_new_rule):
            wanted = rows if progress.is_new_rule else fresh
            landed["pairing"], complete["pairing"] = self._pairings(wanted, context)
            paired = (part for row in landed["pairing"] for part in (row.newcomer_id, row.buddy_id))
            changed["pairing"] = [[_accounts(*paired)]]
        return Batch(landed, cursor, changed=changed, complete=complete)

    def _comments(self, rows: Sequence[Row], context: Context) -> tuple[list[Any], list[list[str]]]:
        """The comments of issues, and which of these could be read."""
        landed, complete = [], []
        for row, found in in_order(self._comment_rows, rows, self.threads):
            if found is not None:
                complete.append([row["id"]])
                landed += [parse("comment", records.comment, c, row, context) for c in found]
        return landed, complete

    def _pairings(self, rows: Sequence[Row], context: Context) -> tuple[list[Any], list[list[str]]]:
        """The pairings of issues, and which of these could be read."""
        reading = self.reading
        if reading is None:
            return [], [[row["id"]] for row in rows]
        landed: list[Any] = []
        unclear: dict[str, Row] = {}
        for row in rows:
            if parse("pairing", reading.is_onboarding, row):
                found = parse("pairing", reading.picked, row, context)
                landed += found
                unclear |= {} if found else {row["id"]: row}
        complete = [[row["id"]] for row in rows if row["id"] not in unclear]
        for issue_id, body in self.site.descriptions(list(unclear)) if unclear else ():
            complete.append([issue_id])
            name = parse("pairing", mentioned_buddy, body)
            account = self.site.mentioned(name) if name is not None else None
            landed += parse("pairing", reading.told, unclear[issue_id], account, context)
        return landed, complete

    def _comment_rows(self, row: Row) -> list[Row] | None:
        """All comments of an issue; None if the issue vanished."""
        inline = parse("comment", _inline_comments, row)
        if inline is not None:
            return inline
        path = f"{self.site.api}/issue/{row['id']}/comment"
        try:
            for _ in range(MOST_PASSES):
                found, total = self._listed_comments(path)
                if len(found) == total:
                    return found
        except NotFound:
            return None
        raise CursorStuck(f"GET {path}: the comments keep changing")

    def _listed_comments(self, path: str) -> tuple[list[Row], int]:
        """The comments by their offset, each once, and how many there should be."""
        total = 0

        def fetch(token: str | int | None) -> Page:
            nonlocal total
            start = int(token or 0)
            params = {"startAt": str(start), "maxResults": "100", "orderBy": "created"}
            answer = self.site.http.get(path, params)
            total = whole_number(answer.body, "total", answer.label)
            return offset_page(answer, "comments", start)

        found = {
            parse("comment", _id, comment): comment
            for page in by_token(fetch)
            for comment in page.items
        }
        return list(found.values()), total


def _inline_comments(row: Row) -> list[Row] | None:
    """The comments that came with an issue, None if these are not all."""
    inline = row["fields"]["comment"]
    return list(inline["comments"]) if len(inline["comments"]) >= inline["total"] else None


def _id(row: Row) -> str:
    return str(row["id"])


_HANGING: dict[str, Callable[[Row, Context], Sequence[Any]]] = {
    "issue_link": records.issue_links,
    "sprint": records.sprints,
    "version": records.versions,
}
"""Streams that are read from the answer about an issue."""


def _once(name: str, parts: Iterator[Any]) -> list[Any]:
    """Each row once, although several issues of a page tell of it."""
    return list(
        {getattr(part, f"{name.removeprefix('issue_')}_id"): part for part in parts}.values()
    )


def _accounts(*ids: str | None) -> list[str]:
    return sorted({each for each in ids if each is not None})
