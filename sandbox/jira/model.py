"""What the simulated Jira holds, and everything that can happen to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sandbox.jira.changes import changed
from sandbox.jira.rows import (
    CATEGORIES,
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


@dataclass
class Site:
    """All projects and accounts. Every ``add_*`` takes the time it happened, default now.

    Attributes:
        index_lag: Searches do not see what happened less than this ago.
        base_url: Where people read it, whatever address it is served at.
    """

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    index_lag: timedelta = timedelta(0)
    base_url: str = "https://acme.atlassian.net"
    users: dict[str, User] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    issues: dict[int, Issue] = field(default_factory=dict)
    worklogs: dict[int, Worklog] = field(default_factory=dict)
    deleted_worklogs: list[tuple[int, datetime]] = field(default_factory=list)
    former_keys: dict[str, int] = field(default_factory=dict)
    custom_fields: dict[str, CustomField] = field(default_factory=dict)
    _ids: count = field(default_factory=lambda: count(10001))  # type: ignore[type-arg]  # because count is not generic at run time
    _named: dict[tuple[str, str], str] = field(default_factory=dict)

    def find(self, id_or_key: str) -> Issue | None:
        """An issue by its id, its key or a key it had before it was moved."""
        if id_or_key.isdigit():
            return self.issues.get(int(id_or_key))
        former = self.issues.get(self.former_keys.get(id_or_key, -1))
        project = self.projects.get(id_or_key.rpartition("-")[0])
        inside = project.issues.values() if project is not None else ()
        return next((issue for issue in inside if issue.key == id_or_key), former)

    def id_of(self, kind: str, name: str) -> str:
        """The id of a status, priority, resolution, issue type or component, by its name."""
        if (kind, name) not in self._named:
            self._named[kind, name] = str(next(self._ids))
        return self._named[kind, name]

    def statuses(self) -> list[str]:
        """The statuses that issues have or had."""
        had = {name for kind, name in self._named if kind == "status"}
        return sorted(had | {issue.status for issue in self.issues.values()})

    def add_user(
        self,
        handle: str,
        *,
        name: str | None = None,
        email: str | None = None,
        type: str = "atlassian",  # noqa: A002  # because Jira calls it so
        active: bool = True,
    ) -> User:
        """An account; the same handle is the same account."""
        if handle not in self.users:
            number = next(self._ids)
            self.users[handle] = User(number, handle, name or handle, email, type, active)
        return self.users[handle]

    def rename_user(self, user: User, name: str) -> None:
        """Changes the display name; the ids stay."""
        user.name = name

    def add_project(
        self, key: str, *, lead: User | None = None, at: datetime | None = None
    ) -> Project:
        """An empty project."""
        project = Project(next(self._ids), key, f"Project {key}", lead, self._at(at))
        self.projects[key] = project
        return project

    def add_issue(
        self,
        project: Project,
        issue_type: str,
        title: str,
        reporter: User | None,
        *,
        assignee: User | None = None,
        priority: str = "Medium",
        labels: Sequence[str] = (),
        components: Sequence[str] = (),
        parent: Issue | None = None,
        body: str = "",
        at: datetime | None = None,
    ) -> Issue:
        """An issue with the project's next key; who reports it has created it."""
        at = self._at(at)
        issue = Issue(
            next(self._ids),
            project,
            project.next_key(),
            issue_type,
            title,
            body,
            creator=reporter,
            reporter=reporter,
            assignee=assignee,
            status="To Do",
            priority=priority,
            created_at=at,
            updated_at=at,
            parent=parent,
            labels=list(labels),
            components=list(components),
        )
        project.issues[issue.id] = self.issues[issue.id] = issue
        return issue

    def add_comment(
        self,
        issue: Issue,
        author: User | None,
        body: str,
        *,
        mentions: Sequence[User] = (),
        internal: bool | None = None,
        at: datetime | None = None,
    ) -> Comment:
        """A comment, which moves its issue."""
        at = self._at(at)
        named = tuple(mentions)
        comment = Comment(next(self._ids), issue, author, body, named, internal, at, at, author)
        issue.comments.append(comment)
        self.touch(issue, at)
        return comment

    def edit_comment(
        self, comment: Comment, body: str, *, by: User | None = None, at: datetime | None = None
    ) -> None:
        """Changes a comment's text, by its author unless another is named."""
        comment.body, comment.updated_at = body, self._at(at)
        comment.updater = by or comment.author
        self.touch(comment.issue, comment.updated_at)

    def delete_comment(
        self, comment: Comment, *, by: User | None = None, at: datetime | None = None
    ) -> None:
        """Takes a comment away; the changelog keeps its text."""
        comment.issue.comments.remove(comment)
        gone = Item("Comment", None, str(comment.id), comment.body, None, None)
        self.record(comment.issue, by or comment.author, [gone], at)

    def add_worklog(
        self,
        issue: Issue,
        author: User | None,
        minutes: int,
        *,
        remark: str = "",
        started_at: datetime | None = None,
        at: datetime | None = None,
    ) -> Worklog:
        """Time spent, which moves its issue."""
        at = self._at(at)
        started = self._at(started_at) if started_at is not None else at
        worklog = Worklog(next(self._ids), issue, author, minutes, remark, started, at, at)
        spent = sum(row.minutes for row in issue.worklogs) * 60
        issue.worklogs.append(worklog)
        self.worklogs[worklog.id] = worklog
        after = str(spent + minutes * 60)
        summed = Item("timespent", "timespent", str(spent), None, after, None)
        self.record(issue, author, [summed], at)
        return worklog

    def delete_worklog(self, worklog: Worklog, *, at: datetime | None = None) -> None:
        """Takes a worklog away; only its id and the time of deletion stay."""
        at = self._at(at)
        worklog.issue.worklogs.remove(worklog)
        del self.worklogs[worklog.id]
        self.deleted_worklogs.append((worklog.id, at))
        gone = Item("WorklogId", None, str(worklog.id), str(worklog.id), None, None)
        self.record(worklog.issue, worklog.author, [gone], at)

    def add_sprint(
        self,
        name: str,
        *,
        state: str = "active",
        started_at: datetime | None = None,
        ended_at: datetime | None = None,
        goal: str = "",
    ) -> Sprint:
        """A sprint that no issue is in yet."""
        return Sprint(next(self._ids), name, state, started_at, ended_at, goal)

    def add_version(
        self,
        project: Project,
        name: str,
        *,
        is_released: bool = False,
        released_on: date | None = None,
        description: str = "",
    ) -> Version:
        """A version of a project that no issue is fixed in yet."""
        number = next(self._ids)
        version = Version(number, project, name, is_released, released_on, description)
        project.versions.append(version)
        return version

    def add_field(self, name: str, kind: str) -> CustomField:
        """A custom field of every issue: a picker of a user or of users, or a date."""
        made = CustomField(f"customfield_{next(self._ids)}", name, kind)
        self.custom_fields[made.id] = made
        return made

    def fill(
        self,
        issue: Issue,
        author: User | None,
        custom: CustomField,
        value: Any,
        *,
        at: datetime | None = None,
    ) -> None:
        """Gives a custom field another value: an account, a list of them, a day or None."""
        issue.custom[custom.id] = value
        self.record(issue, author, [Item(custom.name, custom.id, None, None, None, None)], at)

    def change(
        self, issue: Issue, author: User | None, field: str, to: Any, *, at: datetime | None = None
    ) -> None:
        """Gives a field another value and writes that into the changelog.

        Args:
            issue: What is changed.
            author: Who does it.
            field: As the changelog calls it: status, assignee, priority, labels, Component,
                issuetype, Sprint, Fix Version, Parent, summary or description.
            to: The new value: a name, a text, a row, or a list of them.
            at: When.
        """
        self.record(issue, author, changed(issue, field, to, self.id_of), at)

    def assign(
        self, issue: Issue, author: User | None, user: User | None, *, at: datetime | None = None
    ) -> None:
        """Gives an issue to somebody, or to nobody."""
        self.change(issue, author, "assignee", user, at=at)

    def transition(
        self,
        issue: Issue,
        author: User | None,
        status: str,
        *,
        is_resolving: bool = True,
        at: datetime | None = None,
    ) -> None:
        """Moves an issue to a status; one that is done also resolves it, any other reopens it.

        Workflows of team-managed projects set no resolution: ``is_resolving`` is false there.
        """
        at = self._at(at)
        is_done = CATEGORIES.get(status) == "done"
        items = changed(issue, "status", status, self.id_of)
        if is_resolving and is_done != (issue.resolution is not None):
            items += changed(issue, "resolution", "Done" if is_done else None, self.id_of)
            issue.resolved_at = at if is_done else None
        self.record(issue, author, items, at)

    def link(
        self,
        author: User | None,
        link_type: str,
        source: Issue,
        target: Issue,
        *,
        at: datetime | None = None,
    ) -> Link:
        """Ties two issues; the changelogs of both say so."""
        link = Link(next(self._ids), link_type, source, target)
        for issue, other, words in self._ends(link):
            issue.links.append(link)
            text = f"This issue {words} {other.key}"
            self.record(
                issue, author, [Item("Link", "issuelinks", None, None, other.key, text)], at
            )
        return link

    def unlink(self, author: User | None, link: Link, *, at: datetime | None = None) -> None:
        """Unties two issues; the changelogs of both say so."""
        for issue, other, words in self._ends(link):
            issue.links.remove(link)
            text = f"This issue {words} {other.key}"
            self.record(
                issue, author, [Item("Link", "issuelinks", other.key, text, None, None)], at
            )

    def add_remote_link(
        self, issue: Issue, page_id: str | None, url: str, *, at: datetime | None = None
    ) -> RemoteLink:
        """Ties an issue to a page outside, of Confluence if it has a page id."""
        link = RemoteLink(next(self._ids), page_id, url, f"Page {page_id}")
        issue.remote_links.append(link)
        text = f'This issue links to "{link.title}"'
        added = Item("RemoteIssueLink", None, None, None, str(link.id), text)
        self.record(issue, None, [added], at)
        return link

    def move_issue(
        self,
        issue: Issue,
        project: Project,
        *,
        author: User | None = None,
        at: datetime | None = None,
    ) -> None:
        """Puts an issue into another project: another key, the same id."""
        before, old = issue.project, issue.key
        del before.issues[issue.id]
        self.former_keys[old] = issue.id
        issue.project, issue.key = project, project.next_key()
        project.issues[issue.id] = issue
        moved = Item(
            "project", "project", str(before.id), before.name, str(project.id), project.name
        )
        self.record(issue, author, [moved, Item("Key", None, None, old, None, issue.key)], at)

    def delete_issue(self, issue: Issue) -> None:
        """Takes an issue away with everything below it; nothing of it is left to ask for."""
        for link in list(issue.links):
            for end in (link.source, link.target):
                end.links.remove(link)
        for worklog in issue.worklogs:
            del self.worklogs[worklog.id]
        del self.issues[issue.id]
        del issue.project.issues[issue.id]

    def _ends(self, link: Link) -> list[tuple[Issue, Issue, str]]:
        outward, inward = LINK_TYPES[link.type]
        return [(link.source, link.target, outward), (link.target, link.source, inward)]

    def touch(self, issue: Issue, at: datetime | None = None) -> None:
        """Marks an issue as changed."""
        issue.updated_at = max(issue.updated_at, self._at(at))

    def record(
        self, issue: Issue, author: User | None, items: Sequence[Item], at: datetime | None = None
    ) -> History:
        """Writes one edit into an issue's changelog, which moves the issue."""
        at = self._at(at)
        history = History(next(self._ids), author, at, tuple(items))
        issue.histories.append(history)
        self.touch(issue, at)
        return history

    def _at(self, at: datetime | None) -> datetime:
        """Jira keeps milliseconds."""
        at = (at or self.clock()).astimezone(UTC)
        return at.replace(microsecond=at.microsecond // 1000 * 1000)
