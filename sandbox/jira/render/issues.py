"""How issues and their fields are written."""

from collections.abc import Callable, Iterable
from typing import Any

from sandbox.jira.changes import SPRINT_FIELD
from sandbox.jira.render.activity import Activity
from sandbox.jira.render.projects import Projects
from sandbox.jira.render.references import EPIC_FIELD, Json, References, stamp
from sandbox.jira.rows import LINK_TYPES, CustomField, Issue, Link, Sprint


class Issues:
    """Writes issues with the fields that are asked for."""

    def __init__(self, to: References, projects: Projects, activity: Activity) -> None:
        self._to, self._projects, self._activity = to, projects, activity
        self._fields: dict[str, Callable[[Issue], Any]] = {
            "project": lambda row: self._to.project(row.project),
            "summary": lambda row: row.title,
            "description": lambda row: self._to.body(row.body),
            "issuetype": self._type,
            "status": lambda row: self._to.status(row.status),
            "priority": lambda row: self._to.named("priority", row.priority),
            "resolution": lambda row: self._to.named("resolution", row.resolution),
            "labels": lambda row: list(row.labels),
            "components": lambda row: [
                self._to.named("Component", name) for name in row.components
            ],
            "fixVersions": lambda row: [
                self._projects.version(version) for version in row.versions
            ],
            "parent": self._parent,
            "creator": lambda row: self._to.user(row.creator),
            "reporter": lambda row: self._to.user(row.reporter),
            "assignee": lambda row: self._to.user(row.assignee),
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
        return (*self._fields, *self._to.site.custom_fields)

    def issue(self, row: Issue, fields: Iterable[str]) -> Json:
        """An issue with the fields asked for; an unknown field is left out."""
        asked = list(fields)
        known = {name: self._fields[name] for name in asked if name in self._fields}
        custom = self._to.site.custom_fields
        if row.parent is None:
            known.pop("parent", None)
        return {
            "expand": "operations,versionedRepresentations,editmeta,changelog,renderedFields",
            "id": str(row.id),
            "self": f"{self._to.api}/issue/{row.id}",
            "key": row.key,
            "fields": {name: make(row) for name, make in known.items()}
            | {name: self._custom(row, custom[name]) for name in asked if name in custom},
        }

    def _custom(self, row: Issue, field: CustomField) -> Any:
        value = row.custom.get(field.id)
        if value is None or field.kind == "date":
            return None if value is None else value.isoformat()
        return (
            [self._to.user(each) for each in value]
            if field.kind == "users"
            else self._to.user(value)
        )

    def _type(self, row: Issue) -> Json:
        said = {**(self._to.named("issuetype", row.type) or {}), "subtask": row.type == "Sub-task"}
        if self._to.is_cloud:
            said["hierarchyLevel"] = {"Epic": 1, "Sub-task": -1}.get(row.type, 0)
        return said

    def _comments(self, row: Issue) -> Json:
        inline = [self._activity.comment(comment) for comment in row.comments[:20]]
        return {
            "comments": inline,
            "maxResults": len(inline),
            "total": len(row.comments),
            "startAt": 0,
        }

    def _worklogs(self, row: Issue) -> Json:
        inline = [self._activity.worklog(worklog) for worklog in row.worklogs[:20]]
        total = len(row.worklogs)
        return {"worklogs": inline, "maxResults": 20, "total": total, "startAt": 0}

    def _link(self, row: Link, issue: Issue) -> Json:
        outward, inward = LINK_TYPES[row.type]
        kind = {"id": self._to.site.id_of("linktype", row.type), "name": row.type}
        side, other = (
            ("outwardIssue", row.target) if issue is row.source else ("inwardIssue", row.source)
        )
        shown = self.issue(other, ("summary", "status", "priority", "issuetype"))
        return {
            "id": str(row.id),
            "self": f"{self._to.api}/issueLink/{row.id}",
            "type": {**kind, "inward": inward, "outward": outward},
            side: shown,
        }

    def _sprint(self, row: Sprint) -> Json | str:
        dates = [None if at is None else stamp(at) for at in (row.started_at, row.ended_at)]
        if self._to.is_cloud:
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
        if row.parent is None or not (self._to.is_cloud or row.type == "Sub-task"):
            return None
        return self.issue(row.parent, ("summary", "status", "priority", "issuetype"))

    def _epic(self, row: Issue) -> str | None:
        is_in_epic = not self._to.is_cloud and row.parent is not None and row.type != "Sub-task"
        return row.parent.key if is_in_epic and row.parent is not None else None
