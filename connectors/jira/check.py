"""What `unsung check` says about Jira: enough to read."""

from collections.abc import Iterator

from connectors.errors import AuthExpired, ScopeRevoked
from connectors.jira.settings import Onboarding
from connectors.jira.site import Site
from connectors.settings import Finding


def check_project(site: Site, key: str) -> Iterator[Finding]:
    """Says what is missing to read a project."""
    if not _reads(site, f"{site.api}/project/{key}"):
        text = f"{key}: not found; grant the project permission Browse Projects"
        yield Finding("missing", text)
        return
    missing = [
        (path, needed)
        for path, needed in (
            (f"{site.api}/field", "the scope read:jira-work"),
            (f"{site.api}/worklog/updated?since=0", "the scope read:jira-work for worklogs"),
        )
        if not _reads(site, path)
    ]
    for _, needed in missing:
        yield Finding("missing", f"{key}: grant {needed}")
    if not missing:
        yield Finding("ok", f"{key}: everything is readable")


def check_language(site: Site) -> Iterator[Finding]:
    """Says whether Data Center answers in another language than English; Cloud lets us ask for it.

    Names of types and resolutions come in the account's language and are untranslated nowhere
    (https://jira.atlassian.com/browse/JRASERVER-74088).
    """
    path = f"{site.api}/myself"
    if not _reads(site, path):
        return
    body = site.http.get(path).body
    locale = body.get("locale") if isinstance(body, dict) else None
    if isinstance(locale, str) and not locale.startswith("en"):
        text = "the account's language is not English; set it to English in its Jira profile"
        yield Finding("warning", text)


def check_fields(site: Site, rules: Onboarding) -> Iterator[Finding]:
    """Says which fields that onboarding is read by do not exist, or hold something else."""
    path = f"{site.api}/field"
    if not _reads(site, path):
        return
    kinds = {row.get("id"): row.get("schema") or {} for row in site.http.get(path).rows()}
    wanted = (
        ("buddy_field", rules.buddy_field, ("user",), "user picker"),
        ("start_field", rules.start_field, ("date", "datetime"), "date"),
    )
    for setting, field_id, types, name in wanted:
        if field_id is None:
            continue
        schema = kinds.get(field_id)
        if schema is None:
            text = f"{setting}: there is no field {field_id} that the credential may see"
            yield Finding("missing", text)
        elif schema.get("type") not in types and schema.get("items") not in types:
            yield Finding("missing", f"{setting}: {field_id} is not a {name}")


def _reads(site: Site, path: str) -> bool:
    """Scoped tokens are refused with 401 where their scopes do not suffice, others with 403."""
    try:
        site.http.get(path)
    except (AuthExpired, ScopeRevoked):
        return False
    return True
