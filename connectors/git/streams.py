"""What is read from a git repository. Messages, diffs and files never leave the connector.

The first four streams come from one walk of the history, `side_commit` from its graph alone, and
the others from files of the current branch, where the settings ask for them; whom a file names is
kept as a hash. Names and e-mails of
commits are kept raw and mapped, as the repository's ``.mailmap`` corrects them. `observed_at` is
the start of the pull, so that a changed mailmap or a force push corrects rows read before.
"""

from datetime import date, datetime

from connectors.stream import Record, Stream


class Commit(Record, frozen=True):
    """One commit. The subject and body are read for the flags below and dropped."""

    repository: str
    sha: str
    parents: tuple[str, ...]
    authored_at: datetime
    committed_at: datetime
    url: str | None
    """Web address of the commit if the remote is a known host, without credentials."""
    is_merge: bool
    is_reachable: bool
    """False once a force push removed the commit from every branch and tag."""
    conventional_type: str | None
    """feat, fix, docs, test, build, ci, chore, ... of a conventional commit subject; chore of one
    that only names a version."""
    reverts_sha: str | None
    """The commit that `This reverts commit <sha>` names."""
    reverts_pull_number: int | None
    """The pull request that a squashed `Reverts owner/repo#n` names."""
    is_reapply: bool
    subject_hash: str | None
    """Start of the SHA-256 of the subject without its labels, numbers, case and blanks."""
    picked_from: str | None
    """The commit that `(cherry picked from commit <sha>)` or a backport's line names."""
    change_id: str | None
    """Gerrit's `Change-Id`, which copies of one change keep."""
    pull_number: int | None
    """The pull or merge request that the message says it lands."""
    is_sync: bool | None
    """Whether it merges a branch with a main line's name, as a pull does; None for no merge."""
    files_changed: int | None
    """None if a folder that the commit has or had is missing in the clone."""
    lines_added: int | None
    """None if a file that the commit changed is missing in the clone."""
    lines_deleted: int | None
    observed_at: datetime


class PersonCredit(Record, frozen=True):
    """One person named on one commit in one role: author, committer or a `*-by` line."""

    repository: str
    sha: str
    position: int
    """0 author, 1 committer, 2.. the `*-by` lines in message order."""
    role: str
    """author, committer, or the line's key in lower case, such as reviewed-by."""
    name: str | None
    email: str | None
    mapped_name: str | None
    mapped_email: str | None
    in_trailer_block: bool
    """Whether git's own trailer parser finds the line; true for author and committer."""
    observed_at: datetime


class FileChange(Record, frozen=True):
    """One file that one commit changed against its first parent; merges have none."""

    repository: str
    sha: str
    path: str
    previous_path: str | None
    """The old path of a rename that git detected at 50 % similarity."""
    is_created: bool
    is_counted: bool
    """False if the clone lacks a file that the commit changed: then nobody knows the lines, and
    only renames without a change are seen."""
    lines_added: int | None
    """None for a binary file, and if nobody knows."""
    lines_deleted: int | None


class SideCommit(Record, frozen=True):
    """One commit beside the main line of the default branch, the chain of its first parents."""

    repository: str
    sha: str
    merge_sha: str | None
    """The innermost merge by which the default branch got it; None: it never did."""
    observed_at: datetime


class Tag(Record, frozen=True):
    """One tag. Lightweight tags have no tagger and no time of their own."""

    repository: str
    name: str
    target_sha: str
    is_annotated: bool
    tagger_name: str | None
    tagger_email: str | None
    tagged_at: datetime | None
    url: str | None
    observed_at: datetime


class Minutes(Record, frozen=True):
    """One file with the minutes of a meeting. Its body is read for the people and dropped."""

    repository: str
    path: str
    minutes_id: str
    """SHA-256 of repository and path."""
    held_on: date
    """The date in the path."""
    rule_id: str
    scribe_count: int
    present_count: int
    observed_at: datetime


class MinutesPerson(Record, frozen=True):
    """One person whom minutes name, as a hash: see `connectors.text.scribes`."""

    repository: str
    path: str
    name_hash: str
    role: str
    """scribe or present."""
    rule_id: str
    observed_at: datetime
    form: str | None
    """account, full, first, other, machine or nobody, of `connectors.text.scribes.Named`."""
    line_number: int | None
    """Of the lines that name a scribe, or of those that name who was present, from 1."""
    first_name_hash: str | None
    """Of the first word of a name."""


class Pairing(Record, frozen=True):
    """One pair of people in a row of a table, as hashes: see `connectors.text.scribes`."""

    repository: str
    path: str
    row_number: int
    """Of the rows of all tables of the file, from 1."""
    position: int
    """Of the pairs of the row, from 0."""
    lead_hash: str
    shadow_hash: str
    role: str
    """lead_shadow or buddy, by the name of the column."""
    started_on: date | None
    """The date in the path, if there is one."""
    observed_at: datetime
    lead_name_hash: str | None
    """The name beside the lead's handle, if there are both."""
    shadow_name_hash: str | None


_PEOPLE = frozenset({"name", "email", "mapped_name", "mapped_email"})

STREAMS = (
    Stream("commit", Commit, ("repository", "sha"), "observed_at", walk="history", replaces=()),
    Stream(
        "person_credit",
        PersonCredit,
        ("repository", "sha", "position"),
        "observed_at",
        personal=_PEOPLE,
        walk="history",
    ),
    Stream("file_change", FileChange, ("repository", "sha", "path"), "is_counted", walk="history"),
    Stream(
        "tag",
        Tag,
        ("repository", "name"),
        "observed_at",
        personal=frozenset({"tagger_name", "tagger_email"}),
        walk="history",
        replaces=(),
    ),
    Stream(
        "side_commit",
        SideCommit,
        ("repository", "sha"),
        "observed_at",
        walk="side_commit",
        replaces=(),
    ),
    Stream("minutes", Minutes, ("repository", "path"), "observed_at", walk="minutes", replaces=()),
    Stream(
        "minutes_person",
        MinutesPerson,
        ("repository", "path", "name_hash", "role"),
        "observed_at",
        personal=frozenset({"name_hash", "first_name_hash"}),
        walk="minutes",
        replaces=(),
    ),
    Stream(
        "pairing",
        Pairing,
        ("repository", "path", "row_number", "position"),
        "observed_at",
        personal=frozenset({"lead_hash", "shadow_hash", "lead_name_hash", "shadow_name_hash"}),
        replaces=(),
    ),
)
