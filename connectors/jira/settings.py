"""What an operator configures for Jira."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from connectors.settings import SourceSettings

ProjectKey = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]+$")]


class Settings(SourceSettings):
    """The ``jira`` entry under ``sources:``.

    Attributes:
        base_url: The site, such as ``https://acme.atlassian.net``, or Data Center's base URL.
        email_env: Names the variable with the account's e-mail, for Cloud's API tokens.
        token_env: Names the variable with the API token, or Data Center's personal access token.
        projects: Keys of the projects to read.
        titles: ``off`` drops the titles of issues.
    """

    base_url: str
    email_env: str | None = None
    token_env: str
    projects: tuple[ProjectKey, ...] = Field(min_length=1)
    titles: Literal["on", "off"] = "on"
