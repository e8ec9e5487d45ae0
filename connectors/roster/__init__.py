"""The roster: who works here, in which team and role, as of when. CSV files, no other source."""

from connectors.roster.files import Settings, connect
from connectors.roster.streams import STREAMS

__all__ = ["STREAMS", "Settings", "connect"]
