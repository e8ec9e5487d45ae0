"""Records work in Google Workspace: documents of teams, the calendar, and calls."""

import hashlib
from datetime import datetime, timedelta

from sandbox.company.acts import Act, Step, Stranger
from sandbox.company.identity import Accounts, Identities
from sandbox.company.meetings import LENGTH, Invitation, Paper
from sandbox.company.onboarding import pairings
from sandbox.company.people import Company, Person
from sandbox.company.phrases import PARAGRAPH
from sandbox.company.record import Change, Objects, Verbs
from sandbox.company.truth import Tell
from sandbox.google.model.accounts import Account
from sandbox.google.model.calendar import File as Attached
from sandbox.google.model.calendar import Meeting
from sandbox.google.model.docs import Paragraph
from sandbox.google.model.files import Actor, File, SharedDrive
from sandbox.google.model.workspace import Workspace

ADMIN = "miner"
DELEGATED = {
    "admin.directory.user.readonly", "admin.directory.group.readonly",
    "admin.reports.audit.readonly", "calendar.events.readonly", "meetings.space.readonly",
    "drive.metadata.readonly", "drive.activity.readonly", "documents.readonly",
}  # fmt: skip
"""What the administrator granted, and nothing more; sheets and forms are shared by hand."""

OWN = {"spreadsheets.readonly", "forms.responses.readonly", "forms.body.readonly"}
BUDDY_FIELD = "Onboarding.Buddy"


class Google:
    """The recorder.

    Attributes:
        drives: By team, the shared drive of its documents.
        meetings: Every occurrence so far.
    """

    def __init__(
        self,
        company: Company,
        workspace: Workspace,
        objects: Objects,
        who: Identities,
        tell: Tell,
    ) -> None:
        self.company, self.workspace, self.objects, self.who = company, workspace, objects, who
        self.accounts: Accounts[Account] = Accounts(
            "google", who, self._account, self._stranger, lambda account: account.id, tell
        )
        self.accounts.open()
        opened = company.end - timedelta(weeks=company.weeks + 52)
        admin = workspace.add_account(ADMIN, name="Miner of Acme", at=opened)
        admin.is_admin = True
        for pairing in pairings(company):
            if pairing.record == "directory":
                schema, name = BUDDY_FIELD.split(".")
                newcomer = self._of(pairing.newcomer)
                newcomer.fields[schema] = {name: pairing.mentor.emails[0]}
        everybody = list(workspace.accounts.values())
        self.drives: dict[str, SharedDrive] = {
            team.key: workspace.drive.add_drive(team.name, *everybody) for team in company.teams
        }
        workspace.granted, workspace.own_scopes = DELEGATED, OWN
        self.meetings: list[Meeting] = []
        workspace.drive.listeners.append(self._log)
        makes = {"write": self._write, "invite": self._invite, "assign": self._assign}
        changes: dict[str, Change] = {
            "edit": self._edit,
            "comment": self._comment,
            "resolve": self._resolve,
        }
        self.record = Verbs(objects, makes, changes).record

    def _account(self, person: Person, handle: str, _number: int) -> Account:
        joined = self.company.end - timedelta(weeks=self.company.weeks + 52)
        account = self.workspace.add_account(handle, name=person.name, at=joined)
        account.aliases = tuple(email for email in person.emails if email != account.email)
        account.manager_email = person.manager_email
        return account

    def _stranger(self, stranger: Stranger) -> Account:
        return self.workspace.add_account(stranger.handle)

    def _log(self, actor: Actor, action: str, file: File, at: datetime) -> None:
        """The administrator's log knows edits, but no comments."""
        if action in ("create", "edit") and isinstance(actor, Account):
            self.workspace.log.add(action, file.id, actor, at)

    def _of(self, person: Person) -> Account:
        (account,) = self.accounts.rows[person]
        return account

    def _write(self, act: Act, step: Step) -> str | None:
        paper: Paper = step.value
        author = self.accounts.of(step.actor, act.key)
        if author is None:
            return None
        file = self.workspace.drive.add_file(
            self.drives[act.place], paper.title, at=step.at, by=author
        )
        self.workspace.docs.write(file, PARAGRAPH)
        if paper.meeting is not None:
            self._attach(file, paper.meeting, step)
        return self.objects.add(act.key, file, f"google:{file.id}")

    def _attach(self, file: File, meeting_key: str, step: Step) -> None:
        """What Google writes about a call it attaches to the meeting, in its organizer's name."""
        meeting: Meeting = self.objects.rows[meeting_key]
        attached = Attached(file.id, file.title)
        self.workspace.calendars.attach(meeting, attached, step.at)
        self._call(meeting, smart_notes=file.id)

    def _invite(self, act: Act, step: Step) -> str:
        value: Invitation = step.value
        keys = [key for key in (value.notes, *value.papers) if key]
        files = [self.objects.rows[key] for key in keys if key in self.objects.rows]
        meeting = self.workspace.calendars.add_event(
            self._of(value.organizer),
            [self._of(guest) for guest in value.guests],
            value.start,
            value.end or value.start + LENGTH,
            value.series,
            series=value.series,
            private=value.is_private,
            attachments=[Attached(file.id, file.title) for file in files],
            code=_code(value.series) if value.is_called else None,
            creator=self._of(value.creator),
            split_at=value.split_at,
            at=step.at,
        )
        self.meetings.append(meeting)
        if value.is_called and not value.has_machine:
            self._call(meeting)
        series = hashlib.sha256(meeting.whole_uid.encode()).hexdigest()[:16]
        self.objects.ids[f"series/{value.series}"] = f"google:series:{series}"
        name = f"{meeting.whole_uid}/{int(meeting.start.timestamp())}"
        digest = hashlib.sha256(name.encode()).hexdigest()[:16]
        return self.objects.add(act.key, meeting, f"google:meeting:{digest}")

    def _call(self, meeting: Meeting, smart_notes: str | None = None) -> None:
        people = [self.workspace.accounts[guest.email] for guest in meeting.guests]
        organizer = self.workspace.accounts[meeting.organizer]
        self.workspace.meet.add_call(
            meeting.code or "",
            organizer,
            meeting.start,
            meeting.end,
            people=people,
            smart_notes=smart_notes,
        )

    def _assign(self, act: Act, step: Step) -> str | None:
        notes, holder = step.value
        file: File | None = self.objects.rows.get(notes)
        giver = self.accounts.of(step.actor, act.key)
        if file is None or giver is None:
            return None
        thread = self.workspace.drive.assign(file, giver, self._of(holder), step.at)
        return self.objects.add(act.key, (file, thread), f"google:{file.id}:{thread}")

    def _resolve(self, item: tuple[File, str], act: Act, step: Step) -> None:
        closer = self.accounts.of(step.actor, act.key)
        if closer is not None:
            self.workspace.drive.resolve(*item, closer, step.at)

    def _edit(self, file: File, act: Act, step: Step) -> None:
        editor = self.accounts.of(step.actor, act.key)
        if editor is None:
            return
        self.workspace.drive.edit(file, editor, step.at)
        if isinstance(step.value, Paper) and step.value.scribe_of:
            day, scribes = step.value.scribe_of
            chips = [self._of(scribe) for scribe in scribes]
            said = [step.value.scribe_as] if step.value.scribe_as else chips
            line = Paragraph(["Scribe: ", *said])
            self.workspace.docs.write(file, f"# {day.isoformat()}", line, PARAGRAPH)

    def _comment(self, file: File, act: Act, step: Step) -> None:
        author = self.accounts.of(step.actor, act.key)
        if author is not None:
            self.workspace.drive.comment(file, author, step.at)


def _code(series: str) -> str:
    """The code of a call, ten letters, the same for every occurrence of a series."""
    digest = hashlib.sha256(series.encode()).digest()
    letters = "".join(chr(ord("a") + byte % 26) for byte in digest[:10])
    return f"{letters[:3]}-{letters[3:7]}-{letters[7:]}"
