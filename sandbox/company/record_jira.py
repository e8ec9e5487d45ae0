"""Records work in Jira."""

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sandbox.company.acts import Act, Step, Stranger
from sandbox.company.identity import Accounts, Identities
from sandbox.company.people import Company, Person
from sandbox.company.record import Change, Objects, Verbs
from sandbox.company.truth import Tell
from sandbox.jira.model import Site
from sandbox.jira.rows import Issue, Link, Project, User

_NEWEST = 40


class Jira:
    """The recorder.

    Args:
        page_url: The address of a Confluence page by its id.
    """

    def __init__(
        self,
        company: Company,
        site: Site,
        objects: Objects,
        who: Identities,
        tell: Tell,
        page_url: Callable[[Any], str],
    ) -> None:
        self.site, self.objects, self.who, self.page_url = site, objects, who, page_url
        self.accounts: Accounts[User] = Accounts(
            "jira", who, self._account, self._stranger, lambda user: user.account_id, tell
        )
        self.accounts.open()
        opened = company.end - timedelta(weeks=company.weeks + 52)
        self.places: dict[str, Project] = {}
        self.newest: dict[str, deque[Issue]] = {}
        self.linked: set[tuple[int, int]] = set()
        self.buddy_field = site.add_field("Buddy", "user")
        # Every third project is managed by its team, whose workflow sets no resolution.
        self.unresolving = {team.key for team in company.teams[1::3]}
        for team in company.teams:
            (lead, *_) = self.accounts.rows[team.lead]
            project = self.places[team.key] = site.add_project(team.key, lead=lead, at=opened)
            self.newest[team.key] = deque(maxlen=_NEWEST)
            objects.add(f"batch/{team.key}", project, f"batch:jira:{project.id}")
        makes = {"create": self._create, "link": self._link}
        changes: dict[str, Change] = {
            "unlink": self._unlink,
            "tie": self._tie,
            "relate": self._relate,
            "assign": self._assign,
            "comment": self._comment,
            "link_page": self._link_page,
            "move": self._move,
            "priority": self._set("priority"),
            "labels": self._set("labels"),
            "component": self._set("Component"),
        }
        self.record = Verbs(objects, makes, changes).record

    def _account(self, person: Person, handle: str, number: int) -> User:
        shown = None if person in self.who.hidden else self.who.address(person, number)
        return self.site.add_user(handle, name=person.name, email=shown)

    def _stranger(self, stranger: Stranger) -> User:
        kind = stranger.type or "atlassian"
        return self.site.add_user(stranger.handle, name=stranger.handle.title(), type=kind)

    def rename(self, person: Person) -> None:
        """A person takes another display name."""
        for user in self.accounts.rows[person]:
            self.site.rename_user(user, f"{person.name}-Lind")

    def depart(self, person: Person) -> None:
        """A person's account is closed."""
        for user in self.accounts.rows[person]:
            user.active = False

    def _user(self, act: Act, step: Step) -> User | None:
        return self.accounts.of(step.actor, act.key)

    def _create(self, act: Act, step: Step) -> str:
        given = step.value
        issue = self.site.add_issue(
            self.places[act.place],
            given["type"],
            given["title"],
            self._user(act, step),
            assignee=self.accounts.of(given["assignee"], act.key),
            labels=given["labels"],
            body="What happens and what should happen.",
            at=step.at,
        )
        if buddy := given.get("buddy"):
            issue.custom[self.buddy_field.id] = self.accounts.of(buddy, act.key)
        if given["type"] != "Release":
            self.newest[act.place].append(issue)
        return self.objects.add(act.key, issue, f"jira:{issue.id}")

    def _link(self, act: Act, step: Step) -> str | None:
        pair = self._pair(*step.value)
        if pair is None:
            return None
        source, target = pair
        link = self.site.link(self._user(act, step), "Blocks", source, target, at=step.at)
        return self.objects.add(act.key, link, f"jira:link:{source.id}:{target.id}")

    def _pair(self, first: str, second: str) -> tuple[Issue, Issue] | None:
        """The newest two tickets of two projects that nobody has linked yet."""
        pairs = (
            (one, two)
            for one in reversed(self.newest[first])
            for two in reversed(self.newest[second])
            if one.id != two.id and not self.linked & {(one.id, two.id), (two.id, one.id)}
        )
        pair = next(pairs, None)
        if pair is not None:
            self.linked.add((pair[0].id, pair[1].id))
        return pair

    def _unlink(self, link: Link, act: Act, step: Step) -> None:
        self.site.unlink(self._user(act, step), link, at=step.at)

    def _tie(self, issue: Issue, act: Act, step: Step) -> None:
        newest = self.newest[step.value][-1]
        self.site.link(self._user(act, step), "Relates", issue, newest, at=step.at)

    def _relate(self, issue: Issue, act: Act, step: Step) -> None:
        other = self.objects.rows[step.value]
        self.site.link(self._user(act, step), "Relates", issue, other, at=step.at)

    def _assign(self, issue: Issue, act: Act, step: Step) -> None:
        to = self.accounts.of(step.value, act.key)
        self.site.assign(issue, self._user(act, step), to, at=step.at)

    def _comment(self, issue: Issue, act: Act, step: Step) -> None:
        self.site.add_comment(issue, self._user(act, step), step.value, at=step.at)

    def _link_page(self, issue: Issue, _act: Act, step: Step) -> None:
        page = self.objects.rows[step.value]
        self.site.add_remote_link(issue, page.id, self.page_url(page), at=step.at)

    def _move(self, issue: Issue, act: Act, step: Step) -> None:
        is_resolving = act.place not in self.unresolving
        user = self._user(act, step)
        self.site.transition(issue, user, step.value, is_resolving=is_resolving, at=step.at)

    def _set(self, name: str) -> Callable[[Issue, Act, Step], None]:
        def change(issue: Issue, act: Act, step: Step) -> None:
            before = {"labels": issue.labels, "Component": issue.components}.get(name)
            to = step.value if before is None else [*before, *_listed(step.value)]
            self.site.change(issue, self._user(act, step), name, to, at=step.at)

        return change


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
