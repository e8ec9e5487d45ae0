"""How Data Center's API writes spaces, pages, comments and accounts."""

from collections.abc import Sequence
from typing import Any

from sandbox.confluence.model import Comment, Page, Space, User, Version
from sandbox.confluence.render.instants import stamp

Json = dict[str, Any]


def space(row: Space, site: str) -> Json:
    """A space."""
    links = {"webui": f"/display/{row.key}", "base": site}
    name = f"The space {row.key}"
    return {"id": int(row.id), "key": row.key, "name": name, "type": "global", "_links": links}


def page(row: Page, expand: Sequence[str]) -> Json:
    """A page with what is asked for; its web link holds its title."""
    rendered: Json = {
        "id": row.id,
        "type": "page",
        "status": row.status,
        "title": row.title,
        "_links": {"webui": f"/display/{row.space.key}/{row.title.replace(' ', '+')}"},
    }
    if "ancestors" in expand:
        rendered["ancestors"] = [{"id": each.id, "type": "page"} for each in _above(row)]
    if "metadata.labels" in expand:
        labels = [{"id": "1", "name": name, "prefix": "global"} for name in row.labels]
        rendered["metadata"] = {"labels": {"results": labels, "size": len(labels)}}
    if "body.storage" in expand:
        rendered["body"] = {"storage": {"value": row.body, "representation": "storage"}}
    return {**rendered, **_saved(row, expand)}


def comment(row: Comment, expand: Sequence[str]) -> Json:
    """A comment with what is asked for; its title names its page's."""
    rendered: Json = {
        "id": row.id,
        "type": "comment",
        "status": "current",
        "title": f"Re: {row.page.title}",
    }
    if "container" in expand:
        rendered["container"] = {"id": row.page.id, "type": "page", "title": row.page.title}
    if "ancestors" in expand:
        above = [] if row.parent is None else [row.parent]
        rendered["ancestors"] = [{"id": each.id, "type": "comment"} for each in above]
    if "extensions.resolution" in expand:
        rendered["extensions"] = _extensions(row)
    return {**rendered, **_saved(row, expand)}


def version(row: Version) -> Json:
    """One saved version."""
    return {
        "number": row.number,
        "by": user(row.author),
        "when": stamp(row.created_at),
        "message": row.message,
        "minorEdit": row.minor,
        "hidden": False,
    }


def user(row: User | None) -> Json:
    """An account; nobody is anonymous."""
    if row is None:
        return {"type": "anonymous", "displayName": "Anonymous"}
    named = {"username": row.handle, "userKey": row.id, "displayName": row.name}
    return {"type": "known", **named}


def _extensions(row: Comment) -> Json:
    if not row.inline:
        return {"location": "footer"}
    resolution: Json = {"status": row.resolution}
    if row.resolved_at is not None:
        resolution["lastModifier"] = user(row.resolver)
        resolution["lastModifiedDate"] = stamp(row.resolved_at)
    return {"location": "inline", "resolution": resolution}


def _saved(row: Page | Comment, expand: Sequence[str]) -> Json:
    saved: Json = {}
    if "version" in expand:
        saved["version"] = version(row.versions[-1])
    if "history" in expand:
        first = row.versions[0]
        created = {
            "createdBy": user(first.author),
            "createdDate": stamp(first.created_at),
        }
        saved["history"] = {"latest": True, **created}
    return saved


def _above(page: Page) -> list[Page]:
    found: list[Page] = []
    while page.parent is not None:
        page = page.parent
        found.insert(0, page)
    return found
