"""What an operator configures for Confluence."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from connectors.settings import SourceSettings

SpaceKey = Annotated[str, StringConstraints(pattern=r"^~?[A-Za-z0-9_.:@-]+$")]
LabelName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.-]+$")]

LABELS = (
    "runbook",
    "postmortem",
    "dependency-map",
    "decision",
    "release-notes",
    "shift-report",
    "status-report",
)
"""Labels that rules ask for, beside those of minutes."""


class Settings(SourceSettings):
    """The ``confluence`` entry under ``sources:``.

    Attributes:
        base_url: The site, such as ``https://acme.atlassian.net``, or Data Center's base URL.
        email_env: Names the variable with the account's e-mail, for Cloud's API tokens.
        token_env: Names the variable with the token.
        spaces: Keys of the spaces to read.
        read_minutes: ``on`` reads the bodies of minutes pages, for who was their scribe.
        minutes_labels: Labels that make a page one of minutes.
        labels: More labels to read.
    """

    base_url: str
    email_env: str | None = None
    token_env: str
    spaces: tuple[SpaceKey, ...] = Field(min_length=1)
    read_minutes: Literal["off", "on"] = "off"
    minutes_labels: tuple[LabelName, ...] = ("meeting-notes",)
    labels: tuple[LabelName, ...] = ()

    @property
    def wanted_labels(self) -> tuple[str, ...]:
        """Every label that is read, sorted."""
        return tuple(sorted({*LABELS, *self.minutes_labels, *self.labels}))

    def reads(self, stream: str) -> bool:
        """Bodies of minutes are read only where the settings say so."""
        return super().reads(stream) and (stream != "page_scribe" or self.read_minutes == "on")

    def names(self, scope: str) -> bool:
        """Scopes are space keys."""
        return scope in self.spaces
