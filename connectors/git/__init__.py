"""Local git clones: commits, the people and files of each, and tags."""

from connectors.git.connector import Settings, connect
from connectors.git.streams import STREAMS

__all__ = ["STREAMS", "Settings", "connect"]
