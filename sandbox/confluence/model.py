"""What the simulated Confluence holds. Rows are plain dataclasses; actions write versions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha1
from itertools import count


@dataclass(slots=True)
class User:
    """An account; ``type`` is atlassian (a person), app (a machine) or customer."""

    id: str
    handle: str
    name: str
    email: str | None = None
    type: str = "atlassian"


@dataclass(slots=True)
class Space:
    """A space; its key is a name, its id stays."""

    id: str
    key: str
    created_at: datetime
    pages: "dict[str, Page]" = field(default_factory=dict)


@dataclass(slots=True)
class Version:
    """One saved state; the text of former states is not kept."""

    number: int
    author: User | None
    created_at: datetime
    minor: bool = False
    message: str = ""


@dataclass(slots=True)
class Page:
    """A page as it is now; ``status`` is current, archived or trashed."""

    id: str
    space: Space
    parent: "Page | None"
    title: str
    body: str
    owner: User | None
    versions: list[Version]
    labels: list[str] = field(default_factory=list)
    status: str = "current"

    @property
    def author(self) -> User | None:
        """Who created it."""
        return self.versions[0].author

    @property
    def updated_at(self) -> datetime:
        """When its newest version was saved."""
        return self.versions[-1].created_at


@dataclass(slots=True)
class Comment:
    """A comment; ``resolution`` and what follows it are of inline comments only."""

    id: str
    page: Page
    body: str
    inline: bool
    versions: list[Version]
    parent: "Comment | None" = None
    resolution: str = "open"
    resolver: User | None = None
    resolved_at: datetime | None = None

    @property
    def author(self) -> User | None:
        """Who wrote its first version."""
        return self.versions[0].author

    @property
    def updated_at(self) -> datetime:
        """When its newest version was saved."""
        return self.versions[-1].created_at


@dataclass(slots=True)
class Task:
    """A task on a page."""

    id: str
    page: Page
    creator: User | None
    assignee: User | None
    body: str
    created_at: datetime
    updated_at: datetime
    completer: User | None = None
    completed_at: datetime | None = None


@dataclass
class Wiki:
    """One site. Every action takes the time it happened, default now.

    Labels, archiving, trashing and resolving leave the version alone, as in Confluence.
    """

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    users: dict[str, User] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    _ids: count = field(default_factory=lambda: count(65_537))  # type: ignore[type-arg]  # because count is not generic at run time

    def add_user(
        self,
        handle: str,
        *,
        name: str | None = None,
        email: str | None = None,
        type: str = "atlassian",  # noqa: A002  # because Atlassian calls it so
    ) -> User:
        """An account; the same handle is the same account."""
        if handle not in self.users:
            digits = sha1(handle.encode(), usedforsecurity=False).hexdigest()[:24]
            self.users[handle] = User(digits, handle, name or handle.title(), email, type)
        return self.users[handle]

    def rename_user(self, user: User, name: str) -> None:
        """Changes the display name; the account stays."""
        user.name = name

    def add_space(self, key: str, *, at: datetime | None = None) -> Space:
        """A space, named by its key."""
        space = Space(self._id(), key, self._at(at))
        self.spaces[key] = space
        return space

    def add_page(
        self,
        space: Space,
        title: str,
        author: User | None,
        *,
        body: str = "",
        parent: Page | None = None,
        owner: User | None = None,
        labels: Sequence[str] = (),
        at: datetime | None = None,
    ) -> Page:
        """A page in its first version; its author owns it unless somebody else does."""
        first = [Version(1, author, self._at(at))]
        page = Page(self._id(), space, parent, title, body, owner or author, first, [*labels])
        space.pages[page.id] = page
        return page

    def edit_page(
        self,
        page: Page,
        author: User | None,
        *,
        body: str | None = None,
        title: str | None = None,
        minor: bool = False,
        message: str = "",
        at: datetime | None = None,
    ) -> Version:
        """A new version of a page."""
        page.body = page.body if body is None else body
        page.title = page.title if title is None else title
        version = Version(len(page.versions) + 1, author, self._at(at), minor, message)
        page.versions.append(version)
        return version

    def label(self, page: Page, name: str) -> None:
        """Puts a label on a page."""
        if name not in page.labels:
            page.labels.append(name)

    def archive_page(self, page: Page) -> None:
        """Takes a page out of the tree; it can still be read."""
        page.status = "archived"

    def trash_page(self, page: Page) -> None:
        """Moves a page into the trash; its comments are not listed there."""
        page.status = "trashed"

    def delete_page(self, page: Page) -> None:
        """Purges a page and everything on it."""
        del page.space.pages[page.id]
        self.comments = {key: row for key, row in self.comments.items() if row.page is not page}
        self.tasks = {key: row for key, row in self.tasks.items() if row.page is not page}

    def add_comment(
        self,
        page: Page,
        author: User | None,
        body: str,
        *,
        inline: bool = False,
        reply_to: Comment | None = None,
        at: datetime | None = None,
    ) -> Comment:
        """A comment at the foot or, inline, on words of a page; a reply is of its parent's kind."""
        inline = inline if reply_to is None else reply_to.inline
        first = [Version(1, author, self._at(at))]
        comment = Comment(self._id(), page, body, inline, first, reply_to)
        self.comments[comment.id] = comment
        return comment

    def edit_comment(
        self, comment: Comment, author: User | None, body: str, *, at: datetime | None = None
    ) -> None:
        """A new version of a comment."""
        comment.body = body
        comment.versions.append(Version(len(comment.versions) + 1, author, self._at(at)))

    def resolve_comment(
        self, comment: Comment, author: User | None, *, at: datetime | None = None
    ) -> None:
        """Marks an inline comment as settled."""
        comment.resolution, comment.resolver = "resolved", author
        comment.resolved_at = self._at(at)

    def delete_comment(self, comment: Comment) -> None:
        """Removes a comment and the replies to it."""
        for reply in [row for row in self.comments.values() if row.parent is comment]:
            self.delete_comment(reply)
        del self.comments[comment.id]

    def add_task(
        self,
        page: Page,
        creator: User | None,
        *,
        assignee: User | None = None,
        body: str = "",
        at: datetime | None = None,
    ) -> Task:
        """An open task on a page."""
        at = self._at(at)
        task = Task(self._id(), page, creator, assignee, body, at, at)
        self.tasks[task.id] = task
        return task

    def complete_task(self, task: Task, author: User | None, *, at: datetime | None = None) -> None:
        """Ticks a task off."""
        task.completer = author
        task.completed_at = task.updated_at = self._at(at)

    def _id(self) -> str:
        return str(next(self._ids))

    def _at(self, at: datetime | None) -> datetime:
        """Confluence shows milliseconds."""
        at = (at or self.clock()).astimezone(UTC)
        return at.replace(microsecond=at.microsecond // 1000 * 1000)
