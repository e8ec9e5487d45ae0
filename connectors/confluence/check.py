"""What `unsung check` says about Confluence: enough to read."""

from collections.abc import Iterator

from connectors.confluence.site import Site
from connectors.errors import AuthExpired, Gone, ScopeRevoked
from connectors.settings import Finding


def check_scope(site: Site, key: str) -> Iterator[Finding]:
    """Says what is missing to read a space."""
    try:
        target = site.resolve(key)
    except ScopeRevoked:
        yield Finding("missing", f"{key}: not found; let the account view the space")
        return
    probes = site.probes(target).items()
    missing = [name for name, path in probes if not _reads(site, path)]
    for name in missing:
        yield Finding("missing", f"{key}: grant {name}")
    if not missing:
        yield Finding("ok", f"{key}: everything is readable")


def _reads(site: Site, path: str) -> bool:
    """Scoped tokens are refused with 401 where their scopes do not suffice, others with 403."""
    try:
        site.http.get(path)
    except (AuthExpired, Gone, ScopeRevoked):
        return False
    return True
