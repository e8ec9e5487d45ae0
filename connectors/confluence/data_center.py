"""Confluence Data Center: the REST API below ``/rest``, and its search language CQL."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlencode

from connectors.confluence import streams
from connectors.confluence.records import (
    server_comment,
    server_page,
    server_user,
    server_version,
)
from connectors.confluence.settings import Settings
from connectors.confluence.site import (
    Keys,
    Listing,
    NotOffered,
    Target,
    body_of,
    fetch,
    named_keys,
    page_keys,
    row_id,
    settled,
)
from connectors.errors import BadPayload, NotFound
from connectors.rest.http import HttpClient
from connectors.rest.paging import Page, Row, by_token, parse_instant
from connectors.stream import Record
from connectors.sync import parse

API = "/rest/api"
LIMIT = "100"
_Land = Callable[[str, Target, Sequence[Row], datetime], tuple[Sequence[Record], Keys]]
_SAVED = "version,history,ancestors"
_PAGE = f"{_SAVED},metadata.labels"
_COMMENT = f"{_SAVED},container,extensions.resolution"


class DataCenter:
    """One Data Center, as `connectors.confluence.site.Site` wants it."""

    most_users = 1

    def __init__(self, settings: Settings, http: HttpClient, site: str) -> None:
        self.http, self._site, self._settings = http, site, settings

    def begin(self) -> None:
        """Nothing outlives a walk."""

    def resolve(self, key: str) -> Target:
        """Asks for a space."""
        answer = self.http.get(f"{API}/space/{key}")
        number = answer.body.get("id") if isinstance(answer.body, dict) else None
        if type(number) is not int:
            raise BadPayload(f"{answer.label} answered no space")
        return Target(key, str(number), self._site, answer.date)

    def listing(self, stream: str, target: Target) -> Listing:
        """How a stream is listed."""
        if stream == "task":
            raise NotOffered("Data Center has no interface for tasks")
        if stream == "page":
            return self._listing(stream, target, "page", _PAGE, self._land_pages)
        return self._listing(stream, target, "comment", _COMMENT, self._land_comments)

    def _listing(
        self, stream: str, target: Target, content: str, expand: str, land: _Land
    ) -> Listing:
        """CQL knows minutes only and does not filter by the date that it answers.

        Its dates are in the time zone of the credential's owner, which the overlap of 24 hours
        makes good: https://github.com/onyx-dot-app/onyx/issues/4589
        """
        found = f'space = "{target.key}" and type = {content}'

        def news(since: datetime) -> Iterator[Page]:
            minute = since.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
            return self._search(f'{found} and lastmodified >= "{minute}"', expand)

        def whole(_number: int, link: str | None) -> Iterator[Page]:
            if link is not None:
                return by_token(partial(fetch, self.http), link)
            return self._search(found, expand)

        return Listing(stream, news, whole, partial(land, stream, target), _instant, target.date)

    def _search(self, cql: str, expand: str) -> Iterator[Page]:
        query = {"cql": f"{cql} order by created asc", "expand": expand, "limit": LIMIT}
        return by_token(partial(fetch, self.http), f"{API}/content/search?{urlencode(query)}")

    def _land_pages(
        self, stream: str, target: Target, rows: Sequence[Row], date: datetime
    ) -> tuple[Sequence[Record], Keys]:
        minutes = set(self._settings.minutes_labels)
        pages = [parse(stream, server_page, row, target.context(date)) for row in rows]
        labelled = {row_id(row) for row in rows if minutes & parse(stream, _labels, row)}
        return pages, page_keys(pages, labelled)

    def _land_comments(
        self, stream: str, target: Target, rows: Sequence[Row], date: datetime
    ) -> tuple[Sequence[Record], Keys]:
        own = [row for row in rows if parse(stream, _is_of, row, stream)]
        found = [parse(stream, server_comment, row, target.context(date)) for row in own]
        return found, named_keys(found, "author_id", "resolver_id")

    def labelled(self, target: Target) -> tuple[list[streams.PageLabel], datetime]:
        """The wanted labels of all pages of a space."""
        wanted = self._settings.wanted_labels
        names = ", ".join(f'"{name}"' for name in wanted)
        cql = f'space = "{target.key}" and type = page and label in ({names})'
        dates: list[datetime] = []

        def read() -> tuple[list[tuple[str, str]], bool]:
            found: set[tuple[str, str]] = set()
            is_whole = True
            for page in self._search(cql, "metadata.labels"):
                dates.append(page.date)
                is_whole = is_whole and page.token is None
                for row in page.items:
                    names = parse("page_label", _labels, row)
                    found.update((row_id(row), name) for name in names if name in wanted)
            return sorted(found), is_whole

        pairs = settled(read, "the labels of a space")
        return [streams.PageLabel(page, name, dates[0]) for page, name in pairs], dates[0]

    def versions(self, page_id: str, target: Target) -> Iterator[list[streams.PageVersion]]:
        """Yields pages of a page's versions; the path without ``experimental`` is Cloud's only."""
        link = f"/rest/experimental/content/{page_id}/version?limit={LIMIT}"
        for page in by_token(partial(fetch, self.http), link):
            yield [
                parse("page_version", server_version, row, page_id, target.web)
                for row in page.items
            ]

    def body(self, page_id: str) -> tuple[int, str]:
        """A page's version and its body in storage format."""
        answer = self.http.get(f"{API}/content/{page_id}", {"expand": "body.storage,version"})
        return parse("page_scribe", body_of, answer.body)

    def users(self, account_ids: Sequence[str]) -> list[streams.User]:
        """The accounts that still exist; they are asked for one by one."""
        found = []
        for key in account_ids:
            try:
                answer = self.http.get(f"{API}/user", {"key": key})
            except NotFound:
                continue
            found.append(parse("user", server_user, answer.body, answer.date))
        return found

    def probes(self, target: Target) -> Mapping[str, str]:
        """What must be allowed -> a path that needs it."""
        cql = urlencode({"cql": f'space = "{target.key}" and type = page', "limit": "1"})
        return {"search": f"{API}/content/search?{cql}"}


def _labels(row: Row) -> set[str]:
    names = {label["name"] for label in row["metadata"]["labels"]["results"]}
    if not all(isinstance(name, str) for name in names):
        raise TypeError("name")
    return names


def _is_of(row: Row, stream: str) -> bool:
    """Whether a comment is on a page, not on an attachment or blog post, and of a kind."""
    location, container = row["extensions"]["location"], row["container"]["type"]
    if not isinstance(location, str) or not isinstance(container, str):
        raise TypeError("location")
    return container == "page" and (location == "footer") == (stream == "footer_comment")


def _instant(row: Row) -> datetime:
    version = row.get("version")
    return parse_instant(version.get("when") if isinstance(version, dict) else None, "version.when")
