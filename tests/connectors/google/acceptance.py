"""Google Workspace, as the acceptance suite serves, fills and uses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from connectors.settings import Runtime
from sandbox.google.model.calendar import File
from tests.connectors.acceptance.subject import CANARY, Subject
from tests.connectors.google.conftest import GoogleWorld, StrictServer, workspace

CODE = "abc-defg-hij"
HOUR = timedelta(hours=1)
SHEET = "application/vnd.google-apps.spreadsheet"
LIMITED = b'{"error": {"code": 403, "message": "x", "errors": [{"reason": "rateLimitExceeded"}]}}'


@contextmanager
def _serve(runtime: Runtime, time: Any, folder: Path) -> Iterator[GoogleWorld]:
    with StrictServer(workspace(time.now)) as server:
        folder.mkdir(exist_ok=True)
        world = GoogleWorld(server, runtime, time, folder)
        yield world
        assert server.violations == []


def _fill(world: Any) -> None:
    space = world.workspace
    people = [space.add_account(name) for name in ("ada", "bo", "cy")]
    team = space.drive.add_drive("Team", *people)
    world.settings |= {
        "calendars": tuple(person.email for person in people[:2]),
        "drives": (team.id, people[0].email),
        "drive_member": people[1].email,
        "read_minutes": "on",
        "drive": "audit",
        "threads": 1,
    }
    for number in range(4):
        space.add_group(f"g{number}", *people[: number + 1])
        _meet(world, people, world.ago(days=number + 1), f"n{number}")
        _write(world, people, team if number % 2 else people[0], number)


def _meet(world: Any, people: list[Any], start: Any, notes: str) -> None:
    """A meeting with a call, an attachment and what a machine wrote."""
    space = world.workspace
    space.calendars.add_event(
        people[0],
        people[:2],
        start,
        start + HOUR,
        CANARY,
        description=CANARY,
        attachments=[File(f"f-{notes}", CANARY)],
        code=CODE,
    )
    space.meet.add_call(
        CODE, people[0], start, start + HOUR, people=[people[0], None], smart_notes=notes
    )
    space.log.add("edit", f"f-{notes}", people[0], start, doc_title=CANARY)


def _write(world: Any, people: list[Any], place: Any, number: int) -> None:
    """A document with everything that can be done to one."""
    drive, at = world.workspace.drive, world.ago(days=60 - number)
    title = f"Meeting notes {CANARY} {number}" if number < 3 else f"{CANARY} {number}"
    file = drive.add_file(place, title, at=at, by=people[0])
    world.workspace.docs.write(
        file, f"# {CANARY} 2026-01-0{number + 1}", "Scribe: Ada Berg", CANARY
    )
    for hours in (1, 3, 30):
        drive.edit(file, people[1], at + hours * HOUR)
    thread = drive.comment(file, people[2], at + 4 * HOUR)
    drive.reply(file, thread, people[1], at + 5 * HOUR)
    drive.resolve(file, thread, people[0], at + 6 * HOUR)
    drive.assign(file, people[0], people[2], at + 8 * HOUR)


def _shrink(world: Any) -> None:
    space = world.workspace
    for paging in (space.paging, space.log.paging, space.calendars.paging, space.meet.paging):
        paging.most = 3
    space.drive.most_rows = 2


def _person(world: Any, pick: int) -> Any:
    return [a for a in world.workspace.accounts.values() if not a.is_admin][pick % 3]


def _file(world: Any, pick: int) -> Any:
    files = list(world.workspace.drive.files.values())
    return files[pick % len(files)]


def _meeting(world: Any, pick: int) -> Any:
    meetings = world.workspace.calendars.meetings("ada@acme.example")
    return meetings[pick % len(meetings)]


def _new_meeting(world: Any, pick: int) -> None:
    people = [_person(world, number) for number in range(3)]
    _meet(world, people, world.time.now(), f"new{pick}")


def _leave_group(world: Any, pick: int) -> None:
    members = list(world.workspace.groups.values())[pick % 4].members
    if len(members) > 1:
        members.pop()


SUBJECTS = (
    Subject(
        "google",
        _serve,
        _fill,
        _shrink,
        edits={
            "edit": lambda w, pick: w.workspace.drive.edit(
                _file(w, pick), _person(w, pick), w.time.now()
            ),
            "comment": lambda w, pick: w.workspace.drive.comment(
                _file(w, pick), _person(w, pick), w.time.now()
            ),
            "trash": lambda w, pick: w.workspace.drive.trash(
                _file(w, pick), _person(w, pick), w.time.now()
            ),
            "meet": _new_meeting,
            "attach": lambda w, pick: w.workspace.calendars.attach(
                _meeting(w, pick), File(f"late{pick}", CANARY), w.time.now()
            ),
            "expire": lambda w, _: w.workspace.calendars.expire_tokens("ada@acme.example"),
            "hire": lambda w, pick: w.workspace.add_account(f"new{pick}"),
            "leave group": _leave_group,
            "log": lambda w, pick: w.workspace.log.add(
                "edit", _file(w, pick).id, _person(w, pick), w.time.now(), doc_title=CANARY
            ),
        },
        limits={"403 of a rate": {"status": 403, "body": LIMITED}},
        landed_again={
            "conference": "calls of three days are read again, for their notes come late",
            "participant": "as its conference",
            "meeting_file": "as its conference",
        },
        forgotten={
            "conference": "Google forgets calls after 30 days",
            "participant": "as its conference",
            "meeting_file": "as its conference",
        },
        omits="Google leaves out whatever is empty, in every answer",
    ),
)
