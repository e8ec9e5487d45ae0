"""Confluence's JSON to records, Cloud's and Data Center's. Titles and texts are dropped here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from connectors.confluence import streams
from connectors.confluence.titles import title_class
from connectors.rest.paging import Row, parse_instant
from connectors.text import cleaning
from connectors.text.machine_notes import is_machine_title

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Context:
    """What a record needs that its row does not say.

    Attributes:
        web: Where people read Confluence; links start with it.
        space_id: The space that was listed.
        observed_at: Confluence's clock at the answer.
    """

    web: str
    space_id: str
    observed_at: datetime


def cloud_page(row: Row, context: Context) -> streams.Page:
    """One page of Cloud's list."""
    return streams.Page(
        page_id=_text(row["id"]),
        space_id=_text(row["spaceId"]),
        parent_id=_text_or_none(row.get("parentId")),
        url=page_url(context.web, row["id"]),
        status=_text(row["status"]),
        title_class=title_class(row["title"]),
        creator_id=_text_or_none(row.get("authorId")),
        owner_id=_text_or_none(row.get("ownerId")),
        version_number=_number(row["version"]["number"]),
        created_at=parse_instant(row["createdAt"], "createdAt"),
        updated_at=parse_instant(row["version"]["createdAt"], "createdAt"),
        observed_at=context.observed_at,
        is_machine_title=is_machine_title(row["title"]),
    )


def cloud_page_space(row: Row) -> tuple[str, str]:
    """A page's id, and the id of its space."""
    return _text(row["id"]), _text(row["spaceId"])


def server_page(row: Row, context: Context) -> streams.Page:
    """One page of Data Center's search."""
    history, version, ancestors = row["history"], row["version"], row["ancestors"]
    return streams.Page(
        page_id=_text(row["id"]),
        space_id=context.space_id,
        parent_id=_text(ancestors[-1]["id"]) if ancestors else None,
        url=page_url(context.web, row["id"]),
        status=_text(row["status"]),
        title_class=title_class(row["title"]),
        creator_id=_key(history.get("createdBy")),
        owner_id=None,
        version_number=_number(version["number"]),
        created_at=parse_instant(history["createdDate"], "createdDate"),
        updated_at=parse_instant(version["when"], "when"),
        observed_at=context.observed_at,
        is_machine_title=is_machine_title(row["title"]),
    )


def cloud_comment(row: Row, first: Row, context: Context) -> streams.Comment:
    """One comment of Cloud's lists.

    Args:
        row: The comment as it is now; its version names who edited it last.
        first: Its first version, which names who wrote it.
        context: What the row does not say.
    """
    resolved_at = row.get("resolutionLastModifiedAt")
    return streams.Comment(
        comment_id=_text(row["id"]),
        page_id=_text(row["pageId"]),
        parent_comment_id=_text_or_none(row.get("parentCommentId")),
        url=comment_url(context.web, row["pageId"], row["id"]),
        author_id=_text_or_none(first.get("authorId")),
        resolution=_text_or_none(row.get("resolutionStatus")),
        resolver_id=_text_or_none(row.get("resolutionLastModifierId")),
        resolved_at=_instant_or_none(resolved_at, "resolutionLastModifiedAt"),
        created_at=parse_instant(first["createdAt"], "createdAt"),
        updated_at=parse_instant(row["version"]["createdAt"], "createdAt"),
        observed_at=context.observed_at,
    )


def server_comment(row: Row, context: Context) -> streams.Comment:
    """One comment of Data Center's search, on a page."""
    history, page_id, ancestors = row["history"], row["container"]["id"], row["ancestors"]
    resolution = row["extensions"].get("resolution") or {}
    return streams.Comment(
        comment_id=_text(row["id"]),
        page_id=_text(page_id),
        parent_comment_id=_text(ancestors[-1]["id"]) if ancestors else None,
        url=comment_url(context.web, page_id, row["id"]),
        author_id=_key(history.get("createdBy")),
        resolution=_text_or_none(resolution.get("status")),
        resolver_id=_key(resolution.get("lastModifier")),
        resolved_at=_instant_or_none(resolution.get("lastModifiedDate"), "lastModifiedDate"),
        created_at=parse_instant(history["createdDate"], "createdDate"),
        updated_at=parse_instant(row["version"]["when"], "when"),
        observed_at=context.observed_at,
    )


def task(row: Row) -> streams.Task:
    """One task on a page."""
    return streams.Task(
        task_id=_text(row["id"]),
        page_id=_text(row["pageId"]),
        status=_text(row["status"]),
        creator_id=_text_or_none(row.get("createdBy")),
        assignee_id=_text_or_none(row.get("assignedTo")),
        completer_id=_text_or_none(row.get("completedBy")),
        created_at=parse_instant(row["createdAt"], "createdAt"),
        updated_at=parse_instant(row.get("updatedAt") or row["createdAt"], "updatedAt"),
        completed_at=_instant_or_none(row.get("completedAt"), "completedAt"),
    )


def cloud_version(row: Row, page_id: str, web: str) -> streams.PageVersion:
    """One version of Cloud's list."""
    return streams.PageVersion(
        page_id=page_id,
        number=_number(row["number"]),
        url=history_url(web, page_id),
        author_id=_text_or_none(row.get("authorId")),
        is_minor=bool(row.get("minorEdit")),
        created_at=parse_instant(row["createdAt"], "createdAt"),
    )


def server_version(row: Row, page_id: str, web: str) -> streams.PageVersion:
    """One version of Data Center's list."""
    return streams.PageVersion(
        page_id=page_id,
        number=_number(row["number"]),
        url=history_url(web, page_id),
        author_id=_key(row.get("by")),
        is_minor=bool(row.get("minorEdit")),
        created_at=parse_instant(row["when"], "when"),
    )


def cloud_user(row: Row, observed_at: datetime) -> streams.User:
    """One account of Cloud; a hidden e-mail is empty."""
    return streams.User(
        account_id=_text(row["accountId"]),
        account_type=_text_or_none(row.get("accountType")),
        display_name=_cleaned(row.get("displayName")),
        email=_cleaned(row.get("email")),
        observed_at=observed_at,
    )


def server_user(row: Row, observed_at: datetime) -> streams.User:
    """One account of Data Center, which shows no e-mail."""
    return streams.User(
        account_id=_text(row["userKey"]),
        account_type=None,
        display_name=_cleaned(row.get("displayName")),
        email=None,
        observed_at=observed_at,
    )


def page_url(web: str, page_id: str) -> str:
    """Where a page is read; the links that Confluence gives hold its title."""
    return f"{web}/pages/viewpage.action?pageId={page_id}"


def comment_url(web: str, page_id: str, comment_id: str) -> str:
    """Where a comment is read."""
    return f"{page_url(web, page_id)}&focusedCommentId={comment_id}"


def history_url(web: str, page_id: str) -> str:
    """Where the versions of a page are listed."""
    return f"{web}/pages/viewpreviousversions.action?pageId={page_id}"


def _key(user: Row | None) -> str | None:
    """The key of a Data Center account; anonymous ones have none."""
    return None if user is None else _text_or_none(user.get("userKey"))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _cleaned(value: Any) -> str | None:
    return cleaning.clean(_text(value)) if value else None


def _instant_or_none(value: Any, label: str) -> datetime | None:
    return None if value is None else parse_instant(value, label)
