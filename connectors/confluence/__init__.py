"""Confluence, Cloud or Data Center: pages, their versions and labels, comments and tasks."""

from connectors.confluence.reader import connect
from connectors.confluence.settings import Settings
from connectors.confluence.streams import STREAMS

__all__ = ["STREAMS", "Settings", "connect"]
