"""What `unsung check` says about PagerDuty: enough to read, and what can be told of the rest."""

from collections.abc import Iterator

from connectors.errors import AuthExpired, Permanent, ScopeRevoked
from connectors.pagerduty.client import Client, Target
from connectors.rest.http import HttpClient
from connectors.settings import Finding

NEEDED = {
    "incidents.read": "/log_entries",
    "services.read": "/services",
    "users.read": "/users",
    "teams.read": "/teams",
    "schedules.read": "/schedules",
    "oncalls.read": "/oncalls",
}
"""Scope of an OAuth token -> a list that needs it."""

AUDIT = "/audit/records"


def check_scope(client: Client, scope: str) -> Iterator[Finding]:
    """Says what is missing to read the account or a team."""
    try:
        target = client.resolve(scope)
    except ScopeRevoked:
        yield Finding("missing", f"{scope}: not found or not readable; grant services.read")
        return
    missing = [name for name, path in NEEDED.items() if not _reads(client.http, path)]
    for name in missing:
        yield Finding("missing", f"{scope}: grant {name}")
    if not missing:
        yield Finding("ok", f"{scope}: everything but audit records is readable")
    yield from _check_audit(client, target)


def check_credential(client: Client) -> Iterator[Finding]:
    """Says whether the credential is a person's; PagerDuty does not tell whether it can write."""
    if _reads(client.http, "/users/me"):
        text = "the key belongs to a person and may do what they may; use a read-only account key"
        yield Finding("excess", text)
    else:
        yield Finding("ok", "PagerDuty does not tell whether a key can write; make it read-only")


def _check_audit(client: Client, target: Target) -> Iterator[Finding]:
    if target.is_team:
        return
    if _reads(client.http, AUDIT):
        yield Finding("ok", f"{target.scope}: audit records are readable")
    else:
        text = "audit records need an admin's or account's key and a plan with the audit trail"
        yield Finding("missing", f"{target.scope}: {text}, or leave out the stream audit_record")


def _reads(http: HttpClient, path: str) -> bool:
    try:
        http.get(path, {} if path == "/users/me" else {"limit": "1"})
    except (AuthExpired, ScopeRevoked, Permanent):
        return False
    return True
