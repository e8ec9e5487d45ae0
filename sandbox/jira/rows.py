"""The rows a simulated Jira holds: plain dataclasses, changed through the ``Site``."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

CATEGORIES = {
    "Backlog": "new",
    "To Do": "new",
    "Open": "new",
    "Done": "done",
    "Closed": "done",
    "Resolved": "done",
}
"""Status -> category; any other status is indeterminate."""

GERMAN = {
    "To Do": "Zu erledigen",
    "In Progress": "In Arbeit",
    "Done": "Fertig",
    "Duplicate": "Duplikat",
    "Task": "Aufgabe",
    "Bug": "Fehler",
    "Sub-task": "Unteraufgabe",
}
"""Names of Jira's own -> what an account whose language is German is told."""

LINK_TYPES = {
    "Blocks": ("blocks", "is blocked by"),
    "Relates": ("relates to", "relates to"),
    "Duplicate": ("duplicates", "is duplicated by"),
    "Cloners": ("clones", "is cloned by"),
    "Problem/Incident": ("causes", "is caused by"),
}
"""Link type -> what it is called from its source and from its target."""

CONFLUENCE = "d2a5c1f0-3b5e-4c86-9a6e-0f4f8c1b7e21"
"""The application id that global ids of links to Confluence pages start with."""


@dataclass(slots=True, eq=False)
class User:
    """An account; ``type`` is atlassian (a person), app or customer."""

    id: int
    handle: str
    name: str
    email: str | None
    type: str
    active: bool = True

    @property
    def account_id(self) -> str:
        """Cloud's immutable id."""
        return f"5b10ac8d82e05b22cc{self.id:06d}"

    @property
    def key(self) -> str:
        """Data Center's immutable key."""
        return f"JIRAUSER{self.id}"


@dataclass(slots=True, eq=False)
class Item:
    """One field of one change; ids of accounts are users, rendered as each deployment does."""

    field: str
    field_id: str | None
    from_id: "str | User | None"
    from_text: str | None
    to_id: "str | User | None"
    to_text: str | None


@dataclass(slots=True, eq=False)
class History:
    """One edit of one issue."""

    id: int
    author: User | None
    created_at: datetime
    items: tuple[Item, ...]
    is_automated: bool = False


@dataclass(slots=True, eq=False)
class Comment:
    """A comment; ``internal`` is None outside service projects."""

    id: int
    issue: "Issue"
    author: User | None
    body: str
    mentions: tuple[User, ...]
    internal: bool | None
    created_at: datetime
    updated_at: datetime
    updater: User | None


@dataclass(slots=True, eq=False)
class Worklog:
    """Time spent on an issue."""

    id: int
    issue: "Issue"
    author: User | None
    minutes: int
    remark: str
    started_at: datetime
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True, eq=False)
class Link:
    """A link; in the words of its type, the source does it to the target."""

    id: int
    type: str
    source: "Issue"
    target: "Issue"


@dataclass(slots=True, eq=False)
class RemoteLink:
    """A link to a page outside; without ``page_id`` it is no Confluence page."""

    id: int
    page_id: str | None
    url: str
    title: str


@dataclass(slots=True, eq=False)
class Sprint:
    """A sprint; ``state`` is future, active or closed."""

    id: int
    name: str
    state: str
    started_at: datetime | None
    ended_at: datetime | None
    goal: str = ""


@dataclass(slots=True, eq=False)
class Version:
    """A version of a project."""

    id: int
    project: "Project"
    name: str
    is_released: bool
    released_on: date | None
    description: str = ""


@dataclass(slots=True, eq=False)
class CustomField:
    """A field of the site's own; ``kind`` is user, users or date."""

    id: str
    name: str
    kind: str


@dataclass(slots=True, eq=False)
class Issue:
    """An issue; its key changes when it moves, its id never."""

    id: int
    project: "Project"
    key: str
    type: str
    title: str
    body: str
    creator: User | None
    reporter: User | None
    assignee: User | None
    status: str
    priority: str
    created_at: datetime
    updated_at: datetime
    resolution: str | None = None
    resolved_at: datetime | None = None
    parent: "Issue | None" = None
    labels: list[str] = field(default_factory=list)
    components: list[str] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    sprints: list[Sprint] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    histories: list[History] = field(default_factory=list)
    worklogs: list[Worklog] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    remote_links: list[RemoteLink] = field(default_factory=list)
    custom: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Project:
    """A project and its issues by id, in the order in which they were created."""

    id: int
    key: str
    name: str
    lead: User | None
    created_at: datetime
    issues: dict[int, Issue] = field(default_factory=dict)
    versions: list[Version] = field(default_factory=list)
    last_number: int = 0

    def next_key(self) -> str:
        """The key of its next issue."""
        self.last_number += 1
        return f"{self.key}-{self.last_number}"
