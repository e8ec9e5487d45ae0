"""Records work in git: what the company's clones hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from sandbox.company.acts import Act, Actor, Patch, Step, Stranger, Text
from sandbox.company.handbook import HANDBOOK
from sandbox.company.identity import Accounts, Identities
from sandbox.company.patches import NOTES, PLATFORM, UPKEEP_PATHS
from sandbox.company.people import Company, Person
from sandbox.company.phrases import PARTS
from sandbox.company.record import Change, Objects, Verbs
from sandbox.company.truth import Tell
from sandbox.git.model import MAIN, Clone, Signature
from sandbox.github.model.hub import fake_sha

SOURCES = tuple(f"src/part_{number}.py" for number in range(40))
TESTS = tuple(f"tests/test_part_{number}.py" for number in range(40))
IMPORT = Stranger("acme-import[bot]", type="Bot")
"""Whose first commit holds what is older than the clones."""

HOST = Stranger("GitHub")
"""Who commits what the button merges."""

GONE = Stranger("Former Colleague", is_machine=False)
"""Who wrote what a deleted account proposed."""

_ADDRESSES = {
    HOST: "noreply@github.com",
    IMPORT: "import[bot]@users.noreply.github.com",
}
_LINES = 40


@dataclass(frozen=True)
class Address:
    """How somebody signs."""

    name: str
    email: str


Sizes = Mapping[str, tuple[int, int]]
"""Path -> lines added and deleted."""


@dataclass(frozen=True)
class Landed:
    """A patch that a branch has."""

    sha: str
    patch: Patch
    sizes: Sizes


@dataclass(frozen=True)
class Squash:
    """What a pull request becomes when it is merged.

    Attributes:
        said: What the message says below the subject.
        named: Whom it names below that.
    """

    author: Actor
    at: datetime
    subject: str
    sizes: Sizes
    said: str = ""
    named: Sequence[tuple[str, Actor]] = ()


class Git:
    """The recorder. Nobody has mirrored what teams keep beside their services.

    Attributes:
        clones: By name of the repository.
    """

    def __init__(self, company: Company, objects: Objects, who: Identities, tell: Tell) -> None:
        self.objects, self.who, self.random = objects, who, company.random("git")
        self.lines = count()
        self.accounts: Accounts[Address] = Accounts(
            "git", who, self._account, self._stranger, lambda address: address.email, tell
        )
        self.accounts.open()
        opened = company.end - timedelta(weeks=company.weeks + 52)
        code = {team.repositories[0]: (*SOURCES, *TESTS) for team in company.teams}
        self.clones = {
            place: self._founded(place, (*paths, *UPKEEP_PATHS, NOTES), opened)
            for place, paths in {PLATFORM: PARTS, HANDBOOK: (), **code}.items()
        }
        for place in self.clones:
            objects.ids[f"notes/{place}"] = f"git:{place}:release-notes"
        makes = {
            "apply": self._apply,
            "revert": self._revert,
            "pick": self._pick,
            "merge": self._merge,
            "tag": self._tag,
            "write": self._write,
        }
        changes: dict[str, Change] = {"edit": self._edit}
        self.record = Verbs(objects, makes, changes).record

    def land(self, place: str, squash: Squash) -> str:
        """Commits a pull request, as the host's button does, and returns the commit's id."""
        clone = self.clones.get(place)
        if clone is None:
            return fake_sha(f"{place} {squash.subject}")
        by, host = self._signed(squash.author, squash.at), self._signed(HOST, squash.at)
        message = self._message(squash.subject, squash.named, squash.said)
        return clone.commit(MAIN, message, self._edited(clone, MAIN, squash.sizes), by, host)

    def _account(self, person: Person, _handle: str, number: int) -> Address:
        return Address(person.name, self.who.address(person, number))

    def _stranger(self, stranger: Stranger) -> Address:
        plain = stranger.handle.lower().replace(" ", ".")
        return Address(stranger.handle, _ADDRESSES.get(stranger, f"{plain}@elsewhere.example"))

    def _signed(self, actor: Actor, at: datetime) -> Signature:
        address = self._address(actor)
        return Signature(address.name, address.email, at)

    def _address(self, actor: Actor) -> Address:
        address = self.accounts.of(actor or GONE, "")
        if address is None:
            raise ValueError("a commit has an author")
        return address

    def _founded(self, place: str, paths: Sequence[str], at: datetime) -> Clone:
        clone = Clone(place)
        text = "".join(f"line {number}\n" for number in range(_LINES))
        by = self._signed(IMPORT, at)
        clone.commit(MAIN, "Import the history so far", dict.fromkeys(paths, text), by)
        return clone

    def _message(self, subject: str, named: Sequence[tuple[str, Actor]], said: str = "") -> str:
        lines = [f"{role}: {self._name(person)}" for role, person in named]
        return "\n\n".join(part for part in (subject, said, "\n".join(lines)) if part)

    def _name(self, actor: Actor) -> str:
        address = self._address(actor)
        return f"{address.name} <{address.email}>"

    def _edited(self, clone: Clone, branch: str, sizes: Sizes) -> dict[str, str]:
        """Files of a branch with so many lines added at the end and taken from the beginning."""
        texts = {}
        for path, (added, deleted) in sizes.items():
            kept = clone.text(branch, path).splitlines(keepends=True)[deleted:]
            new = [f"line {next(self.lines)} of a change\n" for _ in range(added)]
            texts[path] = "".join([*kept, *new])
        return texts

    def _apply(self, act: Act, step: Step) -> str:
        clone, patch = self.clones[act.place], step.value
        clone.fork(patch.branch)
        sizes = {
            path: (self.random.randint(3, 30), self.random.randint(0, 2)) for path in patch.paths
        }
        by, committer = (
            self._signed(patch.author, patch.written_at),
            self._signed(step.actor, step.at),
        )
        message = self._message(patch.subject, patch.named)
        changes = self._edited(clone, patch.branch, sizes)
        sha = clone.commit(patch.branch, message, changes, by, committer)
        return self.objects.add(act.key, Landed(sha, patch, sizes), f"git:{sha}")

    def _revert(self, act: Act, step: Step) -> str | None:
        landed: Landed | None = self.objects.rows.get(step.value)
        if landed is None:
            return None
        clone = self.clones[act.place]
        message = f'Revert "{landed.patch.subject}"\n\nThis reverts commit {landed.sha}.'
        sizes = {path: (deleted, added) for path, (added, deleted) in landed.sizes.items()}
        by = self._signed(step.actor, step.at)
        clone.commit(MAIN, message, self._edited(clone, MAIN, sizes), by)
        return self.objects.ids[step.value]

    def _pick(self, act: Act, step: Step) -> str | None:
        key, branch = step.value
        landed: Landed | None = self.objects.rows.get(key)
        if landed is None:
            return None
        clone, patch = self.clones[act.place], landed.patch
        clone.fork(branch)
        message = self._message(patch.subject, patch.named)
        message = f"{message}\n\n(cherry picked from commit {landed.sha})"
        by, committer = (
            self._signed(patch.author, patch.written_at),
            self._signed(step.actor, step.at),
        )
        clone.commit(branch, message, self._edited(clone, branch, landed.sizes), by, committer)
        return self.objects.ids[key]

    def _merge(self, act: Act, step: Step) -> str:
        by = self._signed(step.actor, step.at)
        sha = self.clones[act.place].merge(step.value, f"Merge branch '{step.value}'", by)
        return f"git:{sha}"

    def _tag(self, act: Act, step: Step) -> str:
        name, release = step.value
        self.clones[act.place].tag(name, f"Release {name}", self._signed(step.actor, step.at))
        return f"release:{act.place}:{release}"

    def _write(self, act: Act, step: Step) -> str:
        text: Text = step.value
        by = self._signed(step.actor, step.at)
        self.clones[act.place].commit(MAIN, text.subject, {text.path: text.body}, by)
        return self.objects.add(act.key, text, f"git:{act.place}:{text.path}")

    def _edit(self, text: Text, act: Act, step: Step) -> None:
        subject, lines = step.value
        clone = self.clones[act.place]
        changes = self._edited(clone, MAIN, {text.path: (lines or 1, min(lines, 3))})
        clone.commit(MAIN, subject, changes, self._signed(step.actor, step.at))
