"""PagerDuty, as the acceptance suite serves, fills and uses it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from connectors.settings import Runtime
from sandbox.pagerduty import Account, Server
from tests.connectors.acceptance.subject import CANARY, TOKEN, Subject
from tests.connectors.pagerduty.conftest import PagerDutyWorld, fill


@contextmanager
def _serve(runtime: Runtime, time: Any, folder: Path) -> Iterator[PagerDutyWorld]:
    with Server(Account(clock=time.now)) as server:
        server.api.limit = server.api.duty_limit = 100_000
        world = PagerDutyWorld(server, runtime, time, folder)
        world.secrets = {"token": TOKEN}
        yield world


def _fill(world: Any) -> None:
    fill(world.account, incidents=9, days=40, people=5)
    for incident in world.account.incidents.values():
        incident.title = CANARY
        for note in incident.notes:
            note.content = CANARY


def _shrink(world: Any) -> None:
    world.server.api.page_cap = 3


def _incident(world: Any, pick: int) -> Any:
    incidents = list(world.account.incidents.values())
    return incidents[pick % len(incidents)]


def _user(world: Any, pick: int) -> Any:
    users = list(world.account.users.values())
    return users[pick % len(users)]


def _schedule(world: Any, pick: int) -> Any:
    return list(world.account.schedules.values())[pick % 2]


def _join(world: Any, pick: int) -> None:
    handle = f"new{pick}"
    user = world.account.add_user(handle, email=f"{handle}@acme.example")
    world.account.add_member(next(iter(world.account.teams.values())), user)


def _leave(world: Any, pick: int) -> None:
    next(iter(world.account.teams.values())).members.pop(_user(world, pick).id, None)


def _resolve(world: Any, pick: int) -> None:
    by = _user(world, pick) if pick % 2 else None
    world.account.resolve(_incident(world, pick), by)


def _unnote(world: Any, pick: int) -> None:
    notes = [note for incident in world.account.incidents.values() for note in incident.notes]
    if notes:
        world.account.delete_note(notes[pick % len(notes)])


def _shift(add: str) -> Callable[[Any, int], Any]:
    def edit(world: Any, pick: int) -> None:
        now = world.time.now()
        end = now + timedelta(hours=8)
        getattr(world.account, add)(_schedule(world, pick), _user(world, pick), now, end)

    return edit


SUBJECTS = (
    Subject(
        "pagerduty",
        _serve,
        _fill,
        _shrink,
        edits={
            "trigger": lambda w, pick: w.account.trigger(_incident(w, pick).service, CANARY),
            "burst": lambda w, pick: [
                w.account.notify(_incident(w, pick), _user(w, pick)) for _ in range(9)
            ],
            "resolve": _resolve,
            "note": lambda w, pick: w.account.add_note(_incident(w, pick), _user(w, pick), CANARY),
            "edit notes": lambda w, pick: [
                w.account.edit_note(note, CANARY) for note in _incident(w, pick).notes
            ],
            "unnote": _unnote,
            "join": _join,
            "leave": _leave,
            "override": _shift("add_override"),
            "duty": _shift("add_on_call"),
        },
        limits={"429 with ratelimit-reset": {"status": 429, "headers": {"ratelimit-reset": "20"}}},
        forgotten={"note": "nothing tells that a note of an old incident was deleted"},
        may_be_missing={
            "assignees": "only entries of assignments have it",
            "teams": "accounts without teams do not send it",
        },
        may_be_null={
            "assignees": "as where it is missing",
            "teams": "as where it is missing",
            "content": "an empty note",
            "schedule": "duty without a schedule",
            "start": "duty for ever",
            "end": "duty for ever",
        },
        unread={
            ("log_entry", r"^/services($|\?)"): "asked only for whether the key may read",
        },
    ),
)
