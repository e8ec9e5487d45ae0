"""Jira's JSON to records. Texts are read for flags and dropped here."""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from connectors.jira import streams
from connectors.jira.adf import plain
from connectors.rest.paging import Row, parse_instant
from connectors.text import cleaning, flags
from connectors.text.named_objects import named_objects

_Made = TypeVar("_Made")
_MOST_SECONDS = 10**11
_PAGE_ID = re.compile(r"(?:[?&]pageId=|/pages/)(\d+)")
_SERVER_SPRINT = re.compile(r"[\[,](id|state|startDate|endDate)=([^,\]]*)")

_IDENTIFIED = frozenset(
    {"status", "priority", "resolution", "issuetype", "Component", "Fix Version", "Sprint"}
    | {"assignee", "reporter", "Link", "Parent", "IssueParentAssociation", "Epic Link"}
)
"""Fields of a changelog whose values are ids or keys."""

_NAMED = frozenset(
    {"status", "priority", "resolution", "issuetype", "labels", "Component", "Fix Version"}
)
"""Fields of a changelog whose values are words of the site: no free text, no person."""

_CUSTOM = frozenset({"Sprint", "Epic Link"})
"""Fields of Jira Software, which Jira holds for custom ones."""


@dataclass(frozen=True)
class Context:
    """What a record needs that its row does not say.

    Attributes:
        web: Where people read Jira; links start with it.
        observed_at: Jira's clock at the answer.
        account: Gives what identifies an account.
        sprint_field: The id of the field that holds sprints, None where there is none.
        titles: Whether titles are kept.
    """

    web: str
    observed_at: datetime
    account: Callable[[Row], str]
    sprint_field: str | None = None
    titles: bool = True

    def account_id(self, user: Row | None) -> str | None:
        """What identifies an account; of deleted and anonymous ones there is none."""
        found = None if user is None else cleaning.clean(self.account(user))
        # Cloud gives every account that it forgot this one id.
        return None if found == "unknown" else found


def project(row: Row, context: Context) -> streams.Project:
    """One project."""
    return streams.Project(
        project_id=_id(row["id"]),
        key=cleaning.clean(row["key"]),
        url=f"{context.web}/browse/{cleaning.clean(row['key'])}",
        lead_id=context.account_id(row.get("lead")),
        observed_at=context.observed_at,
    )


def field(row: Row, context: Context) -> streams.Field:
    """One field of the site."""
    schema = row.get("schema") or {}
    return streams.Field(
        field_id=cleaning.clean(row["id"]),
        name=cleaning.clean(row["name"]),
        type=schema.get("custom") or schema.get("type"),
        is_custom=row["custom"],
        observed_at=context.observed_at,
    )


def status(row: Row, context: Context) -> streams.Status:
    """One status of the site."""
    return streams.Status(
        status_id=_id(row["id"]),
        name=cleaning.clean(row.get("untranslatedName") or row["name"]),
        category=cleaning.clean(row["statusCategory"]["key"]),
        observed_at=context.observed_at,
    )


def issue(row: Row, context: Context) -> streams.Issue:
    """One issue; its description is never asked for."""
    fields = row["fields"]
    status, parent = fields["status"], fields.get("parent")
    return streams.Issue(
        issue_id=_id(row["id"]),
        project_id=_id(fields["project"]["id"]),
        key=cleaning.clean(row["key"]),
        url=issue_url(context.web, row["key"]),
        title=cleaning.title(fields["summary"]) if context.titles else None,
        issue_type=cleaning.clean(fields["issuetype"]["name"]),
        hierarchy_level=_level(fields["issuetype"]),
        status=cleaning.clean(status["name"]),
        status_category=cleaning.clean(status["statusCategory"]["key"]),
        priority=_name(fields.get("priority")),
        resolution=_name(fields.get("resolution")),
        labels=tuple(cleaning.clean(label) for label in fields["labels"]),
        components=tuple(cleaning.clean(part["name"]) for part in fields.get("components") or ()),
        fix_version_ids=tuple(_id(part["id"]) for part in fields.get("fixVersions") or ()),
        sprint_ids=tuple(each.sprint_id for each in sprints(row, context)),
        parent_id=None if parent is None else _id(parent["id"]),
        creator_id=context.account_id(fields.get("creator")),
        reporter_id=context.account_id(fields.get("reporter")),
        assignee_id=context.account_id(fields.get("assignee")),
        comment_count=fields["comment"]["total"],
        created_at=parse_instant(fields["created"], "created"),
        updated_at=parse_instant(fields["updated"], "updated"),
        resolved_at=_instant_or_none(fields, "resolutiondate"),
    )


def issue_links(row: Row, context: Context) -> list[streams.IssueLink]:
    """The links that one issue is the source of: it does to the other what the outward words say.

    Each link comes from one end only, so that it belongs to one project and its removal is seen.
    """
    return [
        streams.IssueLink(
            link_id=_id(link["id"]),
            link_type=cleaning.clean(link["type"]["name"]),
            source_issue_id=_id(row["id"]),
            target_issue_id=_id(link["outwardIssue"]["id"]),
            observed_at=context.observed_at,
        )
        for link in row["fields"].get("issuelinks") or ()
        if "outwardIssue" in link
    ]


def sprints(row: Row, context: Context) -> list[streams.Sprint]:
    """The sprints that one issue names."""
    values = row["fields"].get(context.sprint_field or "") or ()
    found = []
    for value in values:
        part = dict(_SERVER_SPRINT.findall(value)) if isinstance(value, str) else value
        dates = {name: _sprint_date(part.get(name)) for name in ("startDate", "endDate")}
        found.append(
            streams.Sprint(
                sprint_id=_id(part["id"]),
                state=cleaning.clean(part["state"].lower()),
                started_at=dates["startDate"],
                ended_at=dates["endDate"],
                observed_at=context.observed_at,
            )
        )
    return found


def versions(row: Row, context: Context) -> list[streams.Version]:
    """The versions that one issue is fixed in."""
    fields = row["fields"]
    return [
        streams.Version(
            version_id=_id(part["id"]),
            project_id=_id(fields["project"]["id"]),
            name=cleaning.clean(part["name"]),
            is_released=part["released"],
            released_on=date.fromisoformat(day) if (day := part.get("releaseDate")) else None,
            observed_at=context.observed_at,
        )
        for part in fields.get("fixVersions") or ()
    ]


def comment(row: Row, issue_row: Row, context: Context) -> streams.Comment:
    """One comment of an issue."""
    words, is_public = plain(row["body"]), row.get("jsdPublic")
    return streams.Comment(
        comment_id=_id(row["id"]),
        issue_id=_id(issue_row["id"]),
        url=f"{issue_url(context.web, issue_row['key'])}?focusedCommentId={_id(row['id'])}",
        author_id=context.account_id(row.get("author")),
        updater_id=context.account_id(row.get("updateAuthor")),
        is_internal=None if is_public is None else not is_public,
        word_count=flags.word_count(words),
        skeleton=flags.skeleton(words),
        has_rationale=flags.has_rationale(words),
        is_question=flags.is_question(words),
        named_objects=named_objects(plain(row["body"], has_code=True)),
        created_at=parse_instant(row["created"], "created"),
        updated_at=parse_instant(row["updated"], "updated"),
    )


def changes(issue_id: str, history: Row, context: Context) -> list[streams.Change]:
    """The fields that one edit changed; values of free text are dropped."""
    return [
        streams.Change(
            change_id=f"{_id(history['id'])}:{place}",
            issue_id=issue_id,
            author_id=context.account_id(history.get("author")),
            field=cleaning.clean(item["field"]),
            field_id=item.get("fieldId"),
            from_id=_kept(item, "from", _IDENTIFIED),
            to_id=_kept(item, "to", _IDENTIFIED),
            from_value=_kept(item, "fromString", _NAMED),
            to_value=_kept(item, "toString", _NAMED),
            is_automated=bool((history.get("historyMetadata") or {}).get("generator")),
            created_at=_moment(history["created"]),
        )
        for place, item in enumerate(history["items"])
    ]


def named_by_change(change: streams.Change) -> tuple[str | None, ...]:
    """The accounts that a change names."""
    is_of_people = change.field in ("assignee", "reporter")
    given = (change.from_id, change.to_id) if is_of_people else ()
    return (change.author_id, *given)


def remote_links(issue_id: str, rows: list[Row], observed_at: datetime) -> list[streams.RemoteLink]:
    """The links of one issue that lead to pages of Confluence."""
    found = []
    for row in rows:
        where = f"{row.get('globalId') or ''} {row['object']['url']}"
        page = _PAGE_ID.search(where)
        if page is not None:
            found.append(streams.RemoteLink(_id(row["id"]), issue_id, page[1], observed_at))
    return found


def worklog(row: Row, context: Context) -> streams.Worklog:
    """Time that was written down; the remark is dropped."""
    return streams.Worklog(
        worklog_id=_id(row["id"]),
        issue_id=_id(row["issueId"]),
        author_id=context.account_id(row.get("author")),
        minutes=row["timeSpentSeconds"] // 60,
        started_at=parse_instant(row["started"], "started"),
        created_at=parse_instant(row.get("created") or row["updated"], "created"),
        updated_at=parse_instant(row["updated"], "updated"),
    )


def worklog_deletion(row: Row) -> streams.WorklogDeletion:
    """One deleted worklog."""
    return streams.WorklogDeletion(_id(row["worklogId"]), _moment(row["updatedTime"]))


def user(row: Row, context: Context, observed_at: datetime) -> streams.User:
    """One account."""
    name, email = row.get("displayName"), row.get("emailAddress")
    return streams.User(
        account_id=cleaning.clean(context.account(row)),
        account_type=row.get("accountType"),
        display_name=cleaning.clean(name) if name else None,
        email=cleaning.clean(email) if email else None,
        is_active=row.get("active"),
        observed_at=observed_at,
    )


def issue_url(web: str, key: str) -> str:
    """Where people read an issue."""
    return f"{web}/browse/{cleaning.clean(key)}"


def _kept(item: Mapping[str, Any], name: str, fields: Container[str]) -> str | None:
    """A value of a field; a custom field may bear the name of one of Jira's own."""
    is_own = item.get("fieldtype") != "custom" or item["field"] in _CUSTOM
    value = item.get(name) if is_own and item["field"] in fields else None
    return cleaning.clean(value) if value else None


def _id(value: Any) -> str:
    """Jira writes ids as numbers here and as digits there."""
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        raise TypeError
    return cleaning.clean(str(value))


def _level(issue_type: Row) -> int | None:
    level: int | None = issue_type.get("hierarchyLevel")
    return -1 if level is None and issue_type.get("subtask") else level


def _name(part: Row | None) -> str | None:
    return None if part is None else cleaning.clean(part["name"])


def _moment(value: Any) -> datetime:
    """An instant as text, or in seconds or milliseconds as the bulk changelog gives it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return datetime.fromtimestamp(value / 1000 if value > _MOST_SECONDS else value, UTC)
    return parse_instant(value, "created")


def _instant_or_none(fields: Row, name: str) -> datetime | None:
    return None if fields.get(name) is None else parse_instant(fields[name], name)


def _sprint_date(value: str | None) -> datetime | None:
    return None if value in (None, "<null>", "") else parse_instant(value, "sprint")
