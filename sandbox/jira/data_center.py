"""What only Data Center (v2) answers: searches by offset, and one account at a time."""

from collections.abc import Mapping

from sandbox.jira.api import Api, refused
from sandbox.jira.model import Site
from sandbox.server import Asked, Reply


class DataCenter(Api):
    """Answers as Jira Data Center does.

    Attributes:
        short_pages: Every so many pages of a search, one that is not the last is one row short;
            0 for none.
    """

    deployment = "Server"
    version = "2"

    def __init__(self, site: Site, base: str) -> None:
        super().__init__(site, base)
        self.page_cap = 50
        self.short_pages, self._searches = 0, 0
        self.routes += [
            ("GET", "search", self._page),
            ("GET", "user", self._user),
        ]

    def decorate(self, asked: Asked, reply: Reply, body: bytes) -> Mapping[str, str]:
        """A bucket that is filled at a rate."""
        said = {"X-RateLimit-FillRate": "10", "X-RateLimit-Interval-Seconds": "60"}
        return {**super().decorate(asked, reply, body), **said}

    def _page(self, asked: Asked) -> Reply:
        issues, query = self.search(asked.query.get("jql", "")), asked.query
        if isinstance(issues, Reply):
            return issues
        start = int(query.get("startAt", "0"))
        limit = min(int(query.get("maxResults", "50")), self.page_cap)
        page = issues[start : start + limit]
        self._searches += 1
        is_short = self.short_pages and self._searches % self.short_pages == 0
        if is_short and 1 < len(page) < len(issues) - start:
            page = page[:-1]
        fields = self.fields_of(query.get("fields", "*navigable").split(","))
        return Reply(
            200,
            {
                "startAt": start,
                "maxResults": limit,
                "total": len(issues),
                "issues": [self.issues.issue(issue, fields) for issue in page],
            },
        )

    def _user(self, asked: Asked) -> Reply:
        key, handle = asked.query.get("key"), asked.query.get("username")
        users = self.site.users.values()
        user = next((user for user in users if key == user.key or handle == user.handle), None)
        if user is None:
            return refused(404, "The user does not exist")
        return Reply(200, self.references.account(user))
