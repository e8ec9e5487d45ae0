"""Google Workspace: directory, calendars, Meet, Drive, Drive Activity and the audit log."""

from connectors.google.reader import connect
from connectors.google.settings import Settings
from connectors.google.streams import STREAMS

__all__ = ["STREAMS", "Settings", "connect"]
