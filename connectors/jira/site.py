"""What Jira Cloud and Jira Data Center offer the walks, and how each is asked for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from connectors.errors import BadPayload, CursorStuck, Permanent
from connectors.jira.settings import Settings
from connectors.rest.answer import Answer
from connectors.rest.http import HttpClient
from connectors.rest.paging import Page, Row

Histories = tuple[str, list[Row]]
"""An issue's id, and some of the histories of its changelog."""


class WrongFlavour(Permanent):
    """The site is neither Jira Cloud nor Data Center, or the settings are the other one's."""

    code = "WRONG_FLAVOUR"
    action = "correct base_url; Cloud needs email_env, Data Center must not have it"


@dataclass(frozen=True)
class Target:
    """One project of one pull.

    Attributes:
        scope: The key as it is configured.
        key: The key as it is now.
        row: The project as Jira describes it.
        web: Where people read Jira; links start with it.
        date: Jira's clock at the first answer about this project in a pull.
    """

    scope: str
    key: str
    row: Row
    web: str
    date: datetime


class Site(Protocol):
    """One Jira."""

    http: HttpClient
    api: str
    """Where the interface starts, below the base URL."""
    most_users: int
    """How many accounts are asked for at once."""
    most_issues: int
    """Of how many issues the changes are asked for at once."""

    def issues(self, jql: str, fields: Sequence[str], token: str | int | None) -> Page:
        """One page of a search."""

    def changes(self, issue_ids: Sequence[str]) -> Iterator[list[Histories]]:
        """Yields histories of issues, page by page; an issue may be in several pages."""

    def users(self, account_ids: Sequence[str]) -> list[tuple[Row, datetime]]:
        """The accounts that still exist, of at most ``most_users``, and when Jira said so."""

    def account(self, user: Row) -> str:
        """What identifies an account for ever."""

    def descriptions(self, issue_ids: Sequence[str]) -> Iterator[tuple[str, Any]]:
        """Yields the id and description of each issue that still exists, of at most 100."""

    def mentioned(self, name: str) -> str | None:
        """The account that a mention names, None if there is none."""


@dataclass(frozen=True)
class ServerInfo:
    """What a site says about itself.

    Attributes:
        is_cloud: Whether it is Jira Cloud.
        web: Where people read it.
    """

    is_cloud: bool
    web: str


def server_info(settings: Settings, http: HttpClient) -> ServerInfo:
    """Asks a site which Jira it is.

    Raises:
        WrongFlavour: It does not say, or the credential is for the other one.
    """
    answer = http.get("/rest/api/2/serverInfo")
    body = answer.body if isinstance(answer.body, dict) else {}
    flavour, web = body.get("deploymentType"), body.get("baseUrl")
    if flavour not in ("Cloud", "Server") or not isinstance(web, str):
        raise WrongFlavour(f"{answer.label} names no deployment type of Jira")
    if (flavour == "Cloud") != (settings.email_env is not None):
        raise WrongFlavour(f"the site is Jira {flavour}")
    return ServerInfo(flavour == "Cloud", web.rstrip("/"))


def whole_number(row: Mapping[str, Any], name: str, label: str) -> int:
    """A number of an answer.

    Raises:
        BadPayload: There is none.
    """
    found = row.get(name)
    if isinstance(found, int) and not isinstance(found, bool):
        return found
    raise BadPayload(f"{label} answered without {name}")


def described(row: Any, label: str) -> tuple[str, Any]:
    """The id and the description of an issue.

    Raises:
        BadPayload: It is no issue.
    """
    fields = row.get("fields") if isinstance(row, dict) else None
    if not isinstance(fields, dict) or not isinstance(row.get("id"), str):
        raise BadPayload(f"{label} answered no issue")
    return row["id"], fields.get("description")


def offset_page(answer: Answer, name: str, start: int) -> Page:
    """A page of a list that is paged by offset.

    Raises:
        BadPayload: It does not say where it starts or how many rows there are.
        CursorStuck: It is another page than was asked for.
    """
    rows = answer.rows_of(name)
    if whole_number(answer.body, "startAt", answer.label) != start:
        raise CursorStuck(f"{answer.label} answered another page than was asked for")
    total, following = whole_number(answer.body, "total", answer.label), start + len(rows)
    return Page(answer.label, rows, answer.date, following if following < total else None)
