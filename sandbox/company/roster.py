"""Writes what the company's own files say about its people."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sandbox.company.onboarding import pairings
from sandbox.company.people import Person
from sandbox.company.tools import Tools

_COLUMNS = (
    "person_id", "name", "email", "other_emails", "team", "role_family", "level", "fte",
    "manager_email", "start_date", "end_date", "valid_from", "valid_to", "account:github",
    "account:jira", "account:confluence", "account:pagerduty",
)  # fmt: skip


def write_roster(tools: Tools, path: Path) -> None:
    """Everybody once, and twice who was promoted; accounts that no address can tie by id."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for person in tools.company.people:
            for level, first, last in _periods(person):
                writer.writerow(
                    (
                        person.person_id,
                        person.name,
                        person.emails[0],
                        ";".join(person.emails[1:]),
                        person.team,
                        person.role_family,
                        level,
                        person.fte,
                        person.manager_email or "",
                        person.started,
                        person.ended or "",
                        first,
                        last,
                        *_accounts(tools, person),
                    )
                )


def write_absences(tools: Tools, path: Path) -> None:
    """Every leave, without a reason."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("person_id", "from", "to"))
        for person in tools.company.people:
            writer.writerows((person.person_id, *interval) for interval in person.leave)


def write_diary(tools: Tools, path: Path) -> None:
    """What volunteers worked on each kind in each week."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("person_id", "week", "kind", "minutes"))
        for entry in tools.diaries:
            writer.writerow((entry.person.person_id, entry.week, entry.kind, entry.minutes))


def write_reports(tools: Tools, path: Path) -> None:
    """What people report of their own work."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            (
                *("author_email", "kind", "object", "from", "to"),
                *("what_changed", "visibility", "submitted_at"),
            )
        )
        for report in tools.handed.reports:
            writer.writerow(
                (
                    report.author.emails[0],
                    report.kind,
                    report.object,
                    report.first,
                    report.last,
                    report.text,
                    "panel",
                    report.submitted_at.isoformat(),
                )
            )


def share_notes(tools: Tools, reader: str) -> str:
    """Puts the peer notes into a form that a reader may see, and returns its id."""
    titles = ("About", "Tag", "Kind", "Date", "Relation", "Text")
    form = tools.workspace.forms.add("peer-notes-form", titles, reader, collects="VERIFIED")
    for note in tools.handed.notes:
        answers = {
            "About": note.about.emails[0],
            "Tag": "mentorship" if note.kind.startswith("mentoring") else "upkeep",
            "Kind": note.kind,
            "Date": note.day.isoformat(),
            "Relation": note.relation,
            "Text": note.text,
        }
        author = note.author.emails[0]
        tools.workspace.forms.respond(form, author, note.submitted_at, answers)
    return form.id


def share_pairings(tools: Tools, reader: str) -> tuple[str, str]:
    """Puts the buddies of one list into a sheet that a reader may see; its id and tab."""
    rows: list[list[str]] = [
        ["newcomer_email", "buddy_email", "role", "start_date", "end_date", "source_note"]
    ]
    for pairing in pairings(tools.company):
        if pairing.record == "sheet":
            started, ended = pairing.started.isoformat(), pairing.ended.isoformat()
            newcomer, buddy = pairing.newcomer.emails[0], pairing.mentor.emails[0]
            rows.append([newcomer, buddy, "buddy", started, ended, "People team"])
    tools.workspace.sheets.add("pairings-sheet", "Pairings", rows, reader)
    return "pairings-sheet", "Pairings"


def write_machines(tools: Tools, path: Path) -> None:
    """The machines that their tool holds for people."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("tool", "account"))
        for stranger, user in tools.github.accounts.strangers.items():
            if stranger.is_machine and user.type == "User":
                writer.writerow(("github", user.id))


def _periods(person: Person) -> Iterator[tuple[str, object, object]]:
    if person.promoted is None or person.promoted <= person.started:
        yield person.level, "", ""
        return
    yield person.former_level or person.level, "", person.promoted - timedelta(days=1)
    yield person.level, person.promoted, ""


def _accounts(tools: Tools, person: Person) -> tuple[str, str, str, str]:
    who = tools.identities
    github = [] if person in who.unlinked else tools.github.accounts.ids(person)
    is_tied = person in who.hidden and person is not who.lost
    atlassian = ";".join(tools.jira.accounts.ids(person)) if is_tied else ""
    on_duty = tools.pagerduty.accounts.ids(person) if who.split.get(person) == "pagerduty" else []
    return ";".join(github), atlassian, atlassian, ";".join(on_duty)
