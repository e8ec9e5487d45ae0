"""Rows to the JSON that Atlassian's own description of Jira asks for, and Data Center's of it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Literal

from sandbox.jira.bodies import document, wiki
from sandbox.jira.changes import SPRINT_FIELD
from sandbox.jira.model import Site
from sandbox.jira.rows import (
    CATEGORIES,
    CONFLUENCE,
    LINK_TYPES,
    Comment,
    CustomField,
    History,
    Issue,
    Item,
    Link,
    Project,
    RemoteLink,
    Sprint,
    User,
    Version,
    Worklog,
)

Json = dict[str, Any]
Deployment = Literal["Cloud", "Server"]
EPIC_FIELD = "customfield_10014"

_CATEGORY_IDS = {"new": 2, "indeterminate": 4, "done": 3}
_SPRINT_TYPE = "com.pyxis.greenhopper.jira:gh-sprint"
_EPIC_TYPE = "com.pyxis.greenhopper.jira:gh-epic-link"
_CUSTOM = "com.atlassian.jira.plugin.system.customfieldtypes"
_CUSTOM_SCHEMAS: dict[str, Json] = {
    "user": {"type": "user", "custom": f"{_CUSTOM}:userpicker"},
    "users": {"type": "array", "items": "user", "custom": f"{_CUSTOM}:multiuserpicker"},
    "date": {"type": "date", "custom": f"{_CUSTOM}:datepicker"},
}
_SYSTEM_FIELDS = {
    "summary": "string",
    "description": "string",
    "status": "status",
    "assignee": "user",
    "priority": "priority",
    "labels": "array",
    "comment": "comments-page",
}


class Renderer:
    """Makes JSON as one kind of deployment writes it, with links that start at a base URL."""

    def __init__(self, site: Site, base: str, deployment: Deployment) -> None:
        self._site, self._is_cloud = site, deployment == "Cloud"
        self._api = f"{base}/rest/api/{3 if self._is_cloud else 2}"
        self._fields: dict[str, Callable[[Issue], Any]] = {
            "project": lambda row: self._project_ref(row.project),
            "summary": lambda row: row.title,
            "description": lambda row: self._body(row.body),
            "issuetype": lambda row: {
                **(self._named("issuetype", row.type) or {}),
                "subtask": row.type == "Sub-task",
            },
            "status": self._status,
            "priority": lambda row: self._named("priority", row.priority),
            "resolution": lambda row: self._named("resolution", row.resolution),
            "labels": lambda row: list(row.labels),
            "components": lambda row: [self._named("Component", name) for name in row.components],
            "fixVersions": lambda row: [self.version(version) for version in row.versions],
            "parent": self._parent,
            "creator": lambda row: self.user(row.creator),
            "reporter": lambda row: self.user(row.reporter),
            "assignee": lambda row: self.user(row.assignee),
            "comment": self._comments,
            "worklog": self._worklogs,
            "created": lambda row: stamp(row.created_at),
            "updated": lambda row: stamp(row.updated_at),
            "resolutiondate": lambda row: (
                None if row.resolved_at is None else stamp(row.resolved_at)
            ),
            "issuelinks": lambda row: [self._link(link, row) for link in row.links],
            SPRINT_FIELD: lambda row: [self._sprint(sprint) for sprint in row.sprints] or None,
            EPIC_FIELD: self._epic,
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that an issue has."""
        return (*self._fields, *self._site.custom_fields)

    def user(self, user: User | None) -> Json | None:
        """An account, null when it was deleted."""
        if user is None:
            return None
        key = "accountId" if self._is_cloud else "key"
        number = user.account_id if self._is_cloud else user.key
        row: Json = {
            "self": f"{self._api}/user?{key}={number}",
            key: number,
            "avatarUrls": {"48x48": f"{self._site.base_url}/avatars/{user.id}"},
            "displayName": user.name,
            "active": user.active,
            "timeZone": "Etc/UTC",
        }
        row |= {"accountType": user.type} if self._is_cloud else {"name": user.handle}
        return row if user.email is None else row | {"emailAddress": user.email}

    def account(self, user: User) -> Json:
        """An account as it is asked for by itself."""
        row = self.user(user) or {}
        return {name: part for name, part in row.items() if name != "avatarUrls"}

    def project(self, row: Project) -> Json:
        """A project with its versions."""
        rendered = {
            **self._project_ref(row),
            "lead": self.user(row.lead),
            "expand": "description,lead,issueTypes,url,projectKeys",
            "description": "",
            "components": [],
            "issueTypes": [],
            "assigneeType": "UNASSIGNED",
            "versions": [self.version(version) for version in row.versions],
            "roles": {},
        }
        return _without_deleted(rendered, "lead")

    def fields(self) -> list[Json]:
        """The fields of the site; the sprint is a custom one, and elsewhere than Cloud the epic."""
        custom = {SPRINT_FIELD: ("Sprint", "array", _SPRINT_TYPE)}
        if not self._is_cloud:
            custom[EPIC_FIELD] = ("Epic Link", "any", _EPIC_TYPE)
        system = [
            self._field(name, name.title(), {"type": type_, "system": name})
            for name, type_ in _SYSTEM_FIELDS.items()
        ]
        return (
            system
            + [
                self._field(
                    number, name, {"type": type_, "custom": kind, "customId": int(number[-5:])}
                )
                for number, (name, type_, kind) in custom.items()
            ]
            + [
                self._field(each.id, each.name, {**_CUSTOM_SCHEMAS[each.kind], "customId": number})
                for number, each in enumerate(self._site.custom_fields.values(), start=1)
            ]
        )

    def issue(self, row: Issue, fields: Iterable[str]) -> Json:
        """An issue with the fields asked for; an unknown field is left out."""
        asked = list(fields)
        known = {name: self._fields[name] for name in asked if name in self._fields}
        custom = self._site.custom_fields
        if row.parent is None:
            known.pop("parent", None)
        return {
            "expand": "operations,versionedRepresentations,editmeta,changelog,renderedFields",
            "id": str(row.id),
            "self": f"{self._api}/issue/{row.id}",
            "key": row.key,
            "fields": {name: make(row) for name, make in known.items()}
            | {name: self._custom(row, custom[name]) for name in asked if name in custom},
        }

    def comment(self, row: Comment) -> Json:
        """A comment; whether the customer sees it is said in different places."""
        rendered: Json = {
            "self": f"{self._api}/issue/{row.issue.id}/comment/{row.id}",
            "id": str(row.id),
            "author": self.user(row.author),
            "body": self._body(row.body, row.mentions),
            "updateAuthor": self.user(row.updater),
            "created": stamp(row.created_at),
            "updated": stamp(row.updated_at),
        }
        if self._is_cloud and row.internal is not None:
            rendered["jsdPublic"] = not row.internal
        elif row.internal is not None:
            said = {"key": "sd.public.comment", "value": {"internal": row.internal}}
            rendered["properties"] = [said]
        return _without_deleted(rendered, "author", "updateAuthor")

    def worklog(self, row: Worklog) -> Json:
        """Time spent."""
        rendered = {
            "self": f"{self._api}/issue/{row.issue.id}/worklog/{row.id}",
            "id": str(row.id),
            "issueId": str(row.issue.id),
            "author": self.user(row.author),
            "updateAuthor": self.user(row.author),
            "comment": self._body(row.remark),
            "created": stamp(row.created_at),
            "updated": stamp(row.updated_at),
            "started": stamp(row.started_at),
            "timeSpent": f"{row.minutes}m",
            "timeSpentSeconds": row.minutes * 60,
        }
        return _without_deleted(rendered, "author", "updateAuthor")

    def history(self, row: History) -> Json:
        """One edit with its items."""
        rendered = {
            "id": str(row.id),
            "author": self.user(row.author),
            "created": stamp(row.created_at),
            "items": [self._item(item) for item in row.items],
        }
        return _without_deleted(rendered, "author")

    def remote_link(self, row: RemoteLink, issue: Issue) -> Json:
        """A link to a page outside."""
        rendered: Json = {
            "id": row.id,
            "self": f"{self._api}/issue/{issue.id}/remotelink/{row.id}",
            "globalId": f"system={row.url}",
            "application": {},
            "relationship": "mentioned in",
            "object": {"url": row.url, "title": row.title, "icon": {}, "status": {"icon": {}}},
        }
        if row.page_id is not None:
            rendered["globalId"] = f"appId={CONFLUENCE}&pageId={row.page_id}"
            rendered["application"] = {"type": "com.atlassian.confluence", "name": "Wiki"}
        return rendered

    def version(self, row: Version) -> Json:
        """A version."""
        rendered = {
            "self": f"{self._api}/version/{row.id}",
            "id": str(row.id),
            "description": row.description,
            "name": row.name,
            "archived": False,
            "released": row.is_released,
            "projectId": row.project.id,
        }
        if row.released_on is not None:
            rendered["releaseDate"] = row.released_on.isoformat()
        return rendered

    def _body(self, text: str, mentions: tuple[User, ...] = ()) -> Any:
        if not self._is_cloud:
            return wiki(text, mentions)
        return document(text, mentions, self._site.users)

    def _custom(self, row: Issue, field: CustomField) -> Any:
        value = row.custom.get(field.id)
        if value is None or field.kind == "date":
            return None if value is None else value.isoformat()
        return [self.user(each) for each in value] if field.kind == "users" else self.user(value)

    def _item(self, row: Item) -> Json:
        rendered: Json = {
            "field": row.field,
            "fieldtype": "custom" if (row.field_id or "").startswith("customfield") else "jira",
            "from": self._identity(row.from_id),
            "fromString": row.from_text,
            "to": self._identity(row.to_id),
            "toString": row.to_text,
        }
        if self._is_cloud and row.field_id is not None:
            rendered["fieldId"] = row.field_id
        # The description knows strings only; what Jira sends as null is left out.
        return {name: part for name, part in rendered.items() if part is not None}

    def _identity(self, value: str | User | None) -> str | None:
        if isinstance(value, User):
            return value.account_id if self._is_cloud else value.key
        return value

    def _project_ref(self, row: Project) -> Json:
        return {
            "self": f"{self._api}/project/{row.id}",
            "id": str(row.id),
            "key": row.key,
            "name": row.name,
            "projectTypeKey": "software",
            "avatarUrls": {"48x48": f"{self._site.base_url}/projects/{row.id}"},
        }

    def _named(self, kind: str, name: str | None) -> Json | None:
        if name is None:
            return None
        number = self._site.id_of(kind, name)
        return {"self": f"{self._api}/{kind}/{number}", "id": number, "name": name}

    def _status(self, row: Issue) -> Json:
        category = CATEGORIES.get(row.status, "indeterminate")
        said = {"id": _CATEGORY_IDS[category], "key": category, "name": category.title()}
        return {**(self._named("status", row.status) or {}), "statusCategory": said}

    def _comments(self, row: Issue) -> Json:
        inline = [self.comment(comment) for comment in row.comments[:20]]
        return {
            "comments": inline,
            "maxResults": len(inline),
            "total": len(row.comments),
            "startAt": 0,
        }

    def _worklogs(self, row: Issue) -> Json:
        inline = [self.worklog(worklog) for worklog in row.worklogs[:20]]
        total = len(row.worklogs)
        return {"worklogs": inline, "maxResults": 20, "total": total, "startAt": 0}

    def _link(self, row: Link, issue: Issue) -> Json:
        outward, inward = LINK_TYPES[row.type]
        kind = {"id": self._site.id_of("linktype", row.type), "name": row.type}
        side, other = (
            ("outwardIssue", row.target) if issue is row.source else ("inwardIssue", row.source)
        )
        shown = self.issue(other, ("summary", "status", "priority", "issuetype"))
        return {
            "id": str(row.id),
            "self": f"{self._api}/issueLink/{row.id}",
            "type": {**kind, "inward": inward, "outward": outward},
            side: shown,
        }

    def _sprint(self, row: Sprint) -> Json | str:
        dates = [None if at is None else stamp(at) for at in (row.started_at, row.ended_at)]
        if self._is_cloud:
            rendered: Json = {"id": row.id, "name": row.name, "state": row.state, "goal": row.goal}
            known = {"startDate": dates[0], "endDate": dates[1], "boardId": 1}
            return rendered | {name: part for name, part in known.items() if part is not None}
        start, end = (at or "<null>" for at in dates)
        return (
            f"com.atlassian.greenhopper.service.sprint.Sprint@1f39706[id={row.id},rapidViewId=1,"
            f"state={row.state.upper()},name={row.name},startDate={start},endDate={end},"
            f"completeDate=<null>,sequence={row.id},goal={row.goal}]"
        )

    def _parent(self, row: Issue) -> Json | None:
        """Beside Cloud only sub-tasks have a parent; the others have an epic."""
        if row.parent is None or not (self._is_cloud or row.type == "Sub-task"):
            return None
        return self.issue(row.parent, ("summary", "status", "priority", "issuetype"))

    def _epic(self, row: Issue) -> str | None:
        is_in_epic = not self._is_cloud and row.parent is not None and row.type != "Sub-task"
        return row.parent.key if is_in_epic and row.parent is not None else None

    def _field(self, number: str, name: str, schema: Json) -> Json:
        return {
            "id": number,
            "key": number,
            "name": name,
            "custom": "custom" in schema,
            "orderable": True,
            "navigable": True,
            "searchable": True,
            "clauseNames": [number],
            "schema": schema,
        }


def stamp(instant: datetime) -> str:
    """An instant as Jira writes it: milliseconds, and an offset without a colon."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "+0000")


def milliseconds(instant: datetime) -> int:
    """An instant as Jira counts it."""
    return round(instant.timestamp() * 1000)


def _without_deleted(row: Json, *names: str) -> Json:
    """Leaves out who is not there any more."""
    return {name: part for name, part in row.items() if name not in names or part is not None}
