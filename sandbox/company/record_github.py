"""Records work in GitHub."""

from datetime import timedelta
from random import Random

from sandbox.company.acts import Act, Step, Stranger
from sandbox.company.identity import Accounts, Identities
from sandbox.company.people import Company, Person
from sandbox.company.record import Change, Objects, Verbs
from sandbox.company.truth import Tell
from sandbox.github.model.accounts import User
from sandbox.github.model.hub import Hub, fake_sha
from sandbox.github.model.repositories import Issue, Pull, Repository


class GitHub:
    """The recorder; the hub must outlive it."""

    def __init__(self, company: Company, hub: Hub, objects: Objects, who: Identities, tell: Tell):
        self.hub, self.objects = hub, objects
        self.random: Random = company.random("github")
        self.accounts: Accounts[User] = Accounts(
            "github", who, self._account, self._stranger, lambda user: str(user.id), tell
        )
        self.accounts.open()
        opened = company.end - timedelta(weeks=company.weeks + 52)
        self.places: dict[str, Repository] = {
            name: hub.add_repository(name, at=opened)
            for team in company.teams
            for name in team.repositories
        }
        makes = {
            "open": self._open,
            "report": self._report,
            "publish": self._publish,
            "draft": self._publish,
        }
        changes: dict[str, Change] = {
            "review": self._review,
            "merge": self._merge,
            "label": self._label,
            "close": self._close,
        }
        self.record = Verbs(objects, makes, changes).record

    def _account(self, _person: Person, handle: str, _number: int) -> User:
        return self.hub.add_user(handle)

    def _stranger(self, stranger: Stranger) -> User:
        return self.hub.add_user(stranger.handle, stranger.type or "User")

    def rename(self, person: Person) -> None:
        """A person takes another login; the account stays."""
        for user in self.accounts.rows.get(person, ()):
            user.login = f"{user.login}-new"

    def _open(self, act: Act, step: Step) -> str:
        place, author = self.places[act.place], self.accounts.of(step.actor, act.key)
        pull = self.hub.add_pull(place, step.value, author, body="What and why.", at=step.at)
        for number in range(self.random.randint(1, 4)):
            part = self.random.randrange(40)
            path = f"tests/test_part_{part}.py" if number % 3 == 2 else f"src/part_{part}.py"
            lines = self.random.randint(1, 60)
            self.hub.add_file(pull, path, lines, lines // 3)
        return self.objects.add(act.key, pull, f"github:{place.id}#{pull.issue.number}")

    def _report(self, act: Act, step: Step) -> str:
        place, author = self.places[act.place], self.accounts.of(step.actor, act.key)
        issue = self.hub.add_issue(place, step.value, author, body="It fails.", at=step.at)
        return self.objects.add(act.key, issue, f"github:{place.id}#{issue.number}")

    def _publish(self, act: Act, step: Step) -> str:
        place, author = self.places[act.place], self.accounts.of(step.actor, act.key)
        if author is None:
            raise ValueError("a release has an author")
        is_draft = step.verb == "draft"
        release = self.hub.add_release(place, step.value, author, draft=is_draft, at=step.at)
        return self.objects.add(act.key, release, f"release:{place.full_name}:{release.tag_name}")

    def _review(self, pull: Pull, act: Act, step: Step) -> None:
        state, text = step.value
        user = self.accounts.of(step.actor, act.key)
        is_inline = bool(text) and self.random.random() < 0.5
        review = self.hub.add_review(pull, user, state, "" if is_inline else text, at=step.at)
        if is_inline and state != "PENDING":
            path = pull.files[0].path
            self.hub.add_review_comment(pull, user, text, path=path, review=review, at=step.at)

    def _merge(self, pull: Pull, act: Act, step: Step) -> None:
        user = self.accounts.of(step.actor, act.key)
        for event in ("merged", "closed"):
            self.hub.add_event(pull.issue, event, user, at=step.at)
        pull.issue.state, pull.issue.closed_at = "closed", pull.issue.updated_at
        pull.merged_at, pull.merge_commit_sha = pull.updated_at, fake_sha(f"merge {pull.id}")

    def _label(self, issue: Issue, act: Act, step: Step) -> None:
        issue.labels.append(step.value)
        user = self.accounts.of(step.actor, act.key)
        self.hub.add_event(issue, "labeled", user, label=step.value, at=step.at)

    def _close(self, issue: Issue, act: Act, step: Step) -> None:
        user = self.accounts.of(step.actor, act.key)
        event = self.hub.add_event(issue, "closed", user, at=step.at)
        event.state_reason = issue.state_reason = "completed"
        issue.state, issue.closed_at = "closed", issue.updated_at
