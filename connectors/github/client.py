"""Reads pages of GitHub, and says which repository a configured name stands for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from github.Organization import Organization
from github.Repository import Repository
from github.Requester import Requester

from connectors.errors import BadPayload, Permanent
from connectors.github.auth import HEADERS, Credential
from connectors.github.settings import Settings
from connectors.rest.http import HttpClient
from connectors.rest.paging import Row
from connectors.settings import Runtime

PAGE = {"per_page": "100"}


class PolicyRequester(Requester):
    """Lets PyGithub's objects read through an ``HttpClient``.

    ``requestJsonAndCheck`` is the one public method all of them read through, so neither
    PyGithub's connections nor its retries, throttle and redirects (which lose the query) are ever
    reached.
    """

    def __init__(self, http: HttpClient, base_url: str) -> None:
        super().__init__(
            auth=None,
            base_url=base_url,
            timeout=0,
            user_agent="unsung",
            per_page=int(PAGE["per_page"]),
            verify=True,
            retry=None,
            pool_size=None,
        )
        self._http = http

    def requestJsonAndCheck(  # noqa: N802  # because PyGithub calls it by this name
        self, verb: str, url: str, parameters: dict[str, Any] | None = None, *_: Any, **__: Any
    ) -> tuple[dict[str, Any], Any]:
        """Answers as PyGithub expects it: headers by lower-case name, and the decoded body.

        Headers and bodies that PyGithub would send are left out: we only read.
        """
        if verb != "GET":
            raise Permanent(f"{verb} {url} is no read")
        answer = self._http.get(url, parameters)
        body = answer.body if isinstance(answer.body, dict) else answer.rows()
        return {name.lower(): value for name, value in answer.headers.items()}, body


@dataclass(frozen=True)
class Target:
    """One repository as it is called now.

    Attributes:
        id: Immutable, unlike the name.
        name: Its canonical full name.
        row: The repository as GitHub describes it.
        date: GitHub's clock at the answer, the first one about this repository in a pull.
    """

    id: int
    name: str
    row: Row
    date: datetime

    @property
    def path(self) -> str:
        """Where its lists are, below the base URL."""
        return f"/repos/{self.name}"


class Client:
    """One credential on one GitHub."""

    def __init__(self, settings: Settings, credential: Credential, runtime: Runtime) -> None:
        self.credential = credential
        self.threads = settings.threads or 1
        self.http = HttpClient(
            settings.base_url, credential, runtime, headers=HEADERS, threads=self.threads
        )
        self._base_url = settings.base_url.rstrip("/")
        self._requester = PolicyRequester(self.http, self._base_url)

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self.http.requests + self.credential.requests

    def relative(self, link: str | None) -> str | None:
        """A link without the base URL, as a cursor can keep it."""
        return None if link is None else link.removeprefix(self._base_url)

    def names(self, configured: str) -> Iterator[str]:
        """The repositories a configured name stands for: itself, or an organization's."""
        if not configured.startswith("org:"):
            yield configured
            return
        url = f"{self._base_url}/orgs/{configured.removeprefix('org:')}"
        organization = Organization(self._requester, attributes={"url": url}, completed=True)
        for repository in organization.get_repos(sort="full_name"):
            yield repository.full_name

    def resolve(self, name: str) -> Target:
        """Follows renames and transfers to the repository that now answers to a name.

        Raises:
            NotFound: There is none, or the credential may not see it.
        """
        repository = Repository(self._requester, url=f"/repos/{name}")
        row, headers = repository.raw_data, repository.raw_headers
        if not isinstance(row, dict) or {"id", "full_name"} - row.keys():
            raise BadPayload("a repository came without id or name")
        date = parsedate_to_datetime(str(headers["date"]))
        return Target(row["id"], row["full_name"], row, date)
