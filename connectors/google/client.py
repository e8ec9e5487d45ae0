"""Asks Google's APIs. Requests are built, and checked, by Google's own discovery documents.

google-api-python-client makes the requests but never sends one: ``HttpClient`` does, so that one
policy for retries, deadlines and messages holds for every tool. Messages name the method, such as
``calendar.events.list``, because Google's paths hold addresses of people.
"""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc

from connectors.errors import BadPayload
from connectors.google.auth import Credential, read_credential
from connectors.google.settings import Settings
from connectors.rest.answer import Answer
from connectors.rest.http import HttpClient
from connectors.rest.paging import Page, by_token
from connectors.settings import Runtime

# It writes the URL of every request it makes, which may hold an address, into its debug lines.
logging.getLogger("googleapiclient").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Api:
    """One API and the scopes its reads need, by their short names."""

    name: str
    version: str
    scopes: tuple[str, ...]


DIRECTORY = Api(
    "admin",
    "directory_v1",
    ("admin.directory.user.readonly", "admin.directory.group.readonly"),
)
REPORTS = Api("admin", "reports_v1", ("admin.reports.audit.readonly",))
CALENDAR = Api("calendar", "v3", ("calendar.events.readonly",))
MEET = Api("meet", "v2", ("meetings.space.readonly",))
DRIVE = Api("drive", "v3", ("drive.metadata.readonly",))
ACTIVITY = Api("driveactivity", "v2", ("drive.activity.readonly",))
DOCS = Api("docs", "v1", ("documents.readonly",))
SHEETS = Api("sheets", "v4", ("spreadsheets.readonly",))
FORMS = Api("forms", "v1", ("forms.responses.readonly", "forms.body.readonly"))


class Client:
    """One credential, for any API and for any person it may act for."""

    def __init__(
        self,
        credentials_file: str,
        runtime: Runtime,
        *,
        base_url: str | None = None,
        threads: int = 1,
    ) -> None:
        self.credential: Credential = read_credential(credentials_file, runtime)
        self.threads, self._base_url, self._runtime = threads, base_url, runtime
        self._https: dict[tuple[Api, str | None], HttpClient] = {}

    @property
    def requests(self) -> int:
        """Requests sent so far, those for tokens included."""
        return self.credential.requests + sum(http.requests for http in self._https.values())

    def session(self, api: Api, subject: str | None = None) -> "Session":
        """An API as one person sees it; None as the credential itself does."""
        root, service = _service(api.name, api.version)
        if (api, subject) not in self._https:
            self._https[api, subject] = HttpClient(
                self._base_url or root,
                self.credential.headers(api.scopes, subject),
                self._runtime,
                threads=self.threads,
            )
        return Session(service, root, self._https[api, subject])


@dataclass(frozen=True)
class Session:
    """One API for one person.

    Attributes:
        service: Google's resource object: ``session.service.events().list`` makes a request.
        root: What the URLs of its requests begin with.
        http: Sends them, below the configured base URL if there is one.
    """

    service: Any
    root: str
    http: HttpClient

    def ask(self, request: Any) -> Answer:
        """Sends a request that the service made.

        Raises:
            SourceError: The typed reason why there is no answer.
        """
        path = request.uri.removeprefix(self.root)
        if request.body is not None:
            return self.http.post(path, json.loads(request.body), name=request.methodId)
        return self.http.get(path, name=request.methodId)

    def pages(
        self, make: Callable[[str | None], Any], rows: str, token: str | None = None
    ) -> Iterator[Page]:
        """Yields the pages of a list; Google's may be empty although more follow.

        Args:
            make: Makes the request of the page that starts at a token.
            rows: Where the body holds the rows; Google leaves out an empty list.
            token: Where to start or resume.
        """

        def fetch(token: str | int | None) -> Page:
            answer = self.ask(make(None if token is None else str(token)))
            if not isinstance(answer.body, dict):
                raise BadPayload(f"{answer.label} answered something other than an object")
            body = answer.body
            items = answer.rows_of(rows) if rows in body else []
            following = body.get("nextPageToken") or None
            return Page(answer.label, items, answer.date, following, body)

        return by_token(fetch, token, may_be_empty=True)


class _Unsent:
    """Stands where Google's client wants a transport, which it never uses."""


# Google's client writes documentation for every method of an object: 35 MB for Sheets.
@cache
def _service(name: str, version: str) -> tuple[str, Any]:
    """Where an API lives, and the object that makes its requests."""
    document = json.loads(get_static_doc(name, version))
    return document["rootUrl"].rstrip("/"), build_from_document(document, http=_Unsent())


def open_client(settings: Settings, credentials_file: str, runtime: Runtime) -> Client:
    """The client of the configured credential."""
    return Client(
        credentials_file,
        runtime,
        base_url=settings.base_url,
        threads=settings.threads or 4,
    )
