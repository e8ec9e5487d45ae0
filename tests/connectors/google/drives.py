"""Drives with everything that can happen to a file, for the tests of the walks that read them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sandbox.google.model.accounts import Account
from sandbox.google.model.files import File, SharedDrive
from tests.connectors.google.conftest import GoogleWorld

CANARY = "canary-7f3a"
NAMES = ("file", "activity", "revision", "scribe")
SHEET = "application/vnd.google-apps.spreadsheet"


@dataclass
class Drives:
    """A world with one shared drive and the drives of two people.

    Attributes:
        shared: The scope of the shared drive.
        own: The scope of the first person's own drive.
    """

    world: GoogleWorld
    team: SharedDrive
    people: list[Account]
    files: list[File]
    shared: str
    own: str

    @property
    def drive(self) -> Any:
        return self.world.workspace.drive

    @property
    def docs(self) -> Any:
        return self.world.workspace.docs

    def pull(self, *names: str, **settings: Any) -> list[Any]:
        return self.world.pull(*(names or NAMES), **settings)

    def errors(self, *names: str, **settings: Any) -> dict[tuple[str, str], Exception]:
        """What went wrong, by scope and first stream."""
        results = self.pull(*names, **settings)
        return {(r.scope, r.streams[0]): r.error for r in results if r.error is not None}

    def everything(self, *names: str) -> dict[str, Any]:
        """What a store would hold, but for when it was seen."""
        found = {
            (scope, name): self.world.latest(name, scope)
            for scope in (self.shared, self.own)
            for name in names or NAMES
        }
        for rows in found.values():
            for row in rows.values():
                row.pop("observed_at", None)
        return found


def drives_of(world: GoogleWorld) -> Drives:
    """Drives without a file."""
    people = [world.workspace.add_account(name) for name in ("ada", "bo", "cy")]
    drive = world.workspace.drive
    team = drive.add_drive("Team", *people)
    world.settings = {
        **world.settings,
        "drives": (team.id, people[0].email),
        "drive_member": people[1].email,
        "read_minutes": "on",
    }
    shared, own = (scope for scope in world.connect().scopes() if scope.startswith("drive-"))
    world.scope = shared
    return Drives(world, team, people, [], shared, own)


def fill(drives: Drives, count: int = 12) -> None:
    """Files in both drives, with everything that can be done to one."""
    drive, docs = drives.drive, drives.docs
    for number in range(count):
        at = drives.world.ago(days=60 - number % 50)
        first, second, third = (drives.people[(number + n) % 3] for n in range(3))
        place = drives.team if number % 2 else drives.people[0]
        title = f"Minutes of {CANARY} {number}" if number % 4 < 2 else f"{CANARY} {number}"
        mime = SHEET if number % 6 == 5 else "application/vnd.google-apps.document"
        file = drive.add_file(place, title, mime, at=at, by=first)
        docs.write(
            file, f"# {CANARY} 2026-01-0{number % 9 + 1}", f"Scribe: Person {number}", CANARY
        )
        for hours in (1, 1.1, 3, 30):
            drive.edit(file, second, at + timedelta(hours=hours))
        thread = drive.comment(file, third, at + timedelta(hours=4))
        drive.reply(file, thread, second, at + timedelta(hours=5))
        drive.resolve(file, thread, first, at + timedelta(hours=6))
        drive.accept(file, drive.suggest(file, third, at + timedelta(hours=7)), first, at)
        drive.assign(file, first, third, at + timedelta(hours=8))
        drive.rename(file, title + " ", second, at + timedelta(hours=9))
        drives.files.append(file)
