"""What Cloud and Data Center answer alike: below one issue, about people, worklogs and fields."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sandbox.jira.jql import BadQuery, found
from sandbox.jira.model import Site
from sandbox.jira.render.activity import Activity
from sandbox.jira.render.issues import Issues
from sandbox.jira.render.projects import Projects
from sandbox.jira.render.references import Deployment, Json, References, milliseconds, stamp
from sandbox.jira.rows import Issue, User
from sandbox.server import Asked, Reply

Handler = Callable[..., Reply]

FEED_DELAY = timedelta(minutes=1)
"""The lists of changed worklogs leave out what happened less than this ago."""


class Api:
    """Answers requests about a site.

    Args:
        site: What there is.
        base: The base URL that links start with.

    Attributes:
        me: Whose credential it is.
        deployment: What the server says it is; None says nothing.
        page_cap: The most issues a page of a search has, however many are asked for.
        worklog_page: The most worklogs a page of a list of changes has, but for a tie at its end.
        hidden: Keys of projects that the credential may not see.
        is_german: Whether the language of the credential's account is German.
    """

    deployment: Deployment | str | None
    version: str

    def __init__(self, site: Site, base: str) -> None:
        self.site = site
        kind: Deployment = "Cloud" if self.version == "3" else "Server"
        self.references = References(site, base, kind)
        self.projects, self.activity = Projects(self.references), Activity(self.references)
        self.issues = Issues(self.references, self.projects, self.activity)
        self.base = f"{base}/rest/api/{self.version}"
        self.me = User(1, "reader", "Reader", None, "atlassian")
        self.page_cap = 100
        self.worklog_page = 1000
        self.hidden: set[str] = set()
        self.is_german = False
        self.routes: list[tuple[str, str, Handler]] = [
            ("GET", "serverInfo", self._server),
            ("GET", "myself", self._myself),
            ("GET", "field", lambda _: Reply(200, self.projects.fields())),
            ("GET", "status", lambda _: Reply(200, self.projects.statuses())),
            ("GET", r"project/([^/]+)", self._project),
            ("GET", r"issue/([^/]+)", self._issue),
            ("GET", r"issue/([^/]+)/comment", self._comments),
            ("GET", r"issue/([^/]+)/remotelink", self._remote_links),
            ("GET", "worklog/updated", self._updated),
            ("GET", "worklog/deleted", self._deleted),
            ("POST", "worklog/list", self._worklogs),
        ]

    def answer(self, asked: Asked) -> Reply:
        """Answers a read."""
        path = asked.path
        self.references.is_german = self.is_german and not self.is_forced(asked)
        if path == "/rest/api/2/serverInfo":
            return self._server(asked)
        for method, pattern, handler in self.routes:
            match = re.fullmatch(f"/rest/api/{self.version}/{pattern}", path)
            if match and method == asked.method:
                return handler(asked, *match.groups())
        return refused(404, "No such resource")

    def is_forced(self, asked: Asked) -> bool:
        """Whether a request says in which language it wants the answer, and is heard."""
        del asked
        return False

    def refuse(self) -> Reply:
        """Answers a credential that is not accepted."""
        return refused(401, "Client must be authenticated to access this resource.")

    def is_open(self, asked: Asked) -> bool:
        """Nothing is open to a wrong credential."""
        del asked
        return False

    def decorate(self, asked: Asked, reply: Reply, body: bytes) -> Mapping[str, str]:
        """The headers that tell how much more may be asked."""
        del asked, reply, body
        return {"X-RateLimit-Limit": "350", "X-RateLimit-Remaining": "349"}

    def find(self, key: str) -> Issue | None:
        """An issue that the credential may see."""
        issue = self.site.find(key)
        return None if issue is None or issue.project.key in self.hidden else issue

    def search(self, jql: str) -> list[Issue] | Reply:
        """The issues that a query finds, or why it is refused."""
        try:
            return found(self.site, jql, self.hidden)
        except BadQuery as error:
            return refused(400, str(error))

    def fields_of(self, asked: Sequence[str]) -> Sequence[str]:
        """The names of the fields that a request asks for."""
        return self.issues.names if "*all" in asked or "*navigable" in asked else asked

    def _myself(self, asked: Asked) -> Reply:
        del asked
        row = self.references.user(self.me) or {}
        return Reply(200, {**row, "locale": "de_DE" if self.is_german else "en_US"})

    def _server(self, asked: Asked) -> Reply:
        del asked
        body = {
            "baseUrl": self.site.base_url,
            "version": "1001.0.0" if self.version == "3" else "9.12.0",
            "versionNumbers": [9, 12, 0],
            "buildNumber": 582,
            "serverTime": stamp(self.site.clock()),
            "serverTitle": "Jira",
        }
        named = {} if self.deployment is None else {"deploymentType": self.deployment}
        return Reply(200, body | named)

    def _project(self, asked: Asked, key: str) -> Reply:
        del asked
        project = self.site.projects.get(key)
        if project is None or key in self.hidden:
            return refused(404, f"No project could be found with key '{key}'.")
        return Reply(200, self.projects.project(project))

    def _issue(self, asked: Asked, key: str) -> Reply:
        issue = self.find(key)
        if issue is None:
            return missing()
        names = asked.query.get("fields", "*all").split(",")
        row = self.issues.issue(issue, self.fields_of(names))
        if "changelog" in asked.query.get("expand", "").split(","):
            row["changelog"] = self.changelog(issue)
        return Reply(200, row)

    def changelog(self, issue: Issue) -> Json:
        """An issue's changelog as it is expanded: all of it."""
        histories = [self.activity.history(history) for history in issue.histories]
        return {
            "startAt": 0,
            "maxResults": len(histories),
            "total": len(histories),
            "histories": histories,
        }

    def _comments(self, asked: Asked, key: str) -> Reply:
        issue = self.find(key)
        if issue is None:
            return missing()
        if asked.query.get("orderBy", "created") not in ("created", "+created"):
            return refused(400, "orderBy is set to a value other than created.")
        start, limit = _paging(asked, 50)
        page = [self.activity.comment(row) for row in issue.comments[start : start + limit]]
        total = len(issue.comments)
        return Reply(200, {"startAt": start, "maxResults": limit, "total": total, "comments": page})

    def _remote_links(self, asked: Asked, key: str) -> Reply:
        del asked
        issue = self.find(key)
        if issue is None:
            return missing()
        return Reply(200, [self.activity.remote_link(row, issue) for row in issue.remote_links])

    def _updated(self, asked: Asked) -> Reply:
        changes = [(row.id, row.updated_at) for row in self.site.worklogs.values()]
        return self._feed(asked, "updated", changes)

    def _deleted(self, asked: Asked) -> Reply:
        return self._feed(asked, "deleted", self.site.deleted_worklogs)

    def _feed(self, asked: Asked, name: str, changes: Sequence[tuple[int, datetime]]) -> Reply:
        """Changes since an instant, inclusive; a page holds all changes of its last millisecond."""
        since = int(asked.query.get("since", "0"))
        until = milliseconds(self.site.clock() - FEED_DELAY)
        told = sorted((milliseconds(at), number) for number, at in changes)
        told = [change for change in told if since <= change[0] <= until]
        page = told[: self.worklog_page]
        page += [change for change in told[len(page) :] if change[0] == page[-1][0]]
        reached = page[-1][0] if page else since
        body: Json = {
            "values": [
                {"worklogId": number, "updatedTime": at, "properties": []} for at, number in page
            ],
            "since": since,
            "until": reached,
            "self": f"{self.base}/worklog/{name}?since={since}",
            "lastPage": len(page) == len(told),
        }
        if not body["lastPage"]:
            body["nextPage"] = f"{self.base}/worklog/{name}?since={reached}"
        return Reply(200, body)

    def _worklogs(self, asked: Asked) -> Reply:
        ids = bounded(asked.payload, "ids", 1000)
        if ids is None:
            return refused(400, "Between 1 and 1000 worklogs.")
        rows = (self.site.worklogs.get(int(number)) for number in ids)
        return Reply(200, [self.activity.worklog(row) for row in rows if row is not None])


def refused(status: int, text: str) -> Reply:
    """An error as Jira words it."""
    return Reply(status, {"errorMessages": [text], "errors": {}})


def missing() -> Reply:
    """The answer about an issue that is not there, or not to be seen."""
    return refused(404, "Issue does not exist or you do not have permission to see it.")


def _paging(asked: Asked, most: int) -> tuple[int, int]:
    start = int(asked.query.get("startAt", "0"))
    return start, min(int(asked.query.get("maxResults", str(most))), 100)


def bounded(payload: Mapping[str, Any], name: str, most: int) -> list[str] | None:
    """A list of a request's body, None if it is too long or empty."""
    given = payload.get(name) or []
    return [str(part) for part in given] if 0 < len(given) <= most else None
