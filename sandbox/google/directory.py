"""What the directory API answers: accounts, groups and who is in them."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sandbox.google.listing import Bounds, Cut, cut, shown
from sandbox.google.route import Caller, Route, refused
from sandbox.server import Asked, Reply

if TYPE_CHECKING:
    from sandbox.google.workspace import Account, Group, Workspace

CUSTOMER = "C0acme"
_USERS = ("admin.directory.user.readonly", "admin.directory.user")
_GROUPS = ("admin.directory.group.readonly", "admin.directory.group")
_MEMBERS = (*_GROUPS, "admin.directory.group.member.readonly", "admin.directory.group.member")
_FORBIDDEN = "Not Authorized to access this resource/api"


def is_admin(workspace: "Workspace", caller: Caller) -> bool:
    """Whether a caller may read what administrators read."""
    return caller.account.is_admin if caller.account else workspace.is_reader


def _users(workspace: "Workspace", asked: Asked, _: re.Match[str], caller: Caller) -> Reply:
    if refusal := _refusal(workspace, asked, caller):
        return refusal
    is_full = asked.query.get("projection") == "full"
    page = cut(
        asked, list(workspace.accounts.values()), Bounds("maxResults", 100, 500), workspace.paging
    )
    if isinstance(page, Reply):
        return page
    rows = [_user(account, is_full=is_full) for account in page.rows]
    return shown(asked, Cut(rows, page.token).body("users", kind="admin#directory#users"))


def _groups(workspace: "Workspace", asked: Asked, _: re.Match[str], caller: Caller) -> Reply:
    if refusal := _refusal(workspace, asked, caller):
        return refusal
    bounds = Bounds("maxResults", 200, 200, is_cut=True)
    page = cut(asked, list(workspace.groups.values()), bounds, workspace.paging)
    if isinstance(page, Reply):
        return page
    rows = [_group(group) for group in page.rows]
    return shown(asked, Cut(rows, page.token).body("groups", kind="admin#directory#groups"))


def _members(workspace: "Workspace", asked: Asked, match: re.Match[str], caller: Caller) -> Reply:
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
    rows = [_member(workspace, address) for address in page.rows]
    return shown(asked, Cut(rows, page.token).body("members", kind="admin#directory#members"))


def _refusal(workspace: "Workspace", asked: Asked, caller: Caller) -> Reply | None:
    if not is_admin(workspace, caller):
        return refused(403, "forbidden", _FORBIDDEN)
    if asked.query.get("customer") != "my_customer":
        return refused(400, "badRequest", "Bad Request")
    return None


def _user(account: "Account", *, is_full: bool) -> dict[str, Any]:
    first, _, last = account.name.partition(" ")
    row: dict[str, Any] = {
        "kind": "admin#directory#user",
        "id": account.id,
        "etag": f'"{account.id}"',
        "primaryEmail": account.email,
        "name": {"givenName": first, "familyName": last, "fullName": account.name},
        "isAdmin": account.is_admin,
        "creationTime": account.created_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "suspended": account.is_suspended,
        "archived": account.is_archived,
        "customerId": CUSTOMER,
        "orgUnitPath": "/",
        "recoveryEmail": f"{account.id}@home.example",
        "recoveryPhone": "+15550100",
        "phones": [{"value": "+15550100", "type": "home"}],
        "addresses": [{"type": "home", "formatted": "1 Example Street"}],
        "gender": {"type": "other"},
    }
    if account.aliases:
        row["aliases"] = [*account.aliases]
    if account.manager_email:
        row["relations"] = [{"value": account.manager_email, "type": "manager"}]
    if is_full and account.fields:
        row["customSchemas"] = account.fields
    return row


def _group(group: "Group") -> dict[str, Any]:
    return {
        "kind": "admin#directory#group",
        "id": group.id,
        "email": group.email,
        "name": group.email.partition("@")[0],
        "description": "",
        "directMembersCount": str(len(group.members)),
        "adminCreated": True,
    }


def _below(workspace: "Workspace", group: "Group") -> dict[str, None]:
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


def _member(workspace: "Workspace", address: str) -> dict[str, Any]:
    account, group = workspace.account(address), workspace.groups.get(address)
    row: dict[str, Any] = {"kind": "admin#directory#member", "role": "MEMBER", "email": address}
    if group is not None:
        return {**row, "id": group.id, "type": "GROUP"}
    if account is not None:
        return {**row, "id": account.id, "type": "USER", "status": "ACTIVE"}
    return {**row, "id": f"x{address.encode().hex()}", "type": "EXTERNAL"}


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
