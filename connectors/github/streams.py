"""What is read from GitHub, how it is walked, and what is kept of it.

Bodies of issues, comments, reviews and releases, diffs and patches are read for the flags below
and never kept. Titles (200 characters) are kept unless `titles: off`. Accounts are keyed by
GitHub's immutable user id; a deleted author is null.

stream             endpoint below the repository   order                     cursor
repository         (itself)                        -                         digest of the record
issue              issues                          updated, rising, swept    start - 5 min
issue_comment      issues/comments                 updated, rising, swept    start - 5 min
review_comment     pulls/comments                  updated, rising, swept    start - 5 min
pull               pulls                           updated, falling          start - 5 min, ETag
issue_event        issues/events                   created, falling          start - 5 min, ETag
deployment         deployments                     created, falling          start - 5 min, ETag
release            releases                        all of it when it changed ETag
review             pulls/N/reviews                 per changed pull request  place in the changes
pull_file          pulls/N/files                   per new head              place in the changes
deployment_status  deployments/N/statuses          per changed deployment    place in the changes

Start is GitHub's clock when a pull first asks about the repository. Swept listings are read whole
once a week to find what was deleted.
"""

from datetime import datetime

from connectors.stream import Record, Stream, Within


class Repository(Record, frozen=True):
    """One repository by its immutable id; renames change `full_name` only."""

    repository_id: int
    full_name: str
    url: str
    default_branch: str
    is_private: bool
    is_fork: bool
    is_archived: bool
    created_at: datetime
    updated_at: datetime
    observed_at: datetime


class Issue(Record, frozen=True):
    """One issue, or the issue side of one pull request (`is_pull`)."""

    issue_id: int
    repository_id: int
    number: int
    url: str
    title: str | None
    author_id: int | None
    author_login: str | None
    author_type: str | None
    author_association: str | None
    state: str
    state_reason: str | None
    is_pull: bool
    labels: tuple[str, ...]
    comment_count: int
    named_objects: tuple[str, ...]
    """See `connectors.text.named_objects`."""
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None


class IssueComment(Record, frozen=True):
    """One comment in the conversation of an issue or pull request; its text is dropped."""

    comment_id: int
    repository_id: int
    issue_number: int
    url: str
    author_id: int | None
    author_login: str | None
    author_type: str | None
    author_association: str | None
    word_count: int
    skeleton: str | None
    """See `connectors.text.flags.skeleton`."""
    has_rationale: bool
    is_question: bool
    named_objects: tuple[str, ...]
    created_at: datetime
    updated_at: datetime


class ReviewComment(Record, frozen=True):
    """One comment on a line of a pull request; its text and diff are dropped."""

    comment_id: int
    repository_id: int
    pull_number: int
    review_id: int | None
    in_reply_to_id: int | None
    path: str
    url: str
    author_id: int | None
    author_login: str | None
    author_type: str | None
    author_association: str | None
    word_count: int
    skeleton: str | None
    has_rationale: bool
    has_suggestion: bool
    is_outdated: bool
    """Whether the lines that it is about were changed afterwards, as last read."""
    created_at: datetime
    updated_at: datetime


class Pull(Record, frozen=True):
    """One pull request as the list shows it."""

    pull_id: int
    repository_id: int
    number: int
    url: str
    title: str | None
    author_id: int | None
    author_login: str | None
    author_type: str | None
    author_association: str | None
    state: str
    is_draft: bool
    head_sha: str
    merge_commit_sha: str | None
    labels: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    merged_at: datetime | None


class Review(Record, frozen=True):
    """One submitted review. Pending reviews are not read: nobody but their author may see them."""

    review_id: int
    repository_id: int
    pull_number: int
    url: str
    author_id: int | None
    author_login: str | None
    author_type: str | None
    author_association: str | None
    state: str
    word_count: int
    skeleton: str | None
    has_rationale: bool
    commit_sha: str | None
    submitted_at: datetime
    observed_at: datetime


class PullFile(Record, frozen=True):
    """One file of one pull request at one head; GitHub lists at most 3,000."""

    repository_id: int
    pull_number: int
    head_sha: str
    path: str
    previous_path: str | None
    status: str
    lines_added: int
    lines_deleted: int


class IssueEvent(Record, frozen=True):
    """One event of an issue or pull request; unknown event names are kept as they are."""

    event_id: int
    repository_id: int
    issue_number: int
    is_pull: bool
    event: str
    actor_id: int | None
    actor_login: str | None
    actor_type: str | None
    subject_id: int | None
    """User id of the assignee or requested reviewer the event is about."""
    label: str | None
    target: str | None
    """Hash of the milestone, type, issue or project board the event is about; else null."""
    commit_sha: str | None
    state_reason: str | None
    """Of a closed event: completed, not_planned, duplicate."""
    created_at: datetime


class Release(Record, frozen=True):
    """One published release, not a draft. Of its notes only whom they name is kept, as hashes."""

    release_id: int
    repository_id: int
    tag_name: str
    title: str | None
    url: str
    author_id: int | None
    author_login: str | None
    author_type: str | None
    named: tuple[str, ...]
    """Hashes of the handles in the notes, with the number that their line is about."""
    is_prerelease: bool
    created_at: datetime
    published_at: datetime
    observed_at: datetime


class Deployment(Record, frozen=True):
    """One deployment of one commit to one environment."""

    deployment_id: int
    repository_id: int
    sha: str
    ref: str
    task: str
    environment: str
    creator_id: int | None
    creator_login: str | None
    creator_type: str | None
    created_at: datetime
    updated_at: datetime


class DeploymentStatus(Record, frozen=True):
    """One state a deployment passed through."""

    status_id: int
    deployment_id: int
    repository_id: int
    state: str
    environment: str | None
    creator_id: int | None
    creator_login: str | None
    creator_type: str | None
    created_at: datetime
    updated_at: datetime


def _within_issue(number: str) -> Within:
    return Within("issue", (("repository_id", "repository_id"), (number, "number")))


_AUTHOR = frozenset({"author_id", "author_login"})
_ACTOR = frozenset({"actor_id", "actor_login", "subject_id"})
_CREATOR = frozenset({"creator_id", "creator_login"})

STREAMS = (
    Stream("repository", Repository, ("repository_id",), "observed_at"),
    Stream("issue", Issue, ("issue_id",), "updated_at", _AUTHOR, replaces=(), holds=True),
    Stream(
        "issue_comment",
        IssueComment,
        ("comment_id",),
        "updated_at",
        _AUTHOR,
        replaces=(),
        within=_within_issue("issue_number"),
    ),
    Stream(
        "review_comment",
        ReviewComment,
        ("comment_id",),
        "updated_at",
        _AUTHOR,
        replaces=(),
        within=_within_issue("pull_number"),
    ),
    Stream("pull", Pull, ("pull_id",), "updated_at", _AUTHOR),
    Stream(
        "review",
        Review,
        ("review_id",),
        "observed_at",
        _AUTHOR,
        children_of=("pull", "review_comment", "issue"),
        replaces=("repository_id", "pull_number"),
    ),
    Stream(
        "pull_file",
        PullFile,
        ("repository_id", "pull_number", "head_sha", "path"),
        None,
        children_of=("pull",),
    ),
    Stream("issue_event", IssueEvent, ("event_id",), None, _ACTOR),
    Stream("release", Release, ("release_id",), "observed_at", _AUTHOR | {"named"}, replaces=()),
    Stream("deployment", Deployment, ("deployment_id",), "updated_at", _CREATOR),
    Stream(
        "deployment_status",
        DeploymentStatus,
        ("status_id",),
        "updated_at",
        _CREATOR,
        children_of=("deployment",),
    ),
)
