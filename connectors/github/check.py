"""What `unsung check` says about GitHub: enough to read, and no more than that."""

from collections.abc import Iterator

from connectors.errors import Gone, ScopeRevoked
from connectors.github.client import Client
from connectors.settings import Finding

NEEDED = {
    "metadata": "",
    "issues": "/issues",
    "pull_requests": "/pulls",
    "contents": "/releases",
    "deployments": "/deployments",
}
"""Read permission -> a list that needs it."""

_READING_SCOPES = frozenset({"repo", "public_repo", "repo:status", "repo_deployment", "read:org"})


def check_scope(client: Client, scope: str) -> Iterator[Finding]:
    """Says which permissions are missing to read a repository."""
    try:
        path = client.resolve(scope).path
    except ScopeRevoked:
        yield Finding("missing", f"{scope}: not found; grant access to it (Metadata: read)")
        return
    missing = [name for name, tail in NEEDED.items() if tail and not _reads(client, path + tail)]
    for name in missing:
        yield Finding("missing", f"{scope}: grant the read permission {name}")
    if not missing:
        yield Finding("ok", f"{scope}: everything is readable")


def check_credential(client: Client) -> Iterator[Finding]:
    """Says what the credential may do that is not needed."""
    permissions = client.credential.permissions
    if permissions is not None:
        for name, level in sorted(permissions.items()):
            if name not in NEEDED:
                yield Finding("excess", f"the App's permission {name} is not needed")
            elif level != "read":
                yield Finding("excess", f"the App's permission {name} should be read, not {level}")
    scopes = client.http.get("/rate_limit").headers.get("X-OAuth-Scopes")
    for name in filter(None, (part.strip() for part in (scopes or "").split(","))):
        if name not in _READING_SCOPES:
            yield Finding("excess", f"the token's scope {name} is not needed")
    if scopes and "repo" in scopes.split(", "):
        text = "the classic scope repo can write; a fine-grained token or an App can only read"
        yield Finding("excess", text)


def _reads(client: Client, path: str) -> bool:
    try:
        client.http.get(path, {"per_page": "1"})
    except Gone:
        return True
    except ScopeRevoked:
        return False
    return True
