"""What an operator configures for Jira."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from connectors.settings import SourceSettings

ProjectKey = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]+$")]
CustomField = Annotated[str, StringConstraints(pattern=r"^customfield_\d+$")]


class Onboarding(BaseModel):
    """Which issues onboard a newcomer, and where these name the buddy.

    An issue must meet each of the three conditions that is given.

    Attributes:
        projects: Keys of the projects that hold such issues.
        issue_types: Names of their types.
        labels: One of these is on them.
        buddy_field: Id of the user picker that holds the buddy, or buddies.
        start_field: Id of the date field that holds the newcomer's first day.
        newcomer: Which field of the issue names the newcomer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    projects: tuple[ProjectKey, ...] = ()
    issue_types: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    buddy_field: CustomField | None = None
    start_field: CustomField | None = None
    newcomer: Literal["assignee", "reporter"] = "assignee"

    @model_validator(mode="after")
    def _narrow(self) -> Self:
        if not (self.projects or self.issue_types or self.labels):
            message = "name the projects, issue_types or labels of onboarding issues"
            raise ValueError(message)
        return self


class Settings(SourceSettings):
    """The ``jira`` entry under ``sources:``.

    Attributes:
        base_url: The site, such as ``https://acme.atlassian.net``, or Data Center's base URL.
        email_env: Names the variable with the account's e-mail, for Cloud's API tokens.
        token_env: Names the variable with the API token, or Data Center's personal access token.
        projects: Keys of the projects to read.
        titles: ``off`` drops the titles of issues.
        onboarding: Where buddies of newcomers are read; None reads none.
    """

    base_url: str
    email_env: str | None = None
    token_env: str
    projects: tuple[ProjectKey, ...] = Field(min_length=1)
    titles: Literal["on", "off"] = "on"
    onboarding: Onboarding | None = None

    def reads(self, stream: str) -> bool:
        """Pairings are read only where the settings say which issues are onboarding."""
        return super().reads(stream) and (stream != "pairing" or self.onboarding is not None)

    def names(self, scope: str) -> bool:
        """Scopes are project keys."""
        return scope in self.projects
