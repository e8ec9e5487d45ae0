"""All repositories and accounts. Rows are plain dataclasses: change them, then ``touch`` them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha1
from itertools import count

from sandbox.github.model.accounts import User
from sandbox.github.model.releases import Deployment, Release, Status
from sandbox.github.model.repositories import (
    Comment,
    Event,
    File,
    Issue,
    Pull,
    Repository,
    Review,
    ReviewComment,
)

OTHER_SIDE = {"parent_issue": "sub_issue", "blocked_by": "blocking"}
"""What GitHub calls a tie of two issues on one of them -> on the other."""


@dataclass
class Hub:
    """All repositories and accounts. Every ``add_*`` takes the time it happened, default now."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    users: dict[str, User] = field(default_factory=dict)
    repositories: dict[int, Repository] = field(default_factory=dict)
    former_names: dict[str, int] = field(default_factory=dict)
    _ids: count = field(default_factory=lambda: count(1001))  # type: ignore[type-arg]  # because count is not generic at run time

    def find(self, full_name: str) -> Repository | None:
        """The repository that is called so now."""
        wanted = full_name.lower()
        return next((r for r in self.repositories.values() if r.full_name.lower() == wanted), None)

    def add_user(self, login: str, type: str = "User") -> User:  # noqa: A002  # because GitHub calls it so
        """An account; the same login is the same account."""
        if login not in self.users:
            self.users[login] = User(next(self._ids), login, type)
        return self.users[login]

    def add_repository(
        self, full_name: str, *, at: datetime | None = None, private: bool = False
    ) -> Repository:
        """A repository under an owner, who becomes an account."""
        at = self._at(at)
        self.add_user(full_name.partition("/")[0], "Organization")
        repository = Repository(next(self._ids), full_name, at, at, private=private)
        self.repositories[repository.id] = repository
        return repository

    def rename(self, repository: Repository, full_name: str) -> None:
        """Renames or transfers; the former name redirects."""
        self.former_names[repository.full_name.lower()] = repository.id
        repository.full_name = full_name

    def add_issue(
        self,
        repository: Repository,
        title: str,
        author: User | None,
        *,
        body: str = "",
        labels: Sequence[str] = (),
        at: datetime | None = None,
    ) -> Issue:
        """An issue with the repository's next number."""
        at = self._at(at)
        number = max(repository.issues, default=0) + 1
        issue = Issue(next(self._ids), repository, number, title, body, author, at, at)
        issue.labels = list(labels)
        repository.issues[number] = issue
        return issue

    def add_pull(
        self,
        repository: Repository,
        title: str,
        author: User | None,
        *,
        body: str = "",
        labels: Sequence[str] = (),
        at: datetime | None = None,
    ) -> Pull:
        """A pull request with the repository's next number and its own issue."""
        issue = self.add_issue(repository, title, author, body=body, labels=labels, at=at)
        number = next(self._ids)
        issue.pull = Pull(number, issue, fake_sha(f"head {number}"), issue.updated_at)
        return issue.pull

    def add_comment(
        self, issue: Issue, author: User | None, body: str, *, at: datetime | None = None
    ) -> Comment:
        """A comment; it moves the issue and its pull request."""
        at = self._at(at)
        comment = Comment(next(self._ids), issue, author, body, at, at)
        issue.comments.append(comment)
        self.touch(issue, at)
        return comment

    def add_review(
        self,
        pull: Pull,
        author: User | None,
        state: str = "COMMENTED",
        body: str = "",
        *,
        at: datetime | None = None,
    ) -> Review:
        """A review; it moves the pull request and not its issue."""
        at = self._at(at)
        submitted = None if state == "PENDING" else at
        review = Review(next(self._ids), pull, author, state, body, pull.head_sha, submitted)
        pull.reviews.append(review)
        if submitted is not None:
            self.touch(pull, at)
        return review

    def add_review_comment(
        self,
        pull: Pull,
        author: User | None,
        body: str,
        *,
        path: str = "src/app.py",
        review: Review | None = None,
        reply_to: ReviewComment | None = None,
        at: datetime | None = None,
    ) -> ReviewComment:
        """A comment on a line; it moves the pull request and not its issue."""
        at = self._at(at)
        comment = ReviewComment(next(self._ids), pull, author, body, path, at, at)
        comment.review_id = None if review is None else review.id
        comment.in_reply_to_id = None if reply_to is None else reply_to.id
        pull.comments.append(comment)
        self.touch(pull, at)
        return comment

    def add_file(self, pull: Pull, path: str, additions: int = 1, deletions: int = 0) -> File:
        """A changed file at the current head."""
        file = File(path, additions, deletions)
        pull.files.append(file)
        return file

    def push(self, pull: Pull, *, at: datetime | None = None) -> None:
        """Moves the head."""
        pull.head_sha = fake_sha(f"head {next(self._ids)}")
        self.touch(pull, self._at(at))

    def add_event(
        self,
        issue: Issue,
        event: str,
        actor: User | None,
        *,
        label: str | None = None,
        subject: User | None = None,
        at: datetime | None = None,
    ) -> Event:
        """An event of an issue, which moves it."""
        at = self._at(at)
        row = Event(next(self._ids), issue, event, actor, at, label, subject)
        issue.repository.events.append(row)
        self.touch(issue, at)
        return row

    def relate(
        self,
        issue: Issue,
        event: str,
        other: Issue,
        actor: User | None,
        *,
        at: datetime | None = None,
    ) -> None:
        """A sub-issue or a dependency, which GitHub writes on both issues.

        Args:
            issue: The child, or the one that is blocked.
            event: What happens to it, such as ``parent_issue_added``.
            other: Its parent, or what blocks it.
            actor: Who does it.
            at: When.
        """
        name, _, verb = event.rpartition("_")
        self.add_event(issue, event, actor, at=at).related = other
        self.add_event(other, f"{OTHER_SIDE[name]}_{verb}", actor, at=at).related = issue

    def add_release(
        self,
        repository: Repository,
        tag_name: str,
        author: User,
        *,
        name: str | None = None,
        body: str = "",
        draft: bool = False,
        at: datetime | None = None,
    ) -> Release:
        """A release, published at once unless it is a draft."""
        at = self._at(at)
        published = None if draft else at
        release = Release(next(self._ids), tag_name, name, body, author, at, published)
        repository.releases.append(release)
        return release

    def add_deployment(
        self,
        repository: Repository,
        environment: str,
        creator: User | None,
        *,
        ref: str = "main",
        at: datetime | None = None,
    ) -> Deployment:
        """A deployment without a status yet."""
        at, number = self._at(at), next(self._ids)
        sha = fake_sha(f"deployed {number}")
        deployment = Deployment(number, sha, ref, environment, creator, at, at)
        repository.deployments.append(deployment)
        return deployment

    def add_status(
        self,
        deployment: Deployment,
        state: str,
        creator: User | None,
        *,
        at: datetime | None = None,
    ) -> Status:
        """A deployment's next state; it moves the deployment."""
        at = self._at(at)
        status = Status(next(self._ids), state, deployment.environment, creator, at, at)
        deployment.statuses.append(status)
        self.touch(deployment, at)
        return status

    def touch(
        self, row: Issue | Pull | Comment | ReviewComment | Deployment, at: datetime | None = None
    ) -> None:
        """Marks a row as changed; what changes an issue changes its pull request too."""
        row.updated_at = self._at(at)
        if isinstance(row, Issue) and row.pull is not None:
            row.pull.updated_at = row.updated_at

    def _at(self, at: datetime | None) -> datetime:
        """GitHub keeps whole seconds."""
        return (at or self.clock()).astimezone(UTC).replace(microsecond=0)


def fake_sha(text: str) -> str:
    """Forty digits that look like a commit and stay the same."""
    return sha1(text.encode(), usedforsecurity=False).hexdigest()
