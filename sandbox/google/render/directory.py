"""How the directory API writes accounts, groups and members."""

from typing import Any

from sandbox.google.model.accounts import CUSTOMER, Account, Group
from sandbox.google.model.workspace import Workspace


def user(account: Account, *, is_full: bool) -> dict[str, Any]:
    """An account; in full with its custom schemas."""
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


def group(row: Group) -> dict[str, Any]:
    """A group; Google leaves out an empty list of aliases."""
    return {
        **({"aliases": [*row.aliases]} if row.aliases else {}),
        "kind": "admin#directory#group",
        "id": row.id,
        "email": row.email,
        "name": row.email.partition("@")[0],
        "description": "",
        "directMembersCount": str(len(row.members)),
        "adminCreated": True,
    }


def member(workspace: Workspace, address: str) -> dict[str, Any]:
    """An address in a group: a group, an account, or somebody outside."""
    account, inner = workspace.account(address), workspace.groups.get(address)
    row: dict[str, Any] = {"kind": "admin#directory#member", "role": "MEMBER", "email": address}
    if inner is not None:
        return {**row, "id": inner.id, "type": "GROUP"}
    if account is not None:
        return {**row, "id": account.id, "type": "USER", "status": "ACTIVE"}
    return {**row, "id": f"x{address.encode().hex()}", "type": "EXTERNAL"}
