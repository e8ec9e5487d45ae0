"""Confluence Cloud: the REST API v2."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from connectors.confluence import streams
from connectors.confluence.records import (
    cloud_comment,
    cloud_page,
    cloud_page_space,
    cloud_user,
    cloud_version,
    task,
)
from connectors.confluence.settings import Settings
from connectors.confluence.shared import SharedListing
from connectors.confluence.site import (
    Keys,
    Listing,
    Target,
    body_of,
    fetch,
    links,
    named_keys,
    page_keys,
    row_id,
    settled,
)
from connectors.errors import BadPayload, Gone, NotFound
from connectors.rest.http import HttpClient, Params
from connectors.rest.paging import Page, Row, by_token, in_order, newest_first, parse_instant
from connectors.stream import Record
from connectors.sync import parse

API = "/wiki/api/v2"
LIMIT = "250"
_STATUSES = ("current", "archived", "trashed")
_MOST_IDS = 100
_COMMENT_FIELDS = (
    "id",
    "pageId",
    "parentCommentId",
    "version",
    "resolutionStatus",
    "resolutionLastModifierId",
    "resolutionLastModifiedAt",
)
_VERSION_FIELDS = ("number", "createdAt", "authorId")


class Cloud:
    """One Cloud site, as `connectors.confluence.site.Site` wants it."""

    most_users = 100

    def __init__(self, settings: Settings, http: HttpClient, site: str) -> None:
        self.http, self._site = http, site
        self._settings, self._threads = settings, settings.threads or 1
        self.begin()

    def begin(self) -> None:
        """Forgets what the last pull learned."""
        self._space_of: dict[str, str] = {}
        self._shared: dict[tuple[str, str, int], SharedListing] = {}
        self._labelled: dict[str, tuple[list[streams.PageLabel], datetime]] = {}

    def resolve(self, key: str) -> Target:
        """Asks for a space; one that may not be seen is simply not listed."""
        answer = self.http.get(f"{API}/spaces", {"keys": key, "limit": "1"})
        rows = [row for row in answer.rows_of("results") if row.get("key") == key]
        if not rows:
            raise NotFound(f"{answer.label} lists no space {key}")
        base = links(answer).get("base")
        is_link = isinstance(base, str) and base.startswith(("https://", "http://"))
        web = str(base).rstrip("/") if is_link else f"{self._site}/wiki"
        return Target(key, row_id(rows[0]), web, answer.date)

    def listing(self, stream: str, target: Target) -> Listing:
        """How a stream is listed."""
        if stream == "page":
            return self._page_listing(target)
        if stream == "task":
            return self._task_listing(target)
        return self._comment_listing(stream, target)

    def _pages(self, path: str, **query: str | Sequence[str]) -> Iterator[Page]:
        return by_token(partial(fetch, self.http), _link(path, {**query, "limit": LIMIT}))

    def _page_listing(self, target: Target) -> Listing:
        query = {"space-id": target.space_id, "status": _STATUSES}

        def news(since: datetime) -> Iterator[Page]:
            return _recent(self._pages("/pages", **query, sort="-modified-date"), since)

        def whole(_number: int, link: str | None) -> Iterator[Page]:
            if link is not None:
                return by_token(partial(fetch, self.http), link)
            return self._pages("/pages", **query, sort="created-date")

        def land(rows: Sequence[Row], date: datetime) -> tuple[Sequence[Record], Keys]:
            context = target.context(date)
            found = [parse("page", cloud_page, row, context) for row in rows]
            self._space_of.update((page.page_id, page.space_id) for page in found)
            minutes = self._minutes(target) if found else frozenset()
            return found, page_keys(found, minutes)

        return Listing("page", news, whole, land, _instant, target.date)

    def _minutes(self, target: Target) -> frozenset[str]:
        """Pages with a label of minutes; nobody asks unless their bodies may be read."""
        if not self._settings.reads("page_scribe"):
            return frozenset()
        rows, _ = self.labelled(target)
        return frozenset(row.page_id for row in rows if row.label in self._settings.minutes_labels)

    def _task_listing(self, target: Target) -> Listing:
        """Tasks can be filtered by creation and completion only."""
        in_space = {"space-id": target.space_id}

        def news(since: datetime) -> Iterator[Page]:
            bound = str(int(since.timestamp() * 1000))
            yield from self._pages("/tasks", **in_space, **{"created-at-from": bound})
            done = {"status": "complete", "completed-at-from": bound}
            yield from self._pages("/tasks", **in_space, **done)

        def whole(_number: int, link: str | None) -> Iterator[Page]:
            if link is not None:
                return by_token(partial(fetch, self.http), link)
            return self._pages("/tasks", **in_space)

        def land(rows: Sequence[Row], _date: datetime) -> tuple[Sequence[Record], Keys]:
            # Tasks of blog posts have no page.
            found = [parse("task", task, row) for row in rows if row.get("pageId")]
            return found, named_keys(found, "creator_id", "assignee_id", "completer_id")

        def instant(row: Row) -> datetime:
            return parse_instant(row.get("updatedAt") or row.get("createdAt"), "updatedAt")

        return Listing("task", news, whole, land, instant, target.date)

    def _comment_listing(self, stream: str, target: Target) -> Listing:
        """Comments are listed for the whole site only, with the page of each and not its space."""
        path = f"/{stream.replace('_', '-')}s"

        def shared(sort: str, number: int) -> Iterator[Page]:
            key = (stream, sort, number)
            if key not in self._shared:
                link = _link(path, {"sort": sort, "limit": LIMIT})
                self._shared[key] = SharedListing(self._fetch_comments, link)
            return self._shared[key].pages()

        def news(since: datetime) -> Iterator[Page]:
            return _recent(shared("-modified-date", 0), since)

        def whole(number: int, link: str | None) -> Iterator[Page]:
            if link is not None:
                return by_token(self._fetch_comments, link)
            return shared("created-date", number)

        def land(rows: Sequence[Row], date: datetime) -> tuple[Sequence[Record], Keys]:
            context = target.context(date)
            # Comments on blog posts have no page.
            on_pages = [row for row in rows if row.get("pageId")]
            self._learn_spaces(on_pages)
            own = [row for row in on_pages if self._space_of[row["pageId"]] == target.space_id]
            firsts = in_order(partial(self._first_version, path, target), own, self._threads)
            found = [
                parse(stream, cloud_comment, row, first, context)
                for row, first in firsts
                if first is not None
            ]
            return found, named_keys(found, "author_id", "resolver_id")

        # The listing may have been begun for a space that was read before this one.
        date = min([target.date, *(each.date for each in self._begun(stream))])
        return Listing(stream, news, whole, land, _instant, date)

    def _begun(self, stream: str) -> list[Page]:
        begun = (listing for key, listing in self._shared.items() if key[0] == stream)
        return [next(listing.pages()) for listing in begun]

    def _fetch_comments(self, link: str | int | None) -> Page:
        """A page of comments without the texts and titles that come with them."""
        page = fetch(self.http, link)
        return replace(page, items=[_slim(row) for row in page.items])

    def _first_version(self, path: str, target: Target, row: Row) -> Row | None:
        """Who wrote a comment, which its list tells only until it is edited; None if it is gone."""
        if row["version"].get("number") == 1:
            first: Row = row["version"]
            return first
        try:
            answer = self.http.get(f"{API}{path}/{row_id(row)}/versions/1")
        except (Gone, NotFound):
            # Confluence answers 404 as well when the whole space was taken from us: this raises.
            self.resolve(target.key)
            return None
        if not isinstance(answer.body, dict):
            raise BadPayload(f"{answer.label} answered no version")
        return answer.body

    def _learn_spaces(self, rows: Sequence[Row]) -> None:
        """Asks for the spaces of pages that nothing in this pull has told yet."""
        unknown = sorted({row["pageId"] for row in rows} - self._space_of.keys())
        for start in range(0, len(unknown), _MOST_IDS):
            ids = unknown[start : start + _MOST_IDS]
            spaces = dict.fromkeys(ids, "")
            for page in self._pages("/pages", id=",".join(ids), status=_STATUSES):
                found = (parse("page", cloud_page_space, row) for row in page.items)
                spaces.update(found)
            self._space_of.update(spaces)

    def labelled(self, target: Target) -> tuple[list[streams.PageLabel], datetime]:
        """The wanted labels of all pages of a space; labels are asked for by id."""
        if target.key not in self._labelled:
            dates: list[datetime] = []

            def read() -> tuple[list[tuple[str, str]], bool]:
                ids, is_whole = self._label_ids(target, dates)
                found: set[tuple[str, str]] = set()
                for name, label_id in ids.items():
                    path, in_space = f"/labels/{label_id}/pages", {"space-id": target.space_id}
                    for page in self._pages(path, **in_space, sort="created-date"):
                        found.update((row_id(row), name) for row in page.items)
                        is_whole = is_whole and page.token is None
                return sorted(found), is_whole

            pairs = settled(read, "the labels of a space")
            rows = [streams.PageLabel(page_id, name, dates[0]) for page_id, name in pairs]
            self._labelled[target.key] = rows, dates[0]
        return self._labelled[target.key]

    def _label_ids(self, target: Target, dates: list[datetime]) -> tuple[dict[str, str], bool]:
        wanted, is_whole = self._settings.wanted_labels, True
        ids: dict[str, str] = {}
        for page in self._pages(f"/spaces/{target.space_id}/content/labels"):
            dates.append(page.date)
            is_whole = is_whole and page.token is None
            for row in page.items:
                name, prefix = parse("page_label", _label, row)
                if name in wanted and prefix == "global":
                    ids[name] = row_id(row)
        return dict(sorted(ids.items())), is_whole

    def versions(self, page_id: str, target: Target) -> Iterator[list[streams.PageVersion]]:
        """Yields pages of a page's versions, the newest first."""
        for page in self._pages(f"/pages/{page_id}/versions", sort="-modified-date"):
            yield [
                parse("page_version", cloud_version, row, page_id, target.web) for row in page.items
            ]

    def body(self, page_id: str) -> tuple[int, str]:
        """A page's version and its body in storage format."""
        answer = self.http.get(f"{API}/pages/{page_id}", {"body-format": "storage"})
        return parse("page_scribe", body_of, answer.body)

    def users(self, account_ids: Sequence[str]) -> list[streams.User]:
        """The accounts that still exist."""
        answer = self.http.post(f"{API}/users-bulk", {"accountIds": list(account_ids)})
        rows = answer.rows_of("results")
        return [parse("user", cloud_user, row, answer.date) for row in rows]

    def probes(self, target: Target) -> Mapping[str, str]:
        """Scope -> a path that needs it."""
        space = target.space_id
        return {
            "read:page:confluence": f"{API}/pages?space-id={space}&limit=1",
            "read:comment:confluence": f"{API}/footer-comments?limit=1",
            "read:label:confluence": f"{API}/spaces/{space}/content/labels?limit=1",
            "read:task:confluence": f"{API}/tasks?space-id={space}&limit=1",
        }


def _link(path: str, query: Params) -> str:
    return f"{API}{path}?{urlencode(query, doseq=True)}"


def _instant(row: Row) -> datetime:
    version = row.get("version")
    created = version.get("createdAt") if isinstance(version, dict) else None
    return parse_instant(created, "version.createdAt")


def _recent(pages: Iterator[Page], since: datetime) -> Iterator[Page]:
    """The rows of a listing, newest change first, down to those that changed before an instant."""
    for page in newest_first(pages, since, lambda row: (row.get("id"), _instant(row))):
        yield replace(page, items=[row for row in page.items if _instant(row) >= since])


def _label(row: Row) -> tuple[str, str]:
    if not isinstance(row["name"], str) or not isinstance(row["prefix"], str):
        raise TypeError("label")
    return row["name"], row["prefix"]


def _slim(row: Row) -> Row:
    version = row.get("version")
    if not isinstance(version, dict):
        raise BadPayload("a comment has no version")
    slim: Row = {name: row[name] for name in _COMMENT_FIELDS if name in row}
    slim["version"] = {name: version[name] for name in _VERSION_FIELDS if name in version}
    return slim
