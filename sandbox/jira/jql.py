"""The few forms of JQL that this Jira understands; any other is refused as Jira refuses errors."""

import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sandbox.jira.model import Site
from sandbox.jira.rows import Issue

_FORM = re.compile(
    r'project = "(?P<project>[A-Z][A-Z0-9_]*)"'
    r"(?: AND updated >= (?P<updated>\d{1,14}))?"
    r" ORDER BY (?P<order>created ASC, key ASC|key ASC)"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadQuery(Exception):
    """What is wrong with a query, in the words that a caller is told."""


def found(site: Site, jql: str, hidden: Collection[str]) -> list[Issue]:
    """The issues that a query finds in its index, in the order it asks for.

    Raises:
        BadQuery: It cannot be understood, is unbounded or names what is not there.
    """
    match = _FORM.fullmatch(jql)
    if match is None:
        unbounded = jql.lstrip().upper().startswith("ORDER BY") or not jql.strip()
        raise BadQuery(
            "Unbounded JQL queries are not allowed here. Please add a search restriction."
            if unbounded
            else "Error in the JQL Query."
        )
    project = site.projects.get(match["project"])
    if project is None or project.key in hidden:
        raise BadQuery(f"The value '{match['project']}' does not exist for the field 'project'.")
    indexed, given = site.clock() - site.index_lag, match["updated"]
    updated = None if given is None else _EPOCH + timedelta(milliseconds=int(given))
    issues = [
        issue
        for issue in project.issues.values()
        if issue.created_at <= indexed
        and (updated is None or updated <= issue.updated_at <= indexed)
    ]
    if match["order"] == "key ASC":
        return sorted(issues, key=_number)
    return sorted(issues, key=lambda issue: (issue.created_at, _number(issue)))


def _number(issue: Issue) -> int:
    return int(issue.key.rpartition("-")[2])
