"""What is read from Jira, Cloud or Data Center, how it is walked, and what is kept of it.

Comment bodies and worklog remarks are read for the flags below and never kept, nor are the
descriptions of onboarding issues, which are read for a mention; no other description is asked for.
Titles (200 characters) are kept unless `titles: off`. Of a change, only the values of fields that
are no free text are kept. Accounts are keyed by Cloud's accountId or Data Center's user key; names
and e-mails stand in the stream `user` only. A scope is one project, by its configured key.

stream             read by                                        cursor
project            /project/KEY                                   digest of record
field              /field                                         digest of records
status             /status                                        digest of records
issue, issue_link, search in order of creation; since the last    start - 15 min
sprint, version,     walk by `updated` without an upper bound,
comment, pairing     weekly all of it
change,            Cloud: bulk fetch; Data Center: each issue     place in the issues
remote_link          with its changelog; links where it says so
worklog            /worklog/updated and /worklog/list             until - 2 min
worklog_deletion   /worklog/deleted                               until - 2 min
user               Cloud: in bulk; Data Center: one by one        place in what names

Start is Jira's clock when a pull first asks about the project.
"""

from datetime import date, datetime

from connectors.stream import Record, Stream


class Project(Record, frozen=True):
    """One project by its immutable id."""

    project_id: str
    key: str
    url: str
    lead_id: str | None
    observed_at: datetime


class Field(Record, frozen=True):
    """One field of the site, so that custom fields can be told apart."""

    field_id: str
    name: str
    type: str | None
    is_custom: bool
    observed_at: datetime


class Status(Record, frozen=True):
    """One status of the site, so that a change of it says whether work began or ended."""

    status_id: str
    name: str
    """Untranslated where the site says both."""
    category: str
    """new, indeterminate or done."""
    observed_at: datetime


class Issue(Record, frozen=True):
    """One issue by its immutable id; its key changes when it moves to another project."""

    issue_id: str
    project_id: str
    key: str
    url: str
    title: str | None
    issue_type: str
    hierarchy_level: int | None
    """-1 a sub-task, 0 a ticket, 1 and above an epic; Data Center says sub-tasks only."""
    status: str
    status_category: str
    """new, indeterminate or done."""
    priority: str | None
    resolution: str | None
    labels: tuple[str, ...]
    components: tuple[str, ...]
    fix_version_ids: tuple[str, ...]
    sprint_ids: tuple[str, ...]
    parent_id: str | None
    """The epic or parent issue."""
    creator_id: str | None
    reporter_id: str | None
    assignee_id: str | None
    comment_count: int
    created_at: datetime
    updated_at: datetime
    resolved_at: datetime | None


class IssueLink(Record, frozen=True):
    """One link between two issues, read from the issue that is its source."""

    link_id: str
    link_type: str
    """The type's name, such as Blocks."""
    source_issue_id: str
    """The issue that, in the words of the type's outward description, does it to the other."""
    target_issue_id: str
    observed_at: datetime


class Sprint(Record, frozen=True):
    """One sprint that an issue names; its goal is dropped."""

    sprint_id: str
    state: str
    started_at: datetime | None
    ended_at: datetime | None
    observed_at: datetime


class Version(Record, frozen=True):
    """One version that an issue is fixed in; its description is dropped."""

    version_id: str
    project_id: str
    name: str
    is_released: bool
    released_on: date | None
    observed_at: datetime


class Change(Record, frozen=True):
    """One field changed by one edit of one issue."""

    change_id: str
    """The history's id and the item's place in it, joined by a colon."""
    issue_id: str
    author_id: str | None
    field: str
    field_id: str | None
    from_id: str | None
    """What identified the old value: an account, a status id, an issue key. None for text."""
    to_id: str | None
    from_value: str | None
    """The old value's name, for fields that are no free text and hold no person."""
    to_value: str | None
    is_automated: bool
    """Whether a rule or an app did it, in whoever's name."""
    created_at: datetime


class Comment(Record, frozen=True):
    """One comment; its text is dropped."""

    comment_id: str
    issue_id: str
    url: str
    author_id: str | None
    updater_id: str | None
    is_internal: bool | None
    """Of service projects: not shown to the customer."""
    word_count: int
    skeleton: str | None
    """See `connectors.text.flags.skeleton`."""
    has_rationale: bool
    is_question: bool
    named_objects: tuple[str, ...]
    """See `connectors.text.named_objects`."""
    created_at: datetime
    updated_at: datetime


class RemoteLink(Record, frozen=True):
    """One link from an issue to a Confluence page; links to anything else are not kept."""

    link_id: str
    issue_id: str
    page_id: str
    observed_at: datetime


class Pairing(Record, frozen=True):
    """One buddy whom an onboarding issue names for its newcomer."""

    issue_id: str
    newcomer_id: str
    buddy_id: str
    rule_id: str
    """buddy_field, a user picker; or checklist, a mention in the description."""
    start_on: date | None
    """The newcomer's first day, where a field of the issue tells it."""
    url: str
    observed_at: datetime


class Worklog(Record, frozen=True):
    """Time that a person wrote down for an issue; the remark is dropped."""

    worklog_id: str
    issue_id: str
    author_id: str | None
    minutes: int
    started_at: datetime
    created_at: datetime
    updated_at: datetime


class WorklogDeletion(Record, frozen=True):
    """One worklog that was deleted, of whichever project."""

    worklog_id: str
    removed_at: datetime


class User(Record, frozen=True):
    """One account that a project, issue, pairing, change, comment or worklog names."""

    account_id: str
    account_type: str | None
    """Cloud: atlassian (a person), app (a machine) or customer; Data Center has none."""
    display_name: str | None
    email: str | None
    """Where the account lets it be seen."""
    is_active: bool | None
    observed_at: datetime


_NAMING = ("project", "issue", "comment", "pairing", "change", "worklog")

STREAMS = (
    Stream("project", Project, ("project_id",), "observed_at", frozenset({"lead_id"})),
    Stream("field", Field, ("field_id",), "observed_at", shared=True),
    Stream("status", Status, ("status_id",), "observed_at", shared=True),
    Stream(
        "issue",
        Issue,
        ("issue_id",),
        "updated_at",
        frozenset({"creator_id", "reporter_id", "assignee_id"}),
        walk="issue",
        replaces=(),
        holds=True,
    ),
    Stream(
        "issue_link",
        IssueLink,
        ("link_id",),
        "observed_at",
        walk="issue",
        replaces=("source_issue_id",),
    ),
    Stream("sprint", Sprint, ("sprint_id",), "observed_at", walk="issue", shared=True),
    Stream("version", Version, ("version_id",), "observed_at", walk="issue", shared=True),
    Stream(
        "comment",
        Comment,
        ("comment_id",),
        "updated_at",
        frozenset({"author_id", "updater_id"}),
        walk="issue",
        replaces=("issue_id",),
    ),
    Stream(
        "pairing",
        Pairing,
        ("issue_id", "buddy_id"),
        "observed_at",
        frozenset({"newcomer_id", "buddy_id"}),
        walk="issue",
        replaces=("issue_id",),
    ),
    Stream(
        "change",
        Change,
        ("change_id",),
        None,
        frozenset({"author_id", "from_id", "to_id"}),
        walk="change",
        children_of=("issue",),
    ),
    Stream(
        "remote_link",
        RemoteLink,
        ("link_id",),
        "observed_at",
        walk="change",
        children_of=("issue",),
        replaces=("issue_id",),
    ),
    Stream(
        "worklog",
        Worklog,
        ("worklog_id",),
        "updated_at",
        frozenset({"author_id"}),
        walk="worklog",
        children_of=("issue",),
    ),
    Stream(
        "worklog_deletion",
        WorklogDeletion,
        ("worklog_id",),
        "removed_at",
        walk="worklog",
        children_of=("issue",),
    ),
    Stream(
        "user",
        User,
        ("account_id",),
        "observed_at",
        frozenset({"account_id", "display_name", "email"}),
        children_of=_NAMING,
        shared=True,
    ),
)
