"""Jira, Cloud and Data Center: issues, their changes, links, comments and worklogs."""

from connectors.jira.reader import connect
from connectors.jira.settings import Settings
from connectors.jira.streams import STREAMS

__all__ = ["STREAMS", "Settings", "connect"]
