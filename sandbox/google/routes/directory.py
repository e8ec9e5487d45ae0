"""What the directory API answers: accounts, groups and who is in them."""

import re
from urllib.parse import unquote

from sandbox.google.model.accounts import Group
from sandbox.google.model.workspace import Workspace
from sandbox.google.render import directory as render
from sandbox.google.routes.listing import Bounds, Cut, cut, shown
from sandbox.google.routes.route import Caller, Route, is_admin, refused
from sandbox.server import Asked, Reply

_USERS = ("admin.directory.user.readonly", "admin.directory.user")
_GROUPS = ("admin.directory.group.readonly", "admin.directory.group")
_MEMBERS = (*_GROUPS, "admin.directory.group.member.readonly", "admin.directory.group.member")
_FORBIDDEN = "Not Authorized to access this resource/api"


def _users(workspace: Workspace, asked: Asked, _: re.Match[str], caller: Caller) -> Reply:
    if refusal := _refusal(workspace, asked, caller):
        return refusal
    is_full = asked.query.get("projection") == "full"
    page = cut(
        asked, list(workspace.accounts.values()), Bounds("maxResults", 100, 500), workspace.paging
    )
    if isinstance(page, Reply):
        return page
    rows = [render.user(account, is_full=is_full) for account in page.rows]
    return shown(asked, Cut(rows, page.token).body("users", kind="admin#directory#users"))


def _groups(workspace: Workspace, asked: Asked, _: re.Match[str], caller: Caller) -> Reply:
    if refusal := _refusal(workspace, asked, caller):
        return refusal
    bounds = Bounds("maxResults", 200, 200, is_cut=True)
    page = cut(asked, list(workspace.groups.values()), bounds, workspace.paging)
    if isinstance(page, Reply):
        return page
    rows = [render.group(group) for group in page.rows]
    return shown(asked, Cut(rows, page.token).body("groups", kind="admin#directory#groups"))


def _members(workspace: Workspace, asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
    if not is_admin(workspace, caller):
        return refused(403, "forbidden", _FORBIDDEN)
    key = unquote(match["group"])
    group = workspace.groups.get(key) or next(
        (each for each in workspace.groups.values() if each.id == key), None
    )
    if group is None:
        return refused(404, "notFound", "Resource Not Found: groupKey")
    is_derived = asked.query.get("includeDerivedMembership") == "true"
    addresses = list(_below(workspace, group)) if is_derived else group.members
    bounds = Bounds("maxResults", 200, 200, is_cut=True)
    page = cut(asked, addresses, bounds, workspace.paging)
    if isinstance(page, Reply):
        return page
    rows = [render.member(workspace, address) for address in page.rows]
    return shown(asked, Cut(rows, page.token).body("members", kind="admin#directory#members"))


def _refusal(workspace: Workspace, asked: Asked, caller: Caller) -> Reply | None:
    if not is_admin(workspace, caller):
        return refused(403, "forbidden", _FORBIDDEN)
    if asked.query.get("customer") != "my_customer":
        return refused(400, "badRequest", "Bad Request")
    return None


def _below(workspace: Workspace, group: Group) -> dict[str, None]:
    """Addresses in a group and in the groups in it, in order."""
    found: dict[str, None] = {}
    waiting = [*group.members]
    while waiting:
        address = waiting.pop(0)
        if address not in found:
            found[address] = None
            inner = workspace.groups.get(address)
            waiting += inner.members if inner else []
    return found


_BASE = "/admin/directory/v1"
ROUTES: tuple[Route, ...] = (
    Route("directory.users.list", "GET", rf"{_BASE}/users", _USERS, _users),
    Route("directory.groups.list", "GET", rf"{_BASE}/groups", _GROUPS, _groups),
    Route(
        "directory.members.list",
        "GET",
        rf"{_BASE}/groups/(?P<group>[^/]+)/members",
        _MEMBERS,
        _members,
    ),
)
