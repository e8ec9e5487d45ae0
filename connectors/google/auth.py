"""The credentials Google accepts from us: a service account's key, or a user's refresh token.

Tokens are asked for with the scopes of one API at a time, so that a scope that was not granted
stops the streams of that API only.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jwt
from jwt.algorithms import RSAAlgorithm

from connectors.errors import AuthExpired, BadPayload, Permanent, ScopeRevoked, SourceError
from connectors.rest.answer import Answer
from connectors.rest.http import HttpClient
from connectors.settings import Runtime

SCOPE = "https://www.googleapis.com/auth/"
AUDIENCE = "https://oauth2.googleapis.com/token"
"""What the grant is for, also where another token endpoint is named in the key file."""

_JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFETIME = 3600
_TYPES = ("service_account", "authorized_user")


@dataclass(frozen=True)
class Credential:
    """The content of a credentials file.

    Attributes:
        type: ``service_account`` or ``authorized_user``.
        client_id: What an administrator grants scopes to; no secret.
    """

    type: str
    client_id: str
    info: Mapping[str, Any]
    http: HttpClient
    runtime: Runtime

    @property
    def requests(self) -> int:
        """Requests it took to get tokens."""
        return self.http.requests

    @property
    def is_service_account(self) -> bool:
        """Whether this is no person's."""
        return self.type == "service_account"

    def headers(self, scopes: tuple[str, ...], subject: str | None) -> Callable[[], dict[str, str]]:
        """An ``authorize`` function of an `HttpClient`: headers of a fresh token at every call."""

        def authorize() -> dict[str, str]:
            return {"Authorization": f"Bearer {self.token(scopes, subject)['access_token']}"}

        return authorize

    def token(self, scopes: tuple[str, ...], subject: str | None) -> Mapping[str, Any]:
        """Asks for a token; the answer's ``scope`` says what it may do, where Google tells.

        Args:
            scopes: Short names, such as ``drive.metadata.readonly``.
            subject: Address of who is acted for, None for nobody.

        Raises:
            ScopeRevoked: The scopes are not granted, or the one acted for is gone.
            AuthExpired: There is no token for anything.
        """
        form = self._grant(scopes, subject)
        try:
            return _token(self.http.post_form("", form, name="token"))
        except (AuthExpired, Permanent, ScopeRevoked) as error:
            raise self._refusal(error, scopes, subject) from None

    def _refusal(
        self, error: SourceError, scopes: tuple[str, ...], subject: str | None
    ) -> SourceError:
        """What it means that there is no token: for the scopes, the account or the client."""
        client, names = f"client {self.client_id}", " ".join(scopes)
        if type(error) is ScopeRevoked:
            action = "grant these scopes to the client in the Admin console, Security, API controls"
            return ScopeRevoked(f"Google grants {client} no token for {names}", action=action)
        if type(error) not in (AuthExpired, Permanent):
            return error
        if type(error) is Permanent and self.is_service_account and subject is not None:
            # A key that is itself refused gets no token for the service account either.
            with suppress(ScopeRevoked):
                self.token(scopes, None)
            cause = f"Google refuses {client} a token for one account ({names})"
            action = "the account may be suspended, deleted or have withdrawn consent"
            return ScopeRevoked(cause, action=action)
        return AuthExpired(f"Google refuses {client} any token")

    def _grant(self, scopes: tuple[str, ...], subject: str | None) -> dict[str, str]:
        if not self.is_service_account:
            return {
                "grant_type": "refresh_token",
                "client_id": self.client_id,
                "client_secret": self.info["client_secret"],
                "refresh_token": self.info["refresh_token"],
            }
        now = int(self.runtime.clock().timestamp())
        claims = {
            "iss": self.info["client_email"],
            "scope": " ".join(SCOPE + scope for scope in scopes),
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + _LIFETIME,
            **({"sub": subject} if subject else {}),
        }
        headers = {"kid": str(self.info.get("private_key_id", ""))}
        assertion = jwt.encode(claims, self._key, "RS256", headers)
        return {"grant_type": _JWT_GRANT, "assertion": assertion}

    @cached_property
    def _key(self) -> Any:
        """The key that signs; reading it takes far longer than signing."""
        algorithm = RSAAlgorithm(RSAAlgorithm.SHA256)
        try:
            return algorithm.prepare_key(self.info["private_key"])
        except (ValueError, TypeError, jwt.PyJWTError):
            # The library's text may quote the key.
            raise Permanent("the private key of the credentials file is not a PEM key") from None


def read_credential(file: str, runtime: Runtime) -> Credential:
    """Reads a credentials file; nothing is requested.

    Raises:
        Permanent: It cannot be read or is no such file.
    """
    path = Path(runtime.folder, file)
    try:
        info = json.loads(path.read_bytes())
    except (OSError, ValueError):
        raise Permanent("the Google credentials file cannot be read as JSON") from None
    needed = ("client_id", "private_key", "client_email")
    if not isinstance(info, dict) or info.get("type") not in _TYPES:
        raise Permanent("the Google credentials file is no service account's and no user's")
    if info["type"] == "authorized_user":
        needed = ("client_id", "client_secret", "refresh_token")
    if missing := [name for name in needed if not isinstance(info.get(name), str)]:
        raise Permanent(f"the Google credentials file lacks {', '.join(missing)}")
    http = HttpClient(info.get("token_uri") or AUDIENCE, dict, runtime)
    return Credential(info["type"], info["client_id"], info, http, runtime)


def _token(answer: Answer) -> Mapping[str, Any]:
    body = answer.body
    if not isinstance(body, dict) or not isinstance(body.get("access_token"), str):
        raise BadPayload(f"{answer.label} answered no token")
    return body
