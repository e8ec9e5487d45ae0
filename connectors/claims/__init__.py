"""What people say of their own hidden work and of each other's: self-reports and peer notes."""

from connectors.claims.reader import Settings, connect
from connectors.claims.streams import STREAMS

__all__ = ["STREAMS", "Settings", "connect"]
