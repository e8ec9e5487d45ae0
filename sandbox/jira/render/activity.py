"""How what people do on an issue is written."""

from sandbox.jira.render.references import Json, References, stamp, without_deleted
from sandbox.jira.rows import CONFLUENCE, Comment, History, Issue, Item, RemoteLink, User, Worklog


class Activity:
    """Writes comments, worklogs, changes and links to pages outside."""

    def __init__(self, to: References) -> None:
        self._to = to

    def comment(self, row: Comment) -> Json:
        """A comment; whether the customer sees it is said in different places."""
        rendered: Json = {
            "self": f"{self._to.api}/issue/{row.issue.id}/comment/{row.id}",
            "id": str(row.id),
            "author": self._to.user(row.author),
            "body": self._to.body(row.body, row.mentions),
            "updateAuthor": self._to.user(row.updater),
            "created": stamp(row.created_at),
            "updated": stamp(row.updated_at),
        }
        if self._to.is_cloud and row.internal is not None:
            rendered["jsdPublic"] = not row.internal
        elif row.internal is not None:
            said = {"key": "sd.public.comment", "value": {"internal": row.internal}}
            rendered["properties"] = [said]
        return without_deleted(rendered, "author", "updateAuthor")

    def worklog(self, row: Worklog) -> Json:
        """Time spent."""
        rendered = {
            "self": f"{self._to.api}/issue/{row.issue.id}/worklog/{row.id}",
            "id": str(row.id),
            "issueId": str(row.issue.id),
            "author": self._to.user(row.author),
            "updateAuthor": self._to.user(row.author),
            "comment": self._to.body(row.remark),
            "created": stamp(row.created_at),
            "updated": stamp(row.updated_at),
            "started": stamp(row.started_at),
            "timeSpent": f"{row.minutes}m",
            "timeSpentSeconds": row.minutes * 60,
        }
        return without_deleted(rendered, "author", "updateAuthor")

    def history(self, row: History) -> Json:
        """One edit with its items."""
        rendered = {
            "id": str(row.id),
            "author": self._to.user(row.author),
            "created": stamp(row.created_at),
            "items": [self._item(item) for item in row.items],
        }
        if row.is_automated:
            rule = {"id": "automation", "type": "automation-rule"}
            rendered["historyMetadata"] = {"type": "automation", "generator": rule}
        return without_deleted(rendered, "author")

    def remote_link(self, row: RemoteLink, issue: Issue) -> Json:
        """A link to a page outside."""
        rendered: Json = {
            "id": row.id,
            "self": f"{self._to.api}/issue/{issue.id}/remotelink/{row.id}",
            "globalId": f"system={row.url}",
            "application": {},
            "relationship": "mentioned in",
            "object": {"url": row.url, "title": row.title, "icon": {}, "status": {"icon": {}}},
        }
        if row.page_id is not None:
            rendered["globalId"] = f"appId={CONFLUENCE}&pageId={row.page_id}"
            rendered["application"] = {"type": "com.atlassian.confluence", "name": "Wiki"}
        return rendered

    def _item(self, row: Item) -> Json:
        rendered: Json = {
            "field": row.field,
            "fieldtype": "custom" if (row.field_id or "").startswith("customfield") else "jira",
            "from": self._identity(row.from_id),
            "fromString": row.from_text,
            "to": self._identity(row.to_id),
            "toString": row.to_text,
        }
        if self._to.is_cloud and row.field_id is not None:
            rendered["fieldId"] = row.field_id
        # The description knows strings only; what Jira sends as null is left out.
        return {name: part for name, part in rendered.items() if part is not None}

    def _identity(self, value: str | User | None) -> str | None:
        if isinstance(value, User):
            return value.account_id if self._to.is_cloud else value.key
        return value
