"""PagerDuty: log entries, incidents, notes, on-call duty, teams and configuration changes."""

from connectors.pagerduty.reader import connect
from connectors.pagerduty.settings import Settings
from connectors.pagerduty.streams import STREAMS

__all__ = ["STREAMS", "Settings", "connect"]
