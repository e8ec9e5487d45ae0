"""How Cloud's v2 API writes spaces, pages, comments, tasks and accounts."""

from typing import Any
from urllib.parse import quote

from sandbox.confluence.model import Comment, Page, Space, Task, User, Version
from sandbox.confluence.render.instants import stamp

Json = dict[str, Any]


def space(row: Space) -> Json:
    """A space."""
    return {
        "id": row.id,
        "key": row.key,
        "name": f"The space {row.key}",
        "type": "global",
        "status": "current",
        "createdAt": stamp(row.created_at),
        "_links": {"webui": f"/spaces/{row.key}"},
    }


def page(row: Page) -> Json:
    """A page without its body; its web link holds its title."""
    title = quote(row.title.replace(" ", "+"), safe="+")
    rendered: Json = {
        "id": row.id,
        "status": row.status,
        "title": row.title,
        "spaceId": row.space.id,
        "parentId": None if row.parent is None else row.parent.id,
        "parentType": None if row.parent is None else "page",
        "position": 0,
        "ownerId": _account(row.owner),
        "lastOwnerId": None,
        "createdAt": stamp(row.versions[0].created_at),
        "version": version(row.versions[-1]),
        "body": {},
        "_links": {"webui": f"/spaces/{row.space.key}/pages/{row.id}/{title}"},
    }
    return _with(rendered, authorId=_account(row.author))


def comment(row: Comment) -> Json:
    """A comment without its body; it names its page's title."""
    rendered: Json = {
        "id": row.id,
        "status": "current",
        "title": f"Re: {row.page.title}",
        "pageId": row.page.id,
        "version": version(row.versions[-1]),
        "body": {},
        "_links": {"webui": f"/pages/{row.page.id}?focusedCommentId={row.id}"},
    }
    if row.parent is not None:
        rendered["parentCommentId"] = row.parent.id
    if row.inline:
        rendered["resolutionStatus"] = row.resolution
        rendered["properties"] = {"inlineOriginalSelection": row.body}
    if row.resolved_at is not None:
        rendered["resolutionLastModifiedAt"] = stamp(row.resolved_at)
    return _with(rendered, resolutionLastModifierId=_account(row.resolver))


def task(row: Task) -> Json:
    """A task without its body."""
    rendered: Json = {
        "id": row.id,
        "localId": row.id,
        "spaceId": row.page.space.id,
        "pageId": row.page.id,
        "status": status(row),
        "body": {},
        "assignedTo": _account(row.assignee),
        "completedBy": _account(row.completer),
        "createdAt": stamp(row.created_at),
        "updatedAt": stamp(row.updated_at),
        "completedAt": None if row.completed_at is None else stamp(row.completed_at),
    }
    return _with(rendered, createdBy=_account(row.creator))


def user(row: User) -> Json:
    """An account; the e-mail is empty unless its owner shows it."""
    return {
        "displayName": row.name,
        "publicName": row.name,
        "accountId": row.id,
        "accountType": row.type,
        "accountStatus": "active",
        "email": row.email or "",
        "isExternalCollaborator": False,
    }


def version(row: Version) -> Json:
    """One saved version."""
    rendered = {
        "number": row.number,
        "createdAt": stamp(row.created_at),
        "minorEdit": row.minor,
        "message": row.message,
    }
    return _with(rendered, authorId=_account(row.author))


def label(name: str) -> Json:
    """A label; its id holds its name."""
    return {"id": str(int.from_bytes(name.encode(), "big")), "name": name, "prefix": "global"}


def label_name(number: str) -> str:
    """The name that the id of a label holds."""
    value = int(number)
    return value.to_bytes((value.bit_length() + 7) // 8, "big").decode()


def status(task: Task) -> str:
    """Whether a task is done."""
    return "incomplete" if task.completed_at is None else "complete"


def _with(rendered: Json, **accounts: str | None) -> Json:
    """Adds the accounts that there are: Atlassian leaves the others out."""
    return {**rendered, **{name: value for name, value in accounts.items() if value is not None}}


def _account(user: User | None) -> str | None:
    return None if user is None else user.id
