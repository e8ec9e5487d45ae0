"""What `unsung check` says about Google: which scopes of OAuth are missing, and which too many.

A scope is asked for alone, so that the answer is about this one.
"""

from collections.abc import Iterator, Sequence

from connectors.errors import ScopeRevoked
from connectors.google import settings as kinds
from connectors.google.auth import SCOPE, Credential
from connectors.google.client import ACTIVITY, CALENDAR, DIRECTORY, DOCS, DRIVE, MEET, REPORTS, Api
from connectors.google.place import Place
from connectors.settings import Finding

_APIS: dict[str, tuple[Api, ...]] = {
    kinds.DIRECTORY: (DIRECTORY,),
    kinds.AUDIT: (REPORTS,),
    kinds.CALENDAR: (CALENDAR, MEET),
    kinds.DRIVE: (DRIVE, ACTIVITY),
}
BROAD = (
    "drive",
    "drive.readonly",
    "calendar",
    "calendar.readonly",
    "calendar.events",
    "admin.directory.user",
    "admin.directory.group",
    "spreadsheets",
    "forms.body",
    "documents",
    "gmail.readonly",
    "cloud-platform",
)
"""Scopes that allow more than reading what is kept."""


def check_places(places: Sequence[Place]) -> Iterator[Finding]:
    """Says of every place what it lacks, then once what is more than needed, then what to grant."""
    if not places:
        yield Finding("missing", "nothing is configured to be read: give domain, calendars, drives")
        return
    credential = places[0].client.credential
    if credential.is_service_account:
        yield from _delegated(credential, places)
    else:
        yield from _consented(credential, places)
    yield Finding("ok", f"the scopes to grant are {_pasted(needed(places))}")


def needed(places: Sequence[Place]) -> tuple[str, ...]:
    """The short names of the scopes that places need, each once, in a fixed order."""
    return tuple(dict.fromkeys(name for place in places for name in _scopes(place)))


def _scopes(place: Place) -> tuple[str, ...]:
    apis = _APIS[place.kind]
    if place.kind == kinds.DRIVE and place.settings.read_minutes == "on":
        apis = (*apis, DOCS)
    return tuple(name for api in apis for name in api.scopes)


def _delegated(credential: Credential, places: Sequence[Place]) -> Iterator[Finding]:
    for place in places:
        missing = [name for name in _scopes(place) if not _grants(credential, name, place.subject)]
        for name in missing:
            text = f"{place.where}: grant {SCOPE}{name} to client {credential.client_id}"
            yield Finding("missing", text)
        if not missing:
            yield Finding("ok", f"{place.where}: {_coverage(place)}")
    subject = next((place.subject for place in places if place.subject is not None), None)
    if subject is None:
        # For itself a service account gets a token for any scope; its roles and shares decide.
        return
    for name in BROAD:
        if _grants(credential, name, subject):
            yield _excess(credential, name)


def _consented(credential: Credential, places: Sequence[Place]) -> Iterator[Finding]:
    told = str(credential.token((), None).get("scope", "")).split()
    granted = {name.removeprefix(SCOPE) for name in told}
    for place in places:
        missing = [name for name in _scopes(place) if name not in granted]
        for name in missing:
            text = f"{place.where}: consent to {SCOPE}{name} for client {credential.client_id}"
            yield Finding("missing", text)
        if not missing:
            yield Finding("ok", f"{place.where}: read as far as the user who consented may see it")
    for name in BROAD:
        if name in granted:
            yield _excess(credential, name)


def _grants(credential: Credential, name: str, subject: str | None) -> bool:
    try:
        credential.token((name,), subject)
    except ScopeRevoked:
        return False
    return True


def _excess(credential: Credential, name: str) -> Finding:
    text = f"client {credential.client_id} is granted {SCOPE}{name}, which is never used; revoke it"
    return Finding("excess", text)


def _coverage(place: Place) -> str:
    """How much of a place is seen by whoever asks."""
    if place.kind in (kinds.DIRECTORY, kinds.AUDIT):
        reader = "an administrator" if place.subject else "the service account's own role"
        return f"read as {reader} sees it"
    if place.subject is not None:
        return "read as the person acted for sees it, all of it if it is that person's own"
    return "read as far as it is shared with the service account"


def _pasted(names: Sequence[str]) -> str:
    """Names as the Admin console takes them."""
    return ",".join(SCOPE + name for name in names)
