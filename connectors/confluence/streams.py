"""What is read from Confluence, Cloud or Data Center, how it is walked, and what is kept of it.

Never a body and never a title: a title is read for the class it shows and dropped. Only with
`read_minutes: on` are the bodies of minutes pages read, for lines that name a scribe; of these the
hash of each name and the rule are kept. Accounts are keyed by Cloud's accountId or Data Center's
user key; names and e-mails stand in the stream `user` only. A scope is one space, by its key.

stream          Cloud (v2)                         Data Center                    cursor
space           /spaces                            /space/KEY                     digest of record
page            /pages by space, newest change     CQL by lastmodified            start - 24 h
page_label      /labels/ID/pages of wanted labels  labels of the CQL's answer     digest of the rows
page_version    /pages/ID/versions                 experimental versions          place in the pages
page_scribe     /pages/ID with its body            the same                       place in the pages
footer_comment  /footer-comments, newest change    CQL by lastmodified            start - 24 h
inline_comment  /inline-comments, newest change    CQL by lastmodified            start - 24 h
task            /tasks                             not there                      start - 24 h
user            in bulk by accountId               one by one                     what names them

Start is Confluence's clock when a pull first asks about the space.
"""

from datetime import datetime

from connectors.stream import Record, Stream, Within


class Space(Record, frozen=True):
    """One space by its immutable id."""

    space_id: str
    key: str
    url: str
    observed_at: datetime


class Page(Record, frozen=True):
    """One page; neither its title nor its body is kept."""

    page_id: str
    space_id: str
    parent_id: str | None
    url: str
    status: str
    """current, archived, trashed."""
    title_class: str | None
    """What the title says the page is: minutes, postmortem, runbook, dependency_map, release,
    shift_report, decision or status_report."""
    creator_id: str | None
    owner_id: str | None
    version_number: int
    created_at: datetime
    updated_at: datetime
    observed_at: datetime
    is_machine_title: bool | None
    """Its title is one that a machine gives to notes and transcripts it writes itself."""


class PageLabel(Record, frozen=True):
    """One label of one page, of the labels that rules ask for."""

    page_id: str
    label: str
    observed_at: datetime


class PageVersion(Record, frozen=True):
    """One saved version of one page: who keeps documents alive. Its message is dropped."""

    page_id: str
    number: int
    url: str
    author_id: str | None
    is_minor: bool
    created_at: datetime


class PageScribe(Record, frozen=True):
    """One person whom a page of minutes names as scribe or as present, by hashes."""

    page_id: str
    version_number: int
    position: int
    name_hash: str
    """SHA-256 of the name in lower case with single spaces."""
    rule_id: str
    role: str | None
    """scribe or present; pages that were read before have none, and scribes alone."""
    form: str | None
    """account, full, first, other, machine or nobody, of `connectors.text.scribes.Named`."""
    line_number: int | None
    """Of the lines that name a scribe, or of those that name who was present, from 1."""
    first_name_hash: str | None
    """Of the first word of a name."""


class Comment(Record, frozen=True):
    """One comment on a page; its text is dropped."""

    comment_id: str
    page_id: str
    parent_comment_id: str | None
    url: str
    author_id: str | None
    """Who wrote its first version."""
    resolution: str | None
    """Of inline comments: open, reopened, resolved, dangling."""
    resolver_id: str | None
    resolved_at: datetime | None
    created_at: datetime
    updated_at: datetime
    observed_at: datetime


class Task(Record, frozen=True):
    """One task on a page; its text is dropped."""

    task_id: str
    page_id: str
    status: str
    creator_id: str | None
    assignee_id: str | None
    completer_id: str | None
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None


class User(Record, frozen=True):
    """One account that a page, version, comment or task names."""

    account_id: str
    account_type: str | None
    """Cloud: atlassian (a person), app (a machine) or customer; Data Center has none."""
    display_name: str | None
    email: str | None
    """Where the account lets it be seen."""
    observed_at: datetime


_ON_A_PAGE = Within("page", (("page_id", "page_id"),))

STREAMS = (
    Stream("space", Space, ("space_id",), "observed_at"),
    Stream(
        "page",
        Page,
        ("page_id",),
        "observed_at",
        frozenset({"creator_id", "owner_id"}),
        replaces=(),
        holds=True,
    ),
    Stream(
        "page_label",
        PageLabel,
        ("page_id", "label"),
        "observed_at",
        replaces=(),
        within=_ON_A_PAGE,
    ),
    *(
        Stream(
            name,
            Comment,
            ("comment_id",),
            "observed_at",
            frozenset({"author_id", "resolver_id"}),
            replaces=(),
            within=_ON_A_PAGE,
        )
        for name in ("footer_comment", "inline_comment")
    ),
    Stream(
        "task",
        Task,
        ("task_id",),
        "updated_at",
        frozenset({"creator_id", "assignee_id", "completer_id"}),
        replaces=(),
        within=_ON_A_PAGE,
    ),
    Stream(
        "page_version",
        PageVersion,
        ("page_id", "number"),
        None,
        frozenset({"author_id"}),
        children_of=("page",),
    ),
    Stream(
        "page_scribe",
        PageScribe,
        ("page_id", "version_number", "position"),
        None,
        frozenset({"name_hash", "first_name_hash"}),
        children_of=("page",),
    ),
    Stream(
        "user",
        User,
        ("account_id",),
        "observed_at",
        frozenset({"account_id", "display_name", "email"}),
        children_of=("page", "page_version", "footer_comment", "inline_comment", "task"),
        shared=True,
    ),
)
