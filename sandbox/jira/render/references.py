"""What rows refer to: accounts, projects, named values, texts and instants."""

from datetime import UTC, datetime
from typing import Any, Literal

from sandbox.jira.bodies import document, wiki
from sandbox.jira.model import Site
from sandbox.jira.rows import CATEGORIES, GERMAN, Project, User

Json = dict[str, Any]
Deployment = Literal["Cloud", "Server"]
EPIC_FIELD = "customfield_10014"
_CATEGORY_IDS = {"new": 2, "indeterminate": 4, "done": 3}


class References:
    """Writes them as one kind of deployment does, with links that start at a base URL.

    Attributes:
        site: What there is.
        is_cloud: Which kind it is.
        api: What links start with.
        is_german: Whether the reader's language is German.
    """

    is_german = False

    def __init__(self, site: Site, base: str, deployment: Deployment) -> None:
        self.site, self.is_cloud = site, deployment == "Cloud"
        self.api = f"{base}/rest/api/{3 if self.is_cloud else 2}"

    def user(self, user: User | None) -> Json | None:
        """An account, null when it was deleted."""
        if user is None:
            return None
        key = "accountId" if self.is_cloud else "key"
        number = user.account_id if self.is_cloud else user.key
        row: Json = {
            "self": f"{self.api}/user?{key}={number}",
            key: number,
            "avatarUrls": {"48x48": f"{self.site.base_url}/avatars/{user.id}"},
            "displayName": user.name,
            "active": user.active,
            "timeZone": "Etc/UTC",
        }
        row |= {"accountType": user.type} if self.is_cloud else {"name": user.handle}
        return row if user.email is None else row | {"emailAddress": user.email}

    def account(self, user: User) -> Json:
        """An account as it is asked for by itself."""
        row = self.user(user) or {}
        return {name: part for name, part in row.items() if name != "avatarUrls"}

    def named(self, kind: str, name: str | None) -> Json | None:
        """A status, priority, resolution, issue type or component, null without a name."""
        if name is None:
            return None
        number, said = self.site.id_of(kind, name), GERMAN.get(name, name)
        row = {"self": f"{self.api}/{kind}/{number}", "id": number, "name": name}
        if self.is_german and said != name:
            row["name"] = said
            # https://github.com/lesstif/php-jira-rest-client/issues/323
            row |= {"untranslatedName": name} if kind in ("status", "issuetype") else {}
        return row

    def status(self, name: str) -> Json:
        """A status with its category."""
        category = CATEGORIES.get(name, "indeterminate")
        said = {"id": _CATEGORY_IDS[category], "key": category, "name": category.title()}
        return {**(self.named("status", name) or {}), "statusCategory": said}

    def body(self, text: str, mentions: tuple[User, ...] = ()) -> Any:
        """Text with the people it mentions: a document on Cloud, wiki text elsewhere."""
        if not self.is_cloud:
            return wiki(text, mentions)
        return document(text, mentions, self.site.users)

    def project(self, row: Project) -> Json:
        """A project as other rows name it."""
        return {
            "self": f"{self.api}/project/{row.id}",
            "id": str(row.id),
            "key": row.key,
            "name": row.name,
            "projectTypeKey": "software",
            "avatarUrls": {"48x48": f"{self.site.base_url}/projects/{row.id}"},
        }


def stamp(instant: datetime) -> str:
    """An instant as Jira writes it: milliseconds, and an offset without a colon."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "+0000")


def milliseconds(instant: datetime) -> int:
    """An instant as Jira counts it."""
    return round(instant.timestamp() * 1000)


def without_deleted(row: Json, *names: str) -> Json:
    """Leaves out who is not there any more."""
    return {name: part for name, part in row.items() if name not in names or part is not None}
