"""A Workspace behind HTTP: the token endpoint, and every API below one host."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox import server
from sandbox.google.model.workspace import Workspace
from sandbox.google.routes import (
    activity,
    calendar,
    directory,
    docs,
    drive,
    forms,
    meet,
    reports,
    sheets,
)
from sandbox.google.routes.route import Caller, Route, refused
from sandbox.server import Asked, Reply

AUDIENCE = "https://oauth2.googleapis.com/token"
SCOPE = "https://www.googleapis.com/auth/"
ROUTES: tuple[Route, ...] = (
    *directory.ROUTES,
    *reports.ROUTES,
    *calendar.ROUTES,
    *meet.ROUTES,
    *drive.ROUTES,
    *activity.ROUTES,
    *docs.ROUTES,
    *sheets.ROUTES,
    *forms.ROUTES,
)
_JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFETIME = 3600


@dataclass
class Api:
    """Answers requests about a Workspace.

    Attributes:
        client_email: The service account's own address.
        users: Refresh token -> address and scopes of the user who gave it.
        callers: Access token -> whom it stands for.
    """

    workspace: Workspace
    client_email: str = "miner@unsung.iam.gserviceaccount.example"
    client_id: str = "100000000000000000001"
    users: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    callers: dict[str, Caller] = field(default_factory=dict)

    def key_file(self, base_url: str) -> dict[str, Any]:
        """The service account's key as Google's console writes it."""
        pem = _key().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return {
            "type": "service_account",
            "client_id": self.client_id,
            "client_email": self.client_email,
            "private_key_id": "1",
            "private_key": pem.decode(),
            "token_uri": f"{base_url}/token",
        }

    def user_file(self, base_url: str, email: str, scopes: frozenset[str]) -> dict[str, Any]:
        """An authorized user's file, after that user has consented to the scopes."""
        refresh = f"refresh-{len(self.users)}"
        self.users[refresh] = (email, scopes)
        return {
            "type": "authorized_user",
            "client_id": "200000000000.apps.example",
            "client_secret": "an-invented-secret",
            "refresh_token": refresh,
            "token_uri": f"{base_url}/token",
        }

    def answer(self, asked: Asked) -> Reply:
        """Answers the token endpoint, or a method whose scopes the token has."""
        if asked.path == "/token":
            return self._token(dict(asked.form))
        caller = self.callers.get(server.credential(asked.headers))
        if caller is None:
            return self.refuse()
        for route in ROUTES:
            match = re.fullmatch(route.path, asked.path)
            if match and route.method == asked.method:
                if not caller.scopes & set(route.scopes):
                    text = "Request had insufficient authentication scopes."
                    return refused(403, "insufficientPermissions", text)
                return route.handler(self.workspace, asked, match, caller)
        return refused(404, "notFound", "Not Found")

    def refuse(self) -> Reply:
        """Answers a token that is not accepted."""
        return refused(401, "authError", "Invalid Credentials")

    def is_open(self, asked: Asked) -> bool:
        """Everything: the tokens are our own affair."""
        del asked
        return True

    def decorate(self, asked: Asked, reply: Reply, body: bytes) -> Mapping[str, str]:
        """Nothing beyond the usual."""
        del asked, reply, body
        return {}

    def _token(self, form: Mapping[str, str]) -> Reply:
        if form.get("grant_type") == "refresh_token":
            given = self.users.get(form.get("refresh_token", ""))
            if given is None:
                return Reply(400, {"error": "invalid_grant"})
            return self._issued(*given, " ".join(SCOPE + scope for scope in sorted(given[1])))
        if form.get("grant_type") != _JWT_GRANT:
            return Reply(400, {"error": "unsupported_grant_type"})
        try:
            claims = jwt.decode(
                form["assertion"],
                _key().public_key(),
                ["RS256"],
                audience=AUDIENCE,
                options={"verify_exp": False, "verify_iat": False},
            )
        except jwt.PyJWTError:
            return Reply(400, {"error": "invalid_grant", "error_description": "Invalid JWT"})
        return self._delegated(claims)

    def _delegated(self, claims: Mapping[str, Any]) -> Reply:
        now = self.workspace.clock().timestamp()
        is_current = claims["iat"] - 600 <= now <= claims["exp"] <= claims["iat"] + _LIFETIME
        if claims["iss"] != self.client_email or not is_current:
            return Reply(400, {"error": "invalid_grant"})
        scopes = frozenset(name.removeprefix(SCOPE) for name in claims["scope"].split())
        subject = claims.get("sub")
        granted = self.workspace.granted if subject else self.workspace.own_scopes
        if granted is not None and scopes - granted:
            return Reply(401, {"error": "unauthorized_client"})
        account = self.workspace.account(subject) if subject else None
        if subject and (account is None or account.is_suspended):
            return Reply(400, {"error": "invalid_grant"})
        return self._issued(account.email if account else self.client_email, scopes)

    def _issued(self, email: str, scopes: frozenset[str], told: str | None = None) -> Reply:
        token = f"token-{len(self.callers)}"
        self.callers[token] = Caller(self.workspace.account(email), email, scopes)
        body: dict[str, Any] = {
            "access_token": token,
            "expires_in": _LIFETIME,
            "token_type": "Bearer",
        }
        return Reply(200, {**body, "scope": told} if told else body)


@cache
def _key() -> rsa.RSAPrivateKey:
    """One for all, as making it takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Server(server.Server):
    """Serves a Workspace.

    Attributes:
        workspace: What there is.
        api: Answers about it.
    """

    api: Api

    def __init__(self, workspace: Workspace, *, latency: float = 0.0) -> None:
        super().__init__(lambda: workspace.clock(), latency=latency)
        self.workspace, self.api = workspace, Api(workspace)
