"""How both deployments write an instant."""

from datetime import UTC, datetime


def stamp(instant: datetime) -> str:
    """An instant as Confluence writes it."""
    text = instant.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
