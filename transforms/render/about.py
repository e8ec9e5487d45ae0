"""What a build says about itself on every page and in every document."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class About:
    """The build that is published.

    Attributes:
        purpose: What the profiles may be used for, such as ``promotion_review``.
        as_of: The instant the models treat as now, UTC.
        credit_policy: Version of the credit policy in force, as the employer calls it.
    """

    organization: str
    purpose: str
    build_id: str
    as_of: datetime
    rules_version: str
    code_version: str
    credit_policy: str

    @property
    def instant(self) -> str:
        """The instant of the build as documents write it."""
        return f"{self.as_of.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
