"""Repositories with their issues, pull requests and what is said about them."""

from dataclasses import dataclass, field
from datetime import datetime

from sandbox.github.model.accounts import User
from sandbox.github.model.releases import Deployment, Release


@dataclass
class Comment:
    """A comment in a conversation."""

    id: int
    issue: "Issue"
    author: User | None
    body: str
    created_at: datetime
    updated_at: datetime


@dataclass
class Review:
    """A review; a pending one has no ``submitted_at``."""

    id: int
    pull: "Pull"
    author: User | None
    state: str
    body: str
    commit_sha: str
    submitted_at: datetime | None


@dataclass
class ReviewComment:
    """A comment on a line."""

    id: int
    pull: "Pull"
    author: User | None
    body: str
    path: str
    created_at: datetime
    updated_at: datetime
    review_id: int | None = None
    in_reply_to_id: int | None = None
    is_outdated: bool = False


@dataclass
class File:
    """One changed file of a pull request."""

    path: str
    additions: int
    deletions: int
    status: str = "modified"
    previous_path: str | None = None


@dataclass
class Issue:
    """An issue, or the issue side of a pull request."""

    id: int
    repository: "Repository"
    number: int
    title: str
    body: str
    author: User | None
    created_at: datetime
    updated_at: datetime
    state: str = "open"
    state_reason: str | None = None
    closed_at: datetime | None = None
    labels: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    association: str = "MEMBER"
    pull: "Pull | None" = None


@dataclass
class Pull:
    """The pull request side; the conversation is its issue's."""

    id: int
    issue: Issue
    head_sha: str
    updated_at: datetime
    draft: bool = False
    merged_at: datetime | None = None
    merge_commit_sha: str | None = None
    reviews: list[Review] = field(default_factory=list)
    comments: list[ReviewComment] = field(default_factory=list)
    files: list[File] = field(default_factory=list)


@dataclass
class Event:
    """Something that happened to an issue; its issue may be gone."""

    id: int
    issue: Issue | None
    event: str
    actor: User | None
    created_at: datetime
    label: str | None = None
    subject: User | None = None
    commit_sha: str | None = None
    state_reason: str | None = None
    milestone: str | None = None
    issue_type: str | None = None
    board: int | None = None
    related: Issue | None = None


@dataclass
class Repository:
    """One repository and everything in it."""

    id: int
    full_name: str
    created_at: datetime
    updated_at: datetime
    private: bool = False
    fork: bool = False
    archived: bool = False
    has_issues: bool = True
    default_branch: str = "main"
    issues: dict[int, Issue] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    deployments: list[Deployment] = field(default_factory=list)

    @property
    def pulls(self) -> list[Pull]:
        """Its pull requests, oldest first."""
        return [issue.pull for issue in self.issues.values() if issue.pull is not None]
