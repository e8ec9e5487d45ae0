"""What rows refer to: accounts, addresses of things, instants and ids."""

from base64 import b64encode
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sandbox.github.model.accounts import User
from sandbox.github.model.repositories import Issue, Repository

Json = dict[str, Any]
WEB = "https://github.example"

_USER_LISTS = ("followers", "subscriptions", "organizations", "repos", "received_events")
_USER_TEMPLATES = ("following", "gists", "starred", "events")


class References:
    """What rows refer to: accounts, and URLs that start at a base URL."""

    def __init__(self, api: str) -> None:
        self._api = api
        self._user = lru_cache(maxsize=10_000)(self._render_user)

    def user(self, user: User | None) -> Json | None:
        """An account, null when it was deleted."""
        return None if user is None else self._user(user.id, user.login, user.type)

    def _render_user(self, number: int, login: str, type_: str) -> Json:
        url = f"{self._api}/users/{login}"
        row = {f"{name}_url": f"{url}/{name}" for name in (*_USER_LISTS, *_USER_TEMPLATES)}
        return row | {
            "login": login,
            "id": number,
            "node_id": node("User", number),
            "avatar_url": f"{WEB}/avatars/{number}",
            "gravatar_id": "",
            "url": url,
            "html_url": f"{WEB}/{login}",
            "type": type_,
            "site_admin": False,
        }

    def address(self, path: str) -> str:
        """Where something of the API is."""
        return f"{self._api}/{path}"

    def repository(self, repository: Repository) -> str:
        """Where a repository's API is."""
        return f"{self._api}/repos/{repository.full_name}"

    def page(self, issue: Issue) -> str:
        """Where an issue or pull request is on the web."""
        kind = "issues" if issue.pull is None else "pull"
        return f"{WEB}/{issue.repository.full_name}/{kind}/{issue.number}"


def stamp(instant: datetime) -> str:
    """An instant as GitHub writes it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp_or_none(instant: datetime | None) -> str | None:
    """An instant that there may be none of."""
    return None if instant is None else stamp(instant)


def node(kind: str, number: int) -> str:
    """An id as GraphQL knows it."""
    return b64encode(f"{kind}{number}".encode()).decode()
