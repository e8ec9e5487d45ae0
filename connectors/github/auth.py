"""The two credentials GitHub accepts from us, as ``authorize`` functions of an ``HttpClient``."""

from collections.abc import Mapping
from typing import Protocol

import jwt
from github import Auth

from connectors.errors import AuthExpired, BadPayload, Permanent, ScopeRevoked
from connectors.github.settings import Settings
from connectors.rest.http import HttpClient
from connectors.settings import Runtime

HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}


class Credential(Protocol):
    """Gives the headers of a credential, fresh ones at every call."""

    def __call__(self) -> Mapping[str, str]:
        """The headers."""

    @property
    def permissions(self) -> Mapping[str, str] | None:
        """What is granted, as far as GitHub tells."""

    @property
    def requests(self) -> int:
        """Requests it took to get the headers."""


class Token:
    """A personal access token; GitHub does not tell what a fine-grained one may do."""

    permissions = None
    requests = 0

    def __init__(self, token: str) -> None:
        self._auth = Auth.Token(token)

    def __call__(self) -> Mapping[str, str]:
        """The headers."""
        return _headers(self._auth)


class Installation:
    """A GitHub App where it is installed. Its tokens live an hour; after a 401 there is a new one.

    PyGithub signs for the App. Its ``AppInstallationAuth`` would fetch the token over a Requester
    of its own making, outside our HTTP policy, so that one call is made here.
    """

    def __init__(self, settings: Settings, private_key: str, runtime: Runtime) -> None:
        self._app = Auth.AppAuth(settings.app_id or 0, private_key)
        self._installation = settings.installation_id
        self._http = HttpClient(settings.base_url, self._signed, runtime, headers=HEADERS)
        self.permissions: Mapping[str, str] | None = None

    def __call__(self) -> Mapping[str, str]:
        """The headers of a new installation token.

        Raises:
            AuthExpired: The key is refused, or the App is suspended or not installed any more.
        """
        try:
            answer = self._http.post(f"/app/installations/{self._installation}/access_tokens", {})
        except (AuthExpired, ScopeRevoked):
            cause = f"GitHub gives the App no token for installation {self._installation}"
            action = (
                "check the App's id, its private key and that it is installed and not suspended"
            )
            raise AuthExpired(cause, action=action) from None
        body = answer.body
        if not isinstance(body, dict) or not isinstance(body.get("token"), str):
            raise BadPayload(f"{answer.label} answered no token")
        self.permissions = dict(body.get("permissions") or {})
        return _headers(Auth.Token(body["token"]))

    @property
    def requests(self) -> int:
        """Requests it took to get the headers."""
        return self._http.requests

    def _signed(self) -> Mapping[str, str]:
        try:
            return _headers(self._app)
        except (ValueError, TypeError, jwt.PyJWTError):
            # The library's text may quote the key.
            raise Permanent("the App's private key is not a PEM key") from None


def credential(settings: Settings, secrets: Mapping[str, str], runtime: Runtime) -> Credential:
    """The credential that is configured."""
    if settings.app_id is None:
        return Token(secrets["token"].strip())
    return Installation(settings, secrets["app_private_key"], runtime)


def _headers(auth: Auth.Auth) -> Mapping[str, str]:
    headers: dict[str, str] = {}
    auth.authentication(headers)
    return headers
