"""The roster: who works here, in which team and role, as of when, and what people say of it."""

from connectors.roster.reader import Settings, connect
from connectors.roster.streams import STREAMS

__all__ = ["STREAMS", "Settings", "connect"]
