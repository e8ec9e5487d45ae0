"""GitHub: issues, pull requests, reviews, comments, events, releases and deployments."""

from connectors.github.reader import connect
from connectors.github.settings import Settings
from connectors.github.streams import STREAMS

__all__ = ["STREAMS", "Settings", "connect"]
