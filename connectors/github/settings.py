"""What an operator configures for GitHub."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from connectors.settings import SourceSettings

_NAME = r"[A-Za-z0-9._-]+"
RepositoryName = Annotated[str, StringConstraints(pattern=rf"^(?:{_NAME}/{_NAME}|org:{_NAME})$")]


class Settings(SourceSettings):
    """The ``github`` entry under ``sources:``.

    Attributes:
        base_url: The REST API; on GitHub Enterprise Server ``https://HOST/api/v3``.
        token_env: Names the variable with a personal access token.
        app_id: A GitHub App, instead of a token.
        app_private_key_env: Names the variable with the App's private key, PEM.
        installation_id: The App's installation in the organization.
        repositories: ``owner/name``, or ``org:NAME`` for all that the credential may read.
        titles: ``off`` drops the titles of issues, pull requests and releases.
    """

    base_url: str = "https://api.github.com"
    token_env: str | None = None
    app_id: Annotated[int, Field(ge=1, strict=True)] | None = None
    app_private_key_env: str | None = None
    installation_id: Annotated[int, Field(ge=1, strict=True)] | None = None
    repositories: tuple[RepositoryName, ...] = Field(min_length=1)
    titles: Literal["on", "off"] = "on"

    @model_validator(mode="after")
    def _one_credential(self) -> Self:
        app = (self.app_id, self.app_private_key_env, self.installation_id)
        given = [part is not None for part in app]
        if any(given) and not all(given):
            raise ValueError("an App needs app_id, app_private_key_env and installation_id")
        if any(given) == (self.token_env is not None):
            raise ValueError("give either token_env or app_id, and not both")
        return self

    def names(self, scope: str) -> bool:
        """Scopes are repositories; an organization names all of its own, whatever its case."""
        organization = f"org:{scope.partition('/')[0]}".lower()
        return scope in self.repositories or organization in map(str.lower, self.repositories)
