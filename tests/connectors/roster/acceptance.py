"""People tables in files and a sheet, as the acceptance suite serves, fills and uses them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from connectors import roster
from connectors.settings import Runtime
from tests.connectors.acceptance.subject import CANARY, Subject
from tests.tables import SHEET, TableWorld, served

FILES = {
    "absences": ("person_id,from,to", "p1,2026-01-05,2026-01-09"),
    "duties": ("person_id,duty,from,to,minutes_per_week", "p1,release_captain,2026-01-05,,120"),
    "diary": ("person_id,week,kind,minutes", "p1,2026-01-26,mentoring.review,90"),
    "machines": ("tool,account", "github,helper"),
    "identity_decisions": (
        "decided_at,decided_by,action,account_id,person_key,valid_from,valid_to,reason",
        f"2026-01-05T10:00:00Z,ana@acme.example,accept,github:12,roster:p1,,,{CANARY}",
    ),
}
PAIRINGS = [
    ["newcomer_email", "buddy_email", "role", "start_date", "end_date", "source_note"],
    ["bo@acme.example", "ana@acme.example", "buddy", "2026-01-05", "", CANARY],
    ["bo@acme.example", "bo@acme.example", "buddy", "2026-01-05", "", CANARY],
]
HEADER = ["person_id", "name", "email", "team", "role_family", "account:github"]
"""The roster and the pairings are sheets, so that faults of HTTP reach them; others are files."""


@contextmanager
def _serve(runtime: Runtime, time: Any, folder: Path) -> Iterator[TableWorld]:
    folder.mkdir(exist_ok=True)
    with served(roster, "people", runtime, time, folder) as world:
        world.workspace.sheets.limit = 100_000
        yield world


def _fill(world: Any) -> None:
    people = [
        [f"p{n}", f"Person {n}", f"p{n}@acme.example", "Ops", "eng", f"gh{n}"] for n in range(4)
    ]
    sheet = world.workspace.sheets.add(SHEET, "People", [HEADER, *people], world.us)
    sheet.tabs["Pairings"] = PAIRINGS
    files = {name: world.write(f"{name}.csv", *lines) for name, lines in FILES.items()}
    known = {"known_duties": ("release_captain",)}
    sheets = {
        "roster": {"sheet": SHEET, "tab": "People"},
        "pairings": {"sheet": SHEET, "tab": "Pairings"},
    }
    world.settings = {**world.settings, **known, **files, **sheets}


def _people(world: Any) -> list[list[Any]]:
    rows: list[list[Any]] = world.workspace.sheets.sheets[SHEET].tabs["People"]
    return rows


def _hire(world: Any, _: int) -> None:
    number = len(_people(world)) + 10
    _people(world).append([f"p{number}", "New", f"p{number}@acme.example", "Ops", "eng", ""])


def _leave(world: Any, _: int) -> None:
    if len(_people(world)) > 3:
        _people(world).pop()


def _move(world: Any, pick: int) -> None:
    rows = _people(world)[1:]
    rows[pick % len(rows)][3] = f"Team {pick % 3}"


def _away(world: Any, pick: int) -> None:
    header, *_ = FILES["absences"]
    world.write("absences.csv", header, f"p1,2026-01-0{pick % 8 + 1},2026-01-20")


SUBJECTS = (
    Subject(
        "roster",
        _serve,
        _fill,
        None,
        edits={"hire": _hire, "leave": _leave, "move": _move, "away": _away},
    ),
)
