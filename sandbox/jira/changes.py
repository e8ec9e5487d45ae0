"""Changes a field of an issue, and says it as Jira's changelog does."""

from collections.abc import Callable, Sequence
from typing import Any

from sandbox.jira.rows import Issue, Item

SPRINT_FIELD = "customfield_10020"
PARENT_FIELD = "parent"

_NAMED = {
    "status": ("status", "status"),
    "priority": ("priority", "priority"),
    "issuetype": ("issuetype", "type"),
    "resolution": ("resolution", "resolution"),
}
"""Field -> its id, and where the issue holds the name."""

_TEXTS = {"summary": "title", "description": "body"}
"""Field, which is also its id -> where the issue holds the text."""

_LISTS = {"Component": ("components", "components"), "Fix Version": ("fixVersions", "versions")}
"""Field with one item per value added or removed -> its id, and where the issue holds them."""


def changed(issue: Issue, field: str, to: Any, id_of: Callable[[str, str], str]) -> list[Item]:
    """Applies a change and returns its items.

    Raises:
        KeyError: This field cannot be changed.
    """
    if field in _NAMED:
        return [_named(issue, field, to, id_of)]
    if field in _TEXTS:
        return [_text(issue, field, to)]
    if field in _LISTS:
        return _list(issue, field, to, id_of)
    return [_SINGLE[field](issue, to)]


def _named(issue: Issue, field: str, to: str | None, id_of: Callable[[str, str], str]) -> Item:
    field_id, attribute = _NAMED[field]
    before = getattr(issue, attribute)
    setattr(issue, attribute, to)
    ids = [None if name is None else id_of(field, name) for name in (before, to)]
    return Item(field, field_id, ids[0], before, ids[1], to)


def _text(issue: Issue, field: str, to: str) -> Item:
    before = getattr(issue, _TEXTS[field])
    setattr(issue, _TEXTS[field], to)
    return Item(field, field, None, before, None, to)


def _list(
    issue: Issue, field: str, to: Sequence[Any], id_of: Callable[[str, str], str]
) -> list[Item]:
    field_id, attribute = _LISTS[field]
    before, after = getattr(issue, attribute), list(to)
    setattr(issue, attribute, after)

    def said(row: Any) -> tuple[str, str]:
        return (id_of(field, row), row) if isinstance(row, str) else (str(row.id), row.name)

    gone = [Item(field, field_id, *said(row), None, None) for row in before if row not in after]
    new = [Item(field, field_id, None, None, *said(row)) for row in after if row not in before]
    return gone + new


def _assignee(issue: Issue, to: Any) -> Item:
    before, issue.assignee = issue.assignee, to
    texts = [None if user is None else user.name for user in (before, to)]
    return Item("assignee", "assignee", before, texts[0], to, texts[1])


def _labels(issue: Issue, to: Sequence[str]) -> Item:
    before, issue.labels = issue.labels, list(to)
    return Item("labels", "labels", None, " ".join(before), None, " ".join(to))


def _sprint(issue: Issue, to: Any) -> Item:
    before = issue.sprints
    issue.sprints = [] if to is None else list(to) if isinstance(to, list | tuple) else [to]
    ids = [", ".join(str(row.id) for row in rows) for rows in (before, issue.sprints)]
    names = [", ".join(row.name for row in rows) for rows in (before, issue.sprints)]
    return Item("Sprint", SPRINT_FIELD, ids[0], names[0], ids[1], names[1])


def _parent(issue: Issue, to: Issue | None) -> Item:
    before, issue.parent = issue.parent, to
    ids = [None if row is None else str(row.id) for row in (before, to)]
    keys = [None if row is None else row.key for row in (before, to)]
    return Item("IssueParentAssociation", PARENT_FIELD, ids[0], keys[0], ids[1], keys[1])


_SINGLE: dict[str, Callable[[Issue, Any], Item]] = {
    "assignee": _assignee,
    "labels": _labels,
    "Sprint": _sprint,
    "Parent": _parent,
}
