"""Which rows a path and query answer, in GitHub's order and pages."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from urllib.parse import urlencode

from sandbox.github.model.hub import Hub
from sandbox.github.model.repositories import Issue, Pull, Repository
from sandbox.github.render.issues import Issues
from sandbox.github.render.pulls import Pulls
from sandbox.github.render.references import Json, References, stamp
from sandbox.github.render.releases import Releases
from sandbox.github.render.repositories import Repositories
from sandbox.server import Asked, Reply

DEEPEST_ROW = 10_000
"""Lists with ``since`` refuse pages beyond this row with 422."""

Query = Mapping[str, str]

_TOKEN_PATH = re.compile(r"/app/installations/(\d+)/access_tokens")


@dataclass(frozen=True)
class _List:
    """Rows in order, and how each is rendered."""

    rows: Sequence[Any]
    render: Callable[[Any], Json | None]
    is_deep: bool = False


class Api:
    """Answers requests about a hub.

    Args:
        hub: What there is.
        base: The base URL that links start with.

    Attributes:
        page_cap: The most rows of a page, however many are asked for.
        scopes: Sent as the scopes of a classic token.
        installations: App installation id -> its permissions.
    """

    def __init__(self, hub: Hub, base: str) -> None:
        self._hub, self._base = hub, base
        to = References(base)
        self._repositories, self._releases = Repositories(to), Releases(to)
        self._issues = Issues(to, self._repository_json)
        self._pulls = Pulls(to, self._issues)
        self._minted, self._answered = count(1), 0
        self.page_cap = 100
        self.scopes: str | None = None
        self.installations: dict[int, dict[str, str]] = {}

    def answer(self, asked: Asked) -> Reply:
        """Answers a read, or gives an installation its token."""
        if match := _TOKEN_PATH.fullmatch(asked.path):
            return self._mint(int(match[1]))
        return self._get(asked.path, asked.query)

    def refuse(self) -> Reply:
        """Answers a credential that is not accepted."""
        return Reply(401, {"message": "Bad credentials"})

    def is_open(self, asked: Asked) -> bool:
        """An App asks for its first token with a signature only."""
        return _TOKEN_PATH.fullmatch(asked.path) is not None

    def decorate(self, asked: Asked, reply: Reply, body: bytes) -> Mapping[str, str]:
        """Rate limits and an ETag, as GitHub sends them."""
        del asked
        self._answered += 1
        headers = {
            "X-RateLimit-Limit": "5000",
            "X-RateLimit-Remaining": str(max(5000 - self._answered, 1)),
            "X-RateLimit-Reset": str(int(self._hub.clock().timestamp()) + 3600),
        }
        if self.scopes is not None:
            headers["X-OAuth-Scopes"] = self.scopes
        if reply.status == 200:
            headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()}"'
        return headers

    def _mint(self, installation: int) -> Reply:
        if installation not in self.installations:
            return Reply(404, {"message": "Not Found"})
        token = f"ghs_sandbox{next(self._minted)}"
        expires = stamp(self._hub.clock().replace(microsecond=0))
        granted = self.installations[installation]
        return Reply(201, {"token": token, "expires_at": expires, "permissions": granted})

    def _get(self, path: str, query: Query) -> Reply:
        """Answers a path below the base URL."""
        if path == "/rate_limit":
            limit = {"limit": 5000, "remaining": 4999, "reset": 2_000_000_000, "used": 1}
            return Reply(200, {"resources": {"core": limit, "search": limit}, "rate": limit})
        if match := re.fullmatch(r"/orgs/([^/]+)/repos", path):
            return self._organization(match[1], path, query)
        if match := re.fullmatch(r"/repositories/(\d+)(/.*)?", path):
            repository = self._hub.repositories.get(int(match[1]))
            return self._repository(repository, match[2] or "", query)
        if match := re.fullmatch(r"/repos/([^/]+/[^/]+)(/.*)?", path):
            return self._named(match[1], match[2] or "", query)
        return _not_found()

    def _named(self, name: str, tail: str, query: Query) -> Reply:
        repository = self._hub.find(name)
        number = self._hub.former_names.get(name.lower())
        if repository is None and number is not None:
            location = f"{self._base}/repositories/{number}{tail}"
            location += f"?{urlencode(query)}" if query else ""
            message = {"message": "Moved Permanently", "url": location, "documentation_url": ""}
            return Reply(301, message, {"Location": location})
        return self._repository(repository, tail, query)

    def _organization(self, name: str, path: str, query: Query) -> Reply:
        owned = [
            repository
            for repository in self._hub.repositories.values()
            if repository.full_name.partition("/")[0] == name
        ]
        if not owned:
            return _not_found()
        owned.sort(key=lambda repository: repository.full_name)
        return self._page(_List(owned, self._repository_json), path, query)

    def _repository(self, repository: Repository | None, tail: str, query: Query) -> Reply:
        if repository is None:
            return _not_found()
        if not tail:
            return Reply(200, self._repository_json(repository))
        if tail == "/issues" and not repository.has_issues:
            return _refused(410, "Issues has been disabled in this repository.")
        found = self._list(repository, tail, query)
        if found is None:
            return _not_found()
        return self._page(found, f"/repositories/{repository.id}{tail}", query)

    def _repository_json(self, repository: Repository) -> Json:
        owner = self._hub.add_user(repository.full_name.partition("/")[0])
        return self._repositories.repository(repository, owner)

    def _list(self, repository: Repository, tail: str, query: Query) -> _List | None:
        if tail == "/issues":
            rows = _since(_in_state(repository.issues.values(), query, "open"), query)
            return _List(_sorted(rows, query, "created", "desc"), self._issues.issue, is_deep=True)
        if tail == "/issues/comments":
            comments = [c for issue in repository.issues.values() for c in issue.comments]
            return _List(
                _sorted(_since(comments, query), query), self._issues.comment, is_deep=True
            )
        if tail == "/pulls/comments":
            lines = [c for pull in repository.pulls for c in pull.comments]
            return _List(
                _sorted(_since(lines, query), query), self._pulls.review_comment, is_deep=True
            )
        if tail == "/pulls":
            return self._pull_list(repository, query)
        if tail == "/issues/events":
            return _List(repository.events[::-1], lambda row: self._issues.event(row, repository))
        if tail == "/releases":
            return _List(
                repository.releases[::-1], lambda row: self._releases.release(row, repository)
            )
        if tail == "/deployments":
            deployed = repository.deployments[::-1]
            return _List(deployed, lambda row: self._releases.deployment(row, repository))
        return self._child_list(repository, tail)

    def _pull_list(self, repository: Repository, query: Query) -> _List:
        wanted = query.get("state", "open")
        pulls = [pull for pull in repository.pulls if wanted in ("all", pull.issue.state)]
        by_creation = query.get("sort", "created") == "created"
        rows = _sorted(pulls, query, "created", "desc" if by_creation else "asc")
        shared = self._repository_json(repository)
        return _List(rows, lambda row: self._pulls.pull(row, shared))

    def _child_list(self, repository: Repository, tail: str) -> _List | None:
        if match := re.fullmatch(r"/pulls/(\d+)/(reviews|files)", tail):
            issue = repository.issues.get(int(match[1]))
            if issue is None or issue.pull is None:
                return None
            pull = issue.pull
            if match[2] == "reviews":
                return _List(pull.reviews, self._pulls.review)
            return _List(pull.files[:3000], lambda row: self._pulls.file(row, pull))
        if match := re.fullmatch(r"/deployments/(\d+)/statuses", tail):
            known = {deployment.id: deployment for deployment in repository.deployments}
            deployment = known.get(int(match[1]))
            if deployment is None:
                return None
            return _List(
                deployment.statuses[::-1],
                lambda row: self._releases.status(row, deployment, repository),
            )
        return None

    def _page(self, found: _List, path: str, query: Query) -> Reply:
        size = min(max(int(query.get("per_page", "30")), 1), self.page_cap)
        page = max(int(query.get("page", "1")), 1)
        if found.is_deep and page * size > DEEPEST_ROW:
            return _refused(422, "Pagination with the page parameter is not supported")
        rows = found.rows[(page - 1) * size : page * size]
        last = max(-(-len(found.rows) // size), 1)
        link = self._links(path, query, page, last)
        headers = {} if link is None else {"Link": link}
        return Reply(200, [found.render(row) for row in rows], headers)

    def _links(self, path: str, query: Query, page: int, last: int) -> str | None:
        """Links as GitHub gives them: by repository id, none when there is one page."""
        pages: dict[str, int] = {}
        if page > 1:
            pages |= {"prev": page - 1, "first": 1}
        if page < last:
            pages |= {"next": page + 1, "last": last}
        links = (
            f'<{self._base}{path}?{urlencode({**query, "page": number})}>; rel="{name}"'
            for name, number in pages.items()
        )
        return ", ".join(links) or None


def _not_found() -> Reply:
    return _refused(404, "Not Found")


def _refused(status: int, message: str) -> Reply:
    return Reply(status, {"message": message, "documentation_url": "https://docs.github.com/rest"})


def _in_state(issues: Any, query: Query, default: str) -> list[Issue]:
    wanted = query.get("state", default)
    return [issue for issue in issues if wanted in ("all", issue.state)]


def _since(rows: Sequence[Any], query: Query) -> Sequence[Any]:
    since = query.get("since")
    if since is None:
        return rows
    # As GitHub does: https://github.com/chaoss/grimoirelab-perceval/issues/865.
    if since.startswith("1970-01-01"):
        return []
    return [row for row in rows if stamp(row.updated_at) >= since]


def _sorted(
    rows: Sequence[Any], query: Query, sort: str = "created", direction: str = "asc"
) -> list[Any]:
    """In the order asked for; comments ignore a direction without a sort, as the default is asc."""
    by = query.get("sort", sort)
    if "sort" in query or sort == "created":
        direction = query.get("direction", direction)

    def key(row: Any) -> tuple[datetime, int]:
        created = row.issue.created_at if isinstance(row, Pull) else row.created_at
        return (row.updated_at if by == "updated" else created, row.id)

    return sorted(rows, key=key, reverse=direction == "desc")
