"""How an answer of one of Google's APIs is found, who asks for it, and what refusals look like."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.google.model.accounts import Account
from sandbox.google.model.workspace import Workspace
from sandbox.server import Asked, Reply


@dataclass(frozen=True)
class Caller:
    """Who a token stands for.

    Attributes:
        account: Who is acted for, None for the service account itself.
        email: The address of the account, or of the service account.
        scopes: Short names of what the token may do.
    """

    account: Account | None
    email: str
    scopes: frozenset[str]


Handler = Callable[[Workspace, Asked, re.Match[str], Caller], Reply]


@dataclass(frozen=True)
class Route:
    """One method of one API.

    Attributes:
        method_id: As the discovery document spells it, such as ``calendar.events.list``.
        path: Regular expression over the whole path below the host.
        scopes: Any one of these short names suffices.
    """

    method_id: str
    method: str
    path: str
    scopes: tuple[str, ...]
    handler: Handler


def is_admin(workspace: Workspace, caller: Caller) -> bool:
    """Whether a caller may read what administrators read."""
    return caller.account.is_admin if caller.account else workspace.is_reader


def refused(status: int, reason: str, message: str) -> Reply:
    """An error as Drive, Calendar, Directory and Reports write it."""
    row = {"domain": "global", "reason": reason, "message": message}
    return Reply(status, {"error": {"code": status, "message": message, "errors": [row]}})


def refused_newer(status: int, word: str, message: str) -> Reply:
    """An error as Meet, Drive Activity, Docs, Sheets and Forms write it."""
    body: dict[str, Any] = {"code": status, "message": message, "status": word}
    return Reply(status, {"error": body})
