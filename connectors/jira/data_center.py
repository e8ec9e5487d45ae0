"""Jira Data Center, REST API v2."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from connectors.errors import BadPayload, NotFound
from connectors.jira.site import Histories, described, offset_page, whole_number
from connectors.rest.http import HttpClient
from connectors.rest.paging import Page, Row, in_order


class DataCenter:
    """Searches by offset, changes and accounts one by one."""

    api = "/rest/api/2"
    most_users = 1
    most_issues = 100

    def __init__(self, http: HttpClient, threads: int) -> None:
        self.http, self._threads = http, threads

    def issues(self, jql: str, fields: Sequence[str], token: str | int | None) -> Page:
        """One page of a search.

        A page may be shorter than asked for in the middle of a listing, so only ``total`` says
        where it ends: https://jira.atlassian.com/browse/JRASERVER-69860.
        """
        start = int(token or 0)
        params = {"jql": jql, "fields": ",".join(fields), "startAt": str(start)}
        answer = self.http.get(f"{self.api}/search", {**params, "maxResults": "100"})
        return offset_page(answer, "issues", start)

    def changes(self, issue_ids: Sequence[str]) -> Iterator[list[Histories]]:
        """Yields the whole changelog of each issue that still exists."""
        for issue_id, histories in in_order(self._changelog, issue_ids, self._threads):
            yield [(issue_id, histories)]

    def _changelog(self, issue_id: str) -> list[Row]:
        params = {"expand": "changelog", "fields": "id"}
        try:
            answer = self.http.get(f"{self.api}/issue/{issue_id}", params)
        except NotFound:
            return []
        log = answer.body.get("changelog") if isinstance(answer.body, dict) else None
        if not isinstance(log, dict) or not isinstance(log.get("histories"), list):
            raise BadPayload(f"{answer.label} answered no changelog")
        histories: list[Row] = log["histories"]
        if len(histories) < whole_number(log, "total", answer.label):
            raise BadPayload(f"{answer.label} answered a part of the changelog")
        return histories

    def users(self, account_ids: Sequence[str]) -> list[tuple[Row, datetime]]:
        """The account if it still exists."""
        (key,) = account_ids
        try:
            answer = self.http.get(f"{self.api}/user", {"key": key})
        except NotFound:
            return []
        if not isinstance(answer.body, dict):
            raise BadPayload(f"{answer.label} answered no user")
        return [(answer.body, answer.date)]

    def descriptions(self, issue_ids: Sequence[str]) -> Iterator[tuple[str, Any]]:
        """Yields the id and description of each issue that still exists."""
        for _, found in in_order(self._description, issue_ids, self._threads):
            if found is not None:
                yield found

    def _description(self, issue_id: str) -> tuple[str, Any] | None:
        try:
            answer = self.http.get(f"{self.api}/issue/{issue_id}", {"fields": "description"})
        except NotFound:
            return None
        return described(answer.body, answer.label)

    def mentioned(self, name: str) -> str | None:
        """The key of the account whose user name a mention gives."""
        try:
            answer = self.http.get(f"{self.api}/user", {"username": name}, name="GET user")
        except NotFound:
            return None
        if not isinstance(answer.body, dict) or not isinstance(answer.body.get("key"), str):
            raise BadPayload(f"{answer.label} answered no user")
        return self.account(answer.body)

    def account(self, user: Row) -> str:
        """The user key, which stays when the user name changes."""
        found: str = user["key"]
        return found
