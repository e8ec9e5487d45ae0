"""What is read from Google Workspace, how it is walked, and what is kept of it.

Titles of meetings and documents, descriptions, bodies, comments, places and phone numbers are
never kept; titles are read for the class or hash below. Of a private meeting only the times stay.
People are keyed by Google's account id where it gives one. A scope never spells an address: it is
named by the first 12 digits of the address's SHA-256.

stream           endpoint                              scope         cursor
user             directory users.list                  directory     digest of the rows
group            directory groups.list                 directory     digest of the rows
group_member     directory members.list of each group  directory     digest of the rows
audit_event      reports activities.list, newest first audit         start - 6 h
event, attendee, calendar events.list, one walk        calendar-*    sync token; full if refused
attachment
conference,      meet conferenceRecords.list and the   calendar-*    start of the newest - 3 days
participant,     lists below each record
meeting_file
file             drive changes.list                    drive-*       page token of the changes
activity         driveactivity activity:query of each  drive-*       place in the changed files
                   changed file
revision         drive revisions.list of each changed  drive-*       place in the changed files
                   file
scribe           docs documents.get of each changed    drive-*       place in the changed files
                   document of minutes, if wanted
"""

from datetime import datetime

from connectors.stream import Record, Stream


class User(Record, frozen=True):
    """One account of the domain."""

    user_id: str
    display_name: str
    email: str
    aliases: tuple[str, ...]
    """Every other address of the account."""
    manager_email: str | None
    buddy_emails: tuple[str, ...]
    """Whom the configured field or a relation called buddy names."""
    created_at: datetime
    is_suspended: bool
    is_archived: bool
    observed_at: datetime


class Group(Record, frozen=True):
    """One group; meetings invite groups as one attendee."""

    group_id: str
    email: str
    observed_at: datetime
    aliases: tuple[str, ...]
    """Every other address of the group."""


class GroupMember(Record, frozen=True):
    """One account in one group, also through groups in it."""

    group_id: str
    member_id: str
    email: str | None
    type: str
    """USER, GROUP, CUSTOMER or EXTERNAL."""
    observed_at: datetime


class AuditEvent(Record, frozen=True):
    """One thing that the administrator's log says somebody did to a file.

    Reads, what an application did in somebody's name but for making a document, secondary events
    and what we did ourselves are not kept.
    """

    event_id: str
    """Hash of what identifies it; Google gives several parts."""
    action: str
    """create, upload, edit, copy, rename, move, trash, untrash or delete."""
    file_id: str
    file_type: str | None
    actor_id: str | None
    is_agent: bool
    """A machine acted, whoever's account it used."""
    occurred_at: datetime


class Event(Record, frozen=True):
    """One occurrence of a meeting as one calendar shows it."""

    calendar: str
    """The scope's own name: a hash."""
    event_id: str
    ical_uid: str
    """The same in every calendar."""
    series_id: str | None
    original_start: datetime
    """Where a series put it, also after it was moved; with ical_uid the same in every calendar."""
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    status: str
    """confirmed, tentative or cancelled."""
    is_private: bool
    title_class: str | None
    """one_to_one, onboarding, interview, training, community, retrospective, incident, planning,
    release or other; None for a private meeting."""
    title_hash: str | None
    """Start of the hash of the title in lower case with single spaces; None if private."""
    organizer_email: str | None
    creator_email: str | None
    attendees_omitted: bool
    """Google shows a part of the attendees only."""
    has_agenda: bool
    """Its description is not empty."""
    meeting_code: str | None
    created_at: datetime | None
    updated_at: datetime
    observed_at: datetime


class Attendee(Record, frozen=True):
    """One address invited to one occurrence; none of a private meeting."""

    calendar: str
    event_id: str
    email: str
    response: str
    """accepted, declined, tentative or needsAction; accepting is not attending."""
    is_organizer: bool
    is_optional: bool
    is_room: bool
    observed_at: datetime


class Attachment(Record, frozen=True):
    """One file attached to one occurrence; none of a private meeting."""

    calendar: str
    event_id: str
    file_id: str
    mime_type: str | None
    is_machine_title: bool
    """Its title is one that a machine gives to notes and transcripts it writes itself."""
    observed_at: datetime


class Conference(Record, frozen=True):
    """One call, which Google forgets 30 days after it."""

    conference_id: str
    meeting_code: str | None
    started_at: datetime
    ended_at: datetime | None
    observed_at: datetime


class Participant(Record, frozen=True):
    """One account, or one nameless guest, in one call."""

    conference_id: str
    participant_id: str
    user_id: str | None
    joined_at: datetime | None
    left_at: datetime | None
    observed_at: datetime


class MeetingFile(Record, frozen=True):
    """One document that a machine wrote about one call."""

    conference_id: str
    file_id: str
    kind: str
    """smart_notes or transcript."""
    generated_at: datetime | None
    """When the call's part that it is about ended."""
    observed_at: datetime


class File(Record, frozen=True):
    """One file that changed; its title is dropped."""

    file_id: str
    mime_type: str
    url: str
    drive_id: str | None
    """The shared drive, None for somebody's own."""
    owner_email: str | None
    last_editor_email: str | None
    title_class: str | None
    """minutes, agenda, design, runbook, postmortem, dependency_map or plan, if it says so."""
    is_machine_title: bool
    meeting_hash: str | None
    """Like Event.title_hash, of what stands beside the word notes or minutes in the title."""
    is_trashed: bool
    created_at: datetime
    modified_at: datetime
    observed_at: datetime
    is_notes_title: bool | None
    """Its title says notes, minutes or an agenda, or has a date and says nothing else."""
    subject_hash: str | None
    """Like Event.title_hash, of the title without its dates."""


class Activity(Record, frozen=True):
    """One thing one account did to one file."""

    activity_id: str
    """Hash of what identifies it; Google gives no id."""
    file_id: str
    action: str
    """create, edit, comment, suggestion, assignment, rename, move, delete or restore."""
    detail: str | None
    """Of a create new, upload or copy; of a comment added, reply_added, resolved, reopened or
    deleted; of a suggestion added, accepted, rejected, ...; of an assignment added, ..."""
    actor_id: str | None
    actor_type: str
    """user, deleted_user, unknown_user, anonymous, impersonation, administrator or system."""
    comment_id: str | None
    assignee_id: str | None
    started_at: datetime
    occurred_at: datetime
    """The end, where Google gives a range; it joins what one account does in a row."""


class Revision(Record, frozen=True):
    """One revision that Google showed once; it merges and drops them later, we do not."""

    file_id: str
    revision_id: str
    editor_email: str | None
    modified_at: datetime
    observed_at: datetime


class Scribe(Record, frozen=True):
    """One person whom minutes name as their scribe, by the hash of the name."""

    file_id: str
    meeting_date: str
    """ISO date of the heading above the line, empty where there is none."""
    name_hash: str
    rule_id: str
    observed_at: datetime
    form: str | None
    """account, full, first, other, machine or nobody, of `connectors.text.scribes.Named`."""
    line_number: int | None
    """Of the lines of its tab that name a scribe, from 1."""


_OCCURRENCE = ("calendar", "event_id")
_ACTOR = frozenset({"actor_id"})

STREAMS = (
    Stream(
        "user",
        User,
        ("user_id",),
        "observed_at",
        frozenset({"user_id", "display_name", "email", "aliases", "manager_email", "buddy_emails"}),
        replaces=(),
        scope_kind="directory",
    ),
    Stream(
        "group",
        Group,
        ("group_id",),
        "observed_at",
        frozenset({"email", "aliases"}),
        replaces=(),
        scope_kind="directory",
    ),
    Stream(
        "group_member",
        GroupMember,
        ("group_id", "member_id"),
        "observed_at",
        frozenset({"member_id", "email"}),
        replaces=(),
        scope_kind="directory",
    ),
    Stream("audit_event", AuditEvent, ("event_id",), None, _ACTOR, scope_kind="audit"),
    Stream(
        "event",
        Event,
        _OCCURRENCE,
        "observed_at",
        frozenset({"calendar", "organizer_email", "creator_email"}),
        walk="calendar",
        scope_kind="calendar",
    ),
    Stream(
        "attendee",
        Attendee,
        (*_OCCURRENCE, "email"),
        "observed_at",
        frozenset({"calendar", "email"}),
        walk="calendar",
        replaces=_OCCURRENCE,
        scope_kind="calendar",
    ),
    Stream(
        "attachment",
        Attachment,
        (*_OCCURRENCE, "file_id"),
        "observed_at",
        frozenset({"calendar"}),
        walk="calendar",
        replaces=_OCCURRENCE,
        scope_kind="calendar",
    ),
    Stream(
        "conference",
        Conference,
        ("conference_id",),
        "observed_at",
        walk="meet",
        scope_kind="calendar",
        shared=True,
    ),
    Stream(
        "participant",
        Participant,
        ("conference_id", "participant_id"),
        "observed_at",
        frozenset({"participant_id", "user_id"}),
        walk="meet",
        replaces=("conference_id",),
        scope_kind="calendar",
        shared=True,
    ),
    Stream(
        "meeting_file",
        MeetingFile,
        ("conference_id", "file_id"),
        "observed_at",
        walk="meet",
        replaces=("conference_id",),
        scope_kind="calendar",
        shared=True,
    ),
    Stream(
        "file",
        File,
        ("file_id",),
        "observed_at",
        frozenset({"owner_email", "last_editor_email"}),
        scope_kind="drive",
    ),
    Stream(
        "activity",
        Activity,
        ("activity_id",),
        None,
        frozenset({"actor_id", "assignee_id"}),
        children_of=("file",),
        scope_kind="drive",
    ),
    Stream(
        "revision",
        Revision,
        ("file_id", "revision_id"),
        "observed_at",
        frozenset({"editor_email"}),
        children_of=("file",),
        scope_kind="drive",
    ),
    Stream(
        "scribe",
        Scribe,
        ("file_id", "meeting_date", "name_hash"),
        "observed_at",
        frozenset({"name_hash"}),
        children_of=("file",),
        replaces=("file_id",),
        scope_kind="drive",
    ),
)
