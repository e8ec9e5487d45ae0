"""Jira Cloud, REST API v3."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from connectors.errors import BadPayload
from connectors.jira.site import Histories, described
from connectors.rest.http import HttpClient
from connectors.rest.paging import Page, Row, by_token


class Cloud:
    """Searches by token, changes and accounts in bulk."""

    api = "/rest/api/3"
    most_users = 90
    most_issues = 1000

    def __init__(self, http: HttpClient) -> None:
        self.http = http

    def issues(self, jql: str, fields: Sequence[str], token: str | int | None) -> Page:
        """One page of a search; without ``fields`` Jira would answer ids only."""
        asked: dict[str, Any] = {"jql": jql, "fields": list(fields), "maxResults": 100}
        return self._page("/search/jql", "issues", asked, token)

    def changes(self, issue_ids: Sequence[str]) -> Iterator[list[Histories]]:
        """Yields histories of at most 1,000 issues; one issue may be in several pages."""
        asked = {"issueIdsOrKeys": list(issue_ids), "maxResults": 1000}

        def fetch(token: str | int | None) -> Page:
            return self._page("/changelog/bulkfetch", "issueChangeLogs", asked, token)

        for page in by_token(fetch):
            yield [_histories(row, page.label) for row in page.items]

    def users(self, account_ids: Sequence[str]) -> list[tuple[Row, datetime]]:
        """The accounts that still exist."""
        params = {"accountId": list(account_ids), "maxResults": str(self.most_users)}
        answer = self.http.get(f"{self.api}/user/bulk", params)
        return [(row, answer.date) for row in answer.rows_of("values")]

    def account(self, user: Row) -> str:
        """The accountId, the same in every Atlassian product."""
        found: str = user["accountId"]
        return found

    def descriptions(self, issue_ids: Sequence[str]) -> Iterator[tuple[str, Any]]:
        """Yields the id and description of each issue that still exists, of at most 100."""
        asked = {"issueIdsOrKeys": list(issue_ids), "fields": ["description"]}
        answer = self.http.post(f"{self.api}/issue/bulkfetch", asked)
        for row in answer.rows_of("issues"):
            yield described(row, answer.label)

    def mentioned(self, name: str) -> str | None:
        """Mentions name accounts by id."""
        return name or None

    def _page(self, path: str, name: str, asked: dict[str, Any], token: str | int | None) -> Page:
        """A page whose last one has no token; ``isLast`` may be missing."""
        payload = asked if token is None else {**asked, "nextPageToken": token}
        answer = self.http.post(f"{self.api}{path}", payload)
        rows = answer.rows_of(name)
        following = answer.body.get("nextPageToken")
        if not isinstance(following, str | None):
            raise BadPayload(f"{answer.label} answered something other than a token")
        return Page(answer.label, rows, answer.date, following)


def _histories(row: Row, label: str) -> Histories:
    issue_id, found = row.get("issueId"), row.get("changeHistories")
    if not isinstance(issue_id, str) or not isinstance(found, list):
        raise BadPayload(f"{label} answered changes without an issue")
    return issue_id, found
