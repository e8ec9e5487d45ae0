"""Records work in GitHub."""

from datetime import timedelta
from random import Random

from sandbox.company.acts import Act, Actor, Proposal, Step, Stranger
from sandbox.company.identity import Accounts, Identities
from sandbox.company.people import Company, Person
from sandbox.company.phrases import ANSWER, SUGGESTION
from sandbox.company.record import Change, Objects, Verbs
from sandbox.company.record_git import SOURCES, TESTS, Git, Squash
from sandbox.company.truth import Tell
from sandbox.github.model.accounts import User
from sandbox.github.model.hub import Hub
from sandbox.github.model.repositories import Comment, Issue, Pull, Repository
from sandbox.github.render.references import WEB

_BY_COMMIT = 0.7
"""The share of reverts that name the commit; the others name the pull request."""


class GitHub:
    """The recorder; the hub must outlive it. What is merged lands in the clones."""

    def __init__(
        self, company: Company, hub: Hub, git: Git, objects: Objects, who: Identities, tell: Tell
    ) -> None:
        self.hub, self.git, self.objects = hub, git, objects
        self.authors: dict[int, Actor] = {}
        self.named: dict[int, list[tuple[str, Actor]]] = {}
        self.said: dict[int, str] = {}
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
            "suggest": self._suggest,
            "push": self._push,
            "comment": self._comment,
            "answer": self._answer,
            "cite": self._cite,
            "merge": self._merge,
            "label": self._label,
            "type": self._type,
            "milestone": self._milestone,
            "board": self._board,
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
        proposal: Proposal = step.value
        title = self._title(proposal)
        pull = self.hub.add_pull(place, title, author, body="What and why.", at=step.at)
        self.authors[pull.id] = step.actor
        if proposal.reverts in self.objects.rows:
            self.said[pull.id] = self._reverts(self.objects.rows[proposal.reverts])
        for path in proposal.paths or self._paths():
            lines = self.random.randint(1, 60)
            self.hub.add_file(pull, path, lines, lines // 3)
        return self.objects.add(act.key, pull, f"github:{place.id}#{pull.issue.number}")

    def _title(self, proposal: Proposal) -> str:
        rows = self.objects.rows
        if proposal.reverts in rows:
            reverted = rows[proposal.reverts].issue
            return f'Revert "{reverted.title} (#{reverted.number})"'
        if proposal.fixes in rows:
            return f"{proposal.title} (fixes #{rows[proposal.fixes].number})"
        return proposal.title

    def _reverts(self, pull: Pull) -> str:
        """What the host writes into the commit, or what its form for the request says."""
        if self.random.random() < _BY_COMMIT:
            return f"This reverts commit {pull.merge_commit_sha}."
        return f"Reverts {pull.issue.repository.full_name}#{pull.issue.number}"

    def _paths(self) -> list[str]:
        wanted = range(self.random.randint(1, 4))
        return [self.random.choice(TESTS if number % 3 == 2 else SOURCES) for number in wanted]

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
        pull.merged_at = pull.updated_at
        squash = Squash(
            self.authors[pull.id],
            step.at,
            f"{pull.issue.title} (#{pull.issue.number})",
            {file.path: (file.additions, file.deletions) for file in pull.files},
            self.said.get(pull.id, ""),
            self.named.get(pull.id, ()),
        )
        pull.merge_commit_sha = self.git.land(act.place, squash)
        self.objects.ids[f"{act.key}/commit"] = f"git:{pull.merge_commit_sha}"

    def _suggest(self, pull: Pull, act: Act, step: Step) -> None:
        """A review that writes out how a line should be."""
        user, path = self.accounts.of(step.actor, act.key), pull.files[0].path
        review = self.hub.add_review(pull, user, at=step.at)
        self.hub.add_review_comment(pull, user, SUGGESTION, path=path, review=review, at=step.at)

    def _push(self, pull: Pull, _act: Act, step: Step) -> None:
        """A new commit changes the lines that were spoken of, and may name who spoke."""
        self.hub.push(pull, at=step.at)
        for comment in pull.comments:
            comment.is_outdated = True
            self.hub.touch(comment, step.at)
        if step.value:
            self.named[pull.id] = [("Co-authored-by", step.value)]

    def _comment(self, issue: Issue, act: Act, step: Step) -> None:
        self.hub.add_comment(issue, self.accounts.of(step.actor, act.key), step.value, at=step.at)

    def _answer(self, issue: Issue, act: Act, step: Step) -> None:
        user = self.accounts.of(step.actor, act.key)
        self.objects.rows[step.value] = self.hub.add_comment(issue, user, ANSWER, at=step.at)

    def _cite(self, issue: Issue, act: Act, step: Step) -> None:
        """A link to an answer in another issue."""
        answer: Comment = self.objects.rows[step.value]
        page = f"{WEB}/{act.place}/issues/{answer.issue.number}#issuecomment-{answer.id}"
        user = self.accounts.of(step.actor, act.key)
        self.hub.add_comment(issue, user, f"This was answered before, see {page}", at=step.at)

    def _label(self, issue: Issue, act: Act, step: Step) -> None:
        issue.labels.append(step.value)
        user = self.accounts.of(step.actor, act.key)
        self.hub.add_event(issue, "labeled", user, label=step.value, at=step.at)

    def _type(self, issue: Issue, act: Act, step: Step) -> None:
        user = self.accounts.of(step.actor, act.key)
        self.hub.add_event(issue, "issue_type_added", user, at=step.at).issue_type = step.value

    def _milestone(self, issue: Issue, act: Act, step: Step) -> None:
        user = self.accounts.of(step.actor, act.key)
        self.hub.add_event(issue, "milestoned", user, at=step.at).milestone = step.value

    def _board(self, issue: Issue, act: Act, step: Step) -> None:
        """A board of Projects, which its events do not name, and its first column."""
        user = self.accounts.of(step.actor, act.key)
        for event in ("added_to_project_v2", step.value):
            self.hub.add_event(issue, event, user, at=step.at)

    def _close(self, issue: Issue, act: Act, step: Step) -> None:
        user = self.accounts.of(step.actor, act.key)
        event = self.hub.add_event(issue, "closed", user, at=step.at)
        event.state_reason = issue.state_reason = "completed"
        issue.state, issue.closed_at = "closed", issue.updated_at
