"""What Jira and Confluence have in common: the credential, and accounts asked for in bulk."""

import base64
from collections.abc import Iterator, Sequence

from connectors.rest.http import HttpClient
from connectors.settings import Runtime
from connectors.stream import ParentKeys
from connectors.sync import After


def open_http(
    base_url: str, email: str | None, token: str, runtime: Runtime, threads: int
) -> HttpClient:
    """A client with the configured credential: basic with Cloud's e-mail, else bearer."""
    authorization = f"Bearer {token.strip()}"
    if email is not None:
        pair = f"{email.strip()}:{token.strip()}".encode()
        authorization = f"Basic {base64.b64encode(pair).decode()}"
    return HttpClient(
        base_url,
        lambda: {"Authorization": authorization},
        runtime,
        # Names of statuses and types come in the language of the account otherwise.
        headers={
            "Accept": "application/json",
            "Accept-Language": "en",
            "X-Force-Accept-Language": "true",
        },
        threads=threads,
    )


def named_accounts(
    parents: ParentKeys, names: Sequence[str], after: After, most: int
) -> Iterator[tuple[list[list[str]], After]]:
    """Yields the accounts that changed parents name, each once, and the positions reached.

    The last part of every changed key is the list of accounts that it names.

    Args:
        parents: The changed keys.
        names: The streams that name accounts.
        after: Positions up to which their keys were read.
        most: How many accounts are asked for at once; they come in lists of at most so many.
    """
    known: set[str] = set()
    waiting: list[str] = []
    for name in names:
        for position, key in parents(name, after.get(name)):
            fresh = [account for account in key[-1] if account not in known]
            known.update(fresh)
            waiting += fresh
            after = {**after, name: position}
            if len(waiting) >= most:
                yield _slices(waiting, most), after
                waiting = []
    yield _slices(waiting, most), after


def _slices(accounts: Sequence[str], most: int) -> list[list[str]]:
    return [list(accounts[start : start + most]) for start in range(0, len(accounts), most)]
