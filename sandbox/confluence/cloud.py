"""Which rows a path and query of Cloud's v2 API answer, in its order and pages."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sandbox.confluence.model import Comment, Page, Space, Task, Wiki
from sandbox.confluence.render import cloud as render
from sandbox.confluence.render.cloud import Json
from sandbox.server import Asked, Reply

API = "/wiki/api/v2"
MOST_USERS = 250
_LONGEST_PAGE = 250


@dataclass(frozen=True)
class _List:
    """Rows in order, and how each is rendered."""

    rows: Sequence[Any]
    render: Callable[[Any], Json]


class Cloud:
    """Answers requests about a wiki as Cloud does.

    Args:
        wiki: What there is.
        site: The site that web links start with.

    Attributes:
        hidden: Keys of spaces that the credential may not see.
        most_rows: How many rows a page has at most; it may be fewer than are asked for.
    """

    def __init__(self, wiki: Wiki, site: str) -> None:
        self._wiki, self._site = wiki, site
        self.most_rows = _LONGEST_PAGE
        self.hidden: set[str] = set()

    def answer(self, asked: Asked) -> Reply:
        """Answers a read."""
        if not asked.path.startswith(API):
            return _refused(404, "Not Found")
        path = asked.path.removeprefix(API)
        if path == "/users-bulk" and asked.method == "POST":
            return self._users(asked.payload)
        found = self._one(path, asked)
        if found is not None:
            return Reply(200, found)
        listed = self._list(path, asked)
        return _refused(404, "Not Found") if listed is None else self._page(listed, asked)

    def refuse(self) -> Reply:
        """Answers a credential that is not accepted."""
        return Reply(401, {"code": 401, "message": "Unauthorized"})

    def is_open(self, asked: Asked) -> bool:
        """Nothing is open."""
        del asked
        return False

    def decorate(self, asked: Asked, reply: Reply, body: bytes) -> Mapping[str, str]:
        """Atlassian's rate limit headers, far from the limit."""
        del asked, reply, body
        return {"X-RateLimit-Limit": "350", "X-RateLimit-Remaining": "349"}

    def _spaces(self) -> list[Space]:
        return [space for key, space in self._wiki.spaces.items() if key not in self.hidden]

    def _pages(self) -> Iterable[Page]:
        return (page for space in self._spaces() for page in space.pages.values())

    def _find(self, page_id: str) -> Page | None:
        found = (space.pages[page_id] for space in self._spaces() if page_id in space.pages)
        return next(found, None)

    def _comments(self, kind: str) -> list[Comment]:
        """Those of a kind, replies too; pages in the trash do not show theirs."""
        hidden = self.hidden
        return [
            row
            for row in self._wiki.comments.values()
            if row.inline == (kind == "inline")
            and row.page.status != "trashed"
            and row.page.space.key not in hidden
        ]

    def _one(self, path: str, asked: Asked) -> Json | None:
        if match := re.fullmatch(r"/pages/(\d+)", path):
            page = self._find(match[1])
            return None if page is None else self._single(page, asked)
        if match := re.fullmatch(r"/(footer|inline)-comments/(\d+)/versions/(\d+)", path):
            comment = self._wiki.comments.get(match[2])
            number = int(match[3])
            if comment is None or number > len(comment.versions):
                return None
            rendered = render.version(comment.versions[number - 1])
            return {**rendered, "contentTypeModified": False, "prevVersion": number - 1}
        return None

    def _single(self, page: Page, asked: Asked) -> Json:
        rendered = render.page(page)
        if asked.query.get("body-format") == "storage":
            rendered["body"] = {"storage": {"representation": "storage", "value": page.body}}
        return rendered

    def _list(self, path: str, asked: Asked) -> _List | None:
        if path == "/spaces":
            keys = [key for value in asked.all("keys") for key in value.split(",")]
            rows = [space for space in self._spaces() if not keys or space.key in keys]
            return _List(rows, render.space)
        if path == "/pages":
            return _List(_ordered(self._wanted(self._pages(), asked), asked), render.page)
        if match := re.fullmatch(r"/(footer|inline)-comments", path):
            return _List(_ordered(self._comments(match[1]), asked), render.comment)
        if path == "/tasks":
            return _List(self._tasks(asked), render.task)
        return self._below(path, asked)

    def _below(self, path: str, asked: Asked) -> _List | None:
        if match := re.fullmatch(r"/pages/(\d+)/versions", path):
            page = self._find(match[1])
            if page is None:
                return None
            versions = page.versions[::-1] if asked.query.get("sort") else page.versions
            return _List(
                versions, lambda row: {**render.version(row), "page": self._versioned(page)}
            )
        if match := re.fullmatch(r"/spaces/(\d+)/content/labels", path):
            spaces = [space for space in self._spaces() if space.id == match[1]]
            pages = (page for space in spaces for page in space.pages.values())
            return _List(sorted({name for page in pages for name in page.labels}), render.label)
        if match := re.fullmatch(r"/labels/(\d+)/pages", path):
            name = render.label_name(match[1])
            pages = (page for page in self._pages() if name in page.labels)
            return _List(_ordered(self._wanted(pages, asked), asked), render.page)
        return None

    def _wanted(self, pages: Iterable[Page], asked: Asked) -> list[Page]:
        ids = {each for value in asked.all("id") for each in value.split(",")}
        spaces = {each for value in asked.all("space-id") for each in value.split(",")}
        states = set(asked.all("status")) or {"current", "archived"}
        return [
            page
            for page in pages
            if page.status in states
            and (not ids or page.id in ids)
            and (not spaces or page.space.id in spaces)
        ]

    def _tasks(self, asked: Asked) -> list[Task]:
        spaces = set(asked.all("space-id"))
        return [
            task
            for task in self._wiki.tasks.values()
            if task.page.space.key not in self.hidden
            and (not spaces or task.page.space.id in spaces)
            and asked.query.get("status", render.status(task)) == render.status(task)
            and _is_from(task.created_at, asked.query.get("created-at-from"))
            and _is_from(task.completed_at, asked.query.get("completed-at-from"))
        ]

    def _page(self, listed: _List, asked: Asked) -> Reply:
        """One page; the opaque cursor counts rows, which is the worst it may do."""
        limit = int(asked.query.get("limit", "25"))
        if not 1 <= limit <= _LONGEST_PAGE:
            return _refused(400, "Provided value for 'limit' is not correct")
        cursor = asked.query.get("cursor", "c0")
        if not re.fullmatch(r"c\d+", cursor):
            return _refused(400, "Provided value for 'cursor' is not correct")
        start, limit = int(cursor[1:]), min(limit, self.most_rows)
        links = {"base": f"{self._site}/wiki"}
        if start + limit < len(listed.rows):
            kept = [(name, value) for name, value in asked.pairs if name != "cursor"]
            query = urlencode([*kept, ("cursor", f"c{start + limit}")])
            links["next"] = f"{asked.path}?{query}"
        rows = [listed.render(row) for row in listed.rows[start : start + limit]]
        return Reply(200, {"results": rows, "_links": links})

    def _users(self, payload: Any) -> Reply:
        ids = payload.get("accountIds") if isinstance(payload, dict) else None
        if not isinstance(ids, list) or not 1 <= len(ids) <= MOST_USERS:
            return _refused(400, "accountIds")
        known = {user.id: user for user in self._wiki.users.values()}
        rows = [render.user(known[each]) for each in ids if each in known]
        return Reply(200, {"results": rows, "_links": {"base": f"{self._site}/wiki"}})

    def _versioned(self, page: Page) -> Json:
        return {"id": page.id, "title": page.title}


def _is_from(instant: datetime | None, bound: str | None) -> bool:
    if bound is None:
        return True
    return instant is not None and instant.timestamp() * 1000 >= int(bound)


def _ordered(rows: Iterable[Any], asked: Asked) -> list[Any]:
    sort = asked.query.get("sort", "id")
    by_name: dict[str, Callable[[Any], Any]] = {
        "id": lambda row: int(row.id),
        "created-date": lambda row: (row.versions[0].created_at, int(row.id)),
        "modified-date": lambda row: (row.updated_at, int(row.id)),
    }
    return sorted(rows, key=by_name[sort.removeprefix("-")], reverse=sort.startswith("-"))


def _refused(status: int, text: str) -> Reply:
    error = {"status": status, "code": "REFUSED", "title": text, "detail": None}
    return Reply(status, {"errors": [error]})
