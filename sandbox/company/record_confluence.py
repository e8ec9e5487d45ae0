"""Records work in Confluence, whose accounts are Jira's."""

from collections import Counter
from datetime import timedelta

from sandbox.company.acts import Act, Step, Stranger
from sandbox.company.identity import Accounts, Identities
from sandbox.company.people import Company, Person
from sandbox.company.phrases import PARAGRAPH
from sandbox.company.record import Objects, Verbs
from sandbox.company.record_jira import Jira
from sandbox.company.truth import Tell
from sandbox.confluence.model import Page, Space, User, Wiki


class Confluence:
    """The recorder."""

    def __init__(
        self,
        company: Company,
        wiki: Wiki,
        objects: Objects,
        who: Identities,
        tell: Tell,
        jira: Jira,
    ) -> None:
        self.wiki, self.objects, self.who, self.jira = wiki, objects, who, jira
        self.random = company.random("confluence")
        self.namesakes = Counter(person.name for person in company.people)
        self.accounts: Accounts[User] = Accounts(
            "confluence", who, self._account, self._stranger, lambda user: user.id, tell
        )
        self.accounts.open()
        opened = company.end - timedelta(weeks=company.weeks + 52)
        self.places: dict[str, Space] = {
            team.key: wiki.add_space(team.key, at=opened) for team in company.teams
        }
        changes = {
            "edit": self._edit,
            "minor": self._edit,
            "trash": self._trash,
            "comment_inline": self._comment,
        }
        self.record = Verbs(objects, {"create": self._create}, changes).record

    def _account(self, person: Person, handle: str, number: int) -> User:
        shared = self.jira.accounts.rows[person][number]
        user = self.wiki.add_user(handle, name=person.name, email=shared.email)
        user.id = shared.account_id
        return user

    def _stranger(self, stranger: Stranger) -> User:
        kind = stranger.type or "atlassian"
        return self.wiki.add_user(stranger.handle, name=stranger.handle.title(), type=kind)

    def rename(self, person: Person) -> None:
        """A person takes another display name."""
        for user in self.accounts.rows[person]:
            self.wiki.rename_user(user, f"{person.name}-Lind")

    def _create(self, act: Act, step: Step) -> str:
        title, labels, scribes = step.value
        page = self.wiki.add_page(
            self.places[act.place],
            title,
            self.accounts.of(step.actor, act.key),
            body=f"{self._scribes(scribes, act.key)}<p>{PARAGRAPH}</p>",
            labels=labels,
            at=step.at,
        )
        return self.objects.add(act.key, page, f"confluence:{page.id}")

    def _scribes(self, scribes: tuple[Person, ...], about: str) -> str:
        """A line that names the scribes, mostly by mentions; one in five by plain names."""
        if not scribes:
            return ""
        is_clear = all(self.namesakes[person.name] == 1 for person in scribes)
        if is_clear and self.random.random() < 0.2:
            named = [person.name for person in scribes]
        else:
            users = [self.accounts.of(person, about) for person in scribes]
            named = [
                f'<ac:link><ri:user ri:account-id="{user.id}" /></ac:link>'
                for user in users
                if user
            ]
        word = "Scribe" if len(named) == 1 else "Scribes"
        return f"<p>{word}: {' and '.join(named)}</p>"

    def _edit(self, page: Page, act: Act, step: Step) -> None:
        user, is_minor = self.accounts.of(step.actor, act.key), step.verb == "minor"
        body = f"{page.body}<p>{PARAGRAPH}</p>" if len(page.body) < 4000 and not is_minor else None
        self.wiki.edit_page(page, user, body=body, minor=is_minor, at=step.at)

    def _trash(self, page: Page, _act: Act, _step: Step) -> None:
        self.wiki.trash_page(page)

    def _comment(self, page: Page, act: Act, step: Step) -> None:
        user = self.accounts.of(step.actor, act.key)
        self.wiki.add_comment(page, user, step.value, inline=True, at=step.at)


def page_url(page: Page) -> str:
    """The address that people paste."""
    return f"https://acme.atlassian.net/wiki/spaces/{page.space.key}/pages/{page.id}"
