"""What is read for the issues that changed, and for the accounts that anything names."""

from collections.abc import Iterator, Sequence
from typing import Any

from connectors.atlassian import named_accounts
from connectors.errors import NotFound
from connectors.jira import records
from connectors.jira.records import Context
from connectors.jira.site import Site
from connectors.rest.paging import in_order
from connectors.stream import Batch, Cursor, ParentKeys
from connectors.sync import After, parse, unread

REMOTE_LINK_FIELD = "RemoteIssueLink"
"""A changelog tells by this field that an issue's links to other tools changed."""


def changes(
    site: Site, context: Context, cursor: Cursor | None, parents: ParentKeys, threads: int
) -> Iterator[Batch]:
    """Reads the changes of every issue that changed, each once, and the links that these tell of.

    The place in the issues moves when some of them were read with all their changes.
    """
    held: Cursor = cursor or {"after": {}}
    for reached, issue_ids in _unread(parents, held, site.most_issues):
        linked: dict[str, None] = {}
        for page in site.changes(issue_ids):
            found = [change for issue in page for change in _changes(*issue, context)]
            linked |= {c.issue_id: None for c in found if c.field == REMOTE_LINK_FIELD}
            named = {account for change in found for account in records.named_by_change(change)}
            accounts = sorted(account for account in named if account is not None)
            yield Batch({"change": found}, held, changed={"change": [[accounts]]})
        held = reached
        yield _links(site, list(linked), held, threads)


def _changes(issue_id: str, histories: Sequence[Any], context: Context) -> list[Any]:
    found = (parse("change", records.changes, issue_id, h, context) for h in histories)
    return [change for changes_of_one in found for change in changes_of_one]


def _links(site: Site, issue_ids: Sequence[str], cursor: Cursor, threads: int) -> Batch:
    """The links to pages of some issues."""

    def read(issue_id: str) -> list[Any] | None:
        try:
            answer = site.http.get(f"{site.api}/issue/{issue_id}/remotelink")
        except NotFound:
            return None
        return parse("remote_link", records.remote_links, issue_id, answer.rows(), answer.date)

    landed: list[Any] = []
    complete: list[list[str]] = []
    for issue_id, found in in_order(read, issue_ids, threads):
        if found is not None:
            landed += found
            complete.append([issue_id])
    return Batch({"remote_link": landed}, cursor, complete={"remote_link": complete})


def _unread(parents: ParentKeys, cursor: Cursor, size: int) -> Iterator[tuple[Cursor, list[str]]]:
    """Yields changed issues, each once, some at a time, with the cursor after them."""
    waiting: list[str] = []
    for reached, key in unread(["issue"], parents, cursor):
        if key is not None:
            waiting.append(key[0])
        if len(waiting) == size or (key is None and reached != cursor):
            yield reached, waiting
            waiting = []


def users(
    site: Site, context: Context, cursor: Cursor | None, names: Sequence[str], parents: ParentKeys
) -> Iterator[Batch]:
    """Reads every account that something changed names, each once."""
    after: After = (cursor or {}).get("after", {})
    for slices, reached in named_accounts(parents, names, after, site.most_users):
        found = [
            parse("user", records.user, row, context, date)
            for asked in slices
            for row, date in site.users(asked)
        ]
        yield Batch({"user": found}, {"after": reached})
