"""What only Cloud (v3) answers: searches by token, and many issues or accounts at once."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sandbox.jira.api import Api, bounded, refused
from sandbox.jira.model import Site
from sandbox.jira.render.references import milliseconds
from sandbox.jira.rows import History, Issue
from sandbox.server import Asked, Reply

MOST_CHANGES = 1000


class Cloud(Api):
    """Answers as Jira Cloud does."""

    deployment = "Cloud"
    version = "3"

    def __init__(self, site: Site, base: str) -> None:
        super().__init__(site, base)
        self.routes += [
            ("GET", "search/jql", self._get_search),
            ("POST", "search/jql", self._post_search),
            ("POST", "changelog/bulkfetch", self._changelogs),
            ("POST", "issue/bulkfetch", self._issues),
            ("GET", "user/bulk", self._users),
        ]

    def answer(self, asked: Asked) -> Reply:
        """Answers a read; the former search is gone in both versions."""
        if asked.path in ("/rest/api/2/search", "/rest/api/3/search"):
            text = "The requested API has been removed. Please migrate to /rest/api/3/search/jql."
            return refused(410, text)
        return super().answer(asked)

    def is_forced(self, asked: Asked) -> bool:
        """English is the only other language."""
        said = asked.headers.get("accept-language", "")
        return said.startswith("en") and asked.headers.get("x-force-accept-language") == "true"

    def decorate(self, asked: Asked, reply: Reply, body: bytes) -> Mapping[str, str]:
        """The burst limit; when it is reset is said in ISO 8601."""
        reset = self.site.clock() + timedelta(minutes=1)
        said = {"X-RateLimit-Reset": reset.strftime("%Y-%m-%dT%H:%MZ")}
        return {**super().decorate(asked, reply, body), **said}

    def _get_search(self, asked: Asked) -> Reply:
        query = asked.query
        fields = [name for given in asked.all("fields") for name in given.split(",")]
        limit = int(query.get("maxResults", "50"))
        return self._search(query.get("jql", ""), fields, limit, query.get("nextPageToken"))

    def _post_search(self, asked: Asked) -> Reply:
        given = asked.payload
        fields, limit = given.get("fields") or [], given.get("maxResults", 50)
        return self._search(given.get("jql", ""), fields, limit, given.get("nextPageToken"))

    def _search(self, jql: str, fields: Sequence[str], limit: int, token: str | None) -> Reply:
        """A page of what the query finds now: issues that move meanwhile shift the others."""
        issues, start = self.search(jql), place(token, jql)
        if isinstance(issues, Reply):
            return issues
        if start is None:
            return refused(400, "The next page token is invalid or has expired.")
        end = start + min(limit, self.page_cap)
        rows = [self._row(issue, fields) for issue in issues[start:end]]
        body = {"issues": rows, "isLast": end >= len(issues)}
        return Reply(200, body | following(end, len(issues), jql))

    def _row(self, issue: Issue, fields: Sequence[str]) -> dict[str, object]:
        """An issue in a search; without fields it is its id."""
        if list(fields) in ([], ["id"]):
            return {"id": str(issue.id)}
        return self.issues.issue(issue, self.fields_of(fields))

    def _changelogs(self, asked: Asked) -> Reply:
        """Changes of many issues, the oldest first, in pages of changes."""
        keys, wanted = bounded(asked.payload, "issueIdsOrKeys", 1000), asked.payload.get("fieldIds")
        if keys is None:
            return refused(400, "Between 1 and 1000 issues.")
        query = f"{keys} {wanted}"
        start = place(asked.payload.get("nextPageToken"), query)
        if start is None:
            return refused(400, "The next page token is invalid or has expired.")
        issues = {issue.id: issue for issue in map(self.find, keys) if issue is not None}
        rows = [
            (issue, history)
            for issue in issues.values()
            for history in issue.histories
            if not wanted or any(item.field_id in wanted for item in history.items)
        ]
        rows.sort(key=lambda row: (row[1].created_at, row[0].id, row[1].id))
        end = start + min(asked.payload.get("maxResults", MOST_CHANGES), MOST_CHANGES)
        logs = self._grouped(rows[start:end])
        return Reply(200, {"issueChangeLogs": logs, **following(end, len(rows), query)})

    def _grouped(self, rows: Sequence[tuple[Issue, History]]) -> list[dict[str, object]]:
        """The changes of each issue together; in bulk, Jira gives their time as a number."""
        grouped: dict[int, list[dict[str, object]]] = {}
        for issue, history in rows:
            rendered = self.activity.history(history)
            rendered["created"] = milliseconds(history.created_at)
            grouped.setdefault(issue.id, []).append(rendered)
        return [{"issueId": str(key), "changeHistories": part} for key, part in grouped.items()]

    def _issues(self, asked: Asked) -> Reply:
        """Issues in the order of their ids; moved ones are found by their former keys."""
        keys = bounded(asked.payload, "issueIdsOrKeys", 100)
        if keys is None:
            return refused(400, "Between 1 and 100 issues.")
        fields = self.fields_of(asked.payload.get("fields") or ["*navigable"])
        named = {key: self.find(key) for key in keys}
        issues = {issue.id: issue for issue in named.values() if issue is not None}
        rows = [self.issues.issue(issues[number], fields) for number in sorted(issues)]
        text = "Issue does not exist or you do not have permission to see it."
        errors = [{"id": key, "errorMessage": text} for key, found in named.items() if not found]
        return Reply(200, {"issues": rows, "issueErrors": errors})

    def _users(self, asked: Asked) -> Reply:
        """Accounts by id; unknown ones are left out."""
        wanted = set(asked.all("accountId"))
        if not wanted:
            return refused(400, "accountId is required.")
        users = [user for user in self.site.users.values() if user.account_id in wanted]
        start, limit = int(asked.query.get("startAt", "0")), int(asked.query.get("maxResults", 10))
        return Reply(
            200,
            {
                "startAt": start,
                "maxResults": limit,
                "total": len(users),
                "isLast": start + limit >= len(users),
                "values": [self.references.account(user) for user in users[start : start + limit]],
            },
        )


def following(end: int, total: int, query: str) -> dict[str, Any]:
    """The token of the page from a row on, if there is one; it belongs to its query."""
    return {"nextPageToken": _token(end, query)} if end < total else {}


def place(token: str | None, query: str) -> int | None:
    """The row that a token leads to, None if it is not one of this query."""
    if token is None:
        return 0
    try:
        row = int(base64.urlsafe_b64decode(token).partition(b".")[0])
    except ValueError:
        return None
    return row if _token(row, query) == token else None


def _token(row: int, query: str) -> str:
    digest = hashlib.sha256(f"{row} {query}".encode()).hexdigest()[:16]
    return base64.urlsafe_b64encode(f"{row}.{digest}".encode()).decode()
