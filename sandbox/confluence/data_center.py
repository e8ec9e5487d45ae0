"""Which rows a path and query of Data Center's API answer, in its order and pages."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from sandbox.confluence.model import Comment, Page, Space, Wiki
from sandbox.confluence.render import data_center as render
from sandbox.confluence.render.data_center import Json
from sandbox.server import Asked, Reply

API = "/rest"
_LONGEST_PAGE = 100


class DataCenter:
    """Answers requests about a wiki as Data Center does.

    Args:
        wiki: What there is.
        site: Where it lives, with its context path.
        context: The context path.

    Attributes:
        hidden: Keys of spaces that the credential may not see.
        most_rows: How many rows a page has at most; it may be fewer than are asked for.
    """

    def __init__(self, wiki: Wiki, site: str, context: str) -> None:
        self._wiki, self._site, self._context = wiki, site, context
        self.most_rows = _LONGEST_PAGE
        self.hidden: set[str] = set()

    def answer(self, asked: Asked) -> Reply:
        """Answers a read."""
        path = asked.path.removeprefix(API)
        if path == "/api/space":
            spaces = [render.space(space, self._site) for space in self._spaces()]
            return self._page(spaces, lambda row: row, asked)
        if path == "/api/content/search":
            return self._search(asked)
        if path == "/api/user":
            return self._user(asked.query.get("key"))
        if match := re.fullmatch(r"/api/space/([^/]+)", path):
            space = next((space for space in self._spaces() if space.key == match[1]), None)
            return _missing() if space is None else Reply(200, render.space(space, self._site))
        return self._content(path, asked)

    def refuse(self) -> Reply:
        """Answers a credential that is not accepted."""
        return Reply(401, {"message": "Client must be authenticated to access this resource."})

    def is_open(self, asked: Asked) -> bool:
        """Nothing is open."""
        del asked
        return False

    def decorate(self, asked: Asked, reply: Reply, body: bytes) -> Mapping[str, str]:
        """Data Center adds nothing that is read."""
        del asked, reply, body
        return {}

    def _spaces(self) -> list[Space]:
        return [space for key, space in self._wiki.spaces.items() if key not in self.hidden]

    def _content(self, path: str, asked: Asked) -> Reply:
        match = re.fullmatch(r"/(api|experimental)/content/(\d+)(/version)?", path)
        found = (s.pages[match[2]] for s in self._spaces() if match and match[2] in s.pages)
        page = next(found, None)
        if match is None or page is None:
            return _missing()
        if match[1] == "experimental" and match[3]:
            return self._page(page.versions[::-1], render.version, asked)
        if match[1] == "api" and not match[3]:
            return Reply(200, render.page(page, asked.query.get("expand", "").split(",")))
        return _missing()

    def _search(self, asked: Asked) -> Reply:
        cql = asked.query.get("cql", "")
        expand = asked.query.get("expand", "").split(",")
        keys = re.findall(r'space = "([^"]+)"', cql)
        if not keys:
            return Reply(400, {"statusCode": 400, "message": "Could not parse cql"})
        if all(space.key not in keys for space in self._spaces()):
            # A space that cannot be seen is no error: nothing is found in it.
            return self._page([], lambda row: row, asked)
        rows: list[Any]
        if "type = page" in cql:
            rows = [p for p in self._wiki.spaces[keys[0]].pages.values() if p.status == "current"]
        else:
            rows = [c for c in self._wiki.comments.values() if c.page.space.key == keys[0]]
            rows = [comment for comment in rows if comment.page.status == "current"]
        if match := re.search(r"label in \(([^)]*)\)", cql):
            wanted = set(re.findall(r'"([^"]+)"', match[1]))
            rows = [row for row in rows if wanted & set(row.labels)]
        rows = _since(rows, cql)
        rows.sort(key=lambda row: (row.versions[0].created_at, int(row.id)))
        return self._page(rows, lambda row: self._found(row, expand), asked)

    def _found(self, row: Page | Comment, expand: Sequence[str]) -> Json:
        return render.page(row, expand) if isinstance(row, Page) else render.comment(row, expand)

    def _page(self, rows: Sequence[Any], render: Callable[[Any], Json], asked: Asked) -> Reply:
        limit = min(int(asked.query.get("limit", "25")), self.most_rows)
        start = int(asked.query.get("start", "0"))
        links = {"base": self._site, "context": self._context}
        if start + limit < len(rows):
            kept = [pair for pair in asked.pairs if pair[0] not in ("start", "limit")]
            query = urlencode([*kept, ("limit", limit), ("start", start + limit)])
            links["next"] = f"{asked.path}?{query}"
        found = [render(row) for row in rows[start : start + limit]]
        body = {"results": found, "start": start, "limit": limit, "size": len(found)}
        return Reply(200, {**body, "_links": links})

    def _user(self, key: str | None) -> Reply:
        user = next((user for user in self._wiki.users.values() if user.id == key), None)
        return _missing() if user is None else Reply(200, render.user(user))


def _since(rows: list[Any], cql: str) -> list[Any]:
    """Those changed since a minute; the sandbox's reader lives in UTC."""
    match = re.search(r'lastmodified >= "(\d{4}-\d\d-\d\d \d\d:\d\d)"', cql)
    if match is None:
        return rows
    since = datetime.fromisoformat(match[1]).replace(tzinfo=UTC)
    return [row for row in rows if row.updated_at >= since]


def _missing() -> Reply:
    return Reply(404, {"statusCode": 404, "message": "No content found"})
