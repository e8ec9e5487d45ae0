"""What an operator configures for PagerDuty."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from connectors.settings import SourceSettings

ACCOUNT = "account"
"""The scope of a whole account."""

TeamId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{4,20}$")]


class RoleFields(BaseModel):
    """Names of the incident custom fields that hold a person, by e-mail or user id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    commander: str | None = None
    communicator: str | None = None
    scribe: str | None = None

    @property
    def are_set(self) -> bool:
        """Whether any is configured, as reading them costs a request for each incident."""
        return any((self.commander, self.communicator, self.scribe))


class Settings(SourceSettings):
    """The ``pagerduty`` entry under ``sources:``.

    Attributes:
        base_url: The REST API; ``https://api.eu.pagerduty.com`` for accounts in the EU.
        token_env: Names the variable with the credential.
        auth: ``key`` is a REST API key, ``oauth`` an access token of an OAuth application.
        teams: Ids of teams, each a scope of its own; empty reads the account.
        role_fields: Custom fields that say who had which role in an incident.
        since: Where the first pull starts; None is 13 months back.
    """

    base_url: str = "https://api.pagerduty.com"
    token_env: str
    auth: Literal["key", "oauth"] = "key"
    teams: tuple[TeamId, ...] = ()
    role_fields: RoleFields = RoleFields()
    since: date | None = None

    def names(self, scope: str) -> bool:
        """Scopes are team ids, or the account."""
        return scope in (self.teams or (ACCOUNT,))
