"""How projects, versions and the fields of a site are written."""

from sandbox.jira.changes import SPRINT_FIELD
from sandbox.jira.render.references import EPIC_FIELD, Json, References, without_deleted
from sandbox.jira.rows import Project, Version

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


class Projects:
    """Writes projects, their versions, and the fields that issues of the site have."""

    def __init__(self, to: References) -> None:
        self._to = to

    def project(self, row: Project) -> Json:
        """A project with its versions."""
        rendered = {
            **self._to.project(row),
            "lead": self._to.user(row.lead),
            "expand": "description,lead,issueTypes,url,projectKeys",
            "description": "",
            "components": [],
            "issueTypes": [],
            "assigneeType": "UNASSIGNED",
            "versions": [self.version(version) for version in row.versions],
            "roles": {},
        }
        return without_deleted(rendered, "lead")

    def version(self, row: Version) -> Json:
        """A version."""
        rendered = {
            "self": f"{self._to.api}/version/{row.id}",
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

    def statuses(self) -> list[Json]:
        """The statuses of the site."""
        return [self._to.status(name) for name in self._to.site.statuses()]

    def fields(self) -> list[Json]:
        """The fields of the site; the sprint is a custom one, and elsewhere than Cloud the epic."""
        custom = {SPRINT_FIELD: ("Sprint", "array", _SPRINT_TYPE)}
        if not self._to.is_cloud:
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
                for number, each in enumerate(self._to.site.custom_fields.values(), start=1)
            ]
        )

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
